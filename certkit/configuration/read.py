"""Reads a station's configuration as it answered GetConfiguration (4.2), without its secrets.

Message logs are read by the reader that measures them (:mod:`certkit.logs`): in any layout, encoding and archive. What
is no log is JSON: the payload, a frame of OCPP-J, a list of keys, several of these in a list or one after the other. A
secret is dropped here (:mod:`certkit.text.secrets`), and so is a value that contains the secret of another key.
"""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import NamedTuple

from certkit.configuration.model import Configuration, Entry
from certkit.configuration.read_answers import FIELDS, Answer, Answers, Broken, Mention, Source
from certkit.edition.rulebook import Rulebook
from certkit.errors import UnreadableFile
from certkit.files.read import LARGEST as LARGEST_FILE
from certkit.finding import Finding, Place
from certkit.formats.json_tree import (
    LARGEST,
    Array,
    Json,
    Leaf,
    NotJson,
    Object,
    Places,
    documents,
    unreadable,
)
from certkit.logs.files import TOO_LONG, LogStream, blocks_of_lines, logs_in
from certkit.logs.model import LogStatistics, MessageFilter, Protocol
from certkit.logs.read import MessageLogs
from certkit.logs.unpack import Readable
from certkit.measurement.read_metrics import metrics_of
from certkit.messages import EVIDENCE, finding, words_of
from certkit.text.quote import quote
from certkit.text.secrets import Secret, has_secret_shape, secret_in

LONGEST_KEY, LONGEST_VALUE = 50, 500
"""Characters that OCPP allows (CiString50Type, CiString500Type)."""
_ENTRY_FIELDS = ("key", "readonly", "value")
_LEAST_ECHO = 8
"""Characters that a secret must have before other values are searched for it."""
_MOST_KEYS = 5000
"""Keys that are read; the largest known station has some two hundred."""
_MOST_FINDINGS = 200
"""Findings about entries that are listed; the last one says how many more there are."""
_MENTION = re.compile(rb"(?:%s)[\\\"']*[\"'][\\\"']*\s*:" % "|".join(FIELDS).encode())
_ID = re.compile(rb"\[\s*3\s*,\s*[\\\"]*\"([^\"\\]*)")
_LIKE_JSON = re.compile(rb"\s*(\{|\[\s*([\[{\"\]]|[234]\s*,|$))")
_ANY_TIME = b"1970-01-01T00:00:00Z "
"""In front of each line of a log without times: the keys of a station need none."""


def read_configuration(raw: Readable, source: str, rulebook: Rulebook, *, station: str = "") -> Configuration:
    """The configuration in a file.

    Args:
        raw: the file.
        source: its name, as the user gave it.
        rulebook: of the edition, which says what messages there are.
        station: read the answers of this station alone, where a log has several.

    Raises:
        UnreadableFile: it has no answer to GetConfiguration that can be read.
    """
    protocol = metrics_of(rulebook).protocol
    answers, problems = Answers(), list[UnreadableFile]()
    for log in logs_in(source, raw):
        inside = _answers(log, protocol)
        if isinstance(inside, Answers):
            answers.add_all(inside)
            answers.superseded += inside.superseded
        else:
            problems.append(inside)
    if not answers.found:
        raise problems[0] if len(problems) == 1 else _nothing_in(source)
    return configuration_of(answers, source, station=station)


def configuration_of(answers: Answers, source: str, *, station: str = "") -> Configuration:
    """The configuration that answers report.

    Raises:
        UnreadableFile: there is no such station, or there are far too many keys.
    """
    findings: list[Finding] = []
    if station:
        if station not in answers.stations:
            known = ", ".join(map(quote, answers.stations[:10]))
            raise UnreadableFile(
                f"the file has no answer of the station {quote(station)}",
                hint=f"it has answers of {known}" if known else "the file names no stations; leave out --station",
                file=source,
            )
        answers = answers.only(station)
    elif len(answers.stations) > 1:
        findings.append(finding("CK-07", count=len(answers.stations), stations=answers.stations[:10]))
    reader = _EntryReader()
    for answer in answers.found:
        reader.answer(answer)
    findings += [*answers.findings(), *reader.findings]
    return Configuration(
        source=source,
        entries=reader.without_secrets(),
        unknown_keys=tuple(dict.fromkeys(reader.unknown_keys)),
        answers=len(answers.found),
        stations=answers.stations,
        whole=answers.whole,
        findings=tuple(findings),
    )


