"""``certkit extract``: the data of a verified document."""

from __future__ import annotations

from typing import Annotated

import typer

from certkit.cli.options import ForceOption


def extract(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="A sealed declaration, report or certificate.")],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.", show_default=False)
    ] = "-",
    trust: Annotated[
        str,
        typer.Option("--trust", metavar="DIR", help="Roots and revocation lists to be believed.", show_default=False),
    ] = "",
    at: Annotated[
        str, typer.Option("--at", metavar="TIME", help="Verify as of this time (ISO 8601).", show_default=False)
    ] = "",
    offline: Annotated[bool, typer.Option("--offline", help="Fetch no revocation lists.")] = False,
    rehearsal: Annotated[
        bool, typer.Option("--rehearsal", help="Also give the data of a rehearsal's document.")
    ] = False,
    unverified: Annotated[
        bool, typer.Option("--unverified", help="Give the data though nobody knows whether any of it is true.")
    ] = False,
    force: ForceOption = False,
) -> int:
    """Give the data of a sealed document that is verified.

    Byte for byte as it was attached. The exit code is 1, and nothing is written, if the document is not verified. The
    data of a document that is not verified is given with --unverified alone, and a warning.

    \b
    Examples:
      certkit extract certificate.pdf -o certificate.json
    """  # noqa: D301
    from certkit.cli.errors import FINDINGS, GOOD, say
    from certkit.text.terminal import safe

    if unverified:
        content = _unverified(document)
        say(f"{safe(document)}: NOT VERIFIED: nobody knows whether any of this data is true")
        _give(output, content, force=force)
        return GOOD
    from certkit.cli.verifying import Options, verified
    from certkit.verification.model import Verdict

    found = verified(document, Options(trust=trust or None, at=at or None, offline=offline))
    if found.verdict is Verdict.NOT_DERIVED:
        lacks = found.lacks[0].message
        say(f"{safe(document)}: signed and intact, but not derived again here, so its data is not given: {safe(lacks)}")
        return FINDINGS
    if found.verdict is Verdict.NOT_VERIFIED or found.document is None:
        say(f"{safe(document)}: not verified, so its data is not given (certkit verify says why)")
        return FINDINGS
    if found.verdict is Verdict.REHEARSAL and not rehearsal:
        say(f"{safe(document)}: REHEARSAL, worth nothing outside one (--rehearsal gives its data)")
        return FINDINGS
    _give(output, found.payload, force=force)
    return GOOD


def _give(name: str, content: bytes, *, force: bool) -> None:
    """Byte for byte; on a terminal the same JSON, with what would steer it escaped."""
    import sys

    from certkit.cli import output
    from certkit.formats.json_text import printable_json

    if name == "-" and sys.stdout.isatty():
        content = printable_json(content.decode("utf-8", "replace")).encode() + b"\n"
    output.save(name, content, force=force)


def _unverified(name: str) -> bytes:
    """What is attached; looked at only as far as it takes to open it without harm."""
    import sys

    from certkit.errors import UnreadableFile
    from certkit.files.read import read_file, source_of
    from certkit.verification.structure import open_parts

    content = read_file(name, sys.stdin.buffer)
    try:
        parts, _ = open_parts(content)
    except Exception as error:  # a file that is not as it should be can fail anywhere
        raise UnreadableFile(f"its data cannot be taken out: {error}", file=source_of(name)) from None
    return parts.payload
