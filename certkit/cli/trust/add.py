"""``certkit trust add``."""

from __future__ import annotations

from typing import Annotated

import typer

from certkit.cli.errors import GOOD, print_error
from certkit.cli.options import trust_folder
from certkit.errors import CertkitError
from certkit.files.write import write_file
from certkit.text.terminal import safe
from certkit.trust.additions import check_digests, digest_of, files_of, read_additions
from certkit.trust.store import user_trust


def add(
    source: Annotated[
        str, typer.Argument(metavar="FOLDER|FILE", help="A trust store, or a certificate or CRL (PEM or DER).")
    ],
    sha256: Annotated[
        list[str] | None,
        typer.Option("--sha256", metavar="VALUE", help="SHA-256 of a root certificate. Repeat it for each root."),
    ] = None,
) -> int:
    """Add roots, intermediates or CRLs to your trust store.

    Whoever holds a root's key decides which documents are verified on this computer. Get the value for --sha256 from
    the issuer another way than the file, for instance by telephone. Without --sha256 the roots and their SHA-256 are
    shown and nothing is added. A CRL replaces an older one that the same issuer signed. Exit codes: 0 if it was added,
    1 if a SHA-256 is missing or differs, 2 if the file cannot be read.

    \b
    Examples:
      certkit trust add scheme-trust/ --sha256 1f0c…e2
      certkit trust add issuing-ca.crl
    """  # noqa: D301
    additions = read_additions(source)
    check_digests(additions, [digest_of(text) for text in sha256 or ()], source)
    folder = trust_folder()
    files = files_of(additions, user_trust(folder))
    try:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            write_file(path, content, mode=0o644, replace=True)
    except OSError as error:
        raise CertkitError(f"the trust store cannot be written: {error.strerror}", file=str(folder)) from None
    for name in files:
        print_error(f"wrote {safe(str(folder / name))}")
    if not files:
        print_error(f"{safe(source)}: nothing to add: the CRLs of your trust store are as new")
    return GOOD