class _Text:
    """The text of a log as it is read, in UTF-8; it is kept in case it is no log.

    Attributes:
        content: None if it is too large to be kept.
        mentions: the lines with a field of an answer.
        foreign: the first line and column that is not UTF-8.
        broken: the lines that are too long.
    """

    def __init__(self, stream: Readable) -> None:
        self._blocks = blocks_of_lines(stream)
        self.content: bytearray | None = bytearray()
        self.mentions: list[Mention] = []
        self.foreign: tuple[int, int] | None = None
        self.broken: list[int] = []
        self._lines = 0
        self._rest = b""

    def read(self, size: int, /) -> bytes:
        if not self._rest:
            self._rest = b"".join(self._checked(lines) for lines in [next(self._blocks, None)] if lines)
        block, self._rest = self._rest[:size], self._rest[size:]
        return block

    def _checked(self, lines: list[bytes]) -> bytes:
        for place, line in enumerate(lines):
            if line is TOO_LONG:
                self.broken.append(self._lines + place + 1)
            elif _MENTION.search(line):
                name = _ID.search(line)
                text = name[1].decode("utf-8", "replace") if name else ""
                self.mentions.append(Mention(self._lines + place + 1, text))
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as error:
                self.foreign = self.foreign or (self._lines + place + 1, error.start + 1)
                lines[place] = line.decode("utf-8", "replace").encode()
        self._lines += len(lines)
        block = b"\n".join(lines) + b"\n"
        if self.content is not None:
            self.content = self.content + block if len(self.content) + len(block) <= LARGEST_FILE else None
        return block


def _answers(log: LogStream, protocol: Protocol) -> Answers | UnreadableFile:
    """The answers in a log, or in what is no log, or why there are none."""
    text = _Text(log)
    answers, statistics = _answers_in_log(log.name, text, text, protocol, 0)
    if answers.found:
        return answers
    content = None if text.content is None else bytes(text.content)
    if content is not None and not content.strip(b"\0 \t\r\n"):
        return UnreadableFile("the file is empty", file=log.name)
    problem: UnreadableFile | None = None
    if content is not None and len(content) <= LARGEST:
        in_json = _answers_in_json(content, text, log.name)
        if isinstance(in_json, Answers):
            return in_json
        problem = in_json
    if content is not None and "no-time" in {**statistics.noticed, **statistics.frames_left_out}:
        dated = b"".join(_ANY_TIME + line for line in content.splitlines(keepends=True))
        answers, _ = _answers_in_log(log.name, BytesIO(dated), text, protocol, len(_ANY_TIME))
        if answers.found:
            return answers
    is_log = bool(statistics.frames) or any(name != "no-frame" for name in statistics.noticed)
    if problem is not None and not is_log:
        return problem
    if answers.broken:
        first = answers.broken[0].place
        return UnreadableFile(
            "the file has no readable answer to GetConfiguration",
            hint="the line is cut off or malformed, or the station answered with an error",
            file=log.name,
            line=first.line,
            column=first.column,
        )
    return _nothing_in(log.name, is_log=is_log)


def _answers_in_log(
    name: str, stream: Readable, text: _Text, protocol: Protocol, shift: int
) -> tuple[Answers, LogStatistics]:
    answers = Answers(mentions={name: text.mentions}, shift=shift)
    needed = MessageFilter(requests_of_station=frozenset())
    logs = MessageLogs([], BytesIO(), protocol, needed)
    for message in logs.messages_of([LogStream(name, stream)]):
        answers.see(message)
    answers.foreign = text.foreign is not None
    answers.finish_log()
    answers.broken += [Broken("", "CK-06.cut", Place(name, line, 1)) for line in text.broken]
    return answers, logs.statistics[0]


def _answers_in_json(content: bytes, text: _Text, source: str) -> Answers | UnreadableFile | None:
    """The answers in a text that is JSON from beginning to end, or why it is not; None if it is no JSON at all."""
    if not _LIKE_JSON.match(content):
        return None
    decoded = content.decode("utf-8", "replace").removesuffix("\n")
    if text.foreign is not None:
        line, column = text.foreign
        return UnreadableFile(
            "the file is not UTF-8 text", hint="save it as UTF-8", file=source, line=line, column=column
        )
    answers, file = Answers(), Source(source, Places(decoded))
    try:
        for node in documents(decoded):
            answers.add(node, file)
    except NotJson as error:
        return unreadable(error, decoded, source)
    return answers if answers.found else _nothing_in(source)


def _nothing_in(source: str, *, is_log: bool = False) -> UnreadableFile:
    return UnreadableFile(
        f"the {'log' if is_log else 'file'} has no answer to GetConfiguration",
        hint="give a GetConfiguration.conf: an object with configurationKey, or a frame or log that has one",
        file=source,
    )


class _Reported(NamedTuple):
    """A key as the file has it, with its secret. It never leaves this module."""

    key: str
    value: str | None
    readonly: bool | None

    def __repr__(self) -> str:
        return "_Reported(…)"


