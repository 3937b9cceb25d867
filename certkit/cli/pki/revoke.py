"""``certkit pki revoke``."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from certkit.cli.errors import GOOD, print_error
from certkit.cli.pki.init import TestOption, now
from certkit.signing.pki_folder import revoke_in
from certkit.text.terminal import safe


def revoke(
    test: TestOption,
    key: Annotated[str, typer.Argument(metavar="KEY", help="A role, tsa, issuing-ca, or a serial number.")],
    reason: Annotated[
        Literal["key-compromise", "superseded", "cessation", "affiliation", "privilege-withdrawn"],
        typer.Option(
            "--reason",
            metavar="REASON",
            help="key-compromise (the default), superseded, cessation, affiliation or privilege-withdrawn.",
            show_default=False,
        ),
    ] = "key-compromise",
) -> int:
    """Revoke a key of a rehearsal PKI.

    Issues the CRL again, with the key in it.

    \b
    Examples:
      certkit pki revoke --test rehearsal laboratory
      certkit pki revoke --test rehearsal 2e:fc:69:37 --reason superseded
    """  # noqa: D301
    file, serial = revoke_in(test, key, now(), reason=reason)
    print_error(f"wrote {safe(file)}: serial number {serial:x} is revoked")
    return GOOD
