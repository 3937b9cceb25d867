"""Passphrases and PINs: from a file, from the environment, or asked for without an echo; never from an argument."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from certkit.errors import CertkitError

VARIABLE = "CERTKIT_PASSPHRASE"

KeyOption = Annotated[
    str,
    typer.Option("--key", metavar="URI", help="The key that seals: file:key.p12, or pkcs11:token=…;object=…."),
]
PassphraseFileOption = Annotated[
    str | None,
    typer.Option(
        "--passphrase-file",
        metavar="FILE",
        help=f"Its first line is the key's passphrase or PIN. Without it: {VARIABLE}, or you are asked.",
    ),
]


def asking(file: str | None, *, twice: bool = False) -> Callable[[str], str]:
    """What gives the passphrase when it is needed; ``twice`` for a new one, which nobody can check otherwise."""

    def ask(prompt: str) -> str:
        if file is not None:
            return first_line_of(file)
        given = os.environ.get(VARIABLE)
        if given:
            return _text(given)
        if not sys.stdin.isatty():
            raise CertkitError(
                f"{prompt} is needed, and there is no terminal to ask at",
                hint=f"give it by --passphrase-file FILE or in the environment variable {VARIABLE}",
            )
        import getpass

        answer = getpass.getpass(f"{prompt}: ")
        if twice and getpass.getpass("Once more: ") != answer:
            raise CertkitError("the two are not the same", hint="try again")
        return _text(answer)

    return ask


def _text(passphrase: str) -> str:
    """The passphrase, if it is text: bytes that are none arrive as halves of surrogates.

    Raises:
        CertkitError: it is not.
    """
    try:
        passphrase.encode()
    except UnicodeEncodeError:
        raise CertkitError("the passphrase is not UTF-8 text", hint=f"check {VARIABLE} and the terminal") from None
    return passphrase


def first_line_of(file: str) -> str:
    """The first line of a passphrase's file, without its end.

    Raises:
        CertkitError: it cannot be read, is empty, or is not text.
    """
    from certkit.files.read import read_file

    content = read_file(file, sys.stdin.buffer)
    try:
        line = content.decode().split("\n", 1)[0].removesuffix("\r")
    except UnicodeDecodeError:
        raise CertkitError("the passphrase is not UTF-8 text", file=file) from None
    if not line:
        raise CertkitError("the first line is empty", hint="it has to be the passphrase", file=file)
    return line
