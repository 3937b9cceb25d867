"""The files that a command line names, looked at before the command runs.

No output may take the place of an input, and a key that other users can read is worth a warning.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from certkit.cli.errors import say
from certkit.cli.inputs import protect
from certkit.cli.output import refuse_input
from certkit.errors import CertkitError
from certkit.text.terminal import safe

OUTPUTS = ("--output", "--p7s", "--annotate", "--picture")
"""Options that name what is written. A test holds every option of the program against this list."""
_SECRETS = ("--key", "--passphrase-file")
_OTHERS = 0o077


def check_named_files(command: Any, values: dict[str, Any]) -> None:
    """Check the files that are given to a command.

    Raises:
        CertkitError: an output has the name of an input, or two outputs have one name.
    """
    options = {flag: values.get(found.name) for found in command.params for flag in found.opts}
    for flag in _SECRETS:
        for path in _paths(options.get(flag)):
            protect(path)
            _warn(path)
    for path in (*_documents(command, values), *_paths(options.get("--trust"))):
        protect(path)
    outputs: dict[str, str] = {}
    for flag in OUTPUTS:
        for name in _paths(options.get(flag)):
            refuse_input(name)
            place = os.path.realpath(name)
            if place in outputs:
                raise CertkitError(f"{outputs[place]} and {flag} need two names", file=name)
            outputs[place] = flag


def _documents(command: Any, values: dict[str, Any]) -> Iterator[str]:
    """The files among arguments and options: what a command reads, be it in another process."""
    for found in command.params:
        if not hasattr(found.type, "choices") and not set(OUTPUTS) & set(found.opts):
            yield from filter(os.path.isfile, _paths(values.get(found.name)))


def _paths(value: object) -> list[str]:
    """The paths that an option or argument gives; a key on a token is none."""
    if isinstance(value, list | tuple):
        return [path for entry in value for path in _paths(entry)]
    if not isinstance(value, str) or value in ("", "-") or value.lower().startswith("pkcs11:"):
        return []
    return [value[5:] if value.lower().startswith("file:") else value]


def _warn(path: str) -> None:
    with suppress(OSError, ValueError):
        found = os.stat(path)  # noqa: PTH116
        if os.name == "posix" and stat.S_ISREG(found.st_mode) and found.st_mode & _OTHERS:
            say(f"warning: {safe(path)} is open to other users (run chmod 600 {safe(path)})")
