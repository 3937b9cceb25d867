"""A test record to fill in: what is asked for this device and mode, each field with its help.

Filled in already are the edition, the mode, the frozen statement and the model. All else stays empty, which is an
open question and never a good answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from textwrap import wrap
from typing import Any, NamedTuple

from certkit.conditions import Answers
from certkit.edition.rulebook import Rulebook
from certkit.pics.model import Pics
from certkit.record.fields import FieldSpec, Group
from certkit.record.model import VERSION, RecordFields
from certkit.record.read_requirements import field_rules
from certkit.record.requirements import FieldRule

FILLED_IN = (
    "record",
    "edition",
    "mode",
    "utc_offset",
    "pics.file",
    "pics.pics_sha256",
    "pics.frozen_at",
    "device.model",
)
"""The fields that the form already has."""
SCHEMA_LINE = "# yaml-language-server: $schema="
_WIDTH = 110
_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 _./+:-]*[A-Za-z0-9_./+-])?")
_SPECIAL = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def write_record_form(
    pics: Pics, rulebook: Rulebook, mode: str, *, pics_file: str, now: datetime, schema: str = ""
) -> str:
    """The form, to be saved in the folder of the PICS or above it.

    Args:
        pics_file: the PICS as a path from the form's folder, or empty if it is not below it.
        now: when the statement is frozen, with the distance from UTC.
        schema: where an editor finds the JSON Schema, relative to the form; no line for it if empty.
    """
    model = pics.values.get("model")
    values = (
        str(VERSION),
        rulebook.info.id,
        mode,
        _offset(now),
        pics_file,
        pics.sha256,
        now.isoformat(sep=" ", timespec="seconds"),
        model if isinstance(model, str) else "",
    )
    known = dict(zip(FILLED_IN, values, strict=True))
    lines = [SCHEMA_LINE + schema] if schema else []
    lines += [
        f"# Test record: {mode} of a {pics.dut or 'device'}",
        f"# {rulebook.info.title}, {rulebook.info.date}",
        "#",
        "# Write each answer behind its colon. What is empty is not answered, which is never a good answer.",
        "# Files are named by their path from this file's folder.",
        "# certkit record check FILE    what is shown, and what is still missing",
        "# certkit record freeze FILE   writes the digests of the files named here",
    ]
    rules = field_rules(rulebook)
    lines += _Form(rules, known, {**pics.values, "record.mode": mode}).group(RecordFields, "", "")
    return "\n".join(lines) + "\n"


class _Form(NamedTuple):
    """Writes the fields.

    Attributes:
        rules: path -> what the edition says of a field.
        known: path -> what the form already has, without ``record.``.
        answers: what is known of the device and the mode.
    """

    rules: Mapping[str, FieldRule]
    known: Mapping[str, str]
    answers: Answers

    def group(self, type_: type[Group], path: str, indent: str) -> Iterator[str]:
        for key, spec in type_.specs.items():
            here = f"{path}.{key}" if path else key
            rule = self.rule(here)
            if rule.when.evaluate(self.answers) is False:
                continue
            if not path:
                yield ""
            help = f"{self.help(spec, here)} [{rule.cite}]" if rule.cite else self.help(spec, here)
            yield from (f"{indent}# {line}" for line in _wrapped(help, _WIDTH - len(indent) - 2))
            for one in rule.examples:
                offered = f"{one.title}, for example {', '.join(one.names)}"
                yield from (f"{indent}#   {line}" for line in _wrapped(offered, _WIDTH - len(indent) - 4))
            value = self.known.get(here, "")
            yield f"{indent}{key}: {_scalar(value)}" if value else f"{indent}{key}:"
            if spec.is_list and spec.group is not None:
                yield from self.example(spec.group, here, indent)
            elif spec.group is not None:
                yield from self.group(spec.group, here, indent + "  ")

    def example(self, type_: type[Group], path: str, indent: str) -> Iterator[str]:
        """An entry of a list as a comment: the tester removes the # and fills it in, once for each entry."""
        for number, (key, spec) in enumerate(type_.specs.items()):
            begin = f"{indent}#  {' ' if number else '-'} {key}:"
            names = [name for one in self.rule(f"{path}.{key}").examples for name in one.names]
            help = self.help(spec, f"{path}.{key}")
            first, *more = _wrapped(f"{help} For example {', '.join(names)}." if names else help, _WIDTH - 40)
            yield f"{begin:<36} # {first}"
            yield from (f"{indent + '#':<36} # {line}" for line in more)
            if spec.is_list and spec.group is not None:
                for line in self.example(spec.group, f"{path}.{key}", ""):
                    yield f"{indent}#    {line[1:]}" if line.startswith("#  ") else line

    def rule(self, path: str) -> FieldRule:
        return self.rules.get(f"record.{path}", FieldRule())

    def help(self, spec: FieldSpec[Any], path: str) -> str:
        """The help, and what may be written where the help alone does not say it."""
        expected = f"({spec.kind.expected})" if spec.kind is not None and not spec.kind.is_plain else ""
        return " ".join(filter(None, (spec.help, self.rule(path).note, expected)))


def _wrapped(text: str, width: int) -> list[str]:
    return wrap(text, width, break_long_words=False, break_on_hyphens=False)


def _scalar(text: str) -> str:
    """The text as a YAML scalar that every YAML reader takes for this text."""
    if _PLAIN.fullmatch(text) and ": " not in text and text.lower() not in _SPECIAL:
        return text
    return '"' + "".join(_escaped(c) for c in text) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _offset(now: datetime) -> str:
    text = now.strftime("%z")
    return f"{text[:3]}:{text[3:5]}" if text else ""
