"""Tests of what every registered policy has in common."""

import inspect
import subprocess
import sys
from typing import Annotated, get_args, get_origin, get_type_hints

import pytest

from sim.policies.admission import (
    ADMISSIONS,
    Census,
    Decision,
    Open,
    Probability,
    Quota,
    TokenBucketAdmission,
    WaitingRoom,
)
from sim.policies.backoff import (
    BACKOFFS,
    DecorrelatedJitter,
    EqualJitter,
    Exponential,
    FullJitter,
    NoBackoff,
)
from sim.policies.balancers import (
    BALANCERS,
    ConsistentHash,
    LeastOutstanding,
    PowerOfTwo,
    Random,
    RoundRobin,
    SmoothWeighted,
)
from sim.policies.limiters import (
    LIMITERS,
    Concurrency,
    FixedWindow,
    LeakyBucket,
    SlidingWindow,
    TokenBucket,
)
from sim.policies.retry_budget import RetryBudget
from sim.units import Rate

RATE = Rate(3, 1_000_000_000)
EXAMPLES = [
    Open(),
    Probability(probability=0.25),
    Census(target=1.5, initial=0.5),
    Quota(quota=7),
    TokenBucketAdmission(rate=RATE, burst=2),
    WaitingRoom(outflow=RATE, order="random", capacity=9),
    FixedWindow(limit=2, window=10),
    SlidingWindow(limit=2, window=10),
    LeakyBucket(rate=RATE, capacity=4),
    TokenBucket(rate=RATE, burst=4),
    Concurrency(limit=3),
    Random(3),
    RoundRobin(3),
    SmoothWeighted(3, weights=[5, 1, 1]),
    LeastOutstanding(3),
    PowerOfTwo(3),
    ConsistentHash(3, points=20),
    NoBackoff(),
    Exponential(base=5, cap=40),
    FullJitter(base=5, cap=40),
    EqualJitter(base=5, cap=40),
    DecorrelatedJitter(base=5, cap=40),
    RetryBudget(ratio=0.2, reserve=3, capacity=30),
]
CLASSES = [
    *ADMISSIONS.values(),
    *LIMITERS.values(),
    *BALANCERS.values(),
    *BACKOFFS.values(),
    RetryBudget,
]


def name(value: object) -> str:
    return getattr(value, "__name__", type(value).__name__)


def scenario_parameters(policy: type) -> list[str]:
    parameters = inspect.signature(policy).parameters.values()
    return [p.name for p in parameters if p.kind is inspect.Parameter.KEYWORD_ONLY]


def test_kinds() -> None:
    """The kinds that a scenario may name are these."""
    assert sorted(ADMISSIONS) == [
        *("census", "open", "probability", "quota", "token_bucket", "waiting_room")
    ]
    assert sorted(LIMITERS) == [
        *("concurrency", "fixed_window", "leaky_bucket", "sliding_window", "token_bucket")
    ]
    assert sorted(BALANCERS) == [
        *("consistent_hash", "least_outstanding", "power_of_two"),
        *("random", "round_robin", "smooth_weighted"),
    ]
    assert sorted(BACKOFFS) == [
        *("decorrelated_jitter", "equal_jitter", "exponential", "full_jitter", "none")
    ]


def test_every_class_has_an_example_here() -> None:
    """The examples below cover every registered class."""
    assert {type(example) for example in EXAMPLES} == set(CLASSES)


@pytest.mark.parametrize("example", EXAMPLES, ids=name)
def test_repr_reads_like_the_constructor(example: object) -> None:
    """Evaluating a policy's repr, one line, gives a policy with the same repr."""
    text = repr(example)
    assert "\n" not in text
    assert repr(eval(text)) == text


@pytest.mark.parametrize("example", EXAMPLES, ids=name)
def test_state_is_in_slots(example: object) -> None:
    """A policy holds what its slots name and nothing else."""
    assert not hasattr(example, "__dict__")


@pytest.mark.parametrize("policy", CLASSES, ids=name)
def test_first_line_of_the_docstring_is_a_sentence(policy: type) -> None:
    """The docstring's first line stands alone: it becomes the description in the schema."""
    assert (policy.__doc__ or "").splitlines()[0].endswith(".")


@pytest.mark.parametrize("policy", CLASSES, ids=name)
def test_keyword_only_parameters_are_typed(policy: type) -> None:
    """Each parameter that a scenario sets has a type, and durations, rates and so on a unit."""
    hints = get_type_hints(policy.__init__, include_extras=True)
    for parameter in scenario_parameters(policy):
        parts = (hints[parameter], *get_args(hints[parameter]))
        has_unit = any(get_origin(part) is Annotated for part in parts)
        assert has_unit or parameter in {"order", "target", "weights"}


def test_decisions_are_plain_numbers() -> None:
    """The decisions have the values that compiled code relies on."""
    assert list(Decision) == [Decision.ADMIT, Decision.REFUSE, Decision.WAIT] == [0, 1, 2]


def test_importing_policies_is_light() -> None:
    """Importing every policy loads none of the heavy libraries."""
    code = (
        "import sys, sim.policies.admission, sim.policies.backoff, sim.policies.balancers, "
        "sim.policies.limiters, sim.policies.retry_budget; "
        "heavy = {'numpy', 'scipy', 'simpy', 'numba', 'pandas', 'matplotlib', 'pydantic'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
