"""``floodgate bench``."""

import json

import pytest

COLUMNS = {
    "speed": {"case", "contender", "requests", "seconds", "requests_per_s", "times", "skipped"},
    "cost": {"growing", "nodes", "requests", "seconds", "ns"},
    "threads": {"threads", "seconds", "times", "fingerprint"},
    "memory": {"users", "requests", "bytes"},
}


@pytest.mark.parametrize("section", COLUMNS)
def test_json_has_the_columns(floodgate, section):
    """With --json standard output is one object, a section its rows, a row its columns."""
    result = floodgate("bench", "--only", section, "--size", "0.001", "--json", "--quiet")
    measured = json.loads(result.stdout)

    assert result.exit_code == 0
    assert result.stderr == ""
    assert list(measured) == [section]
    assert all(set(row) == COLUMNS[section] for row in measured[section])


def test_threads_give_the_same(floodgate):
    """One thread and two have the same fingerprint."""
    result = floodgate("bench", "--only", "threads", "--size", "0.001", "--json", "-q")

    assert len({row["fingerprint"] for row in json.loads(result.stdout)["threads"]}) == 1


def test_memory_is_that_of_a_process(floodgate):
    """A process with NumPy and Numba holds at least 50 MB, and 31 polls a user take no GB."""
    result = floodgate("bench", "--only", "memory", "--size", "0.001", "--json", "-q")
    (row,) = json.loads(result.stdout)["memory"]

    assert row["users"] == 1000
    assert 50e6 < row["bytes"] < 1e9


def test_tables_and_progress(floodgate):
    """Without --json there are tables, and standard error tells what is being measured."""
    result = floodgate("bench", "--only", "cost, threads", "--size", "0.001")

    assert result.stdout.startswith("Cost of a request at the edge, one thread")
    assert "The same run on threads" in result.stdout
    assert result.stderr.endswith("threads: 1\nthreads: 2\n")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            ["--only", "taste"],
            '--only: wanted some of speed, cost, threads, memory, start, got "taste"',
        ),
        (["--rounds", "0"], "wanted a whole number >= 1, got 0"),
        (["--size", "2"], 'wanted a number > 0 and <= 1, got "2"'),
        (["--size", "nan"], 'wanted a number > 0 and <= 1, got "nan"'),
    ],
)
def test_what_cannot_be_measured(floodgate, words, expected):
    """A mistake is one line and status 2."""
    result = floodgate("bench", *words)

    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert expected in result.stderr
