"""Bad requests: exit status 2, and one line on standard error that names the place."""

import subprocess
import sys

import pytest
from refusals import refused

CALLS_BACK = """service_time = "5 ms"
calls = [{ to = "store" }]

[services.store]
service_time = "1 ms"
calls = [{ to = "desk" }]"""

CURVE = 'kind = "curve"\npath = "day.csv"\n'

IN_THE_FILE = {
    "unknown key": (
        "rate =",
        "prioritee = 1\nrate =",
        'workloads.visits.prioritee: unknown key, did you mean "priority"?',
    ),
    "unknown key of a variant": (
        "desk.workers",
        "desk.workerz",
        'variants.two: services.desk.workerz: unknown key, did you mean "workers"?',
    ),
    "wrong unit": ("5 ms", "5 kg", "services.desk.service_time.value: wanted a duration in ns"),
    "no unit": ('"2 s"', "2", 'duration: wanted a duration such as "15 ms", got 2'),
    "negative rate": ("20/s", "-20/s", 'rate: wanted a rate such as "2k/s", got "-20/s"'),
    "zero workers": (
        'service_time = "5 ms"',
        'service_time = "5 ms"\nworkers = 0',
        "services.desk.workers: must be >= 1, got 0",
    ),
    "cycle of calls": (
        'service_time = "5 ms"',
        CALLS_BACK,
        "services: a cycle of calls: desk -> store -> desk",
    ),
    "probability above 1": (
        'service_time = "5 ms"',
        'service_time = "5 ms"\nlink = { loss = 1.5 }',
        "services.desk.link.loss: share must be between 0 and 1, got 1.5",
    ),
    "NaN": (
        '"5 ms"',
        '{ kind = "lognormal", mean = "5 ms", cv = nan }',
        "services.desk.service_time.cv: wanted a finite number, got nan",
    ),
    "infinity": (
        '"5 ms"',
        '{ kind = "lognormal", mean = "5 ms", cv = inf }',
        "services.desk.service_time.cv: wanted a finite number, got inf",
    ),
}


@pytest.mark.parametrize("case", IN_THE_FILE)
def test_a_mistake_in_the_file(floodgate, changed, case):
    """A mistake in a scenario file is one line with the file, the key and what was wanted."""
    old, new, expected = IN_THE_FILE[case]
    result = floodgate("run", changed(old, new), "--json")

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("error: shop.toml: ")
    assert expected in result.stderr
    assert result.stderr.count("\n") == 1


def test_two_mistakes_are_two_lines(floodgate, changed):
    """Every problem has a line of its own, so that all can be mended at once."""
    changed("20/s", "lots")
    file = changed("5 ms", "5 mss")

    refused(
        floodgate("run", file),
        "shop.toml: services.desk.service_time.value: wanted a duration",
        'shop.toml: workloads.visits.rate: wanted a rate such as "2k/s", got "lots"',
    )


def test_a_missing_csv(floodgate, changed):
    """A curve that is not there is named, with the key that names it."""
    file = changed('kind = "poisson"\nrate = "20/s"\n', CURVE)

    refused(floodgate("run", file), "shop.toml: workloads.visits.path: ")
    assert "day.csv: no such file" in floodgate("run", file).stderr


def test_a_malformed_csv(floodgate, changed, tmp_path):
    """A malformed curve is named with the number of the line."""
    (tmp_path / "day.csv").write_text("minute,requests\n0,5\n1,many\n")
    file = changed('kind = "poisson"\nrate = "20/s"\n', CURVE)

    refused(
        floodgate("run", file),
        'shop.toml: workloads.visits.path: day.csv:3: wanted a number of requests, got "many"',
    )


def test_a_toml_syntax_error(floodgate, changed):
    """A file that is no TOML is named with the number of the line: here the fifth."""
    refused(floodgate("run", changed('duration = "2 s"', 'duration "2 s"')), "shop.toml:5:")


