"""Where compiled code is kept, and what becomes of it there."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numba
import pytest

import sim
from sim.engines.compiled import cache_folder

NOWHERE = "/dev/null/cache"
"""Nobody can make a folder there, not even the administrator."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache and temporary files, both empty."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(numba.config, "CACHE_DIR", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    return tmp_path


def files(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


def test_what_is_kept_is_found(home: Path) -> None:
    """A file is read as it was written, from the user's cache."""
    cache_folder.write("play", b"code")

    assert cache_folder.read("play") == b"code"
    assert cache_folder.holds("play")
    assert files(home / "cache" / "floodgate") == ["play"]


def test_what_is_not_kept_is_not_found() -> None:
    """Without a file there is no content."""
    assert cache_folder.read("play") is None
    assert not cache_folder.holds("play")


@pytest.mark.parametrize("damage", [lambda it: it[:-1], lambda it: it[:-1] + b"!", lambda it: b""])
def test_a_damaged_file_is_none(home: Path, damage: Callable[[bytes], bytes]) -> None:
    """A file that is cut off or changed is as good as none, until it is written anew."""
    cache_folder.write("play", b"code")
    (file,) = (home / "cache").rglob("play")
    file.write_bytes(damage(file.read_bytes()))

    assert cache_folder.read("play") is None
    cache_folder.write("play", b"code")
    assert cache_folder.read("play") == b"code"


def test_numbas_folder_comes_first(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has told Numba where to keep compiled code finds the kernel there."""
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(home / "numba"))
    cache_folder.write("play", b"code")

    assert files(home / "numba") == ["play"]
    assert cache_folder.read("play") == b"code"


def test_temporary_files_where_there_is_no_cache(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A user who cannot write to a cache has a folder of her own among the temporary files."""
    monkeypatch.setenv("XDG_CACHE_HOME", NOWHERE)
    cache_folder.write("play", b"code")

    assert files(home / "tmp") == ["play"]
    assert cache_folder.read("play") == b"code"
    assert (home / "tmp" / f"floodgate-{os.getuid()}").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_others_can_write_to_is_not_trusted(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Code is neither read from nor written to a temporary folder that is open to others."""
    monkeypatch.setenv("XDG_CACHE_HOME", NOWHERE)
    cache_folder.write("play", b"code")
    (home / "tmp" / f"floodgate-{os.getuid()}").chmod(0o777)

    assert cache_folder.read("play") is None
    cache_folder.write("other", b"code")
    assert files(home / "tmp") == ["play"]


def test_a_link_to_a_folder_is_not_trusted(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever was there first cannot lead us elsewhere."""
    monkeypatch.setenv("XDG_CACHE_HOME", NOWHERE)
    (home / "elsewhere").mkdir()
    (home / "tmp" / f"floodgate-{os.getuid()}").symlink_to(home / "elsewhere")
    cache_folder.write("play", b"code")

    assert files(home) == []


def test_nowhere_to_write_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be written nothing is kept, and nothing goes wrong."""
    monkeypatch.setenv("XDG_CACHE_HOME", NOWHERE)
    monkeypatch.setattr("tempfile.tempdir", NOWHERE)
    cache_folder.write("play", b"code")

    assert cache_folder.read("play") is None


def test_a_write_that_fails_leaves_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a disk is full the half of a file does not stay behind."""

    def full(self: Path, target: Path) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    cache_folder.write("play", b"code")

    assert files(home) == []


def test_the_kernels_used_last_are_kept(home: Path) -> None:
    """Of many kernels the oldest are removed when one is written; other folders are not."""
    floodgate = home / "cache" / "floodgate"
    for age in range(12):
        (floodgate / f"kernel-{age}").mkdir(parents=True)
        os.utime(floodgate / f"kernel-{age}", (1e9 - age, 1e9 - age))
    (floodgate / "results").mkdir()
    os.utime(floodgate / "results", (0, 0))
    cache_folder.write("play", b"code")

    left = {path.name for path in floodgate.iterdir()}
    assert left >= {"results", *(f"kernel-{age}" for age in range(cache_folder.KEPT - 1))}
    assert len(left) == cache_folder.KEPT + 1


def test_reading_is_using(home: Path) -> None:
    """A kernel that is read counts as used just now."""
    cache_folder.write("play", b"code")
    (folder,) = (home / "cache" / "floodgate").iterdir()
    os.utime(folder, (0, 0))
    cache_folder.read("play")

    assert folder.stat().st_mtime > 1e9


@pytest.fixture
def digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """The digest of a copy of the sources, which stand in ``tmp_path / "sim"``."""
    copy = shutil.copytree(Path(sim.__file__).parent, tmp_path / "sim")
    monkeypatch.setattr(sim, "__file__", str(copy / "__init__.py"))
    return cache_folder._digest.__wrapped__


@pytest.mark.parametrize(
    "source", ["policies/bounds.py", "outcomes.py", "engines/compiled/users.py", "rng.py"]
)
def test_a_change_of_any_source_is_another_kernel(
    tmp_path: Path, digest: Callable[[], str], source: str
) -> None:
    """What was compiled from other sources is never found."""
    before, file = digest(), tmp_path / "sim" / source
    text = file.read_text()
    file.write_text(text.swapcase())

    assert len(file.read_text()) == len(text)
    assert digest() != before


def test_a_change_above_the_engines_is_not(tmp_path: Path, digest: Callable[[], str]) -> None:
    """A change of the command or of a report costs nobody a compilation."""
    before = digest()
    (tmp_path / "sim" / "cli" / "new.py").write_text("")

    assert digest() == before


@pytest.mark.parametrize("package", ["numba", "llvmlite", "numpy", "scipy"])
def test_another_version_of_a_package_is_another_kernel(
    digest: Callable[[], str], monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    """Whatever takes part in compiling is part of the kernel's name."""
    before = digest()
    monkeypatch.setattr(f"{package}.__version__", "0.0")

    assert digest() != before


def test_a_setting_of_numba_is_another_kernel(
    digest: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was compiled with other settings is not found, wherever it is kept."""
    before = digest()
    monkeypatch.setenv("NUMBA_CACHE_DIR", "/elsewhere")
    assert digest() == before

    monkeypatch.setenv("NUMBA_OPT", "1")
    assert digest() != before
