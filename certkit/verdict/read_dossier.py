"""Loads a dossier: the record, and every file that it names, each with its digest and with what was wrong with it.

A file that cannot be read stops nothing: it is kept as a problem. Only a record that cannot be read does. No path leads
out of the record's folder, by no link either.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Protocol, TypeAlias, TypeVar

from certkit.configuration.model import Configuration
from certkit.configuration.read import read_configuration
from certkit.edition.rulebook import Rulebook
from certkit.errors import CertkitError, UnreadableFile
from certkit.files.read import STDIN, read_file
from certkit.finding import Place
from certkit.firmware.model import DEFAULT, Firmware, NotAHash, algorithm_named, stated_hash
from certkit.firmware.read import hash_firmware
from certkit.logs.model import LogStatistics, Message, MessageFilter
from certkit.logs.read import MessageLogs
from certkit.measurement.model import Measurements
from certkit.measurement.read_metrics import metrics_of
from certkit.messages import finding
from certkit.network.model import ToolOutput
from certkit.network.read import read_network
from certkit.pics.model import Pics
from certkit.pics.read import read_pics
from certkit.record.derive_network import with_outputs
from certkit.record.fields import Field
from certkit.record.groups import FirmwareImage
from certkit.record.load import load_record
from certkit.record.model import Record
from certkit.results.model import Results
from certkit.results.read import read_results
from certkit.verdict.dossier import BootVersion, Dossier, DossierFile, Role

Load = Callable[[str | None], Rulebook]
T = TypeVar("T")
_BOOT = "BootNotification"
Span: TypeAlias = tuple[datetime | None, datetime | None]
"""The earliest and the latest time."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Measures(Protocol):
    """What measures the performance: it is shown the messages that its filter needs, one by one."""

    message_filter: MessageFilter

    def see(self, message: Message) -> None:
        """The next message."""

    def finish(self, logs: Sequence[LogStatistics]) -> Measurements:
        """What was measured."""


def read_dossier(
    name: str, stdin: BinaryIO, load: Load, measuring: Callable[[Pics, Rulebook], Measures]
) -> tuple[Dossier, Rulebook]:
    """The dossier of a record, and the rulebook of the edition.

    Args:
        name: the record, as the user gave it; ``-`` is standard input, with its files in the current folder.
        measuring: what measures the logs, for a statement.

    Raises:
        CertkitError: the record cannot be read, or names an edition that does not exist.
    """
    record = load_record(name, stdin)
    return read_dossier_of(record, Path() if name == STDIN else Path(name).parent, load, measuring)


def read_dossier_of(
    record: Record, folder: Path, load: Load, measuring: Callable[[Pics, Rulebook], Measures]
) -> tuple[Dossier, Rulebook]:
    """The dossier of a record that need not be in a file yet, and the rulebook of the edition.

    Args:
        folder: the one from which the record names its files.
    """
    return _Loader(record, folder).load(load, measuring)


def read_record(name: str, stdin: BinaryIO, load: Load) -> tuple[Dossier, Rulebook]:
    """The record and its statement, and of the other files their digests alone.

    Raises:
        CertkitError: the record cannot be read, or names an edition that does not exist.
    """
    record = load_record(name, stdin)
    return _Loader(record, Path() if name == STDIN else Path(name).parent).load_record(load)


