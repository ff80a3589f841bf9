"""Retry budget: retries are paid for by first attempts."""

from decimal import Decimal

from sim.policies import bounds
from sim.units import Count, Share

RETRY = 1_000_000_000  # the price of one retry, in units of credit: a ratio has nine decimals
LARGEST_CAPACITY = 1_000_000_000  # RETRY times this still fits 64 bits


def deposited(credit: int, deposit: int, full: int) -> int:
    """The credit after one deposit: it never exceeds `full`."""
    return min(credit + deposit, full)


def withdrawn(credit: int, price: int) -> int:
    """The credit after one retry was paid; negative, hence not granted, where it is too small."""
    return credit - price


class RetryBudget:
    """Retry budget: each first attempt earns `ratio` of a retry, each retry costs a whole one.

    For every order of calls: retries <= reserve + ratio * first attempts, exactly. So a service
    that fails every call sees at most 1 + ratio times its load in the long run, where a plain
    maximum of n retries makes it 1 + n times.

    ratio: retries earned by one first attempt, in [0, 1]; kept to nine decimals, rounded down.
    reserve: the credit at the start, in retries. capacity: the most credit that can be saved up.
    Errors: ValueError where a parameter is out of range or reserve exceeds capacity.
    Source: Twitter Finagle's RetryBudget; its time to live is left out, the capacity bounds
    what an idle time can save up instead.
    """

    __slots__ = ("capacity", "credit", "deposit_units", "full", "ratio", "reserve")

    def __init__(self, *, ratio: Share = 0.1, reserve: Count = 10, capacity: Count = 100) -> None:
        self.ratio = bounds.share("ratio", ratio)
        self.capacity = bounds.whole("capacity", capacity, 1, LARGEST_CAPACITY)
        self.reserve = bounds.whole("reserve", reserve, 0)
        if reserve > capacity:
            raise ValueError(f"reserve must be <= capacity = {capacity}, got {reserve}")
        # The decimal that was written, not its binary neighbour: 0.1 is a tenth of a retry.
        self.deposit_units = int(Decimal(str(self.ratio)) * RETRY)
        self.credit = reserve * RETRY
        self.full = capacity * RETRY

    def deposit(self) -> None:
        """Count one first attempt."""
        self.credit = deposited(self.credit, self.deposit_units, self.full)

    def withdraw(self) -> bool:
        """Pay for one retry: True if it may be made, False if the credit is too small."""
        rest = withdrawn(self.credit, RETRY)
        if rest < 0:
            return False
        self.credit = rest
        return True

    def __repr__(self) -> str:
        return f"RetryBudget(ratio={self.ratio}, reserve={self.reserve}, capacity={self.capacity})"
