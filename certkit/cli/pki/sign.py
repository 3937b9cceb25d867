"""``certkit pki sign``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from certkit.cli import output as out
from certkit.cli.errors import GOOD, print_error
from certkit.cli.options import ForceOption, KeyOption, PassphraseFileOption, SigningTrustOption
from certkit.cli.passphrase import asking
from certkit.cli.pki.init import now
from certkit.files.read import read_file
from certkit.loading import load
from certkit.signing.keys import open_key
from certkit.signing.policy import check_may_sign
from certkit.text.terminal import safe
from certkit.trust.store import load_trust


def sign(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The PICS: a YAML file or workbook.")],
    key: KeyOption,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Write the signature to a file, as in pics.xlsx.p7s.")
    ],
    tsa: Annotated[str | None, typer.Option("--tsa", metavar="URL", help="Time-stamp authority.")] = None,
    trust: SigningTrustOption = None,
    passphrase_file: PassphraseFileOption = None,
    force: ForceOption = False,
) -> int:
    """Sign a PICS, with the signature in its own file.

    Needs the key of a vendor. The PICS stays as it is; the signature is CAdES. Use certkit declare, report and certify
    to sign declarations, reports and certificates.

    \b
    Examples:
      certkit pki sign pics.xlsx --key file:vendor.p12 -o pics.xlsx.p7s
      openssl cms -verify -binary -cades -purpose any -inform DER -in pics.xlsx.p7s -content pics.xlsx -CAfile root.pem
    """  # noqa: D301
    out.refuse_overwriting(output, force=force)
    content = read_file(file, sys.stdin.buffer)
    store = load_trust(trust) if trust is not None else None
    with open_key(key, asking(passphrase_file)) as opened:
        check_may_sign(opened, "statement", now(), store)
        sign_detached = load("certkit.signing.sign:sign_detached")  # loads pyHanko, which takes long
        signature = sign_detached(content, opened, kind="statement", at=now(), tsa=tsa, trust=store, now=now)
        out.save(output, signature, force=force)
        if output != "-":
            rehearsal = "REHEARSAL, " if opened.is_rehearsal else ""
            print_error(f"wrote {safe(output)}: {rehearsal}signed by {safe(opened.name)}")
    return GOOD
