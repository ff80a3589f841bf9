"""What a command needs besides Floodgate itself, or one clear line."""

from collections.abc import Iterator
from contextlib import contextmanager

from sim.cli.errors import RequestError


@contextmanager
def needing(what: str, extra: str) -> Iterator[None]:
    """Say of a package that is missing within who needs it, and which extra brings it."""
    try:
        yield
    except ModuleNotFoundError as error:
        needs = f"{what} needs {error.name}, which is missing"
        raise RequestError(f"{needs}: pip install 'floodgate[{extra}]'") from None
