"""How a step ends that does not pass."""

from __future__ import annotations


class Failed(Exception):
    """The step failed; the message says what is wrong, in one sentence."""


class NotChecked(Exception):
    """The step could not be done; the message says what it lacks."""


class NotHere(NotChecked):
    """The step needs an edition, a release, a layout or a payload version that this certkit does not have."""
