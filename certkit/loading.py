"""Loading a function by its name, so that a command pays only for what it needs.

The tables of commands, formats and readers name their functions as text. This is the one place where something is
imported later than at the top of a file.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


def load(name: str) -> Any:
    """What ``module:name`` names."""
    module, _, attribute = name.partition(":")
    return getattr(import_module(module), attribute)