MEASURED = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:])
print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""A process so small that its own memory, which its child is charged with, does not matter."""


def test_an_impossible_crowd_is_refused_by_its_cost(command):
    """10^15 users are refused before anything is set aside for them: memory stays small."""
    words = [*command, "run", "flash_sale", "--set", "crowd.users=1000000000000000"]
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *words], capture_output=True, text=True, check=True
    )
    status, peak = map(int, done.stdout.split())

    assert status == 2
    assert done.stderr.startswith("error: flash_sale.toml: --set: too large to run: wanted at most")
    assert peak < 400 * 1024  # KiB; the bare libraries take about 100 MiB


def test_rows_of_polls_that_are_neither_true_nor_false(floodgate):
    """Rows are asked for or not: their number is not."""
    words = ["--set", 'crowd.poll={ period = "1 s", rows = 3 }']
    refused(
        floodgate("run", "flash_sale", *words),
        "flash_sale.toml: --set: crowd.poll.rows: wanted true or false, got 3",
    )


def test_a_scenario_that_is_not_shipped(floodgate):
    """An unknown scenario is answered with the nearest name."""
    refused(
        floodgate("run", "flash_sal"),
        'no scenario "flash_sal" is shipped, did you mean "flash_sale"?',
    )


@pytest.mark.parametrize("words", [("run", "--variant"), ("compare", "--variants")])
def test_an_unknown_variant(floodgate, words):
    """An unknown variant is answered with the nearest name."""
    command, option = words

    refused(
        floodgate(command, "flash_sale", option, "no_egde"),
        'flash_sale.toml: unknown variant "no_egde", did you mean "no_edge"?',
    )


@pytest.mark.parametrize("given", ["", ",", "one,,two", "one,"])
def test_variants_want_names(floodgate, shop, given):
    """A list of variants with nothing between two commas is refused."""
    refused(
        floodgate("compare", shop, "--variants", given),
        f'--variants: wanted names separated by commas, got "{given}"',
    )


def test_an_unknown_engine(floodgate, shop):
    """An unknown engine is answered with those that there are."""
    refused(
        floodgate("run", shop, "--engine", "steam"),
        "--engine: engine must be one of auto, reference, compiled",
    )


@pytest.mark.parametrize(
    ("words", "where"),
    [
        (["run"], "--engine: "),
        (["run", "--variant", "two"], "--engine: variant two: "),
        (["compare"], "--engine: variant one: "),
    ],
)
def test_a_model_that_the_compiled_engine_does_not_know(floodgate, changed, words, where):
    """Whoever asks for the compiled engine is told what it cannot play, before anything runs."""
    link = 'service_time = "5 ms"\nlink = { request_size = "600 MB" }'
    shop = changed('service_time = "5 ms"', link)
    refused(
        floodgate(*words, shop, "--engine", "compiled"),
        f"{where}shop: the compiled engine does not know messages of more than 500 MB; "
        "the reference engine does",
    )


def test_set_without_a_value(floodgate, shop):
    """--set wants a path, an equals sign and a value."""
    refused(
        floodgate("run", shop, "--set", "services.desk.workers"),
        '--set: wanted path=value, got "services.desk.workers"',
    )


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("services.desk.workerz=2", 'services.desk.workerz: unknown key, did you mean "workers"?'),
        ("services.dsk.workers=2", 'services.dsk: unknown name "dsk", did you mean "desk"?'),
        ("services.desk.workers=0", "services.desk.workers: must be >= 1, got 0"),
        ("workloads.visits.rate=-1/s", "workloads.visits.rate: wanted a rate"),
    ],
)
def test_set_is_checked_like_the_file(floodgate, shop, setting, expected):
    """A replacement has the checks of the file, and its line says that it came from --set."""
    refused(floodgate("run", shop, "--set", setting), f"shop.toml: --set: {expected}")


def test_a_negative_seed(floodgate, shop):
    """A seed is at least 0."""
    refused(floodgate("run", shop, "--seed", "-1"), "shop.toml: seed: must be >= 0, got -1")


@pytest.mark.parametrize(("option", "given"), [("--workers", "0"), ("--workers", "many")])
def test_workers_want_a_whole_number(floodgate, shop, option, given):
    """The number of workers is a whole number of at least 1."""
    result = floodgate("compare", shop, option, given)

    refused(result, "Invalid value for '--workers': wanted a whole number >= 1, got ")
    assert given in result.stderr


def test_a_seed_wants_a_whole_number(floodgate, shop):
    """What is no number is shown as it came."""
    refused(
        floodgate("run", shop, "--seed", "x"),
        "Invalid value for '--seed': wanted a whole number, got \"x\"",
    )


def test_an_unknown_format(floodgate, shop):
    """An unknown format is answered with those that there are."""
    refused(
        floodgate("run", shop, "--format", "csv"),
        "--format: format must be one of npz, parquet, got csv",
    )


@pytest.mark.parametrize("name", ["run", "compare"])
def test_a_folder_that_cannot_be_written(floodgate, shop, name, monkeypatch):
    """An output folder that cannot be made is found before anything runs."""

    def never(*words, **options):
        raise AssertionError("the run has begun")

    monkeypatch.setattr(f"sim.experiments.{name}.{name}", never)
    refused(
        floodgate(name, shop, "--out", shop / "below"),
        f"--out: cannot write to {shop}/below: Not a directory",
    )


def test_a_folder_that_takes_no_files(floodgate, shop):
    """A folder that is there but takes no files is found before anything runs."""
    refused(floodgate("run", shop, "--out", "/proc/self"), "--out: cannot write to /proc/self: ")


def test_a_refused_scenario_leaves_no_folder(floodgate, shop, tmp_path):
    """The folder is made once everything else is in order."""
    floodgate("run", shop, "--set", "services.desk.workers=0", "--out", tmp_path / "out")

    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["rnu"], "No such command 'rnu'. Did you mean 'run'? (see floodgate --help)"),
        (["run"], "Missing argument 'SCENARIO'. (see floodgate run --help)"),
        (["run", "x", "--sed", "1"], "No such option: --sed"),
        (["schema", "x"], "Got unexpected extra argument(s) (x) (see floodgate schema --help)"),
    ],
)
def test_a_command_line_that_makes_no_sense(floodgate, words, expected):
    """A mistake in the command line is one line too, with the help that helps."""
    refused(floodgate(*words), expected)
