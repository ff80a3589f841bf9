"""What stands between a caller and whom it calls: deadline, retry, timeout, link, limiter."""

from collections.abc import Callable

from sim.engines.reference.site import Site
from sim.model.call import Caller
from sim.model.derive import build
from sim.model.link import Link as LinkSpec
from sim.model.retry import Retry as RetrySpec
from sim.outcomes import Outcome
from sim.stations.deadline import Deadline
from sim.stations.link import Link
from sim.stations.retry import Retry
from sim.stations.station import Station
from sim.stations.wire import Wire

Wrap = Callable[[Station], Station]
Wires = tuple[Wire, Wire]


def guard(
    site: Site,
    caller: str,
    spec: Caller,
    deadline: int | None,
    given_up: Outcome = Outcome.TIMED_OUT,
) -> Wrap:
    """Wrap stations for ``caller`` as Deadline(Retry(Timeout(station))), where it has them."""
    wraps = [
        time_limit(site, f"{caller}.deadline", deadline, given_up),
        retries(site, f"{caller}.retry", spec.retry),
        time_limit(site, f"{caller}.timeout", spec.timeout),
    ]

    def wrap(station: Station) -> Station:
        for one in reversed(wraps):
            station = one(station)
        return station

    return wrap


def time_limit(
    site: Site, name: str, limit: int | None, outcome: Outcome = Outcome.TIMED_OUT
) -> Wrap:
    """Wrap stations in a Deadline of ``limit`` ns; None: leave them as they are."""
    if limit is None:
        return lambda station: station
    books = site.open_books(name)
    return lambda station: Deadline(site.env, books, station, limit, outcome)


def retries(site: Site, name: str, spec: RetrySpec | None) -> Wrap:
    """Wrap stations in a Retry; those wrapped together share its budget."""
    if spec is None:
        return lambda station: station
    books, draw = site.open_books(name), site.uniforms(name)
    on = [Outcome[outcome.upper()] for outcome in spec.on]
    backoff = build(spec.backoff)
    budget = None if spec.budget is None else build(spec.budget)
    attempts = spec.attempts
    return lambda station: Retry(site.env, books, station, attempts, on, backoff, budget, draw)


def wire_maker(site: Site, name: str, spec: LinkSpec) -> Callable[[], Wires]:
    """A function that makes the two directions of one more link of this name.

    All of them share their draws; there and back are keyed apart by index.
    """
    latency = site.sampler(f"{name}.latency", spec.latency)
    lottery = site.uniforms(f"{name}.loss")

    def make() -> Wires:
        there, back = (Wire(latency, spec.bandwidth, spec.loss, lottery) for _ in range(2))
        return there, back

    return make


def linked(site: Site, name: str, spec: LinkSpec, pair: Wires, station: Station) -> Station:
    """Put a station at the end of a link that takes these wires."""
    return Link(
        site.env,
        site.open_books(name),
        station,
        *pair,
        request_size=spec.request_size,
        response_size=spec.response_size,
    )
