"""Quantities with units: text such as "15 ms", "2k/s" or "64 MiB" read into exact numbers.

Inside Floodgate a duration is an ``int`` of nanoseconds, a size an ``int`` of bytes, a bandwidth
an ``int`` of bits per second, a rate a ratio of two ints, a share a ``float`` from 0 to 1. Text is
read and written only here, exactly: ``parse(format(x)) == x``, and what has no exact value is a
``ValueError``, never rounded. The annotated aliases at the end (``Nanoseconds``, ``Share`` ...)
carry the same reading and writing into every pydantic field that is declared with them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeGuard

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

NANOSECOND = 1
MICROSECOND = 1_000
MILLISECOND = 1_000_000
SECOND = 1_000_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_LIMIT = 2**63  # every whole quantity has to fit a signed 64-bit column
_LONGEST = 400  # characters of text that are looked at; the smallest share needs 330
_NUMBER = r"[0-9]+(?:_[0-9]+)*(?:\.[0-9]+)?"
_QUANTITY = re.compile(rf"({_NUMBER}) *([^0-9. ]*)")
_RATIO = re.compile(rf"({_NUMBER} *[^0-9./ ]*) */ *(.+)")


class Rate(NamedTuple):
    """A rate: ``count`` events in ``per`` nanoseconds, both whole and in lowest terms."""

    count: int  # type: ignore[assignment]  # a tuple has a method of that name
    per: int

    @classmethod
    def of(cls, count: int, per: int) -> Rate:
        """The rate of ``count`` events in ``per`` nanoseconds, brought to lowest terms."""
        if count < 1 or per < 1:
            raise ValueError(f"rate must be > 0, got {count} in {per} ns")
        divisor = gcd(count, per)
        return cls(count // divisor, per // divisor)

    @property
    def per_second(self) -> float:
        """Events per second, rounded to the nearest float."""
        return self.count * SECOND / self.per

    def __str__(self) -> str:
        return format_rate(self)


def parse_duration(text: object) -> int:
    """Nanoseconds of text such as "15 ms" (ns, us, µs, ms, s, min, h, d); a bare 0 is 0."""
    return 0 if text == "0" or (_is_int(text) and text == 0) else _DURATION.read(text)


def format_duration(duration: int) -> str:
    """Text that ``parse_duration`` reads back to exactly this many nanoseconds: "1.5 s"."""
    return _DURATION.write(duration)


def parse_rate(text: object) -> Rate:
    """The rate of text such as "750/s", "2k/s", "1.5M/min" or "1/700 ms"; it must be > 0."""
    rate = Rate.of(*text) if isinstance(text, Rate) else _read_rate(text)
    if max(rate) >= _LIMIT:
        raise ValueError(f"rate must be a ratio of 64-bit integers, got {_show(text)}")
    return rate


def format_rate(rate: Rate) -> str:
    """Text that ``parse_rate`` reads back to exactly this rate: "2k/s", "3/h", "1/700 ms"."""
    for name in ("s", "min", "h", "d"):
        count, rest = divmod(rate.count * _DURATION.units[name], rate.per)
        if rest == 0 and count < _LIMIT:
            return f"{format_count(count)}/{name}"
    return f"{format_count(rate.count)}/{format_duration(rate.per)}"


def parse_size(text: object) -> int:
    """Bytes of text such as "64 MiB" (B, kB, MB, GB, TB, KiB, MiB, GiB, TiB)."""
    return _SIZE.read(text)


def format_size(size: int) -> str:
    """Text that ``parse_size`` reads back to exactly this many bytes: "64 MiB"."""
    return _SIZE.write(size)


def parse_bandwidth(text: object) -> int:
    """Bits per second of text such as "10 Gbit/s" or "1 MB/s"; it must be > 0."""
    bandwidth = _BANDWIDTH.read(text)
    if bandwidth == 0:
        raise ValueError(f"bandwidth must be > 0, got {_show(text)}")
    return bandwidth


def format_bandwidth(bandwidth: int) -> str:
    """Text that ``parse_bandwidth`` reads back to exactly this: "10 Gbit/s"."""
    return _BANDWIDTH.write(bandwidth)


def parse_share(value: object) -> float:
    """The share of text such as "3 %", or of a bare number from 0 to 1, as a float."""
    share = _read_share(value)
    if not 0.0 <= share <= 1.0:
        raise ValueError(f"share must be between 0 and 1, got {_show(value)}")
    return float(share) + 0.0  # turns -0.0 into 0.0


def format_share(share: float) -> str:
    """Text that ``parse_share`` reads back to exactly this float: "3 %"."""
    percent = f"{Decimal(repr(parse_share(share))).scaleb(2):f}"
    return (percent.rstrip("0").rstrip(".") if "." in percent else percent) + " %"


def parse_count(value: object) -> int:
    """A whole number >= 0: an int, or text such as "200", "20k", "1.5M" or "2G"."""
    return _COUNT.bounded(value, value) if _is_int(value) else _COUNT.read(value)


def format_count(count: int) -> str:
    """Text that ``parse_count`` reads back to exactly this count: "20k"."""
    return _COUNT.write(count)


@dataclass(frozen=True, slots=True)
class _Scale:
    """The units of one whole quantity: how its text is read and written."""

    noun: str
    example: str
    units: Mapping[str, int]
    aliases: Mapping[str, int] = field(default_factory=dict)
    space: str = " "

    def read(self, text: object) -> int:
        match = _match(_QUANTITY, text)
        if match is None or not (match[2] or "" in self.units):
            raise ValueError(f'wanted a {self.noun} such as "{self.example}", got {_show(text)}')
        value = Fraction(match[1]) * self._factor(match[2], text)
        if value.denominator != 1:
            unit = next(iter(self.units))
            whole = f"a whole number of {unit}" if unit else "whole"
            raise ValueError(f"{self.noun} must be {whole}, got {_show(text)}")
        return self.bounded(value.numerator, text)

    def write(self, value: int) -> str:
        self.bounded(value, value)
        texts = [
            (len(number), -factor, number + self.space + name)
            for name, factor in self.units.items()
            if (factor == 1 or value >= factor) and (number := _decimal(value, factor))
        ]
        return min(texts)[2]

    def _factor(self, name: str, text: object) -> int:
        factor = self.units.get(name) or self.aliases.get(name)
        if factor is None:
            *names, last = filter(None, self.units)
            known = f"{', '.join(names)} or {last}"
            raise ValueError(f"wanted a {self.noun} in {known}, got {_show(text)}")
        return factor

    def bounded(self, value: int, shown: object) -> int:
        if not 0 <= value < _LIMIT:
            bound = ">= 0" if value < 0 else "< 2**63"
            raise ValueError(f"{self.noun} must be {bound}, got {_show(shown)}")
        return value


def _match(pattern: re.Pattern[str], text: object) -> re.Match[str] | None:
    return pattern.fullmatch(text) if isinstance(text, str) and len(text) <= _LONGEST else None


def _decimal(value: int, unit: int) -> str | None:
    """The exact decimal text of value / unit, or None where a smaller unit's is shorter."""
    whole, rest = divmod(value, unit)
    places = ""
    while rest and len(places) < 3:
        place, rest = divmod(rest * 10, unit)
        places += str(place)
    return None if rest else f"{whole}.{places}".rstrip(".")


