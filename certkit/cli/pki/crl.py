"""``certkit pki crl``."""

from __future__ import annotations

from certkit.cli.errors import GOOD, print_error
from certkit.cli.pki.init import TestOption, now
from certkit.signing.pki_folder import renew_lists
from certkit.text.terminal import safe


def crl(test: TestOption) -> int:
    """Renew the CRLs of a rehearsal PKI.

    Issues both CRLs again, valid from now.

    \b
    Example:
      certkit pki crl --test rehearsal
    """  # noqa: D301
    for file in renew_lists(test, now()):
        print_error(f"wrote {safe(file)}")
    return GOOD
