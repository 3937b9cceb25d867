"""Errors as people see them: one line on standard error and an exit code, never a traceback for a user's mistake.

Exit codes: 0 good, 1 findings, a plan that is blocked or something that is refused, 2 usage, or a file that cannot be
read or written, 70 a bug of certkit, 130 interrupted, 141 the reader of a pipe has gone.
"""

from __future__ import annotations

import sys
from contextlib import suppress

from certkit.errors import CertkitError
from certkit.text.terminal import safe

GOOD = 0
FINDINGS = 1
USAGE = 2
BUG = 70
INTERRUPTED = 130
PIPE_CLOSED = 141


def print_error(text: str) -> None:
    """Print a line on standard error."""
    with suppress(OSError):  # there is nowhere to report that standard error is closed
        print(f"certkit: {text}", file=sys.stderr)


def report(error: CertkitError) -> None:
    """Print an error in one line: the place, what is wrong, what to do. The caret of a condition goes below it."""
    first, *more = str(error.message).split("\n")
    place = f"{safe(error.place)}: " if error.place else ""
    hint = f" ({safe(error.hint)})" if error.hint else ""
    print_error("\n".join([f"{place}{safe(first)}{'' if more else hint}", *(safe(line) for line in more)]))
