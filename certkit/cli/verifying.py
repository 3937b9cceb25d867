"""What ``certkit verify`` does: every document is verified in a process of its own, on all cores if there are many."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple, NoReturn, TypeVar

from certkit.cli import output
from certkit.cli.errors import FINDINGS, GOOD, USAGE, report
from certkit.cli.workers import Limits, Stopped, work_on
from certkit.errors import CertkitError
from certkit.files.read import STDIN, STDIN_SOURCE, read_file, source_of
from certkit.trust.network import WHOLE
from certkit.verification import steps as limits
from certkit.verification.contents import read_payload
from certkit.verification.links import Standing, stands_on, to_judge, with_links
from certkit.verification.model import StepName, Verdict, Verification, sentence, verification_document
from certkit.verification.steps import Failed, Steps
from certkit.verification.structure import open_parts
from certkit.verification.verify import Request, verify_document

PATIENCE = 10
"""Seconds without an answer, for fetching a revocation list."""


class Options(NamedTuple):
    """How to verify, as the command line says it. ``at`` is a time in ISO 8601, None for now."""

    trust: str | None = None
    at: str | None = None
    offline: bool = False
    evidence: str | None = None


class Job(NamedTuple):
    """What a process is asked to do.

    Attributes:
        files: the document; or, to judge a certificate anew, it and the documents that it refers to.
        content: of standard input, if it is one of them.
        whole: give the data, too.
        digests: of the files, when they were verified; empty to verify.
    """

    files: tuple[str, ...]
    options: Options
    content: bytes | None = None
    whole: bool = False
    digests: tuple[str, ...] = ()


Answer = Verification | CertkitError | str
Shared = TypeVar("Shared", bound=Hashable)


def verify(
    documents: Sequence[str], options: Options, form: str, *, steps: bool | None, rehearsal: bool, color: str
) -> int:
    """Verify the documents, write what was found, and give the exit code."""
    at = moment_of(options.at)
    fixed = options._replace(at=at.isoformat())
    _request(fixed)  # a mistake in the options is one mistake, not one for each document
    names = _expanded(documents)
    content = _standard_input(names)
    verifications, unreadable = _verify_all(names, fixed, content)
    verifications = with_links(verifications, _standing(verifications, fixed, content))
    if form == "json":
        from certkit.formats.json_document import write_document

        output.write(write_document(verification_document(verifications, unreadable, at)))
    else:
        from certkit.verification.write_text import write_verifications_text

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
    fixed = options._replace(at=moment_of(options.at).isoformat())
    _request(fixed)
    job = Job((name,), fixed, _standard_input([name]), whole=True)
    ((_, answer),) = work_on([job], _work, _limits(fixed), 1)
    found = _outcome(job, answer)
    if isinstance(found, CertkitError):
        raise found
    return found


def verified_here(name: str, options: Options) -> Verification:
    """The same in this process, without its limits: for programs that call certkit.

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


def _verify_all(
    names: Sequence[str], options: Options, content: bytes | None
) -> tuple[list[Verification], list[CertkitError]]:
    """Each document alone, and what cannot be read, both in the order of their names."""
    jobs = [Job((name,), options, content if name == STDIN else None) for name in names]
    found: list[Verification | CertkitError | None] = [None] * len(jobs)
    equal: dict[Hashable, Any] = {}
    with output.progress("verifying", len(jobs)) as advance:
        for number, answer in work_on(jobs, _work, _limits(options), os.cpu_count() or 1):
            outcome = _outcome(jobs[number], answer)
            found[number] = _sharing(outcome, equal) if isinstance(outcome, Verification) else outcome
            advance()
    verifications = [one for one in found if isinstance(one, Verification)]
    return verifications, [one for one in found if isinstance(one, CertkitError)]


def _standing(verifications: Sequence[Verification], options: Options, content: bytes | None) -> Standing:
    """Whether certificates could have been issued on the documents that they name, each judged anew."""
    jobs = [
        Job(tuple(map(_name, documents)), options, content, digests=tuple(one.sha256 for one in documents))
        for documents in ((found, *others) for found, others in to_judge(verifications))
    ]
    reasons: dict[str, str] = {}
    for number, answer in work_on(jobs, _work, _limits(options), os.cpu_count() or 1):
        stopped = isinstance(answer, Stopped)
        reasons[jobs[number].digests[0]] = _stopped(answer).message if stopped else str(answer)  # type: ignore[arg-type]
    return lambda found, _: reasons[found.sha256]


def _name(found: Verification) -> str:
    return STDIN if found.file == STDIN_SOURCE else found.file


