"""What a command needs besides Floodgate itself, or one clear line."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

from sim.cli.errors import RequestError


@contextmanager
def needing(what: str, extra: str, *elsewhere: str) -> Iterator[None]:
    """Say of a package that is missing within who needs it, and which extra brings it.

    ``elsewhere``: packages that are imported by the processes started within, and not here.
    """
    try:
        for name in elsewhere:
            if find_spec(name) is None:
                raise ModuleNotFoundError(name=name)
        yield
    except ModuleNotFoundError as error:
        needs = f"{what} needs {error.name}, which is missing"
        raise RequestError(f"{needs}: pip install 'floodgate[{extra}]'") from None
