"""What libraries say on standard error: nothing, or with ``--debug`` what cannot steer the terminal.

They quote the files that they read. A document could clear the screen that way, and write a verdict of its own.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from certkit.text.terminal import safe


def quiet(debug: bool) -> None:
    """Take over all ways in which Python and its libraries write to standard error, for the rest of the process."""
    logging.getLogger().addHandler(_Escaped() if debug else logging.NullHandler())
    logging.lastResort = None
    logging.raiseExceptions = False
    warnings.showwarning = _warning if debug else _nothing
    hook: Callable[[Any], None] = (lambda given: _trace(given.exc_value)) if debug else _nothing
    sys.unraisablehook = hook
    threading.excepthook = hook


def _nothing(*_: object, **__: object) -> None:
    """Nothing is said."""


def _say(text: str) -> None:
    with suppress(OSError, ValueError):
        print("\n".join(map(safe, text.splitlines())), file=sys.stderr)


class _Escaped(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        with suppress(Exception):  # a message whose arguments do not fit it
            _say(f"{record.name}: {self.format(record)}")


def _warning(message: Warning | str, category: type[Warning], *_: object, **__: object) -> None:
    _say(f"{category.__name__}: {message}")


def _trace(error: BaseException | None) -> None:
    if error is not None:
        _say("".join(traceback.format_exception(error)))
