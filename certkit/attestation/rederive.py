"""Making an attestation's conclusions again from the evidence it carries, and naming every difference.

The edition is pinned by its release, its digest and its readings. Where this certkit does not have it nothing is said
at all: that an attestation cannot be derived again here is an error, never an empty list. Only the edition is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from importlib.metadata import version
from typing import Any, NamedTuple, TypeAlias

from certkit.attestation.conditions import refusals
from certkit.attestation.kinds import ID, KINDS, Kind
from certkit.attestation.model import Judged
from certkit.attestation.v1.derive import addressees, derive
from certkit.attestation.v1.evidence import read_evidence
from certkit.attestation.v1.model import AttestationDocument, EvidenceDocument
from certkit.edition.files import shipped_editions
from certkit.edition.rulebook import Rulebook, load_edition
from certkit.errors import CertkitError, Contradiction, UnknownName
from certkit.formats.canonical_json import canonical_json, payload_digest
from certkit.verdict.assess import assess
from certkit.verdict.evidence import evidence_of

Load: TypeAlias = Callable[[str, Mapping[str, str], int | None], Rulebook]
"""The rulebook of an edition, by its id, under readings (id -> ``taken`` or a letter), of a release or the newest."""
_EDITION = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,98}[a-z0-9])?")
_JUDGED: dict[tuple[str, datetime | None], Judged] = {}
"""By the digest of the evidence and the time: a certificate and what it is based on have the same evidence."""
_KEPT = 4
MOST = 100
"""Differences that are listed; after the last it is said that there are more."""


class NotRederivable(CertkitError):
    """The attestation cannot be derived again here: this certkit does not have the edition, or not its release."""


class Difference(NamedTuple):
    """Something in an attestation that does not follow from its evidence.

    Attributes:
        path: where in the payload.
        stated: what stands there.
        made: what follows, both as short texts for people; empty for what is not a matter of two values.
        message: what is so.
    """

    path: str
    message: str
    stated: str = ""
    made: str = ""

    def __str__(self) -> str:
        values = f": {self.stated} is stated, {self.made} follows" if self.stated or self.made else ""
        return f"{self.path}: {self.message}{values}"


def rederive(document: AttestationDocument, load: Load | None = None) -> list[Difference]:
    """Everything that does not follow; empty if all of it does.

    Args:
        document: as its schema describes it.
        load: what gives the edition; by default those that come with certkit.

    Raises:
        NotRederivable: this certkit does not have the edition, or not its release.
    """
    try:
        judged = judge(document["evidence"], load, _moment(document["issued_at"]))
    except Contradiction as error:
        return [Difference(error.path, error.what)]
    found = [*_of_kind(document, judged), *_conclusions(document, judged)]
    return found if len(found) <= MOST else [*found[:MOST], Difference("", f"and {len(found) - MOST} more")]


def judge(evidence: EvidenceDocument, load: Load | None = None, at: datetime | None = None) -> Judged:
    """The evidence with all that follows from it. The same evidence is judged once.

    Args:
        at: when it is attested; what is dated later shows nothing. None lets it pass.

    Raises:
        NotRederivable: the edition or its release is not here.
        Contradiction: the evidence contradicts itself or the edition.
    """
    if load is not None:
        return _judge(evidence, load, at)
    key = payload_digest(evidence), at
    if key not in _JUDGED:
        while len(_JUDGED) >= _KEPT:
            del _JUDGED[next(iter(_JUDGED))]
        _JUDGED[key] = _judge(evidence, None, at)
    return _JUDGED[key]


def _judge(evidence: EvidenceDocument, load: Load | None, at: datetime | None) -> Judged:
    rulebook = pinned(evidence, load)
    found = evidence_of(read_evidence(evidence, rulebook), rulebook, at)
    return Judged(evidence, found, assess(found), rulebook)


def shipped_edition(name: str, readings: Mapping[str, str], release: int | None = None) -> Rulebook:
    """An edition that comes with certkit; each release is loaded once for the same readings.

    Raises:
        UnknownName: there is none, or not with this release or these readings.
    """
    if name not in shipped_editions():  # a payload must not name a folder
        raise UnknownName(f"there is no edition {name[:100]!r}", hint=f"certkit has {', '.join(shipped_editions())}")
    selected = sorted((reading, letter) for reading, letter in readings.items() if letter != "taken")
    newest = _loaded(name, (), None)
    if not selected and release in (None, newest.info.release):
        return newest
    return _loaded(name, tuple(selected), None if release == newest.info.release else release)


@lru_cache(maxsize=8)
def _loaded(name: str, readings: tuple[tuple[str, str], ...], release: int | None) -> Rulebook:
    return load_edition(name, dict(readings), release)


def pinned(evidence: EvidenceDocument, load: Load | None = None) -> Rulebook:
    """The rulebook of the release that the evidence names, under its readings.

    Raises:
        NotRederivable: this certkit does not have that edition, or not yet that release of it.
        Contradiction: it has them, and what the evidence says of them is not so.
    """
    name, release, readings = evidence["edition"], evidence["release"], evidence["readings"]
    load = load or shipped_edition
    if not _EDITION.fullmatch(name):
        raise Contradiction("evidence.edition", "this is not the id of an edition")
    try:
        newest = load(name, {}, None)
    except UnknownName:
        raise NotRederivable(f"certkit {_here()} does not have the edition {name}", hint=newer_needed()) from None
    if newest.info.id != name:
        raise Contradiction("evidence.edition", f"that edition is called {newest.info.id}")
    if release > newest.info.release:
        message = f"certkit {_here()} does not have release {release} of the edition {name}"
        raise NotRederivable(message, hint=newer_needed())
    try:
        rulebook = load(name, readings, release)
        selected = {key: reading.selected for key, reading in rulebook.readings.items()}
    except UnknownName as error:
        raise Contradiction("evidence", error.message) from None
    if rulebook.sha256 != evidence["rulebook_sha256"]:
        message = f"release {release} of the edition {name} has the digest {rulebook.sha256}"
        raise Contradiction("evidence.rulebook_sha256", message)
    if selected != readings:
        raise Contradiction("evidence.readings", "it does not name every reading of the edition")
    return rulebook


def _here() -> str:
    return version("certkit")


def newer_needed() -> str:
    """Which certkit has what this one does not."""
    return f"it needs a newer certkit than {_here()}"


def _of_kind(document: AttestationDocument, judged: Judged) -> Iterator[Difference]:
    """What must hold for the kind of the attestation."""
    kind = Kind(document["kind"])
    if document["issuer"]["role"] != KINDS[kind].role:
        yield Difference("issuer.role", f"a {kind.value} is issued by a {KINDS[kind].role}")
    for refusal in refusals(kind, judged):
        yield Difference("kind", f"this may not be attested as a {kind.value}: {refusal}")
    relations = [link["relation"] for link in document["links"]]
    expected: list[str] = []
    if kind is Kind.CERTIFICATE:
        based_on = (Kind.DECLARATION, Kind.CERTIFICATE) if judged.record.is_declaration else (Kind.REPORT,)
        expected = [KINDS[one].relation for one in based_on]
    if relations != expected:
        yield Difference(
            "links", "it is based on other documents than it should be", _short(relations), _short(expected)
        )
    superseded = [one["id"] for one in document["supersedes"]]
    if superseded and kind is not Kind.CERTIFICATE:
        yield Difference("supersedes", f"a {kind.value} cannot supersede a certificate")
    if len({*superseded, document["id"]}) <= len(superseded):
        yield Difference("supersedes", "a certificate can supersede only other certificates, each of them once")
    for path, ids in (
        ("id", [document["id"]]),
        ("links", [link["id"] for link in document["links"]]),
        ("supersedes", superseded),
    ):
        if not all(map(ID.fullmatch, ids)):
            yield Difference(path, "this is not an id")
    results = {one["file"] for one in document["evidence"]["results"]}
    derivable = [one["results"] for one in document["evidence"]["events"]]
    if len(set(derivable)) < len(derivable) or not results.issuperset(derivable):
        yield Difference("evidence.events", "there are events of results that are not in the evidence")
    if _moment(document["issued_at"]) is None:
        yield Difference("issued_at", "this is not a time in UTC with whole seconds and Z")


def _moment(text: str) -> datetime | None:
    """When it was issued; None if that is not written as it should be."""
    try:
        moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z")
    except ValueError:
        return None
    return moment if moment.strftime("%Y-%m-%dT%H:%M:%SZ") == text else None


def _conclusions(document: AttestationDocument, judged: Judged) -> Iterator[Difference]:
    kind = Kind(document["kind"])
    yield from differences("procedure", document["procedure"], judged.rulebook.info.title)
    yield from differences("addressees", document["addressees"], addressees(kind, judged))
    yield from differences("derived", document["derived"], derive(judged))


def differences(path: str, stated: Any, made: Any) -> Iterator[Difference]:
    """Where two JSON values differ, each with its path."""
    if canonical_json(stated) != canonical_json(made):
        yield from _differences(path, stated, made)


def _differences(path: str, stated: Any, made: Any) -> Iterator[Difference]:
    if isinstance(stated, dict) and isinstance(made, dict):
        for key in sorted({*stated, *made}):
            yield from _differences(
                f"{path}.{key}" if path else key, stated.get(key, _NOTHING), made.get(key, _NOTHING)
            )
    elif isinstance(stated, list) and isinstance(made, list):
        if len(stated) != len(made):
            yield Difference(path, "the number of entries differs", str(len(stated)), str(len(made)))
        for number, (one, other) in enumerate(zip(stated, made, strict=False)):
            yield from _differences(f"{path}[{number}]", one, other)
    elif type(stated) is not type(made) or stated != made:
        yield Difference(path, "it differs", _short(stated), _short(made))


_NOTHING = object()


def _short(value: object) -> str:
    if value is _NOTHING:
        return "nothing"
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}…"
