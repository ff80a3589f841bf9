"""Instants: the hour at which a sale opens, as people write it."""

from datetime import UTC, datetime, timedelta

from sim.units import MICROSECOND, parse_duration

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def parse_instant(text: str, now: int) -> int:
    """Nanoseconds since the epoch of ``2026-11-27T20:00:00+01:00``, or of ``10 s`` from ``now``.

    ValueError where it is neither, or lacks its offset from UTC.
    """
    try:
        return now + parse_duration(text)
    except ValueError:
        return _of_the_day(text)


def format_instant(instant: int) -> str:
    """An instant (ns since the epoch) in UTC, to the microsecond."""
    return (_EPOCH + timedelta(microseconds=instant // MICROSECOND)).isoformat()


def _of_the_day(text: str) -> int:
    wanted = "wanted a time with its offset, such as 2026-11-27T20:00:00+01:00, or 10 s from now"
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError
        return (moment - _EPOCH) // timedelta(microseconds=1) * MICROSECOND
    except (ValueError, OverflowError):
        raise ValueError(f"{wanted}, got {text[:40]!r}") from None
