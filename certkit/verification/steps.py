"""The steps of a verification as they are done, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from certkit.verification.model import EARLIER, ON_PAYLOAD, Step, StepName, StepStatus, Verdict, step

SECONDS = 30
"""Of computing."""
WAITING = 60
"""Seconds besides, for what is read; services on the network have their own limits and come on top."""
MEMORY = 1_000_000_000
"""Bytes beyond those of the program itself."""
TOO_MUCH_MEMORY = f"it takes more than {MEMORY // 1_000_000:,} MB of memory (the limit for one document)"
TOO_LONG = f"it takes more than {SECONDS} seconds (the limit for one document)"


class Failed(Exception):
    """The step failed; the message says what is wrong, in one sentence."""


class NotChecked(Exception):
    """The step could not be done; the message says what it lacks."""


class NotHere(NotChecked):
    """The step needs an edition, a release, a layout or a payload version that this certkit does not have."""


Found = TypeVar("Found")


class Steps:
    """Keeps the steps in the order of their numbers."""

    def __init__(self, done: Iterable[Step] = (), watch: Callable[[StepName], None] = lambda _: None) -> None:
        self._done = {entry.name: entry for entry in done}
        self._watch = watch

    def take(self, name: StepName, check: Callable[[], tuple[Found, str]], *needs: object) -> Found | None:
        """Do a step.

        Args:
            check: gives what it found, and a sentence for people. What it raises is a failure, whatever it is.
            needs: what earlier steps found; with a None among them the step is not checked.

        Returns:
            what was found; None if the step did not pass.
        """
        if any(need is None for need in needs):
            self._done[name] = step(name, StepStatus.NOT_CHECKED, EARLIER)
            return None
        self._watch(name)
        try:
            found, message = check()
        except Failed as failure:
            self._done[name] = step(name, StepStatus.FAILED, str(failure))
        except NotChecked as lack:
            self._done[name] = step(name, StepStatus.NOT_CHECKED, str(lack), needs_newer=isinstance(lack, NotHere))
        except MemoryError:
            self._done[name] = step(name, StepStatus.FAILED, TOO_MUCH_MEMORY)
        except Exception as error:  # a file made to break a parser is not a good file
            what = f"{type(error).__name__}: {error}"
            self._done[name] = step(name, StepStatus.FAILED, f"it cannot be examined ({what[:200]})")
        else:
            self._done[name] = step(name, StepStatus.PASSED, message)
            return found
        return None

    @property
    def done(self) -> tuple[Step, ...]:
        """All steps; one that was never taken is not checked."""
        return tuple(self._done.get(name, step(name, StepStatus.NOT_CHECKED)) for name in StepName)

    def verdict(self, *, rehearsal: bool, optional: frozenset[StepName]) -> Verdict:
        """What they come to.

        A step that needs what this certkit does not have is no failure. Where that is the payload's version, nor are
        the steps that build on the payload.
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