def _limits(options: Options) -> Limits:
    network = 0 if options.offline else 3 * WHOLE * PATIENCE
    return Limits(limits.SECONDS, limits.SECONDS + limits.WAITING + network, limits.MEMORY)


def _work(job: Job, begin: Callable[[int], None]) -> Answer:
    """What is done in another process."""
    if job.digests:
        return _judged(job)
    (name,) = job.files
    try:
        content = job.content if job.content is not None else read_file(name, sys.stdin.buffer)
    except CertkitError as error:
        return error
    request = _request(job.options)._replace(watch=lambda step: begin(list(StepName).index(step) + 1))
    found = verify_document(content, source_of(name), request)
    return found if job.whole else replace(found, document=None, payload=b"")


def _judged(job: Job) -> str:
    """Why a certificate could not have been issued on the documents that it names."""
    found = []
    for name, digest in zip(job.files, job.digests, strict=True):
        try:
            content = job.content if name == STDIN and job.content is not None else read_file(name, sys.stdin.buffer)
        except CertkitError as error:
            return f"{name} cannot be read again: {error.message}"
        if hashlib.sha256(content).hexdigest() != digest:
            return f"{name} has been changed while it was verified"
        document, _ = read_payload(open_parts(content)[0].payload)
        found.append(
            Verification(
                file=name,
                sha256=digest,
                at=datetime.now(UTC),
                steps=(),
                verdict=Verdict.VERIFIED,
                signer=None,
                attested=None,
                document=document,
            )
        )
    return stands_on(found[0], found[1:])


def _sharing(found: Verification, equal: dict[Hashable, Any]) -> Verification:
    """The same verification; a part that an earlier one has too is kept once, so that thousands take little memory."""

    def one(part: Shared) -> Shared:
        shared: Shared = equal.setdefault(part, part)
        return shared

    steps = tuple(one(step) for step in found.steps)
    return replace(found, at=one(found.at), steps=steps, signer=one(found.signer))


def _outcome(job: Job, answer: Answer | Stopped) -> Verification | CertkitError:
    """What came of a document. One whose verification was stopped is not verified."""
    if not isinstance(answer, Stopped):
        assert not isinstance(answer, str)
        return answer
    (name,) = job.files
    try:
        content = job.content if job.content is not None else read_file(name, sys.stdin.buffer)
    except CertkitError as error:
        return error
    steps = Steps()

    def fail() -> NoReturn:
        raise _stopped(answer)

    steps.take(StepName.FILE, fail)
    for step in list(StepName)[1:]:
        steps.take(step, fail, None)
    digest = hashlib.sha256(content).hexdigest()
    return Verification(
        file=source_of(name),
        sha256=digest,
        at=moment_of(job.options.at),
        steps=steps.done,
        verdict=Verdict.NOT_VERIFIED,
        signer=None,
        attested=None,
    )


def _stopped(stopped: Stopped) -> Failed:
    """Why the verification of a document did not come to its end."""
    if stopped.too_long:
        reason = sentence("step.seconds", seconds=limits.SECONDS)
    else:
        reason = sentence("step.died", signal=stopped.signal or "without a signal")
    if not stopped.step:
        return Failed("step.stopped-early", reason=reason)
    name = list(StepName)[stopped.step - 1].value
    return Failed("step.stopped", number=stopped.step, name=name, reason=reason)


def _standard_input(names: Sequence[str]) -> bytes | None:
    """The bytes of standard input, if it is among the names: a process of its own cannot read it.

    Raises:
        CertkitError: it is named twice, or cannot be read.
    """
    times = sum(name == STDIN for name in names)
    if times > 1:
        raise CertkitError(f"standard input (-) can be read once, and is named {times} times", hint="name it once")
    return read_file(STDIN, sys.stdin.buffer) if times else None


@cache
def _request(options: Options) -> Request:
    from certkit.trust.roles import shipped_policy
    from certkit.trust.store import load_trust, official_trust

    return Request(
        trust=load_trust(options.trust) if options.trust is not None else official_trust(),
        policy=shipped_policy(),
        at=moment_of(options.at),
        evidence=options.evidence,
        fetch=None if options.offline else _fetch,
    )


def _fetch(address: str) -> bytes:
    """A revocation list; an address that gives none is asked only once."""
    found = _answer(address)
    if isinstance(found, CertkitError):
        raise found
    return found


@cache
def _answer(address: str) -> bytes | CertkitError:
    from certkit.trust.network import NoAnswer, fetch

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
