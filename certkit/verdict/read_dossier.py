"""Loads a dossier: the record, and every file that it names, each with its digest and with what was wrong with it.

A file that cannot be read stops nothing: it is kept as a problem. Only a record that cannot be read does. No path leads
out of the record's folder, by no link either.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, NamedTuple, Protocol, TypeAlias, TypeVar

from certkit.configuration.model import Configuration
from certkit.configuration.read import configuration_of, read_configuration
from certkit.configuration.read_answers import Answers
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


class _FromLogs(NamedTuple):
    """What the logs of a dossier say.

    Attributes:
        answers: to GetConfiguration, if the record names a log for the configuration keys.
        digests: path -> SHA-256 of what was read.
    """

    files: tuple[DossierFile, ...] = ()
    measurements: Measurements | None = None
    span: Span = (None, None)
    boots: tuple[BootVersion, ...] = ()
    answers: Answers | None = None
    digests: Mapping[str, str] = MappingProxyType({})


class _Loader:
    def __init__(self, record: Record, folder: Path) -> None:
        self.record = record
        self.folder = folder
        self.files: list[DossierFile] = []

    def load(self, load: Load, measuring: Callable[[Pics, Rulebook], Measures]) -> tuple[Dossier, Rulebook]:
        pics, rulebook = self.statement(load)
        results = list(self.results(rulebook))
        is_csms = pics is not None and pics.dut is not None and not _is_station(pics, rulebook)
        from_logs = self.from_logs(pics, rulebook, measuring)
        configuration = None if is_csms else self.configuration(rulebook, from_logs)
        firmware = self.firmware()
        self.files += from_logs.files
        network = self.network()
        self.others()
        dossier = Dossier(
            record=self.record,
            files=tuple(self.files),
            pics=pics,
            results=tuple(results),
            configuration=configuration,
            firmware=firmware,
            measurements=from_logs.measurements,
            network=network,
            boots=from_logs.boots,
            log_began=from_logs.span[0],
            log_ended=from_logs.span[1],
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
        # What nobody confirmed is not answered. The payload has answers alone, and gives the same verdict again.
        pics = replace(pics, to_confirm={})
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

    def configuration(self, rulebook: Rulebook, from_logs: _FromLogs) -> Configuration | None:
        """The configuration, from a file of its own or from a message log that was read for everything else too."""
        dump = self.record.fields.configuration

        def read(content: bytes, source: str) -> Configuration:
            return read_configuration(io.BytesIO(content), source, rulebook)

        log = next((one for one in from_logs.files if one.name == dump.file.value and not one.problem), None)
        if log is not None and from_logs.answers is not None and from_logs.answers.found:
            problem, found = "", None
            try:
                found = configuration_of(from_logs.answers, log.path)
            except CertkitError as error:
                problem = _problem(error)
            self.add(Role.CONFIGURATION, dump.file, dump.sha256, log.sha256, problem)
            return found
        return self.understood(Role.CONFIGURATION, dump.file, dump.sha256, read)

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
        self.add(role, file, stated, *self.digest(file.value))
        return self.files[-1]

    def digest(self, name: str) -> tuple[str, str]:
        """The digest of a file, or an empty text and why it has none."""
        try:
            path = self.path(name)
            if path.is_dir():
                raise UnreadableFile("this is a folder, not a file", file=str(path))
            with path.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest(), ""
        except FileNotFoundError:
            return "", "there is no such file"
        except CertkitError as error:
            return "", _problem(error)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            return "", f"it cannot be read: {reason}"

    def from_logs(
        self, pics: Pics | None, rulebook: Rulebook, measuring: Callable[[Pics, Rulebook], Measures]
    ) -> _FromLogs:
        """What the logs say, read once. One that cannot be read to its end is left out, and is a problem."""
        files: list[DossierFile] = []
        for row in self.record.fields.logs.rows:
            if row.file.value is not None:
                path = str(self.folder / row.file.value)
                files.append(DossierFile(Role.LOG, row.file.value, path, row.file.place, "", row.sha256.value))
        dump = self.record.fields.configuration.file.value
        readable = [one for one in files if self.is_file(one)]
        found = _FromLogs()
        while readable and pics is not None and pics.dut is not None:
            names = list(dict.fromkeys(one.path for one in readable))
            keys_in = next((one.path for one in readable if one.name == dump), "")
            try:
                found = _read_logs(names, pics, rulebook, measuring, keys_in)
                once = {found.digests.get(one.path, one.path): one.path for one in reversed(readable)}
                if len(once) == len(names):
                    break
                # A copy, or a link, has the same messages, which count once.
                readable = [one for one in readable if one.path in once.values()]
            except UnreadableFile as error:
                broken = next((one for one in readable if _is_of(error.file, one.path)), readable[0])
                files[files.index(broken)] = replace(broken, problem=_problem(error))
                readable.remove(broken)
            except CertkitError:  # the edition has nothing to measure, which the verdict says
                break
        # What was read has the digest of that very reading; the others are only hashed.
        for place, one in enumerate(files):
            if one.path in found.digests and not one.problem:
                files[place] = replace(one, sha256=found.digests[one.path])
            else:
                sha256, problem = self.digest(one.name)
                files[place] = replace(one, sha256=sha256, problem=one.problem or problem)
        return found._replace(files=tuple(files))

    def is_file(self, file: DossierFile) -> bool:
        """Whether a file may be opened; if not, :meth:`digest` says why."""
        try:
            return self.path(file.name).is_file()
        except (CertkitError, OSError, ValueError):
            return False


def with_network(record: Record, files: Sequence[DossierFile], outputs: Sequence[ToolOutput]) -> Record:
    """The record with the figures of the files in which tools wrote what they measured."""
    network = {file.path: file for file in files if file.role is Role.NETWORK}
    digests = {path: file.sha256 for path, file in network.items()}
    return with_outputs(record, {network[output.source].name: output for output in outputs}, digests)


def held_against(record: Record, edition: str) -> Record:
    """The record, with a finding if it is for another edition than its PICS."""
    stated = record.fields.edition
    if stated.value is None or stated.value == edition:
        return record
    return record.with_findings(finding("RC-06", where=stated.place, edition=stated.value, pics_edition=edition))


def _is_of(name: str, path: str) -> bool:
    """Whether an error is about a file, or about what an archive has in it."""
    return name == path or name.startswith(f"{path}/")


def _read_logs(
    names: list[str],
    pics: Pics,
    rulebook: Rulebook,
    measuring: Callable[[Pics, Rulebook], Measures],
    keys_in: str,
) -> _FromLogs:
    """What logs say.

    Args:
        keys_in: the log that the record names for the configuration keys, or empty.
    """
    measures = measuring(pics, rulebook)
    logs = MessageLogs(names, io.BytesIO(), metrics_of(rulebook).protocol, measures.message_filter)
    boots = _Boots(rulebook) if _is_station(pics, rulebook) else None
    answers = Answers() if keys_in else None
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for message in logs:
        measures.see(message)
        file, time = message.source.file, message.time
        if time < first.get(file, time + 1):
            first[file] = time
        if time > last.get(file, time - 1):
            last[file] = time
        if boots is not None and message.action == _BOOT:
            boots.see(message)
        if answers is not None and _is_of(file, keys_in):
            answers.see(message)
    if answers is not None:
        answers.finish_log()
    _refuse_copies(logs.statistics, names)
    return _FromLogs(
        measurements=measures.finish(logs.statistics)._replace(skipped=tuple(logs.files.skipped)),
        span=_span(first, last, logs.statistics),
        boots=tuple(boots.found) if boots is not None else (),
        answers=answers,
        digests=logs.files.digests,
    )


def _refuse_copies(logs: Sequence[LogStatistics], names: Collection[str]) -> None:
    """Refuse an archive with a log that would be measured twice. A copy beside its log is left out by the caller.

    Raises:
        UnreadableFile: a log of an archive has the same bytes as another log.
    """
    first: dict[str, str] = {}
    for log in logs:
        copied = first.setdefault(log.sha256, log.file) if log.frames else log.file
        if copied != log.file and not (log.file in names and copied in names):
            hint = "name the log once"
            raise UnreadableFile(f"it has the same content as {copied}", hint=hint, file=log.file)


def boots_in(name: str, stdin: BinaryIO, rulebook: Rulebook, *, station: str = "") -> tuple[BootVersion, ...]:
    """What the BootNotifications in a message log say about the station; none for a file of another kind.

    Args:
        station: only those of this station, where a log has several.

    Raises:
        UnreadableFile: the file cannot be read.
    """
    wanted = MessageFilter(requests_of_station=frozenset({_BOOT}))
    boots = _Boots(rulebook)
    for message in MessageLogs([name], stdin, metrics_of(rulebook).protocol, wanted):
        if message.action == _BOOT and station in ("", message.source.station):
            boots.see(message)
    return tuple(boots.found)


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


class _Boots:
    """What BootNotifications in the logs say about the station: each different one once, at its first place."""

    def __init__(self, rulebook: Rulebook) -> None:
        fields = rulebook.evidence.boot_notification
        product = fields.product
        self._paths = (fields.firmware_version, product.get("vendor", ""), product.get("model", ""), *fields.serials)
        self._seen: set[tuple[str, ...]] = set()
        self.found: list[BootVersion] = []

    def see(self, message: Message) -> None:
        payload = message.payload()
        if payload is None:
            return
        reported = tuple(_text_at(payload, path) for path in self._paths)
        if reported not in self._seen:
            self._seen.add(reported)
            version, vendor, model, *serials = reported
            given = tuple(serial for serial in serials if serial)
            self.found.append(BootVersion(version, Place(message.source.file, message.line, 1), given, vendor, model))


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
