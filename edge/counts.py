"""What an edge node counts: plain integers, so that counting a poll costs next to nothing."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Counts:
    """Polls, clicks and admitted clicks since the start, and how clicks ended.

    ``ends``: by (outcome, kind), where a kind is empty unless something refused.
    """

    polls: int = 0
    clicks: int = 0
    admitted: int = 0
    ends: Counter[tuple[str, str]] = field(default_factory=Counter)