class _Loader:
    def __init__(self, record: Record, folder: Path) -> None:
        self.record = record
        self.folder = folder
        self.files: list[DossierFile] = []

    def load(self, load: Load, measuring: Callable[[Pics, Rulebook], Measures]) -> tuple[Dossier, Rulebook]:
        fields = self.record.fields
        pics, rulebook = self.statement(load)
        results = list(self.results(rulebook))
        is_csms = pics is not None and pics.dut is not None and not _is_station(pics, rulebook)
        configuration = None if is_csms else self.configuration()
        firmware = self.firmware()
        logs = [one for row in fields.logs.rows if (one := self.hashed(Role.LOG, row.file, row.sha256)) is not None]
        measurements, span, boots = self.measured(logs, pics, rulebook, measuring)
        network = self.network()
        self.others()
        dossier = Dossier(
            record=self.record,
            files=tuple(self.files),
            pics=pics,
            results=tuple(results),
            configuration=configuration,
            firmware=firmware,
            measurements=measurements,
            network=network,
            boots=boots,
            log_began=span[0],
            log_ended=span[1],
        )
        return dossier, rulebook

    def load_record(self, load: Load) -> tuple[Dossier, Rulebook]:
        fields = self.record.fields
        pics, rulebook = self.statement(load)
        for role, rows in ((Role.RESULTS, fields.results.rows), (Role.LOG, fields.logs.rows)):
            for row in rows:
                self.hashed(role, row.file, row.sha256)
        self.hashed(Role.CONFIGURATION, fields.configuration.file, fields.configuration.sha256)
        self.hashed(Role.FIRMWARE, fields.firmware.file, None)
        network = self.network()
        self.others()
        return Dossier(self.record, tuple(self.files), pics, network=network), rulebook

    def network(self) -> tuple[ToolOutput, ...]:
        """What the tools wrote that measured the connection; the record gets their figures."""
        found: list[ToolOutput] = []
        for row in self.record.fields.network.rows:
            for file in row.files.rows:
                output = self.understood(Role.NETWORK, file.file, file.sha256, read_network)
                found += [output] if output is not None else []
        self.record = with_network(self.record, self.files, found)
        return tuple(found)

    def others(self) -> None:
        fields = self.record.fields
        self.hashed(Role.TOOL_CONFIGURATION, fields.tool.configuration_file.file, fields.tool.configuration_file.sha256)
        self.hashed(Role.REPORT, fields.declaration.report.file, fields.declaration.report.sha256)

    def path(self, name: str) -> Path:
        """Where a file of the dossier is.

        Raises:
            UnreadableFile: a link leads out of the folder.
        """
        path = self.folder / name
        try:
            inside = path.resolve().is_relative_to(self.folder.resolve())
            strange = path.exists() and not (path.is_file() or path.is_dir())
        except (OSError, RuntimeError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            raise UnreadableFile(f"the path cannot be followed: {reason}", file=str(path)) from None
        if not inside:
            raise UnreadableFile("a link leads out of the folder of the record", file=str(path))
        if strange:  # opening a pipe would wait for ever
            raise UnreadableFile("this is a pipe or a device, not a file", file=str(path))
        return path

    def content(self, name: str) -> bytes:
        return read_file(str(self.path(name)), io.BytesIO())

    def add(self, role: Role, file: Field[str], stated: Field[str] | None, sha256: str = "", problem: str = "") -> None:
        assert file.value is not None
        path = str(self.folder / file.value)
        digest = stated.value if stated is not None else None
        self.files.append(DossierFile(role, file.value, path, file.place, sha256, digest, problem))

    def understood(self, role: Role, file: Field[str], stated: Field[str], read: Callable[[bytes, str], T]) -> T | None:
        """What a file says, or None; either way it is one of the files from now on."""
        if file.value is None:
            return None
        sha256 = ""
        try:
            content = self.content(file.value)
            sha256 = hashlib.sha256(content).hexdigest()
            found = read(content, str(self.folder / file.value))
        except CertkitError as error:
            self.add(role, file, stated, sha256, _problem(error))
            return None
        self.add(role, file, stated, sha256)
        return found

    def statement(self, load: Load) -> tuple[Pics | None, Rulebook]:
        file, edition = self.record.fields.pics.file, self.record.fields.edition
        read = None
        if file.value is not None:
            try:
                content = self.content(file.value)
                digest = hashlib.sha256(content).hexdigest()
                read = read_pics(content, str(self.folder / file.value), load)
                self.add(Role.PICS, file, None, digest)
            except CertkitError as error:
                self.add(Role.PICS, file, None, "", _problem(error))
        if read is None:
            return None, self.edition(load, edition)
        pics, rulebook = read
        self.record = held_against(self.record, rulebook.info.id)
        return pics, rulebook

    def edition(self, load: Load, stated: Field[str]) -> Rulebook:
        try:
            return load(stated.value)
        except CertkitError as error:
            if stated.place is not None and not error.file:
                error.file, error.line, error.column = self.record.source, stated.place.line, stated.place.column
            raise

    def results(self, rulebook: Rulebook) -> Iterator[Results]:
        def read(content: bytes, source: str) -> Results:
            return read_results(content, source, rulebook)

        for row in self.record.fields.results.rows:
            found = self.understood(Role.RESULTS, row.file, row.sha256, read)
            if found is not None:
                yield found

    def configuration(self) -> Configuration | None:
        dump = self.record.fields.configuration
        return self.understood(Role.CONFIGURATION, dump.file, dump.sha256, read_configuration)

    def firmware(self) -> Firmware | None:
        kept = self.record.fields.firmware
        if kept.file.value is None:
            return None
        try:
            algorithm = _algorithm(kept)
            found = hash_firmware(str(self.path(kept.file.value)), algorithm=algorithm)
        except CertkitError as error:
            self.add(Role.FIRMWARE, kept.file, None, "", _problem(error))
            return None
        self.add(Role.FIRMWARE, kept.file, None, found.hash if algorithm == DEFAULT else "")
        return found

    def hashed(self, role: Role, file: Field[str], stated: Field[str] | None) -> DossierFile | None:
        """A file that is only hashed here."""
        if file.value is None:
            return None
        try:
            path = self.path(file.value)
            if path.is_dir():
                raise UnreadableFile("this is a folder, not a file", file=str(path))
            with path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            self.add(role, file, stated, digest)
        except FileNotFoundError:
            self.add(role, file, stated, "", "there is no such file")
        except CertkitError as error:
            self.add(role, file, stated, "", _problem(error))
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            self.add(role, file, stated, "", f"it cannot be read: {reason}")
        return self.files[-1]

    def measured(
        self,
        logs: list[DossierFile],
        pics: Pics | None,
        rulebook: Rulebook,
        measuring: Callable[[Pics, Rulebook], Measures],
    ) -> tuple[Measurements | None, Span, tuple[BootVersion, ...]]:
        """What the logs say. One that cannot be read to its end is left out, and is a problem."""
        readable = [one for one in logs if not one.problem]
        while readable and pics is not None and pics.dut is not None:
            try:
                return _measured([one.path for one in readable], pics, rulebook, measuring)
            except UnreadableFile as error:
                broken = next((one for one in readable if error.file.startswith(one.path)), readable[0])
                self.files[self.files.index(broken)] = replace(broken, problem=_problem(error))
                readable.remove(broken)
            except CertkitError:  # the edition has nothing to measure, which the verdict says
                break
        return None, (None, None), ()


def with_network(record: Record, files: Sequence[DossierFile], outputs: Sequence[ToolOutput]) -> Record:
    """The record with the figures of the files in which tools wrote what they measured."""
    names = {file.path: file.name for file in files if file.role is Role.NETWORK}
    return with_outputs(record, {names[output.source]: output for output in outputs})


def held_against(record: Record, edition: str) -> Record:
    """The record, with a finding if it is for another edition than its PICS."""
    stated = record.fields.edition
    if stated.value is None or stated.value == edition:
        return record
    return record.with_findings(finding("RC-06", where=stated.place, edition=stated.value, pics_edition=edition))


def _measured(
    names: list[str], pics: Pics, rulebook: Rulebook, measuring: Callable[[Pics, Rulebook], Measures]
) -> tuple[Measurements, Span, tuple[BootVersion, ...]]:
    protocol = metrics_of(rulebook).protocol
    measures = measuring(pics, rulebook)
    logs = MessageLogs(names, io.BytesIO(), protocol, measures.message_filter)
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for message in logs:
        measures.see(message)
        file, time = message.source.file, message.time
        if time < first.get(file, time + 1):
            first[file] = time
        if time > last.get(file, time - 1):
            last[file] = time
    boots = tuple(_boots(names, rulebook)) if _is_station(pics, rulebook) else ()
    return measures.finish(logs.statistics), _span(first, last, logs.statistics), boots


def _span(first: dict[str, int], last: dict[str, int], statistics: Sequence[LogStatistics]) -> Span:
    """The earliest and the latest time of all logs; None without one, or on clocks that cannot be compared."""
    zones = {one.zone for one in statistics if one.file in first}
    if len(zones) != 1:
        return None, None
    zone = zones.pop()
    return _moment(min(first.values()), zone), _moment(max(last.values()), zone)


def _moment(microseconds: int, zone: bool) -> datetime | None:
    try:
        moment = _EPOCH + timedelta(microseconds=microseconds)
    except OverflowError:
        return None
    return moment if zone else moment.replace(tzinfo=None)


def _boots(names: list[str], rulebook: Rulebook) -> Iterator[BootVersion]:
    """What BootNotifications in the logs say about the station: each different one once, at its first place."""
    only_boots = MessageFilter(False, False, False, frozenset({_BOOT}))
    fields = rulebook.evidence.boot_notification
    product = fields.product
    paths = (fields.firmware_version, product.get("vendor", ""), product.get("model", ""), *fields.serials)
    found: set[tuple[str, ...]] = set()
    for message in MessageLogs(names, io.BytesIO(), metrics_of(rulebook).protocol, only_boots):
        if message.action != _BOOT:
            continue
        payload = message.payload()
        if payload is None:
            continue
        reported = tuple(_text_at(payload, path) for path in paths)
        if reported not in found:
            found.add(reported)
            version, vendor, model, *serials = reported
            given = tuple(serial for serial in serials if serial)
            yield BootVersion(version, Place(message.source.file, message.line, 1), given, vendor, model)


def _text_at(payload: object, path: str) -> str:
    """The text of a field, whose path may have dots; empty if there is none."""
    value = payload
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value.strip() if isinstance(value, str) else ""


def _is_station(pics: Pics, rulebook: Rulebook) -> bool:
    return pics.dut is not None and rulebook.column(pics.dut) in rulebook.info.reset_before


def _algorithm(kept: FirmwareImage) -> str:
    """The algorithm of the hash that the record has: the one it names, or that a hash of this length is of."""
    named = kept.algorithm.value or ""
    try:
        return stated_hash(kept.hash.value or "", named).algorithm
    except NotAHash:
        return algorithm_named(named) if named else DEFAULT


def _problem(error: CertkitError) -> str:
    """What is wrong, in one line without the name of the file, which is shown next to it."""
    place = f" in line {error.line}" if error.line else ""
    return f"{error.message}{place}"
