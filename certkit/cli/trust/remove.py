"""``certkit trust remove``."""

from __future__ import annotations

from typing import Annotated

import typer

from certkit.cli.errors import GOOD, print_error
from certkit.cli.options import trust_folder
from certkit.errors import CertkitError, UnknownName
from certkit.text.terminal import safe
from certkit.trust.additions import digest_of, fingerprint
from certkit.trust.store import certificates_by_file


def remove(
    sha256: Annotated[str, typer.Argument(metavar="SHA256", help="SHA-256 of the certificate, as trust list shows.")],
) -> int:
    """Remove a root from your trust store.

    Documents under this root are no longer verified.

    \b
    Examples:
      certkit trust remove 1f0c…e2
    """  # noqa: D301
    folder, digest = trust_folder(), digest_of(sha256)
    present = {
        path: certificates
        for path, certificates in certificates_by_file(folder).items()
        if digest in map(fingerprint, certificates)
    }
    if not present:
        raise UnknownName(
            f"no certificate of your trust store has the SHA-256 {digest}", hint="certkit trust list", file=str(folder)
        )
    for path, certificates in present.items():
        if set(map(fingerprint, certificates)) != {digest}:
            raise CertkitError(
                "this file has other certificates too", hint="delete the certificate in an editor", file=str(path)
            )
    try:
        for path in present:
            path.unlink()
            print_error(f"removed {safe(str(path))}")
    except OSError as error:
        raise CertkitError(f"the trust store cannot be written: {error.strerror}", file=str(folder)) from None
    return GOOD
