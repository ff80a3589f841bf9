"""Small flash crowds in front of any station, with everything about their people given."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from bench import Bench, Echo, Fixed

from sim.outcomes import Outcome
from sim.stations.request import NEVER, Request, Response
from sim.stations.station import Books, Steps
from sim.workload.crowd import Crowd
from sim.workload.people import People
from sim.workload.recorder import Recorder

STATIONS = ("buy", "echo")


class Door(Echo):
    """Answers polls like an echo, and says that the sale is open from ``opens_at`` on."""

    opens_at = 0

    def __call__(self, request: Request) -> Steps:
        response = yield from super().__call__(request)
        is_open = self.env.now >= self.opens_at and response.outcome is Outcome.SERVED
        return Response(response.outcome, response.by, is_open)


def door(bench: Bench, opens_at: int, delay: int | None = 0, *outcomes: Outcome) -> Door:
    """What people poll."""
    one = Door(bench.env, delay, outcomes or (Outcome.SERVED,))
    one.opens_at = opens_at
    return one


def people(joins: Sequence[int], **columns: Sequence[Any]) -> People:
    """People who join at these instants; at node 0, no bots, without a reaction time by default."""
    zeros = [0] * len(joins)
    return People(
        joins=np.array(joins, dtype=np.int64),
        edge=np.array(columns.get("edge", zeros), dtype=np.int64),
        bot=np.array(columns.get("bot", zeros), dtype=np.bool_),
        reaction=np.array(columns.get("reaction", zeros), dtype=np.int64),
    )


def crowd(
    bench: Bench,
    who: People,
    entries: Sequence[Any],
    polls: Sequence[Any] = (),
    keeps_polls: bool = False,
    **options: Any,
) -> Crowd:
    """A crowd of workload 0 whose sale opens at 100 and that has all the patience in the world."""
    given: dict[str, Any] = {
        "workload": 0,
        "opens_at": 100,
        "period": 30 if polls else None,
        "jitter": 0.0,
        "jitter_draw": Fixed(0.5),
        "patience": NEVER,
        "via_edge": True,
    }
    recorder, books = Recorder(keeps_polls), Books("buy")
    crowd = Crowd(bench.env, recorder, books, who, entries, polls or entries, **(given | options))
    bench.env.process(crowd.run())
    return crowd


def rows(crowd: Crowd) -> list[list[int]]:
    """The log, one list a row: request, workload, user, bot, edge, start, latency, outcome, by,
    attempts."""
    return crowd.recorder.rows(STATIONS).tolist()
