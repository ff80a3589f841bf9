"""Searches for the least that is enough, with few looks, and with a check of what they lean on."""

from collections.abc import Callable, Iterator, Sequence

PROBES = 2
"""Values looked at on either side of an answer, to see whether more is better everywhere."""

Pair = tuple[int, int]

Verdicts = Sequence[bool | None]
"""Whether each objective is met; None where that was not decided."""


def smallest(count: int, judge: Callable[[int], Verdicts]) -> int | None:
    """The smallest of 0 .. count - 1 that meets every objective; None where none does.

    By bisection, as if more were better for each objective.  A few others are looked at, too:
    where anything that was seen shows that this is not so, everything is, from the bottom up.
    """
    seen: dict[int, Verdicts] = {}

    def meets(index: int) -> bool:
        if index not in seen:
            seen[index] = judge(index)
        return all(seen[index])

    answer = _bisect(count, meets)
    for index in _probes(answer, count):
        meets(index)
    if _is_better_with_more([seen[index] for index in sorted(seen)]):
        return answer if answer < count else None
    return next((index for index in range(count) if meets(index)), None)


def cheapest(
    counts: Pair, meets: Callable[[int, int], bool], price: Callable[[int, int], float]
) -> Pair | None:
    """The pair of the least price that meets; None where none does.

    As if more of either met as well, and cost more: then the edge of what meets is a staircase,
    and is walked down, the more there is of the first, the less of the second is looked at.
    """
    best: Pair | None = None
    seconds = counts[1]
    for first in range(_bisect(counts[0], lambda one: meets(one, counts[1] - 1)), counts[0]):
        if best is not None:
            seconds = _cheaper(first, best, price)
            if seconds == 0:
                break
            if not meets(first, seconds - 1):
                continue
        least = _bisect(seconds - 1, lambda second, first=first: meets(first, second))  # type: ignore[misc]
        best = first, least
    return best


def _bisect(count: int, meets: Callable[[int], bool]) -> int:
    """The smallest of 0 .. count - 1 that meets, count where none does; more meets as well."""
    low, high = 0, count
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if meets(middle) else (middle + 1, high)
    return low


def _is_better_with_more(ascending: Sequence[Verdicts]) -> bool:
    """Whether no objective that was met is not met by something larger."""
    by_objective = zip(*ascending, strict=True)
    decided = ([one for one in verdicts if one is not None] for verdicts in by_objective)
    return all(verdicts == sorted(verdicts) for verdicts in decided)


def _probes(answer: int, count: int) -> Iterator[int]:
    """Some on either side of an answer, evenly spread."""
    for part in range(PROBES):
        below = part * (answer - 1) // PROBES
        above = count - 1 - part * (count - 1 - answer) // PROBES
        yield from (index for index in (below, above) if 0 <= index < count and index != answer)


def _cheaper(first: int, best: Pair, price: Callable[[int, int], float]) -> int:
    """How many of the second go with ``first`` for less than the best pair costs."""
    return _bisect(best[1] + 1, lambda second: price(first, second) >= price(*best))
