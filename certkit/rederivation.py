"""Making an attestation's conclusions again from the evidence it carries, and naming every difference.

The edition is pinned by its digest and its readings. Where another one is installed nothing is said at all: that an
attestation cannot be made again here is an error, never an empty list. Nothing here reads a file but the edition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from certkit.assessment import assess
from certkit.attestation import ID
from certkit.attestation.conditions import refusals
from certkit.attestation.derived import addressees, derive, title
from certkit.attestation.judged import Judged
from certkit.errors import CertkitError, Contradiction, UnknownName
from certkit.evidence import evidence_of
from certkit.model.attestation import KINDS, Kind
from certkit.model.canonical import canonical_json
from certkit.readers.attestation_evidence import read_evidence
from certkit.rulebook import Rulebook, load_edition, shipped_editions

if TYPE_CHECKING:
    from certkit.model.attestation_documents import AttestationDocument, DerivedDocument, EvidenceDocument

Load: TypeAlias = Callable[[str, Mapping[str, str]], Rulebook]
"""The rulebook of an edition, by its id, under readings: id -> ``taken`` or a letter."""
MOST = 100
"""Differences that are listed; after the last it is said that there are more."""


class NotRederivable(CertkitError):
    """The attestation cannot be made again here: it was made with an edition or readings that are not installed."""


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
        NotRederivable: the edition, its rules or its readings are not those of the attestation.
    """
    try:
        judged = judge(document["evidence"], load, _moment(document["issued_at"]))
    except Contradiction as error:
        return [Difference(error.path, error.what)]
    found = [*_of_kind(document, judged), *_conclusions(document, judged)]
    return found if len(found) <= MOST else [*found[:MOST], Difference("", f"and {len(found) - MOST} more")]


def judge(evidence: EvidenceDocument, load: Load | None = None, at: datetime | None = None) -> Judged:
    """The evidence with all that follows from it.

    Args:
        at: when it is attested; what is dated later shows nothing. None lets it pass.

    Raises:
        NotRederivable: the edition, its rules or its readings are not those of the evidence.
        Contradiction: the evidence contradicts itself.
    """
    rulebook = pinned(evidence, load)
    found = evidence_of(read_evidence(evidence, rulebook), rulebook, at)
    return Judged(evidence, found, assess(found), rulebook)


def shipped_edition(name: str, readings: Mapping[str, str]) -> Rulebook:
    """An edition that comes with certkit; each is loaded once for the same readings.

    Raises:
        UnknownName: there is none, or not with these readings.
    """
    if name not in shipped_editions():  # a payload must not name a folder
        raise UnknownName(f"there is no edition {name[:100]!r}", hint=f"certkit has {', '.join(shipped_editions())}")
    return _loaded(name, tuple(sorted(readings.items())))


@lru_cache(maxsize=8)
def _loaded(name: str, readings: tuple[tuple[str, str], ...]) -> Rulebook:
    return load_edition(name, dict(readings))


def pinned(evidence: EvidenceDocument, load: Load | None = None) -> Rulebook:
    """The rulebook that the evidence names.

    Raises:
        NotRederivable: it is not here.
    """
    name, digest, readings = evidence["edition"], evidence["rulebook_sha256"], evidence["readings"]
    needs = f"it needs the edition {name[:100]} with the digest {digest[:64]}"
    try:
        rulebook = (load or shipped_edition)(name, readings)
    except UnknownName as error:
        raise NotRederivable(f"this cannot be derived again here: {error.message}", hint=needs) from None
    if rulebook.info.id != name or rulebook.sha256 != digest:
        message = f"this cannot be derived again here: certkit has {rulebook.info.id} with the digest {rulebook.sha256}"
        raise NotRederivable(message, hint=needs)
    selected = {key: reading.selected for key, reading in rulebook.readings.items()}
    if selected != readings:
        raise NotRederivable("this cannot be derived again here: it does not name every reading of the edition")
    return rulebook


def _of_kind(document: AttestationDocument, judged: Judged) -> Iterator[Difference]:
    """What must hold for the kind of the attestation."""
    kind = Kind(document["kind"])
    if document["issuer"]["role"] != KINDS[kind].role:
        yield Difference("issuer.role", f"a {kind.value} is issued by a {KINDS[kind].role}")
    for refusal in refusals(kind, judged):
        yield Difference("kind", f"this may not be attested as a {kind.value}: {refusal}")
    relations = [link["relation"] for link in document["links"]]
    expected = []
    if kind is Kind.CERTIFICATE:
        expected = ["declaration", "representative certificate"] if judged.record.is_declaration else ["report"]
    if relations != expected:
        yield Difference("links", "it stands on other documents than it should", _short(relations), _short(expected))
    if not ID.fullmatch(document["id"]):
        yield Difference("id", "this is no id")
    if _moment(document["issued_at"]) is None:
        yield Difference("issued_at", "this is no time in UTC with whole seconds and Z")


def _moment(text: str) -> datetime | None:
    """When it was issued; None if that is not written as it should be."""
    try:
        moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z")
    except ValueError:
        return None
    return moment if moment.strftime("%Y-%m-%dT%H:%M:%SZ") == text else None


def _conclusions(document: AttestationDocument, judged: Judged) -> Iterator[Difference]:
    kind = Kind(document["kind"])
    yield from differences("title", document["title"], title(kind))
    yield from differences("procedure", document["procedure"], judged.rulebook.info.title)
    yield from differences("addressees", document["addressees"], addressees(kind, judged))
    stated, made = document["derived"], derive(judged)
    if compares_words(document):
        yield from differences("derived", stated, made)
    else:
        yield from differences("derived", _decisive(stated), _decisive(made))


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
            yield Difference(path, "it has another number of entries", str(len(stated)), str(len(made)))
        for number, (one, other) in enumerate(zip(stated, made, strict=False)):
            yield from _differences(f"{path}[{number}]", one, other)
    elif type(stated) is not type(made) or stated != made:
        yield Difference(path, "it differs", _short(stated), _short(made))


def compares_words(document: AttestationDocument) -> bool:
    """Whether messages are compared too: only with the certkit that wrote them, since another may word them better."""
    return document["renderer"]["certkit"] == version("certkit")


def _decisive(derived: DerivedDocument) -> dict[str, Any]:
    """What does not depend on how certkit puts it: everything but the sentences of plan, verdict and extract."""
    worded = {"plan": derived["plan"], "verdict": derived["verdict"], "extract": derived["extract"]}
    return {**derived, **_without_words(worded)}


def _without_words(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_words(below) for key, below in value.items() if key not in _WORDS}
    return [_without_words(entry) for entry in value] if isinstance(value, list) else value


_WORDS = frozenset({"because", "cite", "description", "hint", "message", "name", "section", "text", "title", "why"})
_NOTHING = object()


def _short(value: object) -> str:
    if value is _NOTHING:
        return "nothing"
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}…"
