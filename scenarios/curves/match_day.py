"""Makes match_day.csv: an invented day of a site that reports two evening matches.

    python scenarios/curves/match_day.py > scenarios/curves/match_day.csv

The shape is that of any such day: a night's low, a working day's swell, then two matches, each
with a climb before kick-off, a dip at half-time and a burst at the final whistle.  No recorded
data went into it.  Counts are requests a minute; the day has 32 million, its peak minute 78,000.
"""

from math import exp, pi, sin

MINUTES = 24 * 60
NIGHT, DAY = 8_000, 12_000
MATCHES = ((16 * 60 + 30, 45_000), (21 * 60, 60_000))
"""Kick-off (minute of the day) and the requests a minute that a match adds."""


def swell(minute: int) -> float:
    """People awake: lowest at 04:00, highest at 16:00."""
    return NIGHT + DAY * (1 + sin(2 * pi * (minute - 10 * 60) / MINUTES)) / 2


def bump(minute: int, centre: float, width: float) -> float:
    return exp(-(((minute - centre) / width) ** 2))


def match(minute: int, kick_off: int, size: int) -> float:
    """Two halves, a dip between them, and everybody at the final whistle."""
    halves = bump(minute, kick_off + 22, 30) + bump(minute, kick_off + 82, 30)
    return size * (halves + 0.6 * bump(minute, kick_off + 108, 8))


if __name__ == "__main__":
    print("minute,requests")
    for minute in range(MINUTES):
        print(f"{minute},{round(swell(minute) + sum(match(minute, *m) for m in MATCHES))}")
