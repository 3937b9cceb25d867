"""Fills a new record with what files of evidence tell: the test tool, the device, and the files with their roles.

A field is filled only if every file that tells it tells the same. What no file tells stays empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from certkit.edition.choose import Load
from certkit.edition.rulebook import Rulebook
from certkit.errors import CertkitError, UnreadableFile
from certkit.files.recognize import CONFIGURATION, HEAD, LOG, RESULTS, WORKBOOK, recognize
from certkit.finding import Place
from certkit.measurement.derive import Measuring
from certkit.pics.model import Pics
from certkit.record.edit import Setting, set_fields
from certkit.record.read_yaml import read_record_yaml
from certkit.results.model import Origin, Result
from certkit.results.read import read_results
from certkit.text.quote import quote
from certkit.verdict.dossier import BootVersion, Dossier
from certkit.verdict.judge_device import is_model, is_vendor
from certkit.verdict.read_dossier import read_dossier_of
from certkit.verdict.words import place_text

_FIELDS = {RESULTS: "results[+].file", LOG: "logs[+].file", CONFIGURATION: "configuration.file"}
_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
"""The first bytes of archives and compressed files."""


class FilledField(NamedTuple):
    """A field that was filled, its answer, and what tells it."""

    name: str
    answer: str
    told_by: str


class LeftField(NamedTuple):
    """A field that stays empty although files tell it, because they differ."""

    name: str
    answers: tuple[str, ...]


@dataclass(slots=True)
class Prefilled:
    """A record with what its evidence tells.

    Attributes:
        unreadable: the files that could not be used, each with why.
        first_run: when the first run of the results began.
    """

    text: str
    filled: list[FilledField] = field(default_factory=list)
    left: list[LeftField] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    first_run: datetime | None = None


def prefill(text: str, source: str, files: Sequence[str], load: Load, rulebook: Rulebook) -> Prefilled:
    """The record with what the files tell.

    Args:
        text: a record that names its statement.
        source: where it will be.
        files: paths below the folder of the record.
        load: the rulebook of the edition that the statement names.
    """
    folder = Path(source).parent if source != "-" else Path()
    prefilled = Prefilled(text)
    for name in files:
        try:
            where = _field_of(folder / name, rulebook)
        except (CertkitError, OSError) as error:
            prefilled.unreadable.append((name, error.message if isinstance(error, CertkitError) else str(error)))
            continue
        if any(filled.name == where for filled in prefilled.filled):
            prefilled.unreadable.append((name, f"the record already names another file as {where}"))
            continue
        _fill(prefilled, source, where, name, "by its content")
    record = read_record_yaml(prefilled.text.encode("utf-8"), source)
    dossier, _ = read_dossier_of(record, folder, load, Measuring)
    problems = {file.name: file.problem for file in dossier.files if file.problem}
    prefilled.unreadable += [(name, problems[name]) for name in files if name in problems]
    others = [boot for boot in dossier.boots if not _is_of_product(boot, dossier.pics)]
    for boot in {(boot.vendor, boot.model): boot for boot in reversed(others)}.values():
        reported = " ".join(name for name in (boot.vendor, boot.model) if name)
        problem = f"BootNotification is from {quote(reported)}, which is not the product of the PICS"
        prefilled.unreadable.append((_place(boot.place), problem))
    for name, answers in _told(dossier, [boot for boot in dossier.boots if boot not in others]):
        values = dict.fromkeys(answer for answer, _ in answers)
        if len(values) > 1:
            prefilled.left.append(LeftField(name, tuple(values)))
        elif values:
            _fill(prefilled, source, name, *answers[0])
    runs = [run.start for results in dossier.results for run in results.runs if run.start is not None]
    aware = [start for start in runs if start.tzinfo is not None]
    prefilled.first_run = min(aware or runs, default=None)
    return prefilled


def _fill(prefilled: Prefilled, source: str, name: str, answer: str, told_by: str) -> None:
    """Set a field; an answer that the field does not take stays out."""
    try:
        prefilled.text, (change,) = set_fields(prefilled.text.encode("utf-8"), source, [Setting(name, answer)])
    except CertkitError as error:
        prefilled.unreadable.append((name, error.message))
        return
    if change.after is not None and change.before is None:
        prefilled.filled.append(FilledField(change.name, change.after, told_by))


def _field_of(path: Path, rulebook: Rulebook) -> str:
    """The field of the record that names a file like this one.

    Raises:
        UnreadableFile: it is none that a record names, or not certainly one.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    kind = recognize(head)
    if kind in (WORKBOOK, None):  # a worksheet, an archive of the test tool or one of logs
        try:
            read_results(path.read_bytes(), str(path), rulebook)
            kind = RESULTS
        except CertkitError:
            if not head.startswith(_ARCHIVES):
                raise
            kind = LOG
    if kind not in _FIELDS:
        raise UnreadableFile(f"this is {kind.name}, which is not evidence of a test run")
    return _FIELDS[kind]


def _is_of_product(boot: BootVersion, pics: Pics | None) -> bool:
    """Whether a BootNotification reports the vendor and the model of the statement, or neither."""
    vendor, model = (pics.values.get(name) if pics else None for name in ("vendor", "model"))
    other_vendor = isinstance(vendor, str) and boot.vendor and not is_vendor(boot.vendor, vendor)
    other_model = isinstance(model, str) and boot.model and not is_model(boot.model, model)
    return not (other_vendor or other_model)


def _told(dossier: Dossier, boots: Sequence[BootVersion]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Field -> the answers that files tell, each with the first place where one tells it."""
    runs = [run for results in dossier.results for run in results.runs]
    from_tool = [run for run in runs if run.provenance.origin is not Origin.TYPED]
    yield "tool.name", [*_of_runs(from_tool, lambda run: run.provenance.tool)]
    yield "tool.version", [*_of_runs(from_tool, lambda run: run.provenance.version)]
    yield "tool.configuration", [*_of_runs(runs, lambda run: run.configuration)]
    yield "tool.configuration_version", [*_of_runs(runs, lambda run: run.configuration_version)]
    versions = [(boot.version, _place(boot.place)) for boot in boots if boot.version]
    yield "device.firmware_version", [*versions, *_claimed(dossier, "firmware_version")]
    serials = [(serial, _place(boot.place)) for boot in boots for serial in boot.serials]
    yield "device.serial", [*serials, *_claimed(dossier, "serial")]


def _of_runs(runs: Iterable[Result], answer: Callable[[Result], str]) -> Iterator[tuple[str, str]]:
    for run in runs:
        if text := answer(run).strip():
            yield text, _place(run.place)


def _claimed(dossier: Dossier, subject: str) -> Iterator[tuple[str, str]]:
    for results in dossier.results:
        for claim in results.claims:
            if claim.subject == subject and claim.value.strip():
                yield claim.value.strip(), _place(claim.place)


def _place(place: Place) -> str:
    return place_text(place)
