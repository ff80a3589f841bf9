"""What a scenario says: frozen specs, read from TOML or built in Python, checked before a run."""

from sim.model.call import Call
from sim.model.control import Control
from sim.model.cost import Cost, estimate
from sim.model.crowd import Bots, Crowd, Poll
from sim.model.derive import PolicySpec, build
from sim.model.edge import Edge
from sim.model.errors import ScenarioError
from sim.model.fault import Crash, Cut, FaultSpec, Slow
from sim.model.link import Link
from sim.model.load import dumps, load, loads, save
from sim.model.overrides import parse_assignments, parse_value
from sim.model.price import Price, Prices
from sim.model.retry import Retry
from sim.model.sale import Payment, Sale
from sim.model.scenario import Scenario
from sim.model.schema import schema
from sim.model.service import Service
from sim.model.shipped import shipped
from sim.model.workload import Closed, Curve, Deterministic, Poisson, WorkloadSpec

__all__ = [
    "Bots",
    "Call",
    "Closed",
    "Control",
    "Cost",
    "Crash",
    "Crowd",
    "Curve",
    "Cut",
    "Deterministic",
    "Edge",
    "FaultSpec",
    "Link",
    "Payment",
    "Poisson",
    "PolicySpec",
    "Poll",
    "Price",
    "Prices",
    "Retry",
    "Sale",
    "Scenario",
    "ScenarioError",
    "Service",
    "Slow",
    "WorkloadSpec",
    "build",
    "dumps",
    "estimate",
    "load",
    "loads",
    "parse_assignments",
    "parse_value",
    "save",
    "schema",
    "shipped",
]
