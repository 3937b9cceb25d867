"""From the evidence in an attestation back to the dossier, every part held against the others.

Digests are computed anew, answers go through the domains of the pinned edition, the record is read from its text, and
what the parts say of each other has to agree. What does not is a contradiction, and nothing is derived from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import cast

from certkit.attestation.v1.measurements import read_measurements
from certkit.attestation.v1.model import (
    AcceptedDocument,
    ConfigurationDocument,
    EvidenceDocument,
    EvidenceFileDocument,
    FindingDocument,
    FirmwareDocument,
    NetworkDocument,
    PlaceDocument,
    ResultDocument,
    ResultsDocument,
    StatementDocument,
)
from certkit.attestation.v1.words import words
from certkit.conditions import Value
from certkit.configuration.model import Configuration, Entry
from certkit.edition.domains import Domain, Members, NotInDomain, Settings
from certkit.edition.rulebook import Rulebook
from certkit.errors import CertkitError, Contradiction
from certkit.finding import Finding, Place, Related, Severity
from certkit.firmware.model import ALGORITHMS, DEFAULT, Firmware
from certkit.formats.canonical_json import canonical_json
from certkit.formats.raw import Raw
from certkit.network.model import Technology, ToolOutput
from certkit.network.units import tool_name
from certkit.pics.model import Acceptance, Answer, InvalidAnswer, Pics
from certkit.pics.parse import acceptance
from certkit.record.fields import Field
from certkit.record.kinds import FIRST_YEAR, LAST_YEAR
from certkit.record.model import Record, RecordFields
from certkit.record.read_yaml import read_record_yaml
from certkit.results.model import Claim, Origin, Provenance, Result, Results, RunKind, RunVerdict
from certkit.results.names import RunNames, run_names
from certkit.text.secrets import Secret
from certkit.text.sentence import NotASentence, Sentence
from certkit.verdict.dossier import BootVersion, Dossier, DossierFile, Role
from certkit.verdict.read_dossier import held_against, with_network

_UNREADABLE = "the file could not be read or understood"
"""Of a file that showed nothing; why is not attested."""


def read_evidence(document: EvidenceDocument, rulebook: Rulebook) -> Dossier:
    """The dossier.

    Args:
        document: as the schema describes it.
        rulebook: of the edition and the readings that the evidence names.

    Raises:
        Contradiction: the evidence contradicts itself, or the rulebook.
    """
    pics = _statement(document["statement"], rulebook)
    record = _record(document, pics)
    files = tuple(_file(file) for file in document["files"])
    is_station = pics.dut is not None and rulebook.column(pics.dut) in rulebook.info.reset_before
    _expect_files(files, record, left_out=Role.CONFIGURATION if pics.dut is not None and not is_station else None)
    names = run_names(rulebook)
    results = tuple(_results(f"evidence.results[{n}]", one, names) for n, one in enumerate(document["results"]))
    _expect_results(results, files)
    _expect_read("evidence.statement", document["statement"], Role.PICS, files)
    configuration, firmware, measured = document["configuration"], document["firmware"], document["measurements"]
    _expect_read("evidence.configuration", configuration, Role.CONFIGURATION, files)
    _expect_read("evidence.firmware", firmware, Role.FIRMWARE, files)
    _expect_places(document)
    logs = tuple(file for file in files if file.role is Role.LOG)
    if measured is not None and record.is_declaration:
        raise Contradiction("evidence.measurements", "a declaration has no measurements (9.4)")
    network = _network(document, files)
    return Dossier(
        record=with_network(record, files, network),
        files=files,
        pics=pics,
        results=results,
        configuration=_configuration(configuration) if configuration else None,
        firmware=_firmware(firmware, files) if firmware else None,
        measurements=read_measurements(measured, pics, rulebook, logs) if measured else None,
        network=network,
        boots=tuple(_boots(document, logs)),
        log_began=_time("evidence.log_began", document["log_began"]),
        log_ended=_time("evidence.log_ended", document["log_ended"]),
    )


def _expect_places(document: EvidenceDocument) -> None:
    """A place is in the file that its part was read from, so that no other text can be in its stead."""
    parts: dict[str, StatementDocument | ResultsDocument | ConfigurationDocument | FirmwareDocument | None] = {
        "evidence.statement": document["statement"],
        "evidence.configuration": document["configuration"],
        "evidence.firmware": document["firmware"],
        **{f"evidence.results[{n}]": results for n, results in enumerate(document["results"])},
    }
    for path, part in parts.items():
        for place in _places(part):
            name = place.get("file")
            if part is not None and name and name != part["file"] and not name.startswith(f"{part['file']}/"):
                raise Contradiction(path, f"a place is in {name[:60]!r}, not in {part['file']!r}")


def _places(part: object) -> Iterator[PlaceDocument]:
    """All places below a part."""
    below = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for name, one in below:
        if name == "where":
            yield cast("PlaceDocument", one)
        elif isinstance(one, dict | list):
            yield from _places(one)


def _statement(document: StatementDocument, rulebook: Rulebook) -> Pics:
    path, source = "evidence.statement", document["file"]
    answers: dict[str, Answer] = {}
    refused: dict[str, InvalidAnswer] = {}
    blanks: dict[str, Place] = {}
    for number, one in enumerate(document["answers"]):
        where = f"{path}.answers[{number}]"
        _new(where, one["item"], rulebook, answers, refused, blanks)
        value = _value(where, one["answer"], rulebook.items[one["item"]].domain)
        answers[one["item"]] = Answer(value, place_of(one["where"]) or Place())
    for number, kept in enumerate(document["refused"]):
        _new(f"{path}.refused[{number}]", kept["item"], rulebook, answers, refused, blanks)
        refused[kept["item"]] = InvalidAnswer(kept["text"], place_of(kept["where"]) or Place())
    for number, blank in enumerate(document["blanks"]):
        _new(f"{path}.blanks[{number}]", blank["item"], rulebook, answers, refused, blanks)
        blanks[blank["item"]] = place_of(blank["where"]) or Place()
    findings = findings_of(document["findings"])
    accepted = tuple(_accepted(f"{path}.accepted[{number}]", one) for number, one in enumerate(document["accepted"]))
    pics = Pics(rulebook.info.id, source, answers, refused, blanks, findings, accepted)
    if pics.sha256 != document["pics_sha256"]:
        raise Contradiction(f"{path}.pics_sha256", f"the answers have the digest {pics.sha256}")
    return pics


def _accepted(path: str, document: AcceptedDocument) -> Acceptance:
    """An accepted warning, whose texts must be as a reader of a PICS gives them."""
    stated = Acceptance(
        document["code"],
        tuple(document["items"]),
        document["reason"],
        document["name"],
        document["date"],
        place_of(document["where"]) or Place(),
    )
    fields: dict[str, Raw] = {name: getattr(stated, name) for name in ("code", "reason", "name", "date")}
    if acceptance({**fields, "items": list(stated.items)}, stated.place) != stated:
        raise Contradiction(path, "this is not how an accepted warning is read")
    return stated


def _new(
    path: str, item: str, rulebook: Rulebook, *known: dict[str, Answer] | dict[str, InvalidAnswer] | dict[str, Place]
) -> None:
    if item not in rulebook.items:
        raise Contradiction(path, f"the edition has no item {item!r}")
    if any(item in one for one in known):
        raise Contradiction(path, f"the item {item} is there twice")


def _value(path: str, answer: object, domain: Domain) -> Value:
    """The answer as its item's domain has it; it must be in its canonical form already."""
    raw = answer
    if isinstance(domain, Settings | Members) and isinstance(answer, list):
        if not all(isinstance(pair, list) and len(pair) == 2 for pair in answer):
            raise Contradiction(path, f"{domain.expected}, are expected as pairs")
        if isinstance(domain, Settings):
            raw = dict(answer)
        else:
            raw = [{"model": model, "firmware_version": version} for model, version in answer]
    try:
        value = domain.parse(cast(Raw, raw))
    except NotInDomain as error:
        raise Contradiction(path, f"this is not an answer to the item: {error}") from None
    if value is None or canonical_json(value) != canonical_json(answer):
        raise Contradiction(path, "this is not how the answer is written in the edition")
    return value


