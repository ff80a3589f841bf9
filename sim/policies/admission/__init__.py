"""Admission: who gets past the edge. ADMISSIONS maps a scenario's `kind` to the class."""

from sim.policies.admission.base import Admission, Decision
from sim.policies.admission.census import Census
from sim.policies.admission.open import Open
from sim.policies.admission.probability import Probability
from sim.policies.admission.quota import Quota
from sim.policies.admission.token_bucket import TokenBucketAdmission
from sim.policies.admission.waiting_room import WaitingRoom

ADMISSIONS: dict[str, type[Admission]] = {
    "census": Census,
    "open": Open,
    "probability": Probability,
    "quota": Quota,
    "token_bucket": TokenBucketAdmission,
    "waiting_room": WaitingRoom,
}

__all__ = [
    "ADMISSIONS",
    "Admission",
    "Census",
    "Decision",
    "Open",
    "Probability",
    "Quota",
    "TokenBucketAdmission",
    "WaitingRoom",
]
