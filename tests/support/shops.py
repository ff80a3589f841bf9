"""A small shop to sweep and to plan: a run of it takes milliseconds."""

from sim.model import Scenario, loads

SHOP = """
name = "shop"
question = "Does the desk keep up?"
answer = "Yes."
duration = "2 s"

[workloads.visits]
kind = "poisson"
rate = "100/s"
to = "desk"

[services.desk]
workers = 1
service_time = { kind = "exponential", mean = "8 ms" }

[variants.fast]
"services.desk.service_time.mean" = "4 ms"
"""

RATES = "workloads.visits.rate=50/s..110/s:4"
WORKERS = "services.desk.workers=1,2"


def shop() -> Scenario:
    """The shop: one workload of 100/s, one desk of 125/s."""
    return loads(SHOP)
