"""What a name is the name of: first what belongs to the statement, then what belongs to the evidence of a test run."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from enum import Enum, auto
from itertools import chain
from typing import NamedTuple

from certkit.edition.rulebook import Rulebook
from certkit.errors import UnknownName
from certkit.loading import load
from certkit.messages import codes_of

SUFFIXES = ("_CSMS", "_CS")
"""What the test tool appends to the ids of Appendix C."""
_NUMBER = re.compile(r"(?:requirement[ -]?)?0*([1-9][0-9]{0,3})", re.ASCII)


class Kind(Enum):
    """What a name can be the name of."""

    TEST_CASE = auto()
    ITEM = auto()
    FINDING = auto()
    READING = auto()
    TERM = auto()
    CODE = auto()
    RULE = auto()
    LEFT_OUT = auto()
    KEY_FINDING = auto()
    KEY = auto()
    REQUIREMENT = auto()


class Named(NamedTuple):
    """The name as it is written, and what it is the name of."""

    name: str
    kind: Kind


Spelling = tuple[str, Named]
"""A code or a name for people, and what it stands for."""


def find_name(subject: str, rulebook: Rulebook) -> str:
    """The name as the edition writes it.

    Raises:
        UnknownName: there is nothing of that name.
    """
    return find(subject, rulebook).name


def rulebook_with(subject: str, default: Rulebook, others: Iterable[Rulebook]) -> Rulebook:
    """The default edition if it has a name; otherwise the first other edition that has it, or again the default."""
    for rulebook in chain((default,), others):
        try:
            find(subject, rulebook)
        except UnknownName:
            continue
        return rulebook
    return default


def find(subject: str, rulebook: Rulebook) -> Named:
    """The same, and what it is the name of.

    Raises:
        UnknownName: there is nothing of that name, or it is the name of two things.
    """
    wanted = subject.strip().casefold()
    of_the_statement = _folded(_of_the_statement(rulebook))
    for suffix in ("", *SUFFIXES):
        known = of_the_statement.get(wanted.removesuffix(suffix.casefold()))
        if known:
            return known[0]
    of_the_evidence: dict[str, list[Named]] = {}
    for spellings in (_codes, _requirements, _configuration):
        found = _folded(spellings(rulebook))
        number = _NUMBER.fullmatch(wanted)
        known = found.get(number.group(1) if number else wanted, [])
        if len(known) > 1:
            codes = [one.name for one in known]
            raise UnknownName(
                f"{subject!r} is the name of {' and of '.join(codes)}", hint=f"ask for {' or '.join(codes)}"
            )
        if known:
            return known[0]
        of_the_evidence |= {name: of_the_evidence.get(name, []) + named for name, named in found.items()}
    raise UnknownName(
        f"there is nothing called {subject!r} in {rulebook.info.id}",
        hint=_nearest(wanted, {**of_the_evidence, **of_the_statement}),
    )


def _folded(spellings: Iterable[Spelling]) -> dict[str, list[Named]]:
    """A spelling in small letters -> what it stands for, each once, what comes first in front."""
    found: dict[str, list[Named]] = {}
    for spelling, named in spellings:
        known = found.setdefault(spelling.casefold(), [])
        if named not in known:
            known.append(named)
    return found


def _nearest(wanted: str, known: dict[str, list[Named]]) -> str:
    near = difflib.get_close_matches(wanted, known, n=3, cutoff=0.6)
    names = dict.fromkeys(known[name][0].name for name in near)
    if names:
        return f"did you mean {' or '.join(names)}?"
    return (
        "it can be a test case, an item, a finding's code, a reading, a term, a configuration key, a rule of the "
        "verdict or a requirement's number"
    )


def names_to_complete(rulebook: Rulebook) -> list[str]:
    """What a shell offers: every name but the numbers and the names for people."""
    spellings = (
        spelling
        for part in (_of_the_statement, _codes, _configuration)
        for spelling, named in part(rulebook)
        if spelling == named.name
    )
    return list(dict.fromkeys(spellings))


def _of_the_statement(rulebook: Rulebook) -> Iterator[Spelling]:
    parts: tuple[tuple[Iterable[str], Kind], ...] = (
        (rulebook.test_cases, Kind.TEST_CASE),
        (rulebook.items, Kind.ITEM),
        (rulebook.constraints, Kind.FINDING),
        (codes_of("pics"), Kind.FINDING),
        (rulebook.readings, Kind.READING),
        (rulebook.terms, Kind.TERM),
    )
    for names, kind in parts:
        for name in names:
            yield name, Named(name, kind)
    for row in rulebook.constraints.values():
        yield row.name, Named(row.id, Kind.FINDING)
    for code in codes_of("pics").values():
        yield code.name, Named(code.code, Kind.FINDING)


def _codes(_: Rulebook) -> Iterator[Spelling]:
    """The codes for evidence, records and verdicts, and the reasons for which nothing is measured."""
    names = {code.code: code.name for code in codes_of("configuration", "results", "firmware").values()}
    names |= {code.code: code.name for code in codes_of("record").values()}
    for code, name in names.items():
        for spelling in (code, name):
            yield spelling, Named(code, Kind.CODE)
    for rule in codes_of("verdict").values():
        for spelling in (rule.code, rule.name):
            yield spelling, Named(rule.code, Kind.RULE)
    for reason in load("certkit.measurement.model:reasons")():
        yield reason, Named(reason, Kind.LEFT_OUT)


def _requirements(rulebook: Rulebook) -> Iterator[Spelling]:
    if rulebook.has("requirements"):
        procedure = load("certkit.record.read_requirements:requirements_of")(rulebook)
        for number in (*(row.number for row in procedure.rows), *(number for number, _ in procedure.elsewhere)):
            yield str(number), Named(str(number), Kind.REQUIREMENT)


def _configuration(rulebook: Rulebook) -> Iterator[Spelling]:
    if rulebook.has("configuration_keys"):
        table = load("certkit.configuration.read_keys:key_table")(rulebook)
        for name in table.keys:
            yield name, Named(name, Kind.KEY)
        for row in table.findings.values():
            for spelling in (row.id, row.name):
                yield spelling, Named(row.id, Kind.KEY_FINDING)
