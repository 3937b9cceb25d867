"""A test record to fill in: what is asked for this device and mode, each field with its help.

Filled in already are the edition, the mode, the frozen statement and the model. All else stays empty, which is an
open question and never a good answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from textwrap import wrap

from certkit.conditions import Answers, parse
from certkit.edition.rulebook import Rulebook
from certkit.pics.model import Pics
from certkit.record.fields import Asked, Group
from certkit.record.kinds import Digest, Line, YesNo
from certkit.record.model import VERSION, RecordFields

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
"""The fields that stand in the form already."""
SCHEMA_LINE = "# yaml-language-server: $schema="
_WIDTH = 110
_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 _./+:-]*[A-Za-z0-9_./+-])?")
_SPECIAL = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def write_record_form(
    pics: Pics, rulebook: Rulebook, mode: str, *, pics_file: str, now: datetime, schema: str = ""
) -> str:
    """The form, to be saved beside the PICS.

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
    answers = {**pics.values, "record.mode": mode}
    lines += _group(RecordFields, "", "", known, answers)
    return "\n".join(lines) + "\n"


def _group(type_: type[Group], path: str, indent: str, known: Mapping[str, str], answers: Answers) -> Iterator[str]:
    for key, asked in type_.asked.items():
        if asked.when and parse(asked.when).evaluate(answers) is False:
            continue
        here = f"{path}.{key}" if path else key
        if not path:
            yield ""
        yield from _help(asked, indent)
        if asked.group is None:
            value = known.get(here, "")
            yield f"{indent}{key}: {_scalar(value)}" if value else f"{indent}{key}:"
        elif asked.several:
            yield f"{indent}{key}:"
            yield from _example(asked.group, indent)
        else:
            yield f"{indent}{key}:"
            yield from _group(asked.group, here, indent + "  ", known, answers)


def _example(type_: type[Group], indent: str) -> Iterator[str]:
    """An entry of a list as a comment: remove the # and fill it in, as often as needed."""
    for number, (key, asked) in enumerate(type_.asked.items()):
        mark = "-" if number == 0 else " "
        begin = f"{indent}#  {mark} {key}:"
        first, *more = wrap(_described(asked), _WIDTH - 40, break_long_words=False, break_on_hyphens=False)
        yield f"{begin:<36} # {first}"
        yield from (f"{indent + '#':<36} # {line}" for line in more)


def _help(asked: Asked, indent: str) -> Iterator[str]:
    text = _described(asked)
    if asked.cite:
        text += f" [{asked.cite}]"
    for line in wrap(text, _WIDTH - len(indent) - 2, break_long_words=False, break_on_hyphens=False):
        yield f"{indent}# {line}"


def _described(asked: Asked) -> str:
    """The help, and what may be written where the help alone does not say it."""
    if asked.kind is None or isinstance(asked.kind, Line | YesNo | Digest):
        return asked.help
    return f"{asked.help} ({asked.kind.expected})"


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
