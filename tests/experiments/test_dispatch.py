"""Dispatch: workers may die; the task that kills them is found, and no other one suffers."""

import os
from concurrent.futures import BrokenExecutor, Executor, Future

import pytest
from shops import shop

from sim.experiments.dispatch import DIED, dispatch
from sim.experiments.pool import Pool, Serial, pool_of
from sim.experiments.task import Task
from sim.results.record import Failure
from sim.results.replication import Replication


class Deadly(Task):
    """A task that ends the process that plays it."""

    def __call__(self, threads=1):
        os._exit(1)


class Outdated(Task):
    """A task that was played by another version."""

    def __call__(self, threads=1):
        return "0.0.9", Failure(1, "whatever")


def tasks(count: int, **others: type[Task]) -> list[Task]:
    """So many tasks by number; ``t3=Deadly`` makes number 3 another kind."""
    kinds = [others.get(f"t{index}", Task) for index in range(count)]
    return [kind(shop(), "reference", 0, (str(index), 1)) for index, kind in enumerate(kinds)]


def test_the_task_that_kills_its_workers_is_found():
    """One of eight tasks ends its process each time: its record says so."""
    with pool_of(2) as pool:
        made = {task.key[0]: record for task, record in dispatch(tasks(8, t3=Deadly), pool)}
    assert made.pop("3") == Failure(1, DIED)
    assert len(made) == 7
    assert all(isinstance(record, Replication) for record in made.values())


def test_the_last_task_may_be_the_deadly_one():
    """A task that dies with nothing else beside it is tried once more before it is named."""
    with pool_of(2) as pool:
        assert [record for _, record in dispatch(tasks(1, t0=Deadly), pool)] == [Failure(1, DIED)]


class Broken(Executor):
    """An executor that lost its workers."""

    def submit(self, function, /, *args, **kwargs):
        future: Future = Future()
        future.set_exception(BrokenExecutor("all gone"))
        return future


def test_somebody_elses_executor_is_not_renewed():
    """An executor that was handed in and broke is not ours to mend."""
    with pytest.raises(BrokenExecutor, match="all gone"):
        list(dispatch(tasks(2), Pool(Broken(), 2)))


def test_a_worker_of_another_version_is_refused():
    """Results of another version must not stand beside ours."""
    with pytest.raises(OSError, match=r"wanted workers of Floodgate .*, got one of 0\.0\.9"):
        list(dispatch(tasks(1, t0=Outdated), Pool(Serial(), 1)))


class Lost(Executor):
    """An executor whose cluster went away: its futures are cancelled."""

    def submit(self, function, /, *args, **kwargs):
        future: Future = Future()
        future.cancel()
        future.set_running_or_notify_cancel()
        return future


def test_workers_that_have_gone_are_one_line():
    """A cluster that goes away ends the sweep, and says that what is finished is kept."""
    with pytest.raises(OSError, match="the workers have gone; what is finished is kept"):
        list(dispatch(tasks(2), Pool(Lost(), 2)))


class Counting(Serial):
    """Notes how many tasks it was handed."""

    count = 0

    def submit(self, function, /, *args, **kwargs):
        self.count += 1
        return super().submit(function, *args, **kwargs)


def test_no_more_is_handed_out_than_the_pool_has_room_for():
    """Whoever takes the first record has had one window of tasks played."""
    executor = Counting()
    made = dispatch(tasks(10), Pool(executor, 3))
    next(made)
    made.close()
    assert executor.count == 3