def _read_rate(text: object) -> Rate:
    match = _match(_RATIO, text)
    parts = _match(_QUANTITY, match[1]) if match else None
    if match is None or parts is None:
        raise ValueError(f'wanted a rate such as "2k/s", got {_show(text)}')
    try:
        events = Fraction(parts[1]) * _COUNT.units[parts[2]]
        per = _DURATION.read(f"1 {match[2]}" if match[2][0].isalpha() else match[2])
    except (KeyError, ValueError):
        raise ValueError(f'wanted a rate such as "2k/s", got {_show(text)}') from None
    if events == 0 or per == 0:
        raise ValueError(f"rate must be > 0, got {_show(text)}")
    return Rate.of(events.numerator, events.denominator * per)


def _read_share(value: object) -> float:
    if _is_int(value) or isinstance(value, float):
        return value
    match = _match(_QUANTITY, value)
    if match is None or match[2] != "%":
        raise ValueError(f'wanted a share such as "3 %" or 0.03, got {_show(value)}')
    return float(Fraction(match[1]) / 100)


def _is_int(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _show(value: object) -> str:
    """What came, as it was written: text in double quotes, cut where it is long."""
    text = value if isinstance(value, str) else repr(value)
    text = text if len(text) <= 60 else f"{text[:57]}..."
    return f'"{text}"' if isinstance(value, str) else text


_BITS = {"bit/s": 1, "kbit/s": 10**3, "Mbit/s": 10**6, "Gbit/s": 10**9, "Tbit/s": 10**12}
_BYTES = {"B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
_BYTES |= {"KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40}
_TIMES = {"ns": NANOSECOND, "us": MICROSECOND, "ms": MILLISECOND, "s": SECOND}
_TIMES |= {"min": MINUTE, "h": HOUR, "d": DAY}
_MICRO = {"\N{MICRO SIGN}s": MICROSECOND, "\N{GREEK SMALL LETTER MU}s": MICROSECOND}

_DURATION = _Scale("duration", "15 ms", _TIMES, aliases=_MICRO)
_SIZE = _Scale("size", "64 MiB", _BYTES)
_BANDWIDTH = _Scale(
    "bandwidth", "10 Gbit/s", _BITS, aliases={f"{name}/s": 8 * n for name, n in _BYTES.items()}
)
_COUNT = _Scale("count", "20k", {"": 1, "k": 10**3, "M": 10**6, "G": 10**9}, space="")


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit of an annotated number: its name, how text becomes it and it becomes text.

    As pydantic metadata it validates a field with ``parse`` (a ``ValueError`` becomes the field's
    error), serialises it with ``format`` in every mode, and describes it in a JSON schema.
    """

    kind: str
    parse: Callable[[object], Any]
    format: Callable[[Any], str]
    example: str
    json_types: tuple[str, ...] = ("string",)

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> CoreSchema:
        from pydantic_core import core_schema

        to_text = core_schema.plain_serializer_function_ser_schema(
            self.format, return_schema=core_schema.str_schema()
        )
        return core_schema.no_info_plain_validator_function(self.parse, serialization=to_text)

    def __get_pydantic_json_schema__(self, schema: object, handler: object) -> dict[str, Any]:
        kinds = self.json_types[0] if len(self.json_types) == 1 else list(self.json_types)
        description = f'A {self.kind}, such as "{self.example}".'
        return {"type": kinds, "description": description, "examples": [self.example]}


Nanoseconds = Annotated[int, Unit("duration", parse_duration, format_duration, "15 ms")]
Frequency = Annotated[Rate, Unit("rate", parse_rate, format_rate, "2k/s")]
Bytes = Annotated[int, Unit("size", parse_size, format_size, "64 MiB")]
BitsPerSecond = Annotated[int, Unit("bandwidth", parse_bandwidth, format_bandwidth, "10 Gbit/s")]
Share = Annotated[float, Unit("share", parse_share, format_share, "3 %", ("number", "string"))]
Count = Annotated[int, Unit("count", parse_count, format_count, "20k", ("integer", "string"))]
