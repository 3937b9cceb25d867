"""The command line: parses, calls, prints. Nothing below it prints, looks at the clock or chooses an exit code."""

from __future__ import annotations

import gc
import sys

_OBJECTS = 100_000
"""That many new objects before the first look for garbage. Starting makes as many, and none of them is garbage."""


def main() -> None:
    """Run ``certkit`` with the arguments of the process, and exit."""
    gc.set_threshold(_OBJECTS)
    from certkit.cli.errors import run

    sys.exit(run(sys.argv[1:]))
