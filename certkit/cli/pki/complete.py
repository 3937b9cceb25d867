"""``certkit pki complete``."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from certkit.cli.errors import GOOD, print_error
from certkit.cli.options import KeyOption, PassphraseFileOption
from certkit.cli.passphrase import asking
from certkit.errors import CertkitError
from certkit.files.read import read_file
from certkit.files.write import OWNER_ONLY, write_file
from certkit.signing.keys import file_of, read_key_file, write_key_file
from certkit.text.terminal import safe
from certkit.trust.certificates import read_certificates


def complete(
    key: KeyOption,
    certificate: Annotated[
        list[str],
        typer.Option("--certificate", metavar="FILE", help="The issued certificate, and its issuers. Repeatable."),
    ],
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Write the new key file.")],
    passphrase_file: PassphraseFileOption = None,
) -> int:
    """Add an issued certificate to its key.

    Writes a new key file with the key, its certificate and the certificates of its issuers, under the same passphrase.

    \b
    Example:
      certkit pki complete --key file:laboratory.p12 --certificate issued.pem --certificate ca.pem -o signing.p12
    """  # noqa: D301
    path = file_of(key)
    if os.path.lexists(output):  # before asking for a passphrase
        message = "the file already exists, and keys are never overwritten"
        raise CertkitError(message, hint="name another file", file=output)
    passphrases: list[str] = []
    ask = asking(passphrase_file)

    def ask_and_keep(prompt: str) -> str:
        passphrases.append(ask(prompt))
        return passphrases[-1]

    private, _, _ = read_key_file(key, path, ask_and_keep)
    certificates = [
        entry for name in certificate for entry in read_certificates(read_file(name, sys.stdin.buffer), name)
    ]
    public = private.public_key()
    own = [entry for entry in certificates if entry.public_key() == public]
    if len(own) != 1:
        belong = "none of the given certificates belongs" if not own else f"{len(own)} of the given certificates belong"
        raise CertkitError(f"{belong} to this key", hint="certkit pki show FILE shows a certificate", file=key)
    issuers = [entry for entry in certificates if entry not in own]
    content = write_key_file("certkit", private, own[0], issuers, passphrases[-1])  # type: ignore[arg-type]  # as it was read
    write_key(Path(output), content)
    name = safe(output)
    print_error(f"wrote {name}, under the same passphrase; run `certkit pki show file:{name}` to see the key")
    return GOOD


def write_key(path: Path, content: bytes) -> None:
    """Write a new key file that only its owner can read.

    Raises:
        CertkitError: it cannot be written, or exists.
    """
    try:
        write_file(path, content, mode=OWNER_ONLY, replace=False)
    except OSError as error:
        raise CertkitError(f"the key cannot be written: {error.strerror}", file=str(path)) from None
