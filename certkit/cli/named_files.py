"""Checks the files that a command line names before the command runs.

No output may overwrite an input, and a key that other users can read gets a warning.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from certkit.cli.errors import print_error
from certkit.cli.inputs import protect
from certkit.cli.output import refuse_input
from certkit.errors import CertkitError
from certkit.text.terminal import safe

OUTPUTS = ("--output", "--p7s", "--annotate", "--picture")
"""Options that name an output. A test compares this list with the options of every command."""
_SECRETS = ("--key", "--passphrase-file")
_OTHERS = 0o077


def check_named_files(command: Any, values: dict[str, Any]) -> None:
    """Check the files that a command line names.

    Raises:
        CertkitError: an output would overwrite an input, or two outputs have the same name.
    """
    options = {flag: values.get(parameter.name) for parameter in command.params for flag in parameter.opts}
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
                raise CertkitError(f"{outputs[place]} and {flag} need different names", file=name)
            outputs[place] = flag


def _documents(command: Any, values: dict[str, Any]) -> Iterator[str]:
    """The existing files that arguments and options name: the command reads them, maybe in another process."""
    for parameter in command.params:
        if not hasattr(parameter.type, "choices") and not set(OUTPUTS) & set(parameter.opts):
            yield from filter(os.path.isfile, _paths(values.get(parameter.name)))


def _paths(value: object) -> list[str]:
    """The paths that an option or argument gives; a key on a token has none."""
    if isinstance(value, list | tuple):
        return [path for entry in value for path in _paths(entry)]
    if not isinstance(value, str) or value in ("", "-") or value.lower().startswith("pkcs11:"):
        return []
    return [value[5:] if value.lower().startswith("file:") else value]


def _warn(path: str) -> None:
    with suppress(OSError, ValueError):
        status = os.stat(path)  # noqa: PTH116
        if os.name == "posix" and stat.S_ISREG(status.st_mode) and status.st_mode & _OTHERS:
            print_error(f"warning: {safe(path)} can be read by other users (run chmod 600 {safe(path)})")