class _EntryReader:
    """Reads the entries of answers, and collects findings about them."""

    def __init__(self) -> None:
        self.reported: dict[_Reported, Place] = {}
        self.first: dict[str, tuple[_Reported, Place]] = {}
        self.unknown_keys: list[str] = []
        self._findings: list[Finding] = []
        self._more = 0

    @property
    def findings(self) -> list[Finding]:
        """The first findings; the last of them says how many there are in addition."""
        if not self._more:
            return self._findings
        *others, last = self._findings
        message = words_of(EVIDENCE).sentence("entries.more", {"finding": last.sentence, "count": self._more})
        return [*others, replace(last, message=message)]

    def add(self, finding: Finding) -> None:
        """Add a finding."""
        if len(self._findings) < _MOST_FINDINGS:
            self._findings.append(finding)
        else:
            self._more += 1

    def answer(self, answer: Answer) -> None:
        payload, source = answer.payload, answer.source
        for number, node in enumerate(self.list_of(payload, "configurationKey", source), start=1):
            self.entry(node, source, number)
        for node in self.list_of(payload, "unknownKey", source):
            if isinstance(node, Leaf) and isinstance(node.value, str) and not has_secret_shape(node.value):
                self.unknown_keys.append(node.value)
            else:
                self.add(finding("CK-02.not-a-name", where=source.place(node.at)))

    def list_of(self, payload: Object, field: str, source: Source) -> list[Json]:
        """A list of the payload; none if the field is missing or null."""
        node = payload.get(field)
        if isinstance(node, Array):
            return node.items
        if node is not None and not (isinstance(node, Leaf) and node.value is None):
            self.add(finding("CK-02.not-a-list", field=field, where=source.place(node.at)))
        return []

    def entry(self, node: Json, source: Source, number: int) -> None:
        place = source.place(node.at)
        if not isinstance(node, Object):
            self.add(finding("CK-02.not-an-object", number=str(number), where=place))
            return
        name = node.get("key")
        if not isinstance(name, Leaf) or not isinstance(name.value, str) or not name.value.strip():
            self.add(finding("CK-02.no-key", number=str(number), where=place))
            return
        key = name.value
        if len(key) > LONGEST_KEY:
            self.add(finding("CK-05.key", name=key, length=len(key), where=place))
        value = self.value(key, node.get("value"), source)
        reported = _Reported(key, value, self.readonly(key, node, place))
        for field in node.pairs:
            if field not in _ENTRY_FIELDS and field.lower() != "readonly":
                self.add(
                    finding(
                        "CK-02.other-field", name=key, field=field, where=source.place(node.names.get(field, node.at))
                    )
                )
        if reported in self.reported:
            return
        first, first_place = self.first.setdefault(key.casefold(), (reported, place))
        if first != reported:
            same_value, same_access = first.value == value, first.readonly == reported.readonly
            difference = "value" if not same_value else "spelling" if same_access else "readonly"
            self.add(finding("CK-01", name=key, difference=difference, line=str(first_place.line), where=place))
        if len(self.reported) >= _MOST_KEYS:
            raise UnreadableFile(
                f"there are more than {_MOST_KEYS:,} keys",
                hint="is it the right file?",
                file=place.file,
                line=place.line,
            )
        self.reported[reported] = place

    def value(self, key: str, node: Json | None, source: Source) -> str | None:
        if node is None:
            return None
        place = source.place(node.at)
        if not isinstance(node, Leaf):
            self.add(finding("CK-02.value", name=key, where=place))
            return None
        value = node.value
        if isinstance(value, str):
            if len(value) > LONGEST_VALUE:
                self.add(finding("CK-05.value", name=key, most=LONGEST_VALUE, where=place))
            return value
        kind = "null" if value is None else "boolean" if isinstance(value, bool) else "number"
        self.add(finding("CK-03", name=key, kind=kind, where=place))
        if value is None:
            return None
        return str(value).lower() if isinstance(value, bool) else str(value)

    def readonly(self, key: str, node: Object, place: Place) -> bool | None:
        stated = node.get("readonly")
        if isinstance(stated, Leaf) and isinstance(stated.value, bool):
            return stated.value
        if stated is not None:
            self.add(finding("CK-04.not-boolean", name=key, where=place))
        elif field := next((name for name in node.pairs if name.lower() == "readonly"), ""):
            self.add(finding("CK-04.misspelt", name=key, field=field, where=place))
        else:
            self.add(finding("CK-04.missing", name=key, where=place))
        return None

    def without_secrets(self) -> tuple[Entry, ...]:
        """The entries. From here on there is no secret."""
        kinds = {key: secret_in(key.key, key.value) if key.value is not None else None for key in self.reported}
        secrets = {
            key.value for key, kind in kinds.items() if kind is Secret.HELD_BACK and len(key.value or "") >= _LEAST_ECHO
        }
        entries = []
        for key, place in self.reported.items():
            kind = kinds[key]
            if kind is None and key.value and any(secret in key.value for secret in secrets if secret):
                kind = Secret.HELD_BACK
            entries.append(Entry(key.key, None if kind else key.value, key.readonly, place, kind))
        return tuple(entries)
