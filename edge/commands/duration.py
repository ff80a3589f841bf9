"""A duration that an option says."""

from sim.cli.errors import RequestError


def read_duration(option: str, text: str) -> int:
    """The duration in ns; RequestError, which names the option, for text that is none."""
    from sim.units import parse_duration

    try:
        return parse_duration(text)
    except ValueError as error:
        raise RequestError(f"{option}: {error}") from None
