"""Documents that were verified together, each compared with those that it refers to.

What a document refers to is settled before the document itself, so that nothing stays good on what the same call finds
bad. Nothing is good by way of a circle. Two documents that one issuer gives the same id contradict each other if they
have other data: then neither is good.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from certkit.text.sentence import Sentence
from certkit.verification.contents import check_links, check_standing, names_of
from certkit.verification.model import OPTIONAL_STEPS, StepName, Verdict, Verification
from certkit.verification.steps import Failed, NotChecked, Steps

Standing = Callable[[Verification, Sequence[Verification]], str]
"""Why a certificate could not have been issued on the documents that it names; empty if it could."""


def with_links(verifications: Sequence[Verification], standing: Standing | None = None) -> list[Verification]:
    """The same verifications, each compared with the documents that its document refers to.

    Args:
        standing: for documents whose data is not kept. By default the documents' own data is judged again.
    """
    settled: dict[str, Verification] = {}
    contradictions = _contradictions(verifications)
    open_: dict[str, list[int]] = {}
    for number, verification in enumerate(verifications):
        open_.setdefault(verification.sha256, []).append(number)
    results = list(verifications)
    while open_:
        # Only documents whose own references are settled; if none is left, the rest refer to each other in a circle.
        ready = [digest for digest in open_ if not _needs(verifications[open_[digest][0]], open_)]
        circle = not ready
        for digest in ready or list(open_):
            for number in open_.pop(digest):
                verification = verifications[number]
                why = Failed("links.circle") if circle else contradictions.get(digest)
                results[number] = _settle(verification, settled, why, standing or stands_on)
                settled[digest] = _worse(settled.get(digest), results[number])
    return results


def to_judge(verifications: Sequence[Verification]) -> Iterator[tuple[Verification, tuple[Verification, ...]]]:
    """Each document all of whose documents are given, with them: those that ``standing`` is asked about."""
    given = {verification.sha256: verification for verification in verifications if verification.attested is not None}
    for digest, verification in given.items():
        links = verification.attested.links if verification.attested is not None else ()
        if links and all(link["sha256"] in given for link in links):
            yield given[digest], tuple(given[link["sha256"]] for link in links)


def stands_on(verification: Verification, others: Sequence[Verification]) -> str:
    """As :data:`Standing`, from the data of the documents."""
    assert verification.document is not None
    there = {other.sha256: other.document for other in others if other.document is not None}
    try:
        check_standing(verification.document, there)
    except Failed as failed:
        return str(failed)
    return ""


def _needs(verification: Verification, open_: Mapping[str, object]) -> bool:
    links = verification.attested.links if verification.attested is not None else ()
    return any(link["sha256"] in open_ for link in links)


def _settle(
    verification: Verification, settled: Mapping[str, Verification], why: Failed | None, standing: Standing
) -> Verification:
    attested = verification.attested
    if attested is None:
        return verification
    steps = Steps(verification.steps)

    def check() -> tuple[bool, Sentence]:
        if why is not None:
            raise why
        known = [settled[link["sha256"]] for link in attested.links if link["sha256"] in settled]
        others = [other for other in known if other.verdict is not Verdict.NOT_DERIVED]
        given = {other.sha256: other.attested.payload_sha256 if other.attested else None for other in others}
        lacking = [link for link in attested.links if link["sha256"] in settled and link["sha256"] not in given]
        try:
            result = check_links(attested.links, given)
        except NotChecked:
            if lacking:
                raise NotChecked("links.not-derived", names=names_of(lacking)) from None
            raise
        reason = standing(verification, others) if others else ""
        if reason:
            raise Failed("links.refused", reason=str(reason))
        return result

    steps.take(StepName.LINKS, check)
    verdict = steps.verdict(rehearsal=verification.verdict is Verdict.REHEARSAL, optional=OPTIONAL_STEPS)
    if verdict is Verdict.NOT_VERIFIED:
        return replace(verification, steps=steps.done, verdict=verdict, document=None, payload=b"", attested=None)
    return replace(verification, steps=steps.done)


def _worse(first: Verification | None, second: Verification) -> Verification:
    """Of two verifications of the same file the one that is not good, if there is one."""
    return second if first is None or second.attested is None else first


class _Name(NamedTuple):
    """What has to be unique: an id at its issuer. A rehearsal says nothing of what is official."""

    verdict: Verdict
    issuer: str
    id: str


_Reference = tuple[Verdict, str, str]
"""Verdict, kind and id: as a document refers to another, whose issuer it does not name."""


def _contradictions(verifications: Sequence[Verification]) -> dict[str, Failed]:
    """SHA-256 of each document that another one contradicts -> how."""
    named: dict[_Name, dict[str, Verification]] = {}
    of_name: dict[_Reference, list[Verification]] = {}
    for verification in verifications:
        if verification.attested is not None:
            name = _Name(verification.verdict, verification.attested.issuer, verification.attested.id)
            if (
                named.setdefault(name, {}).setdefault(verification.attested.payload_sha256, verification)
                is verification
            ):
                of_name.setdefault(
                    (verification.verdict, verification.attested.kind, verification.attested.id), []
                ).append(verification)
    contradicted: dict[str, Failed] = {}
    for verification in verifications:
        if verification.attested is None:
            continue
        same = named[_Name(verification.verdict, verification.attested.issuer, verification.attested.id)]
        other = next((one for digest, one in same.items() if digest != verification.attested.payload_sha256), None)
        if other is not None:
            contradicted[verification.sha256] = Failed("links.same-id", file=other.file, id=verification.attested.id)
        elif (why := _another_of_its_names(verification, of_name)) is not None:
            contradicted[verification.sha256] = why
    return contradicted


def _another_of_its_names(
    verification: Verification, of_name: Mapping[_Reference, Sequence[Verification]]
) -> Failed | None:
    """How a document that is given has the kind and id of one that is referred to, and is not that one."""
    assert verification.attested is not None
    for link in verification.attested.links:
        kind = "certificate" if link["relation"] == "representative certificate" else link["relation"]
        for other in of_name.get((verification.verdict, kind, link["id"]), ()):
            assert other.attested is not None
            if other.attested.payload_sha256 != link["payload_sha256"]:
                return Failed("links.same-reference", file=other.file, id=link["id"], relation=link["relation"])
    return None
