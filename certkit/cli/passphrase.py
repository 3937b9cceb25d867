"""Passphrases and PINs: from a file, from the environment, or from a prompt without echo; never from an argument."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from certkit.errors import CertkitError
from certkit.files.read import read_file
from certkit.loading import load

VARIABLE = "CERTKIT_PASSPHRASE"


def asking(file: str | None, *, twice: bool = False) -> Callable[[str], str]:
    """The function that gets the passphrase when it is needed; ``twice`` for a new one, which is typed twice."""

    def ask(prompt: str) -> str:
        if file is not None:
            return first_line_of(file)
        variable = os.environ.get(VARIABLE)
        if variable:
            return _checked(variable)
        if not sys.stdin.isatty():
            raise CertkitError(
                f"{prompt} is needed, and there is no terminal to ask for it",
                hint=f"use --passphrase-file FILE or the environment variable {VARIABLE}",
            )
        ask_terminal = load("getpass:getpass")
        answer = ask_terminal(f"{prompt}: ")
        if twice and ask_terminal("Once more: ") != answer:
            raise CertkitError("the two passphrases are not the same", hint="try again")
        return _checked(answer)

    return ask


def _checked(passphrase: str) -> str:
    """The passphrase, if it is UTF-8 text. Other bytes arrive as surrogates.

    Raises:
        CertkitError: it is not text.
    """
    try:
        passphrase.encode()
    except UnicodeEncodeError:
        raise CertkitError("the passphrase is not UTF-8 text", hint=f"check {VARIABLE} and the terminal") from None
    return passphrase


def first_line_of(file: str) -> str:
    """The first line of a passphrase file, without its line end.

    Raises:
        CertkitError: it cannot be read, is empty, or is not text.
    """
    content = read_file(file, sys.stdin.buffer)
    try:
        line = content.decode().split("\n", 1)[0].removesuffix("\r")
    except UnicodeDecodeError:
        raise CertkitError("the passphrase is not UTF-8 text", file=file) from None
    if not line:
        raise CertkitError("the first line is empty", hint="write the passphrase into it", file=file)
    return line
