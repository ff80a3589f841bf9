"""Bad requests for replications: exit status 2, and one line that names the option."""

import pytest
from refusals import refused


@pytest.mark.parametrize("name", ["run", "compare"])
@pytest.mark.parametrize("given", ["0", "1", "-3", "many", "2.5"])
def test_replications_want_a_whole_number_of_two_or_more(floodgate, shop, name, given):
    """One run tells no scatter."""
    result = floodgate(name, shop, "--replications", given)

    refused(result, "Invalid value for '--replications': wanted a whole number >= 2, got ")
    assert given in result.stderr


@pytest.mark.parametrize("given", ["95", "0", "1", "high", "100 %"])
def test_a_confidence_is_a_share(floodgate, shop, given):
    """0.95 or "95 %", but not 95."""
    refused(
        floodgate("run", shop, "--replications", "2", "--confidence", given),
        f"Invalid value for '--confidence': wanted a confidence such as 0.95 or \"95 %\", got "
        f'"{given}"',
    )


@pytest.mark.parametrize("name", ["run", "compare"])
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2 s", "warm-up must be >= 0 and below the duration, got 2 s"),
        ("soon", 'wanted a duration such as "15 ms", got "soon"'),
        ("-1 s", "wanted a duration"),
    ],
)
def test_a_warm_up_ends_within_the_run(floodgate, shop, name, given, expected):
    """Something has to be left to look at."""
    refused(
        floodgate(name, shop, "--replications", "2", "--warm-up", given), f"--warm-up: {expected}"
    )


@pytest.mark.parametrize(
    ("name", "option", "value"),
    [
        ("run", "--warm-up", "1 s"),
        ("run", "--confidence", "0.9"),
        ("run", "--workers", "2"),
        ("compare", "--warm-up", "1 s"),
        ("compare", "--confidence", "0.9"),
    ],
)
def test_options_of_replications_want_some(floodgate, shop, name, option, value):
    """An option that would do nothing is refused, not ignored."""
    refused(floodgate(name, shop, option, value), f"{option}: wanted --replications")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("p99", 'wanted a figure and a precision such as "p99 +- 2 %", got "p99"'),
        ("p99 +- 2", 'wanted a figure and a precision such as "p99 +- 2 %", got "p99 +- 2"'),
        ("p99 +- 0 %", "precision must be above 0 % and below 100 %, got 0"),
        ("visits.p98 +- 2 %", 'unknown figure "visits.p98", did you mean "visits.p99"?'),
    ],
)
def test_a_precision_wants_a_figure_that_there_is(floodgate, shop, given, expected, monkeypatch):
    """It is found before anything runs."""
    monkeypatch.setattr(
        "sim.experiments.replicate.replicate", lambda *words, **options: pytest.fail("it has begun")
    )
    refused(floodgate("run", shop, "--until", given), f"--until: {expected}")


def test_a_figure_that_may_be_two(floodgate):
    """Clicks and polls both have a p99."""
    refused(
        floodgate("run", "flash_sale", "--until", "p99 +- 2 %"),
        '--until: "p99" may be buy.p99 or poll.p99',
    )
