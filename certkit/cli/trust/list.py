"""``certkit trust list``."""

from __future__ import annotations

from typing import Annotated

import typer

from certkit.cli import output
from certkit.cli.errors import GOOD
from certkit.cli.formats import write_json
from certkit.cli.options import AtOption, TextOrJsonOption, time_of, trust_folder
from certkit.text.terminal import safe
from certkit.trust.contents import trust_document, trust_lines
from certkit.trust.roles import shipped_policy
from certkit.trust.store import load_trust, user_trust


def list_trust(
    trust: Annotated[
        str | None, typer.Argument(metavar="[DIR]", help="Another trust store.", show_default=False)
    ] = None,
    at: AtOption = None,
    format: TextOrJsonOption = "text",
) -> int:
    """List what your trust store has.

    The certificates with their SHA-256, and until when the CRLs are current. Commands that verify use this trust store
    unless you name another with --trust.

    \b
    Examples:
      certkit trust list
      certkit trust list bundle/ --format json
    """  # noqa: D301
    folder = trust if trust is not None else str(trust_folder())
    store = load_trust(trust) if trust is not None else user_trust(trust_folder())
    document = trust_document(store, folder, shipped_policy(), time_of(at))
    if format == "json":
        output.write(write_json(document))
    else:
        output.write("".join(f"{safe(line)}\n" for line in trust_lines(document)))
    return GOOD
