"""What a shell offers on the tab key."""

import pytest


@pytest.fixture
def completed(process):
    """The words that bash is offered for a command line that ends in the middle of a word."""

    def complete(line: str) -> list[str]:
        words = line.split(" ")
        result = process(
            _FLOODGATE_COMPLETE="complete_bash",
            COMP_WORDS=line,
            COMP_CWORD=str(len(words) - 1),
        )
        return result.stdout.split()

    return complete


def test_commands(completed):
    """The names of commands are completed."""
    assert completed("floodgate com") == ["compare"]


@pytest.mark.parametrize("name", ["run", "compare"])
def test_scenarios(completed, name):
    """The names of shipped scenarios are completed."""
    assert completed(f"floodgate {name} fl") == ["flash_sale"]


@pytest.mark.parametrize("words", ["metastable", "--seed 3 metastable", "metastable -q"])
def test_variants(completed, words):
    """The variants of the scenario that was named, wherever it stands, are completed."""
    assert completed(f"floodgate run {words} --variant b") == ["backoff", "bounded_queue"]


def test_engines(completed):
    """The names of engines are completed."""
    assert completed("floodgate run flash_sale --engine ") == ["auto", "reference", "compiled"]
    assert completed("floodgate compare flash_sale --engine c") == ["compiled"]


def test_a_list_of_variants(completed):
    """After a comma another variant is completed."""
    line = "floodgate compare metastable --variants naive,b"

    assert completed(line) == ["naive,backoff", "naive,bounded_queue"]


def test_figures(completed):
    """The figures that a run of the named scenario will have are completed."""
    names = ["calls.p90", "calls.p99", "calls.p999"]

    assert completed("floodgate run metastable --until calls.p9") == names


def test_figures_of_a_variant(completed):
    """With a variant they are those of the variant; of an unknown one there are none."""
    assert completed("floodgate run flash_sale --variant census --until edge.j") == ["edge.jain"]
    assert completed("floodgate run flash_sale --variant nowhere --until edge.j") == []


def test_an_unknown_scenario_has_no_variants(completed):
    """Where there is nothing to offer, nothing is offered, and nothing goes wrong."""
    assert completed("floodgate run nowhere --variant b") == []


def test_paths(completed):
    """The paths of the scenario that was named are completed, up to the sign that follows."""
    line = "floodgate sweep metastable --over services.service.w"

    assert completed(line) == ["services.service.workers="]


@pytest.mark.parametrize("option", ["--load", "--trigger"])
def test_paths_of_faults(completed, option):
    """What a fault has can be the size of a trigger: its path is completed, too."""
    assert completed(f"floodgate stability metastable {option} faults.0.l") == ["faults.0.lasts="]


def test_objectives(completed):
    """A figure of the scenario that was named is completed with the sign of most objectives."""
    line = "floodgate plan metastable --for services.service.workers=1..9 --slo calls.p99"

    assert " ".join(completed(line)).startswith("calls.p99")
