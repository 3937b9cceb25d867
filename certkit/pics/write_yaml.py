"""A PICS as a YAML form: every question with its help, what may be answered, and the answer, or nothing.

What is written is read again as the same statement, whatever the answers contain. An unanswered question stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from textwrap import wrap

from certkit.conditions import Answered, AnyOf, Node, Value, items_of, walk
from certkit.edition.domains import Choice, Choices, Members, Number, Settings, Texts
from certkit.edition.model import Item, Section
from certkit.edition.rulebook import Rulebook
from certkit.pics.form import asked_only_if, in_words
from certkit.pics.model import Acceptance, Pics
from certkit.text.terminal import safe

SCHEMA_LINE = "# yaml-language-server: $schema="
"""What an editor looks for in the first line to complete and check a file."""
_WIDTH = 100
_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 _./+-]*[A-Za-z0-9_./+-])?")
_SPECIAL = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?(?:[eE][+-]?\d{1,2})?")
_LONGEST_KEY = 500


@dataclass(slots=True)
class _Branch:
    """A key of the form: a question, a group of them, or both (free settings and named ones)."""

    item: Item | None = None
    section: Section | None = None
    below: dict[str, _Branch] = field(default_factory=dict)


def write_form_yaml(
    rulebook: Rulebook, dut: str | None = None, pics: Pics | None = None, *, schema: str = "", review: bool = False
) -> str:
    """The form, blank or filled in.

    Args:
        dut: the kind of device; only what is asked of it is there. By default the one of ``pics``, or any.
        pics: the answers. Those that are not asked of the device are there too.
        review: the answers were guessed from a workbook: a comment above each says where it is from.
        schema: where an editor finds the JSON Schema, relative to the form; no line for it if empty.

    Raises:
        KeyError: ``pics`` answers what ``rulebook`` does not ask.
    """
    if pics is not None:
        pics = pics.as_written()
    kind = dut or (pics.dut if pics else None)
    values: dict[str, Value] = {"dut": kind} if kind else {}
    values |= pics.values if pics else {}
    origins = {item: f"{pics.place_of(item)} of {pics.source}" for item in values} if review and pics else {}
    form = _Form(rulebook, kind, values, origins)
    lines = [SCHEMA_LINE + schema] if schema else []
    lines += [*form.head(), f"edition: {_scalar(rulebook.info.id)}"]
    for key, branch in form.branches().items():
        lines += ["", *form.written(key, branch, "")]
    if pics is not None and pics.accepted:
        lines += ["", "# Warnings of certkit pics check that the vendor accepts", "accepted:"]
        lines += [line for acceptance in pics.accepted for line in _acceptance(acceptance)]
    if pics is not None and pics.to_confirm:
        lines += [
            "",
            "# Answers that nobody confirmed yet: they count as not answered. Check each, correct it if it is",
        ]
        lines += [
            "# wrong, and remove its line here.",
            "to_confirm:",
            *(f"- {_scalar(item)}" for item in pics.to_confirm),
        ]
    return "\n".join(lines) + "\n"


class _Form:
    """What is to be written: the questions of a kind of device, and their answers."""

    def __init__(
        self, rulebook: Rulebook, kind: str | None, values: dict[str, Value], origins: Mapping[str, str]
    ) -> None:
        self.origins = origins
        self.rulebook = rulebook
        self.kind = kind
        self.values = values
        for name in values:
            _ = rulebook.items[name]

    def head(self) -> Iterator[str]:
        info = self.rulebook.info
        yield f"# PICS of a {self.kind}" if self.kind else "# PICS"
        yield f"# {info.title}, {info.date}"
        yield "#"
        yield "# Write each answer behind its colon. What is empty is not answered, which is never No."
        yield "# A question with * must be answered."
        yield "# To see what is missing or wrong: certkit pics check FILE"

    def branches(self) -> dict[str, _Branch]:
        sections = {section.path: section for section in self.rulebook.sections.values()}
        root = _Branch()
        for item in self.rulebook.items.values():
            if self.asks(item) or item.id in self.values:
                branch = root
                for depth, key in enumerate(item.path, start=1):
                    branch = branch.below.setdefault(key, _Branch(section=sections.get(item.path[:depth])))
                branch.item = item
        return root.below

    def asks(self, item: Item) -> bool:
        return self.kind is None or self.kind in item.asked_of

    def written(self, key: str, branch: _Branch, indent: str) -> Iterator[str]:
        """A key with the comment above it and everything below it."""
        if branch.section:
            yield "# " + "-" * (_WIDTH - 2)
            yield from _comment(f"{branch.section.title} [{branch.section.cite}]", indent)
            yield from _comment(f"{branch.section.help} {asked_only_if(branch.section)}".strip(), indent)
        if branch.item:
            yield from self.question(branch.item, indent)
        if not branch.below:
            yield from _answer(key, branch.item, self.values.get(branch.item.id) if branch.item else None, indent)
            return
        yield f"{indent}{_key(key)}:"
        yield from self.group(branch, indent + "  ")

    def group(self, branch: _Branch, indent: str) -> Iterator[str]:
        heading = ""
        for number, (key, below) in enumerate(branch.below.items()):
            if number:
                yield ""
            if below.item and below.item.heading not in ("", heading):
                heading = below.item.heading
                if branch.section and heading != below.item.label:
                    yield f"{indent}# -- {heading} --"
            yield from self.written(key, below, indent)
        if branch.item and isinstance(branch.item.domain, Settings):
            yield from _settings(self.values.get(branch.item.id), indent)

    def question(self, item: Item, indent: str) -> Iterator[str]:
        """The comment above an answer: the question, what is meant, what may be answered."""
        must, when = self.must(item)
        label = item.label_for(self.kind)
        if item.id == item.path[-1] and "-" in item.shown_id:
            label = f"{item.shown_id}: {label}"
        yield from _comment(f"{'* ' if must else ''}{label}{f' (needed if {when})' if when else ''}", indent)
        yield from _comment(item.help, indent)
        if not self.asks(item):
            yield from _comment(f"Not asked of a {self.kind}.", indent)
        cite = "" if item.cite == self.rulebook.sections[item.section].cite else f" [{item.cite}]"
        yield from _comment(f"Answer: {_expected(item)}{cite}", indent)
        if item.id in self.origins:
            yield from _comment(safe(f"REVIEW: guessed from {self.origins[item.id]}"), indent)

    def must(self, item: Item) -> tuple[bool, str]:
        """Whether it must be answered in any case, and if not, under which condition."""
        asked = any(isinstance(part, Answered) for part in walk(item.required))
        decided = None if asked else item.required.evaluate({"dut": self.kind} if self.kind else {})
        if decided is not None:
            return decided, ""
        return False, self.in_words(item.required)

    def in_words(self, node: Node) -> str:
        if isinstance(node, AnyOf) and all(isinstance(part, Answered) for part in node.operands):
            keys = [self.rulebook.items[name].path[-1] for name in items_of(node)]
            return f"any of {', '.join(keys)} is answered"
        return in_words(node)


def _expected(item: Item) -> str:
    """What may be answered, and how a list of it is written."""
    domain = item.domain
    example = ""
    if isinstance(domain, Choices):
        example = f"[{', '.join(domain.values[:2])}]"
    elif isinstance(domain, Texts):
        example = "[first, second]"
    elif isinstance(domain, Settings):
        example = "NameOfTheSetting: 10"
    elif isinstance(domain, Members):
        example = "[{model: M-1, firmware_version: V1.0}]"
    return f"{domain.expected}, as in {example}" if example else domain.expected


def _comment(text: str, indent: str) -> Iterator[str]:
    for line in wrap(text, _WIDTH - len(indent) - 2, break_long_words=False, break_on_hyphens=False):
        yield f"{indent}# {line}"


def _answer(key: str, item: Item | None, value: Value | None, indent: str) -> Iterator[str]:
    domain = item.domain if item else None
    begin = f"{indent}{_key(key)}:"
    if value is None:
        yield begin
    elif isinstance(domain, Settings):
        yield begin
        yield from _settings(value, indent + "  ")
    elif isinstance(domain, Number) and isinstance(value, int | float):
        yield f"{begin} {_number(value)}"
    elif isinstance(domain, Choices) and isinstance(value, tuple):
        yield f"{begin} [{', '.join(_scalar(str(name)) for name in value)}]"
    elif isinstance(value, tuple):
        yield begin
        for part in value:
            yield f"{indent}  - {_member(part) if isinstance(part, tuple) else _scalar(str(part))}"
    else:
        yield f"{begin} {_scalar(str(value), word=isinstance(domain, Choice))}"


def _acceptance(accepted: Acceptance) -> Iterator[str]:
    begin = "  - "
    for name in ("code", "reason", "name", "date"):
        if text := getattr(accepted, name):
            yield f"{begin}{name}: {_scalar(text)}"
            begin = "    "
        if name == "code" and accepted.items:
            yield f"{begin}items: [{', '.join(map(_scalar, accepted.items))}]"
            begin = "    "


def _settings(value: Value | None, indent: str) -> Iterator[str]:
    for pair in value if isinstance(value, tuple) else ():
        name, text = pair if isinstance(pair, tuple) else (pair, "")
        key = _scalar(str(name))
        if len(key) > _LONGEST_KEY:  # YAML allows a key on the line of its value only up to 1024 characters
            yield f"{indent}? {key}"
            yield f"{indent}: {_scalar(str(text))}"
        else:
            yield f"{indent}{key}: {_scalar(str(text))}"


def _member(member: tuple[object, ...]) -> str:
    parts = zip(("model", "firmware_version"), member, strict=True)
    return "{" + ", ".join(f"{name}: {_scalar(str(text))}" for name, text in parts if text) + "}"


def _key(name: str) -> str:
    return _scalar(name, word=True)


def _scalar(text: str, *, word: bool = False) -> str:
    """The text as a YAML scalar that every YAML reader takes for this text; ``word``: it is one of the format's own."""
    if _PLAIN.fullmatch(text) and (word or text.lower() not in _SPECIAL):
        return text
    return '"' + "".join(_escaped(c) for c in text) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _number(value: int | float) -> str:
    """A number as the form accepts it: at most 15 digits before and behind the point, then a power of ten."""
    text = str(value)
    if _NUMBER.fullmatch(text):
        return text
    text = repr(float(value))
    if _NUMBER.fullmatch(text):
        return text
    digits, _, exponent = f"{float(value):.16e}".partition("e")
    mantissa = digits.replace(".", "")
    return f"{mantissa[:2]}.{mantissa[2:]}e{int(exponent) - 1}"
