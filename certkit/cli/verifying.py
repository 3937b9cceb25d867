"""What ``certkit verify`` does: every document is verified, on all cores if there are many."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple

from certkit.cli import output
from certkit.cli.errors import FINDINGS, GOOD, USAGE, report
from certkit.errors import CertkitError
from certkit.model.verification import Verdict, Verification
from certkit.readers.files import read_file, source_of
from certkit.verification import Request, verify_document, with_links

MANY = 6
"""From so many documents on, other processes help."""
PATIENCE = 10
"""Seconds without an answer, for fetching a revocation list."""


class Options(NamedTuple):
    """How to verify, as the command line says it. ``at`` is a time in ISO 8601, None for now."""

    trust: str | None = None
    at: str | None = None
    offline: bool = False
    evidence: str | None = None


def verify(
    documents: Sequence[str], options: Options, form: str, *, steps: bool | None, rehearsal: bool, color: str
) -> int:
    """Verify the documents, write what was found, and give the exit code."""
    at = moment_of(options.at)
    fixed = options._replace(at=at.isoformat())
    _request(fixed)  # a mistake in the options is one mistake, not one for each document
    names = _expanded(documents)
    verifications: list[Verification] = []
    unreadable: list[CertkitError] = []
    for found in _all(names, fixed):
        (unreadable if isinstance(found, CertkitError) else verifications).append(found)  # type: ignore[arg-type]
    verifications = with_links(verifications)
    if form == "json":
        from certkit.writers.verification_json import write_verifications_json

        output.write(write_verifications_json(verifications, unreadable, at))
    else:
        from certkit.writers.verification_text import write_verifications_text

        ink, width = output.ink(color), output.text_width()
        output.write(
            write_verifications_text(verifications, unreadable=len(unreadable), steps=steps, ink=ink, width=width)
        )
    if unreadable:
        sys.stdout.flush()
        for error in unreadable:
            report(error)
        return USAGE
    good = {Verdict.VERIFIED, Verdict.REHEARSAL} if rehearsal else {Verdict.VERIFIED}
    return GOOD if all(one.verdict in good for one in verifications) else FINDINGS


def verified(name: str, options: Options) -> Verification:
    """One document, for commands that build on it. Its payload is None unless it is verified, or a rehearsal's.

    Raises:
        CertkitError: it cannot be read.
    """
    content = read_file(name, sys.stdin.buffer)
    return verify_document(content, source_of(name), _request(options._replace(at=moment_of(options.at).isoformat())))


def moment_of(text: str | None) -> datetime:
    """A time as a person writes it; without a time zone it is UTC.

    Raises:
        CertkitError: it is none.
    """
    if text is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CertkitError(f"{text!r} is no time", hint="write it as 2026-03-01 or 2026-03-01T12:00:00Z") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _all(names: Sequence[str], options: Options) -> Iterator[Verification | CertkitError]:
    cores = os.cpu_count() or 1
    if len(names) < MANY or cores == 1:
        yield from (_one(name, options) for name in names)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(min(cores, len(names))) as pool:
        yield from pool.map(_one, names, [options] * len(names), chunksize=4)


def _one(name: str, options: Options) -> Verification | CertkitError:
    try:
        content = read_file(name, sys.stdin.buffer)
    except CertkitError as error:
        return error
    return verify_document(content, source_of(name), _request(options))


@cache
def _request(options: Options) -> Request:
    from certkit.sealing.roles import shipped_policy
    from certkit.sealing.trust import load_trust, official_trust

    return Request(
        trust=load_trust(options.trust) if options.trust is not None else official_trust(),
        policy=shipped_policy(),
        at=moment_of(options.at),
        evidence=options.evidence,
        fetch=None if options.offline else _fetch,
    )


def _fetch(address: str) -> bytes:
    """A revocation list; OSError if it cannot be had, which is tried once alone."""
    found = _answer(address)
    if isinstance(found, CertkitError):
        raise OSError(found.message)
    return found


@cache
def _answer(address: str) -> bytes | CertkitError:
    from certkit.sealing.network import NoAnswer, fetch

    try:
        return fetch(address, timeout=PATIENCE)
    except NoAnswer as error:
        return error


def _expanded(names: Sequence[str]) -> list[str]:
    """Folders become the PDFs in them."""
    from pathlib import Path

    found: list[str] = []
    for name in names:
        path = Path(name)
        if name != "-" and path.is_dir():
            inside = sorted(str(one) for one in path.rglob("*") if one.suffix.lower() == ".pdf" and one.is_file())
            if not inside:
                raise CertkitError("there is no PDF in the folder", file=name)
            found += inside
        else:
            found.append(name)
    return found
