"""``certkit pki show``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from certkit.cli import output
from certkit.cli.errors import FINDINGS, GOOD
from certkit.cli.formats import write_json
from certkit.cli.options import PassphraseFileOption, TextOrJsonOption
from certkit.cli.passphrase import asking
from certkit.cli.pki.init import now
from certkit.files.read import read_file
from certkit.signing.key_summary import CertificatesDocument, summarize, summary_lines
from certkit.signing.keys import open_key
from certkit.text.terminal import safe
from certkit.trust.certificates import chain_of, check_readable, read_certificates
from certkit.trust.roles import shipped_policy


def show(
    key: Annotated[str, typer.Argument(metavar="KEY", help="A certificate file, file:key.p12 or pkcs11:….")],
    passphrase_file: PassphraseFileOption = None,
    format: TextOrJsonOption = "text",
) -> int:
    """Show a key or a certificate.

    Shows the holder, the role, the validity and the issuer of a certificate file, a key file or a key on a token. The
    exit code is 1 if it cannot be used now: it is not valid, its key is too weak, or it has no role and is not the
    certificate of a certification authority.

    \b
    Examples:
      certkit pki show issued.pem
      certkit pki show file:rehearsal/laboratory.p12 --passphrase-file rehearsal/passphrase.txt
    """  # noqa: D301
    policy, at = shipped_policy(), now()
    if key.lower().startswith(("pkcs11:", "file:")) or key.lower().endswith((".p12", ".pfx")):
        with open_key(key if ":" in key else f"file:{key}", asking(passphrase_file)) as opened:
            check_readable(opened.certificate, key)
            summaries = [summarize(opened.certificate, opened.chain, policy, at)]
            if not summaries[0].problems:
                opened.sign(b"certkit pki show", opened.digest)  # raises if key and certificate do not belong together
    else:
        certificates = read_certificates(read_file(key, sys.stdin.buffer), key)
        for certificate in certificates:
            check_readable(certificate, key)
        summaries = [summarize(entry, chain_of(entry, certificates), policy, at) for entry in certificates]
    if format == "json":
        output.write(write_json(CertificatesDocument(certificates=tuple(summaries))))
    else:
        lines = [line for summary in summaries for line in (*summary_lines(summary, key), "")]
        output.write("\n".join(map(safe, lines)))
    return FINDINGS if any(summary.problems for summary in summaries) else GOOD
