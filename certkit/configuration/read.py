"""Reads a station's configuration as it answered GetConfiguration (4.2), without its secrets.

The content of the file decides how it is read: the payload, a frame of OCPP-J, a list of keys, several of these in a
list or one after the other, or the lines of a message log. A secret is dropped here
(:mod:`certkit.configuration.secrets`), and so is a value that contains the secret of another key.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from certkit.configuration.model import Configuration, Entry
from certkit.configuration.read_answers import Answer, Answers, Source, answers_in_log
from certkit.configuration.secrets import Secret, has_secret_shape, secret_in
from certkit.errors import UnreadableFile
from certkit.files.recognize import CONFIGURATION, LOG, RESULTS, TABLE, has_frames, refuse_other
from certkit.finding import Finding, Place
from certkit.formats.json_tree import (
    LARGEST,
    Array,
    Json,
    Leaf,
    NotJson,
    NotUtf8,
    Object,
    Places,
    decode,
    documents,
    unreadable,
)
from certkit.messages import EVIDENCE, finding, words_of
from certkit.text.quote import quote

LONGEST_KEY, LONGEST_VALUE = 50, 500
"""Characters that OCPP allows (CiString50Type, CiString500Type)."""
_FIELDS = ("key", "readonly", "value")
_LEAST_ECHO = 8
"""Characters that a secret must have before other values are searched for it."""
_MOST_KEYS = 5000
"""Keys that are read; the largest known station has some two hundred."""
_MOST_FINDINGS = 200
"""Findings about entries that are listed; the last one says how many more there are."""


def read_configuration(content: bytes, source: str, *, station: str = "") -> Configuration:
    """The configuration in a file.

    Args:
        content: the file's bytes.
        source: its name, as the user gave it.
        station: read the answers of this station alone, where a log has several.

    Raises:
        UnreadableFile: it has no answer to GetConfiguration that can be read.
    """
    results = RESULTS if has_frames(content) else None  # an export may contain its logs
    refuse_other(content, source, "an answer to GetConfiguration or a message log", CONFIGURATION, LOG, TABLE, results)
    answers = _answers(content, source)
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


def _answers(content: bytes, source: str) -> Answers:
    """The answers in a file: as JSON if it is JSON from beginning to end, else as a log."""
    problem: UnreadableFile | None = None
    if len(content) <= LARGEST:
        try:
            text = decode(content, source)
        except NotUtf8 as error:  # a log may have a few foreign bytes in it; a station's answer may not
            problem = error
        else:
            found = _answers_in_json(text, source)
            if isinstance(found, Answers):
                return found
            problem = found
    answers = answers_in_log(content, source)
    if answers.found:
        return answers
    looks_like_json = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")
    if problem is not None and not answers.asked and (looks_like_json or isinstance(problem, NotUtf8)):
        raise problem
    raise _nothing_in(answers, source)


def _answers_in_json(text: str, source: str) -> Answers | UnreadableFile:
    """The answers in a text that is JSON from beginning to end, or why it is not."""
    answers = Answers(source)
    file = Source(source, Places(text))
    try:
        for node in documents(text):
            answers.add(node, file)
    except NotJson as error:
        return unreadable(error, text, source)
    if not answers.found:
        raise _nothing_in(answers, source)
    return answers


def _nothing_in(answers: Answers, source: str) -> UnreadableFile:
    hint = "give a GetConfiguration.conf: an object with configurationKey, or a frame or log that has one"
    first = next((place for _, _, place in answers.broken), None)
    if first is not None:
        return UnreadableFile(
            "the file has no readable answer to GetConfiguration",
            hint="the line is cut off or malformed, or the station answered with an error",
            file=source,
            line=first.line,
            column=first.column,
        )
    return UnreadableFile("the file has no answer to GetConfiguration", hint=hint, file=source)


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
            if field not in _FIELDS and field.lower() != "readonly":
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
