"""``certkit pki init``, and the options that the commands on a rehearsal PKI share."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from certkit.cli.errors import GOOD, print_error
from certkit.cli.options import PassphraseFileOption
from certkit.cli.passphrase import first_line_of
from certkit.signing.pki import make_pki
from certkit.signing.pki_folder import PASSPHRASE, refuse_existing, write_pki
from certkit.text.terminal import safe
from certkit.trust.network import check_url

TestOption = Annotated[
    str, typer.Option("--test", metavar="DIR", help="Folder of the rehearsal PKI.", show_default=False)
]
AlgorithmOption = Annotated[
    Literal["P-256", "P-384", "Ed25519", "RSA"],
    typer.Option(
        "--algorithm",
        metavar="NAME",
        help="P-256 (the default), P-384, Ed25519 or RSA (3072 bits).",
        show_default=False,
    ),
]


def init(
    test: TestOption,
    algorithm: AlgorithmOption = "P-256",
    crl_url: Annotated[
        str, typer.Option("--crl-url", metavar="URL", help="Name this URL in certificates as the place of the CRLs.")
    ] = "",
    passphrase_file: PassphraseFileOption = None,
) -> int:
    """Create a PKI for rehearsals.

    Writes a root, an issuing CA, a time-stamp authority, CRLs, and a key for each role. Documents signed with these
    keys are marked as a rehearsal on every page and never verify as official. --test is always needed, since certkit
    does not create the authorities of a real PKI. The passphrase is in passphrase.txt of the folder, which only its
    owner can read; without --passphrase-file it is a random one.

    \b
    Examples:
      certkit pki init --test rehearsal
      certkit report record.yaml --key file:rehearsal/laboratory.p12 --passphrase-file rehearsal/passphrase.txt -o r.pdf
    """  # noqa: D301
    refuse_existing(test)
    if crl_url:
        check_url(crl_url)
    passphrase = first_line_of(passphrase_file) if passphrase_file is not None else secrets.token_urlsafe(18)
    write_pki(make_pki(now(), algorithm=algorithm, crl_url=crl_url.rstrip("/")), test, passphrase)
    print_error(f"wrote {safe(test)}: a rehearsal PKI; its passphrase is in {safe(str(Path(test) / PASSPHRASE))}")
    return GOOD


def now() -> datetime:
    """The time in whole seconds, as certificates have it."""
    return datetime.now(UTC).replace(microsecond=0)
