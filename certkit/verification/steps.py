"""The steps of a verification as they are done, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from certkit.text.sentence import Argument, Sentence
from certkit.verification.model import EARLIER, ON_PAYLOAD, Step, StepName, StepStatus, Verdict, sentence, step

SECONDS = 30
"""Of computing."""
WAITING = 60
"""Seconds besides, for what is read; services on the network have their own limits and come on top."""
MEMORY = 1_000_000_000
"""Bytes beyond those of the program itself."""


class _NotPassed(Exception):
    """A step did not pass, and the sentence that says why, by its key and arguments."""

    def __init__(self, key: str, /, **arguments: Argument) -> None:
        self.message = sentence(key, **arguments)
        super().__init__(self.message)


class Failed(_NotPassed):
    """The step failed."""


class NotChecked(_NotPassed):
    """The step could not be done; the sentence says what it lacks."""


class NotHere(NotChecked):
    """The step needs an edition, a release, a layout or a payload version that this certkit does not have."""


def too_much_memory() -> Sentence:
    """Why a step failed that took more than :data:`MEMORY`."""
    return sentence("step.memory", megabytes=MEMORY // 1_000_000)


Found = TypeVar("Found")


class Steps:
    """Keeps the steps in the order of their numbers."""

    def __init__(self, done: Iterable[Step] = (), watch: Callable[[StepName], None] = lambda _: None) -> None:
        self._done = {entry.name: entry for entry in done}
        self._watch = watch

    def take(self, name: StepName, check: Callable[[], tuple[Found, Sentence]], *needs: object) -> Found | None:
        """Do a step.

        Args:
            check: gives what it found, and a sentence for people. What it raises is a failure, whatever it is.
            needs: what earlier steps found; with a None among them the step is not checked.

        Returns:
            what was found; None if the step did not pass.
        """
        if any(need is None for need in needs):
            self._done[name] = step(name, StepStatus.NOT_CHECKED, sentence(EARLIER))
            return None
        self._watch(name)
        try:
            result, message = check()
        except Failed as failure:
            self._done[name] = step(name, StepStatus.FAILED, failure.message)
        except NotChecked as lack:
            self._done[name] = step(name, StepStatus.NOT_CHECKED, lack.message, needs_newer=isinstance(lack, NotHere))
        except MemoryError:
            self._done[name] = step(name, StepStatus.FAILED, too_much_memory())
        except Exception as error:  # a file made to break a parser is not a good file
            problem = f"{type(error).__name__}: {error}"[:200]
            self._done[name] = step(name, StepStatus.FAILED, sentence("step.crashed", problem=problem))
        else:
            self._done[name] = step(name, StepStatus.PASSED, message)
            return result
        return None

    @property
    def done(self) -> tuple[Step, ...]:
        """All steps; one that was never taken is not checked."""
        return tuple(self._done.get(name, step(name, StepStatus.NOT_CHECKED)) for name in StepName)

    def verdict(self, *, rehearsal: bool, optional: frozenset[StepName]) -> Verdict:
        """What they come to.

        A step that needs a newer certkit is not a failure. If the payload's version is newer, the steps that build on
        the payload are not failures either.
        """
        lacking = {entry.name for entry in self.done if entry.needs_newer}
        if StepName.PAYLOAD in lacking:
            lacking |= ON_PAYLOAD
        for entry in self.done:
            if entry.status is StepStatus.FAILED:
                return Verdict.NOT_VERIFIED
            if entry.status is not StepStatus.PASSED and entry.name not in optional and entry.name not in lacking:
                return Verdict.NOT_VERIFIED
        if lacking:
            return Verdict.NOT_DERIVED
        return Verdict.REHEARSAL if rehearsal else Verdict.VERIFIED
