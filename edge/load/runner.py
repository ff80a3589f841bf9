"""One process of a load: ``python -m edge.load.runner FOLDER INDEX``.

It reads the plan that lies in the folder, says "ready" on standard output, and plays from the
instant (of ``time.monotonic_ns``) that comes on standard input, saying now and then how many
requests are finished.  What it has done by the end, or by the time when standard input is closed,
it leaves in the folder.
"""

import locust  # first of all: it puts gevent under everything that is imported after it

# isort: split
import gc
import os
import pickle
import resource
import sys
from contextlib import suppress
from pathlib import Path

from gevent import sleep, spawn
from gevent.os import make_nonblocking, nb_read
from gevent.pool import Group
from locust.env import Environment

from edge.load.clock import Clock
from edge.load.plan import PLAN, Plan
from edge.load.player import Player
from edge.load.share import share_of
from edge.load.tally import INTERVAL
from sim.results.files import write_whole


def main(folder: Path, index: int) -> None:
    """Play part ``index`` of the plan in a folder."""
    _allow_connections()
    plan: Plan = pickle.loads((folder / PLAN).read_bytes()).part(index)
    player = Player(Environment(events=locust.events))
    player.prepare(plan, Clock(plan.scenario.duration))
    gc.freeze()  # everybody is there: what follows is let go of by its reference count
    gc.disable()
    print("ready", flush=True)
    if _start(player):
        spawn(_listen, player)
        spawn(_report, player)
        player.start(Group()).join()
        share = player.journal.share(min(player.clock.now(), player.clock.end))
        write_whole(share_of(folder, index), lambda file: pickle.dump(share, file))
    os._exit(0)  # without a word to all those who are still waiting for an answer


def _allow_connections() -> None:
    """As many as the system lets us have: every user may need one of her own."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _start(player: Player) -> bool:
    """Wait for the start; False where none is to come."""
    make_nonblocking(sys.stdin.fileno())
    line = nb_read(sys.stdin.fileno(), 64)
    if line:
        player.clock.start = int(line)
    return bool(line)


def _listen(player: Player) -> None:
    """Stop when whoever started us closes our standard input, or is no more."""
    while nb_read(sys.stdin.fileno(), 64):
        pass
    player.stopped.set()


def _report(player: Player) -> None:
    """Say now and then how many requests are finished, as long as somebody hears it."""
    with suppress(OSError):
        while True:
            sleep(INTERVAL)
            print(player.journal.finished, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
