"""The process: runs the program, and turns everything that can go wrong into one line and an exit code.

What the system refuses (a removed working folder, a full disk, no more memory) is not a bug of certkit: it is one line
and exit code 2, wherever it happens.
"""

from __future__ import annotations

import errno
import gc
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType

from certkit.cli.errors import BUG, FINDINGS, INTERRUPTED, PIPE_CLOSED, USAGE, print_error, report
from certkit.cli.inputs import remembered
from certkit.cli.quiet import quiet
from certkit.errors import CertkitError, Refused
from certkit.loading import load
from certkit.text.terminal import safe

_OBJECTS = 100_000
"""New objects before the first garbage collection. Starting makes as many, and none of them is garbage."""
_ENDING = ("SIGTERM", "SIGHUP")
_OF_STREAMS = frozenset({errno.ENOSPC, errno.EBADF, errno.EIO})
"""What writing to standard output fails with: a full device, a closed stream, a terminal that has gone."""


def main() -> None:
    """Run ``certkit`` with the arguments of the process, and exit."""
    gc.set_threshold(_OBJECTS)
    for name in _ENDING:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _end)
    try:
        quiet(debug=_debug(sys.argv))
        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # before the program has been loaded
        code = INTERRUPTED
    gc.freeze()  # the process ends: one more garbage collection would take a tenth of a short command
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run the program and give its exit code."""
    _prepare_streams()
    try:
        with remembered():
            code = call(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        print_error("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return PIPE_CLOSED
    except OSError as error:
        print_error(f"standard output cannot be written: {error.strerror}")
        _drop_output()
        return USAGE
    return code


def call(arguments: Sequence[str]) -> int:
    """Call the command that the arguments name, and report the error that it raises."""
    try:
        code: int = load("certkit.cli.app:call")(arguments)  # typer is loaded while interrupts are handled
    except CertkitError as error:
        report(error)
        return FINDINGS if isinstance(error, Refused) else USAGE
    except BrokenPipeError:
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.filename is None and error.errno in _OF_STREAMS:
            raise
        if _debug(arguments):
            _print_trace(error)
        if isinstance(error, OSError | MemoryError):
            return _refused_by_system(error)
        return _bug(error)
    return code


def _end(number: int, _: FrameType | None) -> None:
    """End as by an interruption, so that half-written files are removed."""
    sys.exit(128 + number)


def _debug(arguments: Sequence[str]) -> bool:
    return "--debug" in arguments or bool(os.environ.get("CERTKIT_DEBUG"))


def _drop_output() -> None:
    """Send what is still buffered to nowhere; otherwise Python complains when it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _prepare_streams() -> None:
    """Write characters that the terminal's encoding lacks as escapes, instead of failing."""
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _open_closed_streams() -> None:
    """Open each stream that the caller closed (``>&-``) so that using it fails.

    Otherwise the next file that is opened would get its number, and output for the terminal would be written into it.
    """
    for number, mode in enumerate((os.O_WRONLY, os.O_RDONLY, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.dup2(os.open(os.devnull, mode), number)
    if sys.stdin is None:
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115


def _print_trace(error: Exception) -> None:
    """Line by line, since the message may quote a file with control characters for the terminal."""
    text = "".join(traceback.format_exception(error))
    with suppress(OSError):
        print("\n".join(map(safe, text.splitlines())), file=sys.stderr)


def _refused_by_system(error: OSError | MemoryError) -> int:
    if isinstance(error, MemoryError):
        print_error("there is not enough memory")
        return USAGE
    place = f"{safe(os.fsdecode(error.filename))}: " if isinstance(error.filename, str | bytes) else ""
    print_error(f"{place}{error.strerror or type(error).__name__}")
    return USAGE


def _bug(error: Exception) -> int:
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else "certkit"  # noqa: PTH119
    print_error(
        f"this is a bug of certkit, not your mistake: {type(error).__name__} at {place} "
        "(certkit --debug … shows the traceback)"
    )
    return BUG
