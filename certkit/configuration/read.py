"""A station's configuration as it answered GetConfiguration (4.2), read without its secrets.

What the file holds decides how it is read: the payload, a frame of OCPP-J, a list of keys, several of these in a list
or one after the other, or the lines of a message log. What is a secret is dropped here
(:mod:`certkit.configuration.secrets`), and so is a value in which a secret of another key stands again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from certkit.configuration.model import Configuration, Entry
from certkit.configuration.read_answers import Answer, Answers, Passage, answers_in_log
from certkit.configuration.secrets import Secret, has_secret_shape, secret_in
from certkit.edition.domains import shown
from certkit.errors import UnreadableFile
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
from certkit.messages import plain_finding

LONGEST_KEY, LONGEST_VALUE = 50, 500
"""Characters that OCPP allows (CiString50Type, CiString500Type)."""
_FIELDS = ("key", "readonly", "value")
_LEAST_ECHO = 8
"""Characters a secret must have for its echo in another value to be looked for."""
_MOST_KEYS = 5000
"""Keys that are read; the largest station seen has some two hundred."""
_MOST_FINDINGS = 200
"""Findings about entries that are told one by one."""


def read_configuration(content: bytes, source: str, *, station: str = "") -> Configuration:
    """The configuration in a file.

    Args:
        content: the file's bytes.
        source: its name, as the user gave it.
        station: read the answers of this station alone, where a log has several.

    Raises:
        UnreadableFile: it has no answer to GetConfiguration that can be read.
    """
    answers = _answers(content, source)
    findings: list[Finding] = []
    if station:
        if station not in answers.stations:
            known = ", ".join(map(shown, answers.stations[:10]))
            raise UnreadableFile(
                f"there is no answer of the station {shown(station)} in it",
                hint=f"it has answers of {known}" if known else "the file names no stations; leave --station out",
                file=source,
            )
        answers = answers.only(station)
    elif len(answers.stations) > 1:
        names = ", ".join(map(shown, answers.stations[:10]))
        findings.append(plain_finding("CK-07", f"there are answers of {len(answers.stations)} stations: {names}"))
    reader = _EntryReader()
    for answer in answers.found:
        reader.answer(answer)
    findings += [*answers.findings(), *reader.told()]
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
    passage = Passage(source, Places(text))
    try:
        for node in documents(text):
            answers.take(node, passage)
    except NotJson as error:
        return unreadable(error, text, source)
    if not answers.found:
        raise _nothing_in(answers, source)
    return answers


def _nothing_in(answers: Answers, source: str) -> UnreadableFile:
    hint = "it needs a GetConfiguration.conf: an object with configurationKey, or a frame or a log with one in it"
    first = next((place for _, _, place in answers.broken), None)
    if first is not None:
        return UnreadableFile(
            "no answer to GetConfiguration in it can be read",
            hint="the line is cut or malformed, or the station answered with an error",
            file=source,
            line=first.line,
            column=first.column,
        )
    return UnreadableFile("there is no answer to GetConfiguration in it", hint=hint, file=source)


class _Reported(NamedTuple):
    """A key as it stands in the file, its secret with it. It never leaves this module."""

    key: str
    value: str | None
    readonly: bool | None

    def __repr__(self) -> str:
        return "_Reported(…)"


class _EntryReader:
    def __init__(self) -> None:
        self.reported: dict[_Reported, Place] = {}
        self.first: dict[str, tuple[_Reported, Place]] = {}
        self.unknown_keys: list[str] = []
        self.findings: list[Finding] = []
        self.more = 0

    def told(self) -> list[Finding]:
        if not self.more:
            return self.findings
        last = self.findings[-1]
        return [
            *self.findings[:-1],
            replace(last, message=f"{last.message}; and {self.more:,} further findings like this"),
        ]

    def tell(self, code: str, message: str, place: Place, hint: str = "") -> None:
        if len(self.findings) < _MOST_FINDINGS:
            self.findings.append(plain_finding(code, message, where=place, hint=hint))
        else:
            self.more += 1

    def answer(self, answer: Answer) -> None:
        payload, passage = answer.payload, answer.passage
        keys = payload.get("configurationKey")
        if isinstance(keys, Array):
            for number, node in enumerate(keys.items, start=1):
                self.entry(node, passage, number)
        elif keys is not None and not (isinstance(keys, Leaf) and keys.value is None):
            self.tell("CK-02", "configurationKey is not a list", passage.place(keys.at))
        unknown = payload.get("unknownKey")
        if isinstance(unknown, Array):
            for node in unknown.items:
                if isinstance(node, Leaf) and isinstance(node.value, str) and not has_secret_shape(node.value):
                    self.unknown_keys.append(node.value)
                else:
                    self.tell("CK-02", "an entry of unknownKey is not a name", passage.place(node.at))
        elif unknown is not None and not (isinstance(unknown, Leaf) and unknown.value is None):
            self.tell("CK-02", "unknownKey is not a list", passage.place(unknown.at))

    def entry(self, node: Json, passage: Passage, number: int) -> None:
        place = passage.place(node.at)
        if not isinstance(node, Object):
            self.tell(
                "CK-02", f"entry {number} of configurationKey is not an object with key, readonly and value", place
            )
            return
        name = node.get("key")
        if not isinstance(name, Leaf) or not isinstance(name.value, str) or not name.value.strip():
            self.tell("CK-02", f"entry {number} of configurationKey has no key", place)
            return
        key = name.value
        if len(key) > LONGEST_KEY:
            self.tell("CK-05", f"the key {shown(key)} has {len(key)} characters", place)
        value = self.value(key, node.get("value"), passage)
        reported = _Reported(key, value, self.readonly(key, node, place))
        self.others(key, node, passage)
        if reported in self.reported:
            return
        before = self.first.setdefault(key.casefold(), (reported, place))
        if before[0] != reported:
            differ = (
                "value"
                if before[0].value != value
                else "readonly"
                if before[0].readonly != reported.readonly
                else "spelling"
            )
            self.tell(
                "CK-01", f"{shown(key)} is reported again with another {differ}; first in line {before[1].line}", place
            )
        if len(self.reported) >= _MOST_KEYS:
            raise UnreadableFile(
                f"there are more than {_MOST_KEYS:,} keys",
                hint="is it the right file?",
                file=place.file,
                line=place.line,
            )
        self.reported[reported] = place

    def value(self, key: str, node: Json | None, passage: Passage) -> str | None:
        if node is None:
            return None
        if not isinstance(node, Leaf):
            self.tell("CK-02", f"the value of {shown(key)} is a list or an object", passage.place(node.at))
            return None
        if isinstance(node.value, str):
            if len(node.value) > LONGEST_VALUE:
                self.tell(
                    "CK-05",
                    f"the value of {shown(key)} has more than {LONGEST_VALUE} characters",
                    passage.place(node.at),
                )
            return node.value
        what = "null" if node.value is None else "true or false" if isinstance(node.value, bool) else "a number"
        self.tell("CK-03", f"the value of {shown(key)} is {what}, not a text", passage.place(node.at))
        if node.value is None:
            return None
        return str(node.value).lower() if isinstance(node.value, bool) else str(node.value)

    def readonly(self, key: str, node: Object, place: Place) -> bool | None:
        stated = node.get("readonly")
        if isinstance(stated, Leaf) and isinstance(stated.value, bool):
            return stated.value
        close = next((name for name in node.pairs if name.lower() == "readonly" and name != "readonly"), "")
        hint = f"the field is called readonly, not {close}" if close else ""
        what = "is not true or false" if stated is not None else "is missing"
        self.tell("CK-04", f"readonly of {shown(key)} {what}", place, hint)
        return None

    def others(self, key: str, node: Object, passage: Passage) -> None:
        for name in node.pairs:
            if name not in _FIELDS and name.lower() != "readonly":
                place = passage.place(node.names.get(name, node.at))
                self.tell("CK-02", f"{shown(key)} has a field {shown(name)}, which OCPP does not know", place)

    def without_secrets(self) -> tuple[Entry, ...]:
        """The entries; from here on no secret is anywhere."""
        kinds = {one: secret_in(one.key, one.value) if one.value is not None else None for one in self.reported}
        secrets = {
            one.value for one, kind in kinds.items() if kind is Secret.HELD_BACK and len(one.value or "") >= _LEAST_ECHO
        }
        entries = []
        for one, place in self.reported.items():
            kind = kinds[one]
            if kind is None and one.value and any(secret in one.value for secret in secrets if secret):
                kind = Secret.HELD_BACK
            entries.append(Entry(one.key, None if kind else one.value, one.readonly, place, kind))
        return tuple(entries)