def _record(document: EvidenceDocument, pics: Pics) -> Record:
    stored = document["record"]
    content = stored["text"].encode("utf-8")
    if hashlib.sha256(content).hexdigest() != stored["sha256"]:
        raise Contradiction("evidence.record.sha256", "the text of the record has another digest")
    try:
        record = read_record_yaml(content, stored["file"])
    except CertkitError as error:
        raise Contradiction("evidence.record.text", f"it cannot be read as a record: {error.message}") from None
    return held_against(record, pics.edition)


def _file(document: EvidenceFileDocument) -> DossierFile:
    return DossierFile(
        role=Role(document["role"]),
        name=document["file"],
        path=document["path"],
        place=place_of(document["where"]),
        sha256=document["sha256"],
        stated=document["stated"],
        problem="" if document["readable"] else _UNREADABLE,
    )


def _named(record: Record) -> Iterator[tuple[Role, Field[str], Field[str] | None]]:
    """The files that a record names, in the order in which a dossier is read, with the digests that it states."""
    fields = record.fields
    yield Role.PICS, fields.pics.file, None
    for results in fields.results.rows:
        yield Role.RESULTS, results.file, results.sha256
    yield Role.CONFIGURATION, fields.configuration.file, fields.configuration.sha256
    yield Role.FIRMWARE, fields.firmware.file, None
    for row in fields.logs.rows:
        yield Role.LOG, row.file, row.sha256
    for measurement in fields.network.rows:
        for file in measurement.files.rows:
            yield Role.NETWORK, file.file, file.sha256
    tool, report = fields.tool.configuration_file, fields.declaration.report
    yield Role.TOOL_CONFIGURATION, tool.file, tool.sha256
    yield Role.REPORT, report.file, report.sha256


