"""What goes wrong, as people see it: one line and an exit code, never a traceback for a user's mistake.

Exit codes: 0 good, 1 findings, a plan that is blocked or something that is refused, 2 usage, or a file that cannot be
read or written, 70 a bug of certkit, 130 interrupted, 141 the reader of a pipe has gone.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence

from certkit.errors import CertkitError, Refused

GOOD = 0
FINDINGS = 1
USAGE = 2
BUG = 70
INTERRUPTED = 130
PIPE_CLOSED = 141


def run(arguments: Sequence[str]) -> int:
    """Run the program and give its exit code."""
    _prepare_streams()
    try:
        code = _called(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
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
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


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
    except (typer.Abort, BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:  # only of standard output: save() says so itself
            raise
        if "--debug" in arguments or os.environ.get("CERTKIT_DEBUG"):
            raise
        return _bug(error)
    return code if isinstance(code, int) else GOOD


def report(error: CertkitError) -> None:
    """One line on standard error: place, what is wrong, the way out. A condition's caret stands below it."""
    from certkit.writers.terminal import safe

    first, *more = str(error.message).split("\n")
    place = f"{safe(error.place)}: " if error.place else ""
    hint = f" ({safe(error.hint)})" if error.hint else ""
    say("\n".join([f"{place}{safe(first)}{'' if more else hint}", *(safe(line) for line in more)]))


def say(text: str) -> None:
    """A line on standard error."""
    print(f"certkit: {text}", file=sys.stderr)


def _usage(error: Exception) -> int:
    """A mistake in the arguments; for a command without any, its help."""
    context = getattr(error, "ctx", None)
    message = getattr(error, "format_message", lambda: str(error))()
    if type(error).__name__ == "NoArgsIsHelpError":
        print(message)
        return USAGE
    from certkit.writers.terminal import safe

    command = context.command_path if context is not None else "certkit"
    say(f"{safe(message[:1].lower() + message[1:]).rstrip('.')} ({command} --help)")
    return USAGE


def _bug(error: Exception) -> int:
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    place = f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else "certkit"  # noqa: PTH119
    say(f"this is a bug of certkit, not your mistake: {type(error).__name__} at {place} (certkit --debug … says more)")
    return BUG
