"""Small shops for experiments: a run of them takes milliseconds."""

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

DESKS = """
name = "shop"
question = "Does the desk keep up?"
answer = "Yes, and two keep up better."
duration = "20 s"
baseline = "one"

[workloads.visits]
kind = "poisson"
rate = "80/s"
to = "desk"

[services.desk]
service_time = { kind = "exponential", mean = "10 ms" }

[variants.one]

[variants.two]
"services.desk.workers" = 2

[variants.same]
"services.desk.workers" = 1
"""
"""A desk at load 0.8, two desks, and one desk by another name."""

RATES = "workloads.visits.rate=50/s..110/s:4"
WORKERS = "services.desk.workers=1,2"


def shop() -> Scenario:
    """The shop: one workload of 100/s, one desk of 125/s."""
    return loads(SHOP)


FRAIL = """
name = "frail"
question = "Does the desk come back?"
answer = "Not if people ask again and again."
duration = "9 s"

[workloads.visits]
kind = "poisson"
rate = "400/s"
to = "desk"
timeout = "100 ms"
retry = { attempts = 4 }

[services.desk]
workers = 1
service_time = { kind = "exponential", mean = "1 ms" }

[[faults]]
kind = "slow"
service = "desk"
instance = "all"
factor = 10
at = "3 s"
lasts = "200 ms"
"""
"""A desk of 1,000/s that is slow for a while: what is not served within 100 ms is asked again."""

LOADS = "workloads.visits.rate=150/s,400/s,1200/s"
TRIGGERS = "faults.0.lasts=10 ms,1 s"


def frail() -> Scenario:
    """The desk that may not come back."""
    return loads(FRAIL)
