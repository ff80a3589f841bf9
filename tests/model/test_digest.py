"""The digest: the same for what gives the same runs, another one for anything else."""

from pathlib import Path

from sim.model import load, loads
from sim.model.digest import digest
from sim.model.paths import Reading

SHOP = """
name = "shop"
question = "Does the desk keep up?"
answer = "Yes."
duration = "2 s"

[workloads.visits]
kind = "poisson"
rate = "20/s"
to = "desk"

[services.desk]
service_time = "5 ms"
"""

CURVE = '[workloads.day]\nkind = "curve"\npath = "day.csv"\nto = "desk"\n'


def changed(old: str, new: str) -> str:
    """The digest of the shop with one text in it changed."""
    assert SHOP.count(old) == 1
    return digest(loads(SHOP.replace(old, new)))


def with_curve(folder: Path, rows: str) -> str:
    """The digest of the shop with a curve of these rows in a folder."""
    folder.mkdir()
    (folder / "day.csv").write_text(f"minute,requests\n{rows}")
    return digest(loads(SHOP + CURVE, Reading(folder)))


def test_other_words_for_the_same():
    """Another name, another question and another spelling of a duration change nothing."""
    assert changed('"2 s"', '"2000 ms"') == digest(loads(SHOP))
    assert changed('"shop"', '"store"') == digest(loads(SHOP))
    assert changed("Does the desk keep up?", "Well?") == digest(loads(SHOP))


def test_defaults_that_are_written_out():
    """A default that is written out is the default."""
    assert changed('"5 ms"', '"5 ms"\nworkers = 1') == digest(loads(SHOP))


def test_the_seed_stands_beside_the_digest():
    """Replications of one scenario have one digest."""
    assert digest(load("flash_sale").resolve(seed=5)) == digest(load("flash_sale"))


def test_another_value():
    """Any value that a run depends on changes the digest."""
    assert changed("20/s", "21/s") != digest(loads(SHOP))


def test_another_warm_up():
    """How much of a run is left out changes what it says."""
    assert digest(loads(SHOP), warm_up=1) != digest(loads(SHOP))


def test_a_curve_counts_with_what_is_in_its_file(tmp_path):
    """The same curve elsewhere is the same; another number in its file makes another scenario."""
    first = with_curve(tmp_path / "a", "0,5\n1,6\n")
    assert with_curve(tmp_path / "b", "0,5\n1,6\n") == first
    assert with_curve(tmp_path / "c", "0,5\n1,7\n") != first
