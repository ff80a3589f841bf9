"""A run comes back from its folder as it was, or not at all."""

import json
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from sim.engines.trace import Columns
from sim.results import StorageError, load
from sim.results.files import FORMATS, Format, write_columns, write_whole
from sim.results.run import Run


@pytest.mark.parametrize("format", FORMATS)
def test_round_trip(traces: ModuleType, tmp_path: Path, format: Format) -> None:
    """What is loaded is the run that was saved: identity, summary, log, timeline and events."""
    run = traces.small_run(settings={"crowd.users": 4})
    run.save(tmp_path / "a" / "b", format)
    back = Run.load(tmp_path / "a" / "b")
    assert back == run
    assert back.summary == run.summary
    assert back.identity == run.identity
    assert back.events == run.events
    assert back.trace.polls == run.trace.polls
    for column in run.requests.columns:
        assert back.requests[column].dtype == run.requests[column].dtype
        assert np.array_equal(back.requests[column], run.requests[column])


@pytest.mark.parametrize("format", FORMATS)
def test_files_are_what_the_manifest_says(
    traces: ModuleType, tmp_path: Path, format: Format
) -> None:
    """The folder holds the files that are returned and listed, and no others."""
    files = traces.small_run().save(tmp_path, format)
    names = sorted(path.name for path in files)
    listed = json.loads((tmp_path / "run.json").read_text())["files"]
    assert (
        sorted(path.name for path in tmp_path.iterdir()) == names == sorted([*listed, "run.json"])
    )
    assert f"requests.{format}" in names


def test_summary_and_scenario_are_readable_by_themselves(
    traces: ModuleType, tmp_path: Path
) -> None:
    """summary.json is the summary, scenario.toml the resolved scenario, without any library."""
    run = traces.small_run()
    run.save(tmp_path)
    assert json.loads((tmp_path / "summary.json").read_text()) == run.summary
    assert (tmp_path / "scenario.toml").read_text() == run.identity.scenario_toml


@pytest.mark.parametrize("format", FORMATS)
def test_a_run_without_edge_replaces_one_with(
    traces: ModuleType, tmp_path: Path, format: Format
) -> None:
    """Saving over an older run leaves nothing of it behind, whatever its format was."""
    traces.small_run().save(tmp_path, format)
    trace = traces.small_trace(edges=None, sale=None)
    bare = Run.from_trace(trace, traces.identity(), 1.0)
    bare.save(tmp_path, "npz")
    assert Run.load(tmp_path) == bare
    assert not list(tmp_path.glob("edges.*"))
    assert not list(tmp_path.glob("*.parquet"))


@pytest.mark.parametrize("format", FORMATS)
def test_rows_of_polls_come_back(
    traces: ModuleType, tmp_path: Path, poll_rows: Columns, format: Format
) -> None:
    """A run that keeps its polls has them in a file of their own, with their types."""
    run = Run.from_trace(traces.small_trace(poll_rows=poll_rows), traces.identity(), 1.0)
    files = run.save(tmp_path, format)
    assert tmp_path / f"polls.{format}" in files
    back = Run.load(tmp_path)
    assert back == run
    assert back.polls is not None
    for column in back.polls.columns:
        assert back.polls[column].dtype == poll_rows[column].dtype
        assert np.array_equal(back.polls[column], poll_rows[column])


def test_a_run_that_counts_its_polls_replaces_one_that_keeps_them(
    traces: ModuleType, tmp_path: Path, poll_rows: Columns
) -> None:
    """Nothing of the rows is left behind, in either format."""
    kept = Run.from_trace(traces.small_trace(poll_rows=poll_rows), traces.identity(), 1.0)
    for format in FORMATS:
        kept.save(tmp_path, format)
        traces.small_run().save(tmp_path)
        assert Run.load(tmp_path).polls is None
        assert not list(tmp_path.glob("polls.*"))


def test_a_changed_poll_is_found_out(
    traces: ModuleType, tmp_path: Path, poll_rows: Columns
) -> None:
    """A poll that was moved to another node no longer gives the saved fingerprint."""
    run = Run.from_trace(traces.small_trace(poll_rows=poll_rows), traces.identity(), 1.0)
    run.save(tmp_path)
    write_columns(tmp_path / "polls", poll_rows | {"edge": np.array([0, 1])}, "npz")
    with pytest.raises(StorageError, match=f"wanted fingerprint {run.fingerprint}, got "):
        Run.load(tmp_path)


def test_default_format_is_npz(traces: ModuleType, tmp_path: Path) -> None:
    """Without a word about it columns are stored in numpy's own format."""
    traces.small_run().save(tmp_path)
    assert (tmp_path / "requests.npz").is_file()


