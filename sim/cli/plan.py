"""``floodgate plan``: how much of a resource is enough for every objective."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.completion import objectives, paths
from sim.cli.errors import FAILED, RequestError, say
from sim.cli.options import (
    Confidence,
    Engine,
    Json,
    Name,
    Quiet,
    Seed,
    Set,
    Variant,
    WarmUp,
    Workers,
    replications,
)
from sim.cli.output import notes, show
from sim.cli.request import Request

if TYPE_CHECKING:
    from sim.model import Scenario
    from sim.results.plan import Trial

MOST = 20
"""Replications of one value unless more are allowed."""


def plan(
    scenario: Name,
    resources: Annotated[
        list[str],
        typer.Option(
            "--for",
            metavar="PATH=LOW..HIGH",
            help="The resource to plan, with the values it may have; or two of them.",
            autocompletion=paths,
            show_default=False,
        ),
    ],
    slo: Annotated[
        list[str],
        typer.Option(
            "--slo",
            metavar="'FIGURE <= LIMIT'",
            help="What has to hold, such as 'buy.p99 <= 250 ms'; may be given again and again.",
            autocompletion=objectives,
            show_default=False,
        ),
    ],
    confidence: Confidence = None,
    variant: Variant = None,
    set: Set = None,
    most: Annotated[
        int,
        typer.Option(
            "--replications",
            metavar="N",
            parser=replications,
            help="The most runs of one value; what they do not show to be met is not met.",
        ),
    ] = MOST,
    warm_up: WarmUp = None,
    seed: Seed = None,
    engine: Engine = "auto",
    workers: Workers = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Find the smallest value of a resource, or the cheapest pair, that meets every objective.

    Each value that is tried is run until it is clear whether it meets every objective with the
    confidence that is wanted (0.95). An inequality is about the mean of a figure, or the
    percentile of all requests; an equality has to hold in every run. The values are bisected, and
    a few more are tried to see that more is better; where it is not, all that may be are. With
    prices ([cost] in the scenario) the answer has its cost for an hour; two resources want prices.

    The status is 1 where the objectives cannot be met.

    Examples:

    \b
      floodgate plan metastable --for services.service.workers=5..60 --slo 'answered >= 99 %'
      floodgate plan flash_sale --variant probability --set crowd.users=20k \\
          --for services.order.instances=1..200 \\
          --slo 'buy.p99 <= 250 ms' --slo 'oversold == 0' --confidence 0.95
    """
    from sim.experiments.plan import plan as execute
    from sim.results.intervals import CONFIDENCE

    request = Request.read(scenario, seed, set, engine)
    request.check([variant])
    _check(request.scenario.resolve(variant, seed, request.how["set"]), slo, warm_up)
    found = execute(
        request.scenario,
        resources,
        slo,
        variant,
        **request.how,
        confidence=confidence or CONFIDENCE,
        replications=most,
        warm_up=warm_up,
        workers=workers,
        progress=None if quiet else _tell,
        note=notes(quiet),
    )
    show(found, as_json)
    if found.chosen is None:
        say(f"error: {found.headline}")
        raise typer.Exit(FAILED)


def _check(base: Scenario, slo: list[str], warm_up: str | None) -> None:
    """Refuse an objective or a warm-up that does not fit the scenario."""
    from sim.experiments.plan import check_objectives
    from sim.experiments.replicate import check_warm_up

    checks: dict[str, Callable[[], object]] = {
        "--slo": lambda: check_objectives(slo, base),
        "--warm-up": lambda: check_warm_up(warm_up, base),
    }
    for option, check in checks.items():
        try:
            check()
        except ValueError as error:
            raise RequestError(f"{option}: {error}") from None


def _tell(trial: Trial) -> None:
    say(str(trial))
