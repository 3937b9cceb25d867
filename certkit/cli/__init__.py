"""The command line: parses, calls, prints. Nothing below it prints, looks at the clock or chooses an exit code."""

from __future__ import annotations

import gc
import os
import signal
import sys
from types import FrameType

_OBJECTS = 100_000
"""That many new objects before the first look for garbage. Starting makes as many, and none of them is garbage."""
_ENDING = ("SIGTERM", "SIGHUP")


def main() -> None:
    """Run ``certkit`` with the arguments of the process, and exit."""
    gc.set_threshold(_OBJECTS)
    for name in _ENDING:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _end)
    try:
        from certkit.cli.quiet import quiet

        quiet(debug="--debug" in sys.argv or bool(os.environ.get("CERTKIT_DEBUG")))
        from certkit.cli.errors import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # while the program was being loaded
        code = 128 + signal.SIGINT
    gc.freeze()  # the process ends: looking for garbage once more takes a tenth of a short command
    sys.exit(code)


def _end(number: int, _: FrameType | None) -> None:
    """End as by an interruption, so that what was half written is removed."""
    sys.exit(128 + number)
