"""What a name stands for: first the names of the PICS and its plan, then those of the evidence."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, auto
from itertools import chain
from typing import NamedTuple

from certkit.edition.rulebook import Rulebook
from certkit.errors import UnknownName
from certkit.loading import load
from certkit.messages import codes_of, refusal_codes
from certkit.text.plain_id import longer_ids, same_id

_SHOWN = 3
"""Near names in a hint."""
_NUMBER = re.compile(r"(?:requirement[ -]?)?0*([1-9][0-9]{0,3})", re.ASCII)


class Kind(Enum):
    """What a name can stand for."""

    TEST_CASE = auto()
    ITEM = auto()
    FINDING = auto()
    READING = auto()
    TERM = auto()
    CODE = auto()
    RULE = auto()
    LEFT_OUT = auto()
    REFUSAL = auto()
    KEY_FINDING = auto()
    KEY = auto()
    REQUIREMENT = auto()


class Named(NamedTuple):
    """A name as it is written, and what it names."""

    name: str
    kind: Kind


Spelling = tuple[str, Named]
"""A code or a readable name, and what it stands for."""


def find(subject: str, rulebook: Rulebook) -> Named:
    """What a text names, in upper or lower case.

    Raises:
        UnknownName: nothing has that name, or two things have it.
    """
    wanted = subject.strip().casefold()
    of_the_pics = _by_spelling(_pics_names(rulebook))
    for suffix in ("", *_test_tool_suffixes(rulebook)):
        if matches := of_the_pics.get(wanted.removesuffix(suffix)):
            return matches[0]
    number = _NUMBER.fullmatch(wanted)
    of_the_evidence: dict[str, list[Named]] = {}
    for spellings in (_codes, _requirements, _configuration):  # each loads more than the one before
        names = _by_spelling(spellings(rulebook))
        matches = names.get(number.group(1) if number else wanted, [])
        if len(matches) > 1:
            codes = [match.name for match in matches]
            raise UnknownName(
                f"{subject!r} is the name of {' and of '.join(codes)}", hint=f"ask for {' or '.join(codes)}"
            )
        if matches:
            return matches[0]
        of_the_evidence = names | of_the_evidence
    every = of_the_evidence | of_the_pics
    for suffix in ("", *_test_tool_suffixes(rulebook)):
        meant = {named: None for spelling in same_id(wanted.removesuffix(suffix), every) for named in every[spelling]}
        if len(meant) == 1:
            return next(iter(meant))
    raise UnknownName(
        f"there is nothing called {subject!r} in {rulebook.info.id}",
        hint=_nearest(wanted, every),
    )


def rulebook_with(subject: str, default: Rulebook, others: Iterable[Rulebook]) -> Rulebook:
    """The first edition that has a name; the default if none has it."""
    for rulebook in chain((default,), others):
        try:
            find(subject, rulebook)
        except UnknownName:
            continue
        return rulebook
    return default


def _test_tool_suffixes(rulebook: Rulebook) -> list[str]:
    """What the test tool appends to the ids of test cases, in lower case."""
    sides = rulebook.evidence.sides.values() if rulebook.has("evidence") else ()
    return [f"_{side.suffix}".casefold() for side in sides]


def _by_spelling(spellings: Iterable[Spelling]) -> dict[str, list[Named]]:
    """Spelling in lower case -> what it stands for, each once."""
    by_spelling: dict[str, dict[Named, None]] = {}
    for spelling, named in spellings:
        by_spelling.setdefault(spelling.casefold(), {})[named] = None
    return {spelling: list(names) for spelling, names in by_spelling.items()}


def _nearest(wanted: str, names: Mapping[str, list[Named]]) -> str:
    near = [*same_id(wanted, names), *longer_ids(wanted, names)][:_SHOWN]
    near = near or difflib.get_close_matches(wanted, names, n=_SHOWN, cutoff=0.6)
    if near:
        return f"did you mean {' or '.join(dict.fromkeys(names[name][0].name for name in near))}?"
    return (
        "it can be a test case, an item, the code of a finding, of a rule of the verdict or of a refusal to attest, "
        "a reading, a term, a configuration key or a requirement's number"
    )


def names_to_complete(rulebook: Rulebook) -> list[str]:
    """What a shell completes: every name except the numbers and the readable names."""
    spellings = (
        spelling
        for part in (_pics_names, _codes, _configuration)
        for spelling, named in part(rulebook)
        if spelling == named.name
    )
    return list(dict.fromkeys(spellings))


def _pics_names(rulebook: Rulebook) -> Iterator[Spelling]:
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
    """The codes for evidence, records, verdicts and refusals, and the reasons for which nothing is measured."""
    for kind, tables in (
        (Kind.CODE, ("configuration", "results", "firmware", "record", "recertification")),
        (Kind.RULE, ("verdict",)),
    ):
        for code in codes_of(*tables).values():
            for spelling in (code.code, code.name):
                yield spelling, Named(code.code, kind)
    for refusal in sorted(refusal_codes()):
        yield refusal, Named(refusal, Kind.REFUSAL)
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
