"""``floodgate plan``: an answer, its reasons, and what is wrong with a question."""

import json

import pytest

FOR = ("--for", "services.desk.workers=1..8")
SLO = ("--slo", "visits.mean <= 40 ms", "--slo", "answered >= 99 %")
FAST = ("--warm-up", "0", "--workers", "1")


def test_the_answer_comes_first(floodgate, shop):
    """The first line is the decision; then the objectives, the bottleneck, and what was tried."""
    result = floodgate("plan", shop, *FOR, *SLO, *FAST)

    assert result.exit_code == 0
    assert result.stdout.startswith(
        "shop: services.desk.workers = 1 is the smallest value that meets all, with 95.0"
    )
    for title in ("At services.desk.workers = 1", "The next bottleneck first", "Tried"):
        assert f"\n{title}\n" in result.stdout
    assert "services.desk.workers = 1: met after 20 runs: visits.mean is " in result.stderr


def test_json_is_one_object(floodgate, shop):
    """--json has the answer, the objectives, and every trial; --quiet tells nothing else."""
    result = floodgate("plan", shop, *FOR, *SLO, *FAST, "--json", "--quiet")
    told = json.loads(result.stdout)

    assert result.stderr == ""
    assert told["chosen"] == {"services.desk.workers": 1}
    assert told["bottleneck"] == "desk"
    assert told["runs"] == sum(trial["runs"] for trial in told["trials"])


def test_what_cannot_be_met_is_a_failure(floodgate, shop):
    """The status is 1, the reason stands on standard error, and the tables are there, too."""
    slo = ("--slo", "visits.mean <= 1 ms")
    result = floodgate("plan", shop, *FOR, *slo, *FAST, "--quiet")

    assert result.exit_code == 1
    assert result.stderr.startswith("error: shop: it cannot be met, because with services.desk.wo")
    assert result.stderr.count("\n") == 1
    assert "Tried" in result.stdout


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--slo", "visit.p99 <= 1 s"), '--slo: unknown figure "visit.p99", did you mean "visits'),
        (("--slo", "visits.p99 <= 1"), '--slo: wanted a duration such as "15 ms", got "1"'),
        (("--slo", "fast"), "--slo: wanted a figure and a limit such as"),
        (("--for", "services.desk.worker=1..8"), '--for: unknown path "services.desk.worker"'),
        (("--for", "services.desk.workers=8..1"), "--for: services.desk.workers: wanted a range"),
        (("--for", "services.desk.queue=1..8"), "--for: two resources want prices"),
        (("--warm-up", "3 s"), "--warm-up: warm-up must be >= 0 and below the duration, got 3 s"),
        (("--replications", "1"), "Invalid value for '--replications': wanted a whole number >= 2"),
        (("--confidence", "2"), "Invalid value for '--confidence': wanted a confidence such as"),
    ],
)
def test_a_question_that_makes_no_sense(floodgate, shop, words, expected):
    """What is wrong with a question is one line, before anything runs."""
    given = FOR if words[0] != "--for" or "queue" in words[1] else ()
    result = floodgate("plan", shop, *given, *SLO, *words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"error: {expected}")
    assert result.stderr.count("\n") == 1


def test_a_question_without_an_objective(floodgate, shop):
    """Something has to be wanted."""
    result = floodgate("plan", shop, *FOR)

    assert result.exit_code == 2
    assert result.stderr == "error: Missing option '--slo'. (see floodgate plan --help)\n"