def _expect_files(files: tuple[DossierFile, ...], record: Record, left_out: Role | None) -> None:
    expected = [
        (role, file.value, file.place, stated.value if stated else None)
        for role, file, stated in _named(record)
        if file.value is not None and role is not left_out
    ]
    found = [(file.role, file.name, file.place, file.stated) for file in files]
    for number, (one, other) in enumerate(zip(found, expected, strict=False)):
        if one != other:
            raise Contradiction(f"evidence.files[{number}]", f"the record names {other[1]!r} here, with its own digest")
    if len(found) != len(expected):
        raise Contradiction("evidence.files", f"there are {len(found)}, and the record names {len(expected)}")


def _expect_read(
    path: str,
    document: StatementDocument | ConfigurationDocument | FirmwareDocument | None,
    role: Role,
    files: Iterable[DossierFile],
) -> None:
    """A part is there if and only if its file could be read, and is of that file."""
    readable = [file for file in files if file.role is role and not file.problem]
    if bool(readable) is not (document is not None):
        said = "could be read, but is not here" if readable else "could not be read, but is here"
        raise Contradiction(path, f"by the list of files the {role.value} {said}")
    if document is not None and document["file"] != readable[0].path:
        raise Contradiction(f"{path}.file", f"the record names {readable[0].path!r}")


def _expect_results(results: tuple[Results, ...], files: tuple[DossierFile, ...]) -> None:
    readable = [file.path for file in files if file.role is Role.RESULTS and not file.problem]
    if [one.source for one in results] != readable:
        raise Contradiction("evidence.results", "these are not the files of results that could be read")


def _results(path: str, document: ResultsDocument, names: RunNames) -> Results:
    source = document["file"]
    return Results(
        source=source,
        format=document["format"],
        runs=tuple(_run(f"{path}.runs[{n}]", run, source, names) for n, run in enumerate(document["runs"])),
        logs=tuple(document["logs"]),
        not_run=tuple(document["not_run"]),
        findings=findings_of(document["findings"]),
        claims=tuple(
            Claim(claim["subject"], claim["value"], place_of(claim["where"]) or Place(source))
            for claim in document["claims"]
        ),
    )


def _run(path: str, document: ResultDocument, source: str, names: RunNames) -> Result:
    named, kind = names.read(document["name"]), RunKind(document["kind"])
    if (named.test_case, named.kind) != (document["test_case"], kind):
        raise Contradiction(path, f"{document['name']!r} is the name of another test")
    if named.device and named.device != document["device"]:
        raise Contradiction(f"{path}.device", f"{document['name']!r} is of the other kind of device")
    place = place_of(document["where"])
    if place is None or not (place.file == source or place.file.startswith(f"{source}/")):
        raise Contradiction(f"{path}.where", f"it is not in {source}")
    duration = document["duration"]
    if duration is not None and duration < 0:
        raise Contradiction(f"{path}.duration", "a test does not take less than no time")
    return Result(
        test_case=document["test_case"],
        name=document["name"],
        kind=kind,
        verdict=RunVerdict(document["verdict"]),
        place=place,
        device=document["device"],
        sut=document["sut"],
        start=_time(f"{path}.start", document["start"]),
        day_only=document["day_only"],
        duration=duration,
        configuration=document["configuration"],
        configuration_version=document["configuration_version"],
        ocpp_version=document["ocpp_version"],
        pics_mode=document["pics_mode"],
        logfile=document["logfile"],
        provenance=Provenance(
            origin=Origin(document["provenance"]["origin"]),
            tool=document["provenance"]["tool"],
            version=document["provenance"]["version"],
            tester=document["provenance"]["tester"],
            remarks=document["provenance"]["remarks"],
        ),
    )


def record_fields(document: EvidenceDocument) -> RecordFields:
    """What the record in the evidence holds, with the figures of the files that tools wrote.

    Raises:
        CertkitError: its text is no record, or the evidence contradicts itself.
    """
    record = read_record_yaml(document["record"]["text"].encode("utf-8"), document["record"]["file"])
    files = tuple(map(_file, document["files"]))
    return with_network(record, files, _network(document, files)).fields


