"""The start of a process, with and without a kernel that is kept."""

from sim.benchmarks.start import start, table


def test_both_starts_are_measured() -> None:
    """One process starts with an empty cache, and the next with the kernel that it left there."""
    rows = list(start(lambda line: None))

    assert [row["run"] for row in rows] == ["first run, which compiles", "every other run"]
    assert all(row["seconds"] > 0 for row in rows)
    assert "every other run" in str(table(rows))
