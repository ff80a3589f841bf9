"""``floodgate list``."""

import json

from sim.model import load, shipped


def test_names_questions_and_variants(floodgate):
    """Each shipped scenario is listed with its question and its variants."""
    result = floodgate("list")
    words = " ".join(result.stdout.split())

    assert result.exit_code == 0
    for name in shipped():
        assert f"{name} {load(name).question} variants: " in words
        assert ", ".join(load(name).variants) in words


def test_json_is_one_object(floodgate):
    """With --json there is one object with the same in it."""
    listed = json.loads(floodgate("list", "--json").stdout)["scenarios"]

    assert [scenario["name"] for scenario in listed] == list(shipped())
    assert all(scenario["question"] and scenario["answer"] for scenario in listed)
    flash_sale = next(scenario for scenario in listed if scenario["name"] == "flash_sale")
    assert flash_sale["variants"][:2] == ["no_edge", "probability"]
    assert flash_sale["baseline"] == "no_edge"