def _network(document: EvidenceDocument, files: tuple[DossierFile, ...]) -> tuple[ToolOutput, ...]:
    network = tuple(_output(f"evidence.network[{n}]", one) for n, one in enumerate(document["network"]))
    if [one.source for one in network] != [
        file.path for file in files if file.role is Role.NETWORK and not file.problem
    ]:
        raise Contradiction("evidence.network", "these are not the files of measurements that could be read")
    return network


def _output(path: str, document: NetworkDocument) -> ToolOutput:
    """What a tool measured. No figure is one that a reader of its files could not have made."""
    bounds = {"bandwidth": (0, 1e9), "latency": (0, 1e9), "rssi": (-150, 0), "csq": (0, 31)}
    figures = {name: document[name] for name in bounds}  # type: ignore[literal-required]
    for name, (least, most) in bounds.items():
        if figures[name] is not None and not least <= figures[name] <= most:
            raise Contradiction(f"{path}.{name}", "it is impossible")
    for name in ("format", "tool"):
        text = document[name]  # type: ignore[literal-required]
        if tool_name(text) != text:
            raise Contradiction(f"{path}.{name}", "this is not how the name of a tool is read")
    if all(figure is None for figure in figures.values()):
        raise Contradiction(path, "it has no figure")
    at = _time(f"{path}.at", document["at"])
    if at is not None and (at.tzinfo is None or not FIRST_YEAR <= at.year <= LAST_YEAR):
        raise Contradiction(f"{path}.at", "it is not a time of our years with its zone")
    return ToolOutput(
        source=document["file"],
        format=document["format"],
        tool=document["tool"],
        at=at,
        technology=cast("Technology", document["technology"]),
        **figures,
    )


def _configuration(document: ConfigurationDocument) -> Configuration:
    configuration = Configuration(
        source=document["file"],
        entries=tuple(
            Entry(
                key=key["key"],
                value=key["value"],
                readonly=key["readonly"],
                place=place_of(key["where"]) or Place(),
                secret=Secret(key["secret"]) if key["secret"] else None,
            )
            for key in document["keys"]
        ),
        unknown_keys=tuple(document["unknown_keys"]),
        answers=document["answers"],
        stations=tuple(document["stations"]),
        whole=document["whole"],
        findings=findings_of(document["findings"]),
    )
    if any(entry.secret and entry.value is not None for entry in configuration.entries):
        raise Contradiction("evidence.configuration.keys", "a secret has a value")
    if configuration.sha256 != document["sha256"]:
        raise Contradiction("evidence.configuration.sha256", f"the keys have the digest {configuration.sha256}")
    return configuration


def _firmware(document: FirmwareDocument, files: Iterable[DossierFile]) -> Firmware:
    algorithm, digest = document["algorithm"], document["hash"]
    if ALGORITHMS.get(algorithm) != len(digest) or not set(digest) <= set("0123456789abcdef"):
        raise Contradiction("evidence.firmware.hash", f"this is not a hash of {algorithm}")
    file = next(file for file in files if file.role is Role.FIRMWARE)
    if file.sha256 != (digest if algorithm == DEFAULT else ""):
        raise Contradiction("evidence.firmware.hash", "the list of files has another one")
    return Firmware(document["file"], algorithm, digest, document["size"], findings_of(document["findings"]))


def _boots(document: EvidenceDocument, logs: Iterable[DossierFile]) -> Iterator[BootVersion]:
    names = tuple(log.path for log in logs if not log.problem)
    for number, boot in enumerate(document["boots"]):
        place = place_of(boot["where"])
        if place is None or not any(place.file == name or place.file.startswith(f"{name}/") for name in names):
            raise Contradiction(f"evidence.boots[{number}]", "it is in none of the message logs")
        yield BootVersion(boot["version"], place, tuple(boot["serials"]), boot["vendor"], boot["model"])


def place_of(document: PlaceDocument) -> Place | None:
    """A place; None if nothing is known of it."""
    return Place(**document) if document else None


def findings_of(documents: Iterable[FindingDocument]) -> tuple[Finding, ...]:
    """Findings as a reader made them."""
    return tuple(
        Finding(
            code=one["code"],
            name="",
            severity=Severity(one["severity"]),
            message=_sentence(one),
            items=tuple(one["items"]),
            where=place_of(one["where"]),
            related=tuple(Related(near["item"], place_of(near["where"]) or Place()) for near in one["related"]),
        )
        for one in documents
    )


def _sentence(document: FindingDocument) -> Sentence:
    try:
        return words().sentence(f"finding.{document['code']}", {"items": tuple(document["items"])})
    except NotASentence as error:
        raise Contradiction("evidence", f"there is no finding {document['code'][:40]!r}: {error}") from None


def _time(path: str, text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.isoformat() != text:
        raise Contradiction(path, f"{text[:40]!r} is not a time in ISO 8601")
    return moment
