"""Verification codes: a little sum, which people read and programs have to parse."""

import re
from collections.abc import Callable
from operator import add, mul, sub

_SIGNS: dict[str, Callable[[int, int], int]] = {
    **dict.fromkeys(["+", "plus"], add),
    **dict.fromkeys(["-", "−", "–", "minus"], sub),
    **dict.fromkeys(["*", "×", "x", "·", "times"], mul),
}
_SUM = re.compile(rf"(\d+)\s*({'|'.join(map(re.escape, _SIGNS))})\s*(\d+)", re.IGNORECASE)


def solve(question: str) -> int:
    """The answer to a question such as "What is 7 + 5?"; ValueError for any other text."""
    found = _SUM.search(question)
    if found is None:
        raise ValueError(f'wanted a sum such as "7 + 5", got "{question}"')
    left, sign, right = found.groups()
    return _SIGNS[sign.lower()](int(left), int(right))
