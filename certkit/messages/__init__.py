"""What certkit says: the codes of its findings and rules, and every sentence, as tables in this folder.

A finding or a reason is made from a code and named arguments; the words are in YAML, so that they can be improved
without touching code. ``sentences.yaml`` has the sentences of a verdict, which documents attest by key and arguments;
``attestation.yaml`` has the refusals to attest, by their codes; ``evidence.yaml`` has sentences about evidence that
belong to no code of certkit; ``verification.yaml`` has what the steps of a verification found; the other tables have
the codes, one table for each subject. Where the procedure says so is the edition's: see ``citations.yaml`` there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from certkit.errors import RulebookError
from certkit.finding import Finding, Place, Related, Severity
from certkit.formats.compiled import COMPILED, digests
from certkit.formats.tree import Mapping as MappingNode
from certkit.formats.tree import Node, Scalar
from certkit.formats.yaml_tree import read_tree
from certkit.text.sentence import Argument, Sentence, Words

FOLDER = Path(__file__).parent
SENTENCES = "sentences"
"""The table of the sentences of a verdict."""
VERIFICATION = "verification"
"""The table of the sentences of a verification, which no document attests."""
ATTESTATION = "attestation"
"""The table of the refusals to attest: ``CODE`` or ``CODE.message`` -> sentence."""
EVIDENCE = "evidence"
"""The table of sentences about evidence that belong to no code of certkit."""
TABLES = ("pics", "configuration", "results", "firmware", "record", "verdict", "recertification")
"""The tables of codes."""


class Code(NamedTuple):
    """A kind of finding, or a rule of the verdict.

    Attributes:
        severity: of a finding; None for a rule.
        part: of the verdict that a rule decides; empty for a finding.
        title: what it is, for a list.
        meaning: when it is found, and why it matters.
        hint: what to do.
        messages: name of the message -> its template, and the template of a hint of its own or an empty text.
    """

    code: str
    name: str
    severity: Severity | None
    part: str
    title: str
    meaning: str
    hint: str
    messages: Mapping[str, tuple[str, str]]


def say(key: str, **arguments: Argument) -> Sentence:
    """A sentence of ``sentences.yaml``, which must have the key with exactly these arguments."""
    return live_words().sentence(key, arguments)


def finding(
    key: str,
    *,
    where: Place | None = None,
    items: Iterable[str] = (),
    related: tuple[Related, ...] = (),
    severity: Severity | None = None,
    hint: Sentence | str | None = None,
    **arguments: Argument,
) -> Finding:
    """A finding.

    Args:
        key: the code, or ``CODE.message`` where the code has several messages.
        where: the place in the user's file.
        items: the ids it is about, the one it points at first.
        related: the places of the others.
        severity: where it is another than the code's.
        hint: where it is another than the message's or the code's.
        arguments: of the message and of its hint.
    """
    code, _, name = key.partition(".")
    kind = codes()[code]
    _, hint_template = kind.messages[name]
    words = _finding_words()
    in_hint = words.formats(f"{key}?") if hint_template else {}
    if hint is None and hint_template:
        hint = words.sentence(f"{key}?", {name: value for name, value in arguments.items() if name in in_hint})
    if in_hint:
        in_text = words.formats(key)
        arguments = {name: value for name, value in arguments.items() if name in in_text or name not in in_hint}
    return Finding(
        code=code,
        name=kind.name,
        severity=severity or kind.severity or Severity.ERROR,
        message=words.sentence(key, arguments),
        hint=str(kind.hint if hint is None else hint),
        items=tuple(items),
        where=where,
        related=related,
    )


@lru_cache(maxsize=1)
def codes() -> Mapping[str, Code]:
    """Code -> what is known of it, in the order of the tables."""
    found: dict[str, Code] = {}
    for table in TABLES:
        for code, row in _tables()[table].items():
            found[code] = Code(
                code=code,
                name=row["name"],
                severity=Severity(row["severity"]) if row["severity"] else None,
                part=row["part"],
                title=row["title"],
                meaning=row["meaning"],
                hint=row["hint"],
                messages={name: (text, hint) for name, (text, hint) in row["messages"].items()},
            )
    return found


def codes_of(*tables: str) -> Mapping[str, Code]:
    """The codes of some of the tables."""
    return {code: codes()[code] for table in tables for code in _tables()[table]}


@lru_cache(maxsize=1)
def live_words() -> Words:
    """The sentences of a verdict as this certkit words them."""
    return words_of(SENTENCES)


@lru_cache(maxsize=1)
def refusal_codes() -> frozenset[str]:
    """The codes of the refusals to attest."""
    return frozenset(key.partition(".")[0] for key in _tables()[ATTESTATION])


def refusal_texts(code: str) -> tuple[str, ...]:
    """What a refusal to attest can say, with the name of each argument."""
    words = words_of(ATTESTATION)
    return tuple(words.outline(key) for key in words.keys if key.partition(".")[0] == code)


@cache
def words_of(table: str) -> Words:
    """A table of sentences."""
    return Words(_tables()[table])


@cache
def texts(prefix: str) -> Mapping[str, str]:
    """Sentences about evidence whose keys begin with a prefix and have no arguments: rest of the key -> text."""
    table = _tables()[EVIDENCE]
    return {key.removeprefix(prefix): text for key, text in table.items() if key.startswith(prefix)}


@lru_cache(maxsize=1)
def _finding_words() -> Words:
    templates: dict[str, str] = {}
    for code in codes().values():
        for name, (text, hint) in code.messages.items():
            key = f"{code.code}.{name}" if name else code.code
            templates[key] = text
            if hint:
                templates[f"{key}?"] = hint
    return Words(templates)


_FIELDS = ("name", "severity", "part", "title", "meaning", "hint")


@lru_cache(maxsize=1)
def _tables() -> Mapping[str, Mapping[str, Any]]:
    """Every table. ``compiled.json`` counts only for files with the very bytes that it was made of."""
    contents = {path.stem: path.read_bytes() for path in sorted(FOLDER.glob("*.yaml"))}
    compiled = FOLDER / COMPILED
    if compiled.is_file():
        known = json.loads(compiled.read_bytes())
        if known["files"] == digests(contents):
            tables: Mapping[str, Mapping[str, Any]] = known["tables"]
            return tables
    return read_tables(contents)


def compile_tables() -> bytes:
    """The content of ``compiled.json``."""
    contents = {path.stem: path.read_bytes() for path in sorted(FOLDER.glob("*.yaml"))}
    document = {"files": digests(contents), "tables": read_tables(contents)}
    return (json.dumps(document, ensure_ascii=False, indent=0) + "\n").encode()


def read_tables(contents: Mapping[str, bytes]) -> Mapping[str, Mapping[str, Any]]:
    """The tables from their YAML.

    Raises:
        RulebookError: one is not a table of codes or of sentences.
    """
    return {
        name: (_sentences if name in (SENTENCES, VERIFICATION, ATTESTATION, EVIDENCE) else _codes)(content, name)
        for name, content in contents.items()
    }


def read_words(path: Path) -> Words:
    """A table of sentences that certkit ships: key -> template.

    Raises:
        RulebookError: it is not one.
    """
    return Words(_sentences(path.read_bytes(), path.name))


def _sentences(content: bytes, name: str) -> dict[str, str]:
    return {key: _text(node, f"{name}: {key}") for key, node in _pairs(read_tree(content, name), name)}


def _codes(content: bytes, name: str) -> dict[str, Any]:
    return {code: _code(node, f"{name}: {code}") for code, node in _pairs(read_tree(content, name), name)}


def _code(node: Node, place: str) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(_FIELDS, "")
    row["messages"] = {}
    for field, value in _pairs(node, place):
        if field == "message":
            row["messages"][""] = _message(value, place)
        elif field == "messages":
            for name, message in _pairs(value, place):
                row["messages"][name] = _message(message, f"{place}: {name}")
        elif field in _FIELDS:
            row[field] = _text(value, f"{place}: {field}")
        else:
            raise RulebookError(f"{place}: there is no field {field!r}")
    return row


def _message(node: Node, place: str) -> tuple[str, str]:
    """A template, or a mapping with the template as ``text`` and the one of its hint as ``hint``."""
    if isinstance(node, Scalar):
        return _text(node, place), ""
    parts = {name: _text(value, f"{place}: {name}") for name, value in _pairs(node, place)}
    if set(parts) != {"text", "hint"}:
        raise RulebookError(f"{place} has text and hint, not {', '.join(parts)}")
    return parts["text"], parts["hint"]


def _pairs(node: Node | None, place: str) -> Iterable[tuple[str, Node]]:
    if not isinstance(node, MappingNode):
        raise RulebookError(f"{place} is not a mapping")
    return [(key, value) for key, (_, value) in node.pairs.items()]


def _text(node: Node, place: str) -> str:
    if not isinstance(node, Scalar) or node.text is None:
        raise RulebookError(f"{place} is not a text")
    return node.text
