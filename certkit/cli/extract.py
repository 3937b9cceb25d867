"""``certkit extract``: the data of a verified document."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from certkit.cli.errors import FINDINGS, GOOD, print_error
from certkit.cli.formats import check_ending
from certkit.cli.options import AtOption, ForceOption, OfflineOption, OutputOption, TrustOption, time_of, trust_of
from certkit.cli.output import save_and_report
from certkit.errors import UnreadableFile
from certkit.files.read import read_file, source_of
from certkit.formats.json_text import printable_json
from certkit.loading import load
from certkit.text.terminal import safe
from certkit.verification.model import Verdict


def extract(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="A signed declaration, report or certificate.")],
    output: OutputOption = "-",
    trust: TrustOption = None,
    at: AtOption = None,
    offline: OfflineOption = False,
    rehearsal: Annotated[bool, typer.Option("--rehearsal", help="Extract data of rehearsal documents too.")] = False,
    unverified: Annotated[
        bool, typer.Option("--unverified", help="Extract the data without verification: any of it may be false.")
    ] = False,
    force: ForceOption = False,
) -> int:
    """Extract the data of a verified document.

    The data is written byte for byte as it is attached. If the document is not verified, nothing is written and the
    exit code is 1, unless you use --unverified.

    \b
    Examples:
      certkit extract certificate.pdf -o certificate.json
    """  # noqa: D301
    check_ending(output, (".json",))
    name = safe(document)
    if unverified:
        content = _unverified(document)
        print_error(f"{name}: NOT VERIFIED: any of this data may be false")
        write_data(output, content, force=force)
        return GOOD
    options = load("certkit.verification.many:Options")(time_of(at), trust_of(trust), offline)
    verification = load("certkit.verification.many:verify_one")(document, options, sys.stdin.buffer)
    if verification.verdict is Verdict.NOT_DERIVED:
        reason = safe(verification.lacks[0].message)
        print_error(f"{name}: signed and intact, but not derived again here, so its data is not extracted: {reason}")
        return FINDINGS
    if verification.verdict is Verdict.NOT_VERIFIED or verification.document is None:
        print_error(f"{name}: not verified, so its data is not extracted (run `certkit verify {name}`)")
        return FINDINGS
    if verification.verdict is Verdict.REHEARSAL and not rehearsal:
        print_error(f"{name}: REHEARSAL: this is not an official document (use --rehearsal to extract its data)")
        return FINDINGS
    write_data(output, verification.payload, force=force)
    return GOOD


def write_data(output: str, content: bytes, *, force: bool) -> None:
    """Write the data byte for byte; to a terminal as the same JSON with its control characters escaped."""
    if output == "-" and sys.stdout.isatty():
        content = printable_json(content.decode("utf-8", "replace")).encode() + b"\n"
    save_and_report(output, content, force=force)


def _unverified(name: str) -> bytes:
    """The attached data, without any check but those that opening the file safely needs."""
    content = read_file(name, sys.stdin.buffer)
    try:
        parts, _ = load("certkit.verification.structure:open_parts")(content)
    except Exception as error:  # a malformed file can fail anywhere
        raise UnreadableFile(f"its data cannot be extracted: {error}", file=source_of(name)) from None
    payload: bytes = parts.payload
    return payload
