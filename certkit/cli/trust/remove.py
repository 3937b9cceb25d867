"""``certkit trust remove``."""

from __future__ import annotations

from typing import Annotated

import typer

from certkit.cli.errors import GOOD, print_error
from certkit.cli.options import trust_folder
from certkit.errors import CertkitError, UnknownName
from certkit.text.terminal import safe
from certkit.trust.additions import digest_of


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
    names = (folder / part / f"{digest}.pem" for part in ("roots", "tsa", "intermediates"))
    present = [path for path in names if path.is_file()]
    if not present:
        raise UnknownName(
            f"no certificate that was added has the SHA-256 {digest}", hint="certkit trust list", file=str(folder)
        )
    try:
        for path in present:
            path.unlink()
            print_error(f"removed {safe(str(path))}")
    except OSError as error:
        raise CertkitError(f"the trust store cannot be written: {error.strerror}", file=str(folder)) from None
    return GOOD
