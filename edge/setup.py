"""The setup of an edge node: what it is started with."""

from dataclasses import dataclass, field

from sim.model import Scenario


@dataclass(frozen=True)
class Setup:
    """What a node is started with; times in ns, ``opens_at`` since the epoch.

    ``beside``: it may listen beside a node that is there already.
    """

    scenario: Scenario
    origin: str
    event: str
    address: tuple[str, int]
    admin_address: tuple[str, int]
    beside: bool
    opens_at: int
    ticket_life: int
    grace: int
    most_connections: int
    seed: int | None
    work: int
    ticket_secrets: tuple[bytes, ...] = field(repr=False)
    admin_tokens: tuple[bytes, ...] = field(repr=False)
