"""A change to a running edge node, as its admin interface reads it: checked before it is made."""

from __future__ import annotations

from pydantic import StrictBool, ValidationError

from edge.answer import BadRequestError
from edge.instant import parse_instant
from edge.node import Node
from sim.model.derive import build
from sim.model.policy import AdmissionSpec
from sim.model.section import Maybe, Section
from sim.model.wording import problems_of
from sim.policies.admission import Probability
from sim.units import Share


class Change(Section):
    """What to change; what is not named stays."""

    probability: Maybe[Share] = None
    """The share of clicks to admit, for an admission that has one."""
    admission: Maybe[AdmissionSpec] = None
    """Another policy."""
    opens_at: Maybe[str] = None
    """Another opening time, as 2026-11-27T20:00:00+01:00, or a duration from now."""
    stopped: Maybe[StrictBool] = None
    """Whether the sale is stopped by hand."""
    sold_out: Maybe[StrictBool] = None
    """Whether the node says "sold out"."""

    @classmethod
    def read(cls, body: dict[str, object]) -> Change:
        """The change that a body says; BadRequestError names everything that is wrong with it."""
        try:
            return cls.model_validate(body)
        except ValidationError as error:
            raise BadRequestError(400, "; ".join(map(str, problems_of(error)))) from None

    def make(self, node: Node) -> None:
        """Change the node: all of it, or nothing where BadRequestError says why."""
        policy = node.door.policy if self.admission is None else build(self.admission)
        if self.probability is not None and not isinstance(policy, Probability):
            wanted = "wanted an admission that has one"
            raise BadRequestError(400, f"probability: {wanted}, got {policy!r}")
        opens_at = self._instant(node.clock.now())
        if self.admission is not None:
            node.door.change(policy)
        if self.probability is not None:
            node.door.update(self.probability)
        if opens_at is not None:
            node.sale.opens_at = opens_at
        if self.stopped is not None:
            node.stop(self.stopped)
        if self.sold_out is not None:
            node.announce(self.sold_out)

    def _instant(self, now: int) -> int | None:
        try:
            return None if self.opens_at is None else parse_instant(self.opens_at, now)
        except ValueError as error:
            raise BadRequestError(400, f"opens_at: {error}") from None
