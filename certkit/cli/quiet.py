"""Keeps libraries from writing to standard error; ``--debug`` prints their messages with control characters escaped.

Libraries quote the files that they read. A document could clear the screen that way, and write a verdict of its own.
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
    logging.getLogger().addHandler(_EscapedMessages() if debug else logging.NullHandler())
    logging.lastResort = None
    logging.raiseExceptions = False
    warnings.showwarning = _warning if debug else _ignore
    hook: Callable[[Any], None] = (lambda arguments: _print_trace(arguments.exc_value)) if debug else _ignore
    sys.unraisablehook = hook
    threading.excepthook = hook


def _ignore(*_: object, **__: object) -> None:
    """Print nothing."""


def _print(text: str) -> None:
    with suppress(OSError, ValueError):
        print("\n".join(map(safe, text.splitlines())), file=sys.stderr)


class _EscapedMessages(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        with suppress(Exception):  # a message whose arguments do not fit it
            _print(f"{record.name}: {self.format(record)}")


def _warning(message: Warning | str, category: type[Warning], *_: object, **__: object) -> None:
    _print(f"{category.__name__}: {message}")


def _print_trace(error: BaseException | None) -> None:
    if error is not None:
        _print("".join(traceback.format_exception(error)))
