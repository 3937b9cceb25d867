"""Version 1's own table of words: what the keys and codes of a document mean, whatever the command line says today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from certkit.attestation.v1.model import ArgumentDocument, AttestationDocument, SentenceDocument
from certkit.messages import read_words
from certkit.text.sentence import Argument, NotASentence, Sentence, Words


@lru_cache(maxsize=1)
def words() -> Words:
    """The table: ``certkit/attestation/v1/words.yaml``."""
    return read_words(Path(__file__).with_name("words.yaml"))


def write_sentence(sentence: Sentence) -> SentenceDocument:
    """Key and arguments of a sentence.

    Raises:
        NotASentence: version 1 does not have it.
    """
    words().sentence(sentence.key, sentence.arguments)
    return {"key": sentence.key, "arguments": {name: _written(value) for name, value in sentence.arguments.items()}}


def _written(value: Argument) -> ArgumentDocument:
    if isinstance(value, Sentence):
        return write_sentence(value)
    if isinstance(value, tuple):
        return cast("ArgumentDocument", [list(one) if isinstance(one, tuple) else one for one in value])
    return value


def read_sentence(document: SentenceDocument) -> Sentence:
    """The sentence in version 1's words.

    Raises:
        NotASentence: version 1 does not have it, or these are not its arguments.
    """
    arguments = {name: _read(value) for name, value in document["arguments"].items()}
    return words().sentence(document["key"], arguments)


def _read(value: Any) -> Argument:
    if isinstance(value, Mapping):
        return read_sentence(cast("SentenceDocument", value))
    if isinstance(value, list):
        return cast("Argument", tuple(tuple(one) if isinstance(one, list) else one for one in value))
    return cast("Argument", value)


def text(document: SentenceDocument | None) -> str:
    """A sentence as text; empty if there is none."""
    return str(read_sentence(document)) if document is not None else ""


def rule_name(code: str) -> str:
    """The name of a rule of the verdict."""
    return str(words().sentence(f"rule.{code}", {}))


def sentences_of(document: AttestationDocument) -> Iterator[tuple[str, SentenceDocument]]:
    """Every sentence of a payload, with its path."""
    derived = document["derived"]
    for number, row in enumerate(derived["plan"]):
        yield f"derived.plan[{number}].because", row["because"]
    for number, reason in enumerate(derived["verdict"]["reasons"]):
        yield f"derived.verdict.reasons[{number}].message", reason["message"]
    for number, case in enumerate(derived["verdict"]["test_cases"]):
        yield f"derived.verdict.test_cases[{number}].message", case["message"]
        for place, run in enumerate(case["runs"]):
            if run["why"] is not None:
                yield f"derived.verdict.test_cases[{number}].runs[{place}].why", run["why"]
    for number, requirement in enumerate(derived["verdict"]["requirements"]):
        yield f"derived.verdict.requirements[{number}].message", requirement["message"]


__all__ = [
    "NotASentence",
    "read_sentence",
    "rule_name",
    "sentences_of",
    "text",
    "words",
    "write_sentence",
]
