"""The table of speeds."""

from sim.benchmarks.contender import Case, Contender, Played
from sim.benchmarks.speed import COLUMNS, speed, table


def contender(name: str, rates: list[int], missing: str | None = None) -> Contender:
    """One that plays its size at these rates, one a round."""
    turns = iter(rates)
    return Contender(name, 60, lambda size: Played(size, size / next(turns)), missing)


def case(*contenders: Contender) -> Case:
    return Case("queue", contenders)


def ignore(line: str) -> None:
    pass


def test_ratios_are_of_the_same_round() -> None:
    """Rates of 10, 20 and 30 against 2, 2 and 10 are ratios of 5, 10 and 3: the median is 5."""
    rows = speed([case(contender("slow", [2, 2, 10]), contender("fast", [10, 20, 30]))], 3, ignore)

    assert [row["times"] for row in rows] == [1.0, 5.0]
    assert [row["requests_per_s"] for row in rows] == [2, 20]
    assert rows[1]["seconds"] == 3.0


def test_contenders_take_turns() -> None:
    """Each round plays everyone once, so that a slow moment hits everyone."""
    told: list[str] = []
    speed([case(contender("a", [1, 1]), contender("b", [1, 1]))], 2, told.append)

    assert told == ["queue: a", "queue: b", "queue: a", "queue: b"]


def test_one_that_is_missing_has_a_reason() -> None:
    """Who is not installed has a row that says so, and is not played."""
    rows = speed([case(contender("a", [1]), contender("b", [], "not installed"))], 1, ignore)

    assert rows[1]["skipped"] == "not installed"
    assert rows[1]["requests"] is None
    assert "not installed" in str(table(rows))


def test_every_row_has_every_column() -> None:
    """Whoever reads the rows finds the same columns in each."""
    rows = speed([case(contender("a", [1]), contender("b", [], "not installed"))], 1, ignore)

    assert [set(row) for row in rows] == [{*COLUMNS, "skipped"}] * 2