def test_parquet_without_pyarrow_is_an_error(
    traces: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parquet that cannot be written is refused before anything is, never replaced in silence."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ModuleNotFoundError, match="Parquet needs pyarrow"):
        traces.small_run().save(tmp_path, "parquet")
    assert not list(tmp_path.iterdir())


def test_unknown_format_is_an_error(traces: ModuleType, tmp_path: Path) -> None:
    """A format that is none is refused by name."""
    with pytest.raises(ValueError, match="format must be one of npz, parquet, got csv"):
        traces.small_run().save(tmp_path, "csv")


def test_a_file_in_the_way_is_one_clear_line(traces: ModuleType, tmp_path: Path) -> None:
    """A folder that cannot be made is reported as an OSError of one line."""
    (tmp_path / "taken").write_text("")
    with pytest.raises(StorageError) as error:
        traces.small_run().save(tmp_path / "taken" / "run")
    assert isinstance(error.value, OSError)
    assert str(error.value) == f"cannot write to {tmp_path / 'taken' / 'run'}: Not a directory"


def test_an_unwritable_folder_is_one_clear_line(
    traces: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder without permission to write is reported as an OSError of one line."""
    monkeypatch.setattr(Path, "mkdir", _forbidden)
    with pytest.raises(StorageError, match=r"^cannot write to .*: Permission denied$"):
        traces.small_run().save(tmp_path / "run")


def _forbidden(*_: object, **__: object) -> None:
    raise PermissionError(13, "Permission denied")


def test_a_folder_without_a_run_says_so(tmp_path: Path) -> None:
    """Loading from an empty folder, or from none, says what was wanted."""
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(StorageError, match=r"wanted the folder of a run, found no run\.json"):
            load(folder)


def test_an_interrupted_save_is_not_a_run(
    traces: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A save over an older run that breaks off leaves no run, rather than half of each."""
    traces.small_run().save(tmp_path)
    broken = traces.small_run(seed=8)
    monkeypatch.setattr("sim.results.storage.write_columns", _interrupted)
    with pytest.raises(KeyboardInterrupt):
        broken.save(tmp_path)
    with pytest.raises(StorageError, match=r"found no run\.json"):
        load(tmp_path)


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_file_is_whole_or_absent(tmp_path: Path) -> None:
    """A write that breaks off leaves neither the file nor its temporary twin."""
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "file", _interrupted)
    assert not list(tmp_path.iterdir())


def test_a_changed_column_is_found_out(traces: ModuleType, tmp_path: Path) -> None:
    """A log that no longer gives the saved fingerprint is refused with both."""
    run = traces.small_run()
    run.save(tmp_path)
    columns = {name: run.requests[name].copy() for name in run.requests.columns}
    columns["latency"][0] += 1
    write_columns(tmp_path / "requests", columns, "npz")
    with pytest.raises(StorageError, match=f"wanted fingerprint {run.fingerprint}, got "):
        Run.load(tmp_path)


@pytest.mark.parametrize("name", ["requests.npz", "timeline.npz", "events.json", "run.json"])
@pytest.mark.parametrize("content", [b"", b"{}", b"\x93NUMPY", b"PK\x03\x04 not a zip"])
def test_garbage_is_one_clear_line(
    traces: ModuleType, tmp_path: Path, name: str, content: bytes
) -> None:
    """Whatever a file was replaced with, the folder is named and nothing is executed."""
    traces.small_run().save(tmp_path)
    (tmp_path / name).write_bytes(content)
    with pytest.raises(StorageError) as error:
        Run.load(tmp_path)
    assert str(tmp_path) in str(error.value)
    assert "\n" not in str(error.value)


def test_pickled_columns_are_refused(traces: ModuleType, tmp_path: Path) -> None:
    """A file with Python objects in it is damaged, not run."""
    traces.small_run().save(tmp_path)
    objects = np.array([{"a": 1}], dtype=object)
    np.savez(tmp_path / "requests.npz", request=objects, allow_pickle=True)
    with pytest.raises(StorageError, match="damaged"):
        Run.load(tmp_path)


def test_another_layout_is_refused(traces: ModuleType, tmp_path: Path) -> None:
    """A folder of a later version is refused by its number."""
    traces.small_run().save(tmp_path)
    manifest = json.loads((tmp_path / "run.json").read_text())
    (tmp_path / "run.json").write_text(json.dumps(manifest | {"layout": 2}))
    with pytest.raises(StorageError, match="wanted layout 1, got 2"):
        Run.load(tmp_path)


def test_an_unknown_front_is_damage(traces: ModuleType, tmp_path: Path) -> None:
    """A manifest edited to name a station that is none is refused in one line."""
    traces.small_run().save(tmp_path)
    manifest = json.loads((tmp_path / "run.json").read_text())
    manifest["identity"]["front"] = "nowhere"
    (tmp_path / "run.json").write_text(json.dumps(manifest))
    with pytest.raises(StorageError, match="damaged: wanted one of the stations"):
        Run.load(tmp_path)


def test_saved_files_are_the_same_bytes(traces: ModuleType, tmp_path: Path) -> None:
    """Saving twice gives the same files, byte for byte."""
    first = traces.small_run().save(tmp_path / "1")
    second = traces.small_run().save(tmp_path / "2")
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]
