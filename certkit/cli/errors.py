"""What goes wrong, as people see it: one line and an exit code, never a traceback for a user's mistake.

Exit codes: 0 good, 1 findings, a plan that is blocked or something that is refused, 2 usage, or a file that cannot be
read or written, 70 a bug of certkit, 130 interrupted, 141 the reader of a pipe has gone.

What the system refuses (a removed working folder, a full disk, no more memory) is no bug: it is one line and exit code
2, wherever it happens.
"""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress

from certkit.cli.inputs import remembered
from certkit.errors import CertkitError, Refused

GOOD = 0
FINDINGS = 1
USAGE = 2
BUG = 70
INTERRUPTED = 130
PIPE_CLOSED = 141
_OF_STREAMS = frozenset({errno.ENOSPC, errno.EBADF, errno.EIO})
"""What writing to standard output fails with: a full device, a closed stream, a terminal that has gone."""


def run(arguments: Sequence[str]) -> int:
    """Run the program and give its exit code."""
    _prepare_streams()
    try:
        with remembered():
            code = _called(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        say("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return PIPE_CLOSED
    except OSError as error:
        say(f"standard output cannot be written: {error.strerror}")
        _drop_output()
        return USAGE
    return code


def _drop_output() -> None:
    """What is still buffered can go nowhere, and Python would say so when it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _prepare_streams() -> None:
    """Text that the terminal's encoding does not have is written as an escape, not an error."""
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _open_closed_streams() -> None:
    """A stream that was closed by the caller (``>&-``) is opened so that using it fails.

    Otherwise the next file that is opened would get its number, and what is meant for the terminal would be written
    into it.
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


def _called(arguments: Sequence[str]) -> int:
    import typer

    from certkit.cli.app import app

    try:
        code = typer.main.get_command(app)(list(arguments), prog_name="certkit", standalone_mode=False)
    except CertkitError as error:
        report(error)
        return FINDINGS if isinstance(error, Refused) else USAGE
    except typer.TyperException as error:
        return _usage(error)
    except typer.Abort:  # what typer makes of an interruption, and of a prompt that nobody can answer
        raise KeyboardInterrupt from None
    except BrokenPipeError:
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.filename is None and error.errno in _OF_STREAMS:
            raise
        if "--debug" in arguments or os.environ.get("CERTKIT_DEBUG"):
            _trace(error)
        if isinstance(error, OSError | MemoryError):
            return _refused_by_system(error)
        return _bug(error)
    return code if isinstance(code, int) else GOOD


def report(error: CertkitError) -> None:
    """One line on standard error: place, what is wrong, the way out. A condition's caret stands below it."""
    from certkit.text.terminal import safe

    first, *more = str(error.message).split("\n")
    place = f"{safe(error.place)}: " if error.place else ""
    hint = f" ({safe(error.hint)})" if error.hint else ""
    say("\n".join([f"{place}{safe(first)}{'' if more else hint}", *(safe(line) for line in more)]))


def say(text: str) -> None:
    """A line on standard error."""
    with suppress(OSError):  # nobody can be told that nobody can be told
        print(f"certkit: {text}", file=sys.stderr)


def _usage(error: Exception) -> int:
    """A mistake in the arguments; for a command without any, its help."""
    context = getattr(error, "ctx", None)
    message = getattr(error, "format_message", lambda: str(error))()
    if type(error).__name__ == "NoArgsIsHelpError":
        print(message)
        return USAGE
    from certkit.text.terminal import safe

    command = context.command_path if context is not None else "certkit"
    say(f"{safe(message[:1].lower() + message[1:]).rstrip('.')} ({command} --help)")
    return USAGE


def _trace(error: Exception) -> None:
    """Line by line, since the message may quote a file that steers the terminal."""
    from certkit.text.terminal import safe

    text = "".join(traceback.format_exception(error))
    with suppress(OSError):
        print("\n".join(map(safe, text.splitlines())), file=sys.stderr)


def _refused_by_system(error: OSError | MemoryError) -> int:
    from certkit.text.terminal import safe

    if isinstance(error, MemoryError):
        say("there is not enough memory")
        return USAGE
    place = f"{safe(os.fsdecode(error.filename))}: " if isinstance(error.filename, str | bytes) else ""
    say(f"{place}{error.strerror or type(error).__name__}")
    return USAGE


def _bug(error: Exception) -> int:
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else "certkit"  # noqa: PTH119
    say(f"this is a bug of certkit, not your mistake: {type(error).__name__} at {place} (certkit --debug … says more)")
    return BUG
