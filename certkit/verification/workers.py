"""Runs many jobs in processes of their own, each job within limits of time and memory.

A process that dies or takes too long loses only its own job. At the limit of memory Python raises a MemoryError; a
library may then end the process. Output of libraries in these processes never reaches the terminal.
"""

from __future__ import annotations

import faulthandler
import mmap
import multiprocessing
import os
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, NamedTuple, TypeVar

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

Job = TypeVar("Job")
Result = TypeVar("Result")
Work = Callable[[Job, Callable[[int], None]], Result]
"""Does a job; its second argument takes the number of the step that begins, for when it is stopped."""
_STEP = 1


class Limits(NamedTuple):
    """For one job: seconds of computing, seconds in all, and bytes of memory beyond those at the start."""

    computing: float
    seconds: float
    memory: int


class Stopped(NamedTuple):
    """A job that did not finish.

    Attributes:
        too_long: it was stopped because of its time; otherwise the process died.
        step: the number of the last step that began.
        signal: that ended the process, by its name; empty if it ended by itself.
    """

    too_long: bool
    step: int
    signal: str = ""


class _Worker(Generic[Job, Result]):
    """A process that does one job after another."""

    def __init__(self, work: Work[Job, Result], limits: Limits) -> None:
        context: Any = multiprocessing.get_context(
            "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
        )
        self.limits = limits
        self.step = mmap.mmap(-1, _STEP)
        self.connection, theirs = context.Pipe()
        arguments = (work, limits, theirs, self.step if context.get_start_method() == "fork" else None)
        self.process = context.Process(target=_serve, args=arguments, daemon=True)
        with warnings.catch_warnings():  # that other threads run; none of them holds a lock that the process needs
            warnings.simplefilter("ignore", DeprecationWarning)
            self.process.start()
        theirs.close()
        self.number = -1
        self.until = 0.0

    def begin(self, number: int, job: Job) -> None:
        self.number, self.until = number, time.monotonic() + self.limits.seconds
        self.step[0] = 0
        with suppress(OSError):  # a process that has died is found when its answer is awaited
            self.connection.send(job)

    def answer(self) -> Result | Stopped:
        """The result of the job, or how it was stopped."""
        try:
            result: Result = self.connection.recv()
        except (EOFError, OSError):
            self.process.join()
            code = self.process.exitcode or 0
            name = signal.Signals(-code).name if code < 0 else ""
            return Stopped(name == "SIGXCPU", self.step[0], name)
        return result

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()
        self.step.close()


def work_on(
    jobs: Sequence[Job], work: Work[Job, Result], limits: Limits, processes: int
) -> Iterator[tuple[int, Result | Stopped]]:
    """Do all jobs; each result with the number of its job, as it comes."""
    left = iter(enumerate(jobs))
    busy: dict[Connection, _Worker[Job, Result]] = {}

    def begin(worker: _Worker[Job, Result] | None) -> None:
        number, job = next(left, (-1, None))
        if number < 0:
            if worker is not None:
                worker.stop()
            return
        worker = worker or _Worker(work, limits)
        busy[worker.connection] = worker
        worker.begin(number, job)  # type: ignore[arg-type]  # of the pair above

    try:
        for _ in range(min(processes, len(jobs))):
            begin(None)
        while busy:
            patience = min(worker.until for worker in busy.values()) - time.monotonic()
            ready = wait(list(busy), max(patience, 0))
            for connection in [known for known in busy if known in ready]:
                worker = busy.pop(connection)
                answer = worker.answer()
                yield worker.number, answer
                if isinstance(answer, Stopped):
                    worker.stop()
                    begin(None)
                else:
                    begin(worker)
            for connection, worker in list(busy.items()):
                if worker.until <= time.monotonic() and not connection.poll():
                    del busy[connection]
                    stopped = Stopped(too_long=True, step=worker.step[0])
                    worker.stop()
                    yield worker.number, stopped
                    begin(None)
    finally:
        for worker in busy.values():
            worker.stop()


def _serve(work: Work[Job, Result], limits: Limits, connection: Connection, step: mmap.mmap | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started this one stops it
    _silence()
    _limit_memory(limits.memory)

    def begin(number: int) -> None:
        if step is not None:
            step[0] = number

    while True:
        try:
            job = connection.recv()
        except EOFError:
            return
        _limit_computing(limits.computing)
        connection.send(work(job, begin))


def _silence() -> None:
    faulthandler.disable()
    with suppress(OSError):
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in (1, 2):
            os.dup2(nothing, number)
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  # until the process ends


def _limit_memory(size: int) -> None:
    with suppress(OSError, ValueError, AttributeError):  # where there is no such limit, the system's own has to do
        resource.setrlimit(resource.RLIMIT_AS, (_address_space() + size, resource.getrlimit(resource.RLIMIT_AS)[1]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _address_space() -> int:
    """Bytes of address space that this process has already."""
    with open("/proc/self/statm", "rb") as file:  # noqa: PTH123
        return int(file.read().split()[0]) * mmap.PAGESIZE


def _limit_computing(seconds: float) -> None:
    with suppress(OSError, ValueError, AttributeError):
        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime + seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


__all__ = ["Limits", "Stopped", "work_on"]
