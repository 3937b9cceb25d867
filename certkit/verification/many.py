"""Verify many documents, each in a process of its own and within limits, on all cores.

A document that never ends, or that kills its process, stops its own verification and nothing else.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Hashable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, NoReturn, TypeVar

from certkit.errors import CertkitError
from certkit.files.read import STDIN, STDIN_SOURCE, read_file, source_of
from certkit.trust.network import WHOLE, NoAnswer, fetch
from certkit.trust.roles import shipped_policy
from certkit.trust.store import check_anybody_is_trusted, load_trust, official_trust
from certkit.verification import steps as limits
from certkit.verification.contents import read_payload
from certkit.verification.links import Standing, stands_on, to_judge, with_links
from certkit.verification.model import StepName, Verdict, Verification, sentence
from certkit.verification.steps import Failed, Steps
from certkit.verification.structure import open_parts
from certkit.verification.verify import Request, verify_document
from certkit.verification.workers import Limits, Stopped, work_on

PATIENCE = 10
"""Seconds to wait for the answer of a server that has a revocation list."""
Progress = Callable[[str, int], AbstractContextManager[Callable[[], None]]]
"""Shows progress: is given what is done and how many times, gives the function to call after each."""


class Options(NamedTuple):
    """How to verify.

    Attributes:
        at: verify as of this time.
        trust: the folder of the trust store; None for the one that comes with certkit.
        offline: fetch no revocation lists.
        evidence: the folder of the dossier to compare the documents with, if any.
    """

    at: datetime
    trust: str | None = None
    offline: bool = False
    evidence: str | None = None


class Job(NamedTuple):
    """What a process is asked to do.

    Attributes:
        files: the document to verify; or a certificate to judge again, and the documents that it refers to.
        content: the bytes of standard input, if it is one of the files.
        whole: keep the data in the verification.
        digests: the digests of the files when they were verified; empty for a document to verify.
    """

    files: tuple[str, ...]
    options: Options
    content: bytes | None = None
    whole: bool = False
    digests: tuple[str, ...] = ()


Answer = Verification | CertkitError | str
Shared = TypeVar("Shared", bound=Hashable)


def verify_many(
    names: Sequence[str], options: Options, stdin: BinaryIO, progress: Progress
) -> tuple[list[Verification], list[CertkitError]]:
    """The verifications of documents and of the PDFs in folders, and the errors of those that cannot be read.

    Documents that refer to each other are compared. Both lists have the order of the names.

    Raises:
        CertkitError: an option is wrong, a folder has no PDF, or standard input is named twice.
    """
    request_of(options)  # a mistake in the options is one mistake, not one for each document
    files = _with_folders(names)
    content = _standard_input(files, stdin)
    verifications, unreadable = verify_each(files, options, content, progress)
    return with_links(verifications, _standing(verifications, options, content)), unreadable


def verify_one(name: str, options: Options, stdin: BinaryIO) -> Verification:
    """The verification of one document, for a command that builds on it.

    Its data is None unless the document is verified, or belongs to a rehearsal.

    Raises:
        CertkitError: the document cannot be read, or an option is wrong.
    """
    request_of(options)
    job = Job((name,), options, _standard_input([name], stdin), whole=True)
    ((_, answer),) = work_on([job], _work, _limits(options), 1)
    verification = _outcome(job, answer)
    if isinstance(verification, CertkitError):
        raise verification
    return verification


def verify_each(
    names: Sequence[str], options: Options, content: bytes | None, progress: Progress
) -> tuple[list[Verification], list[CertkitError]]:
    """The same without comparing the documents; ``content`` is that of standard input, if it is among the names."""
    jobs = [Job((name,), options, content if name == STDIN else None) for name in names]
    outcomes: list[Verification | CertkitError | None] = [None] * len(jobs)
    equal: dict[Hashable, Any] = {}
    with progress("verifying", len(jobs)) as advance:
        for number, answer in work_on(jobs, _work, _limits(options), os.cpu_count() or 1):
            outcome = _outcome(jobs[number], answer)
            outcomes[number] = _sharing(outcome, equal) if isinstance(outcome, Verification) else outcome
            advance()
    verifications = [outcome for outcome in outcomes if isinstance(outcome, Verification)]
    return verifications, [outcome for outcome in outcomes if isinstance(outcome, CertkitError)]


def _standing(verifications: Sequence[Verification], options: Options, content: bytes | None) -> Standing:
    """Whether each certificate could have been issued on the documents that it names, judged again from their data."""
    jobs = [
        Job(tuple(map(_name, documents)), options, content, digests=tuple(document.sha256 for document in documents))
        for documents in ((certificate, *others) for certificate, others in to_judge(verifications))
    ]
    reasons: dict[str, str] = {}
    for number, answer in work_on(jobs, _work, _limits(options), os.cpu_count() or 1):
        stopped = isinstance(answer, Stopped)
        reasons[jobs[number].digests[0]] = _stopped(answer).message if stopped else str(answer)  # type: ignore[arg-type]
    return lambda certificate, _: reasons[certificate.sha256]


def _name(verification: Verification) -> str:
    return STDIN if verification.file == STDIN_SOURCE else verification.file


def _limits(options: Options) -> Limits:
    network = 0 if options.offline else 3 * WHOLE * PATIENCE
    return Limits(limits.SECONDS, limits.SECONDS + limits.WAITING + network, limits.MEMORY)


def _work(job: Job, begin: Callable[[int], None]) -> Answer:
    """Do a job, in another process."""
    if job.digests:
        return _judged(job)
    (name,) = job.files
    try:
        content = _content(job, name)
    except CertkitError as error:
        return error
    request = request_of(job.options)._replace(watch=lambda step: begin(list(StepName).index(step) + 1))
    verification = verify_document(content, source_of(name), request)
    return verification if job.whole else replace(verification, document=None, payload=b"")


def _judged(job: Job) -> str:
    """Why a certificate could not have been issued on the documents that it names; empty if it could."""
    verifications = []
    for name, digest in zip(job.files, job.digests, strict=True):
        try:
            content = _content(job, name)
        except CertkitError as error:
            return f"{name} cannot be read again: {error.message}"
        if hashlib.sha256(content).hexdigest() != digest:
            return f"{name} has been changed while it was verified"
        document, _ = read_payload(open_parts(content)[0].payload)
        verifications.append(
            Verification(
                file=name,
                sha256=digest,
                at=job.options.at,
                steps=(),
                verdict=Verdict.VERIFIED,
                signer=None,
                attested=None,
                document=document,
            )
        )
    return stands_on(verifications[0], verifications[1:])


def _sharing(verification: Verification, equal: dict[Hashable, Any]) -> Verification:
    """The same verification, which shares equal parts with earlier ones, so that thousands take little memory."""

    def share(part: Shared) -> Shared:
        shared: Shared = equal.setdefault(part, part)
        return shared

    steps = tuple(share(step) for step in verification.steps)
    return replace(verification, at=share(verification.at), steps=steps, signer=share(verification.signer))


def _outcome(job: Job, answer: Answer | Stopped) -> Verification | CertkitError:
    """The outcome for a document. A document whose verification was stopped is not verified."""
    if not isinstance(answer, Stopped):
        assert not isinstance(answer, str)
        return answer
    (name,) = job.files
    try:
        content = _content(job, name)
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
        at=job.options.at,
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


def _content(job: Job, name: str) -> bytes:
    """The bytes of a file of a job; those of standard input come with the job, since a process cannot read them."""
    return read_file(name, BytesIO(job.content or b""))


def _standard_input(names: Sequence[str], stdin: BinaryIO) -> bytes | None:
    """The bytes of standard input, if it is among the names.

    Raises:
        CertkitError: it is named twice, or cannot be read.
    """
    count = names.count(STDIN)
    if count > 1:
        raise CertkitError(f"standard input (-) is named {count} times", hint="name it once")
    return read_file(STDIN, stdin) if count else None


@cache
def request_of(options: Options) -> Request:
    """What the options ask for, with the trust store loaded.

    Raises:
        CertkitError: the trust store cannot be read, or has no root.
    """
    trust = load_trust(options.trust) if options.trust is not None else official_trust()
    check_anybody_is_trusted(trust)
    return Request(
        trust=trust,
        policy=shipped_policy(),
        at=options.at,
        evidence=options.evidence,
        fetch=None if options.offline else _fetch,
    )


def _fetch(address: str) -> bytes:
    """A revocation list. An address that gives none is asked only once.

    Raises:
        CertkitError: there is no list.
    """
    answer = _answer(address)
    if isinstance(answer, CertkitError):
        raise answer
    return answer


@cache
def _answer(address: str) -> bytes | CertkitError:
    try:
        return fetch(address, timeout=PATIENCE)
    except NoAnswer as error:
        return error


def _with_folders(names: Sequence[str]) -> list[str]:
    """The names, with the PDFs in each folder in place of the folder.

    Raises:
        CertkitError: a folder has no PDF.
    """
    files: list[str] = []
    for name in names:
        path = Path(name)
        if name == STDIN or not path.is_dir():
            files.append(name)
            continue
        inside = sorted(str(file) for file in path.rglob("*") if file.suffix.lower() == ".pdf" and file.is_file())
        if not inside:
            raise CertkitError("there is no PDF in the folder", file=name)
        files += inside
    return files
