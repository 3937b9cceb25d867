"""Fills a new PICS with what evidence tells: configuration keys and BootNotification. All of it is to be confirmed.

An answer is filled in only if everything that tells it tells the same. What nothing tells stays empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from certkit.configuration.derive_pics import ToldAnswer, answers_told_by
from certkit.configuration.read import read_configuration
from certkit.edition.domains import NotInDomain
from certkit.edition.rulebook import Rulebook
from certkit.errors import CertkitError
from certkit.finding import Place
from certkit.logs.files import opened
from certkit.pics.model import Answer, Pics
from certkit.verdict.read_dossier import boots_in


@dataclass(slots=True)
class FilledStatement:
    """A statement with what evidence tells.

    Attributes:
        told: what was filled in, in the order of the form.
        differing: what stays empty because evidence differs: item -> the answers that were told.
        unreadable: the files that tell nothing, each with why.
    """

    pics: Pics
    told: list[ToldAnswer] = field(default_factory=list)
    differing: dict[str, list[ToldAnswer]] = field(default_factory=dict)
    unreadable: list[tuple[str, str]] = field(default_factory=list)


def fill_statement(dut: str, files: Sequence[str], rulebook: Rulebook, *, station: str = "") -> FilledStatement:
    """A new statement for this kind of device with what the files tell.

    Args:
        station: read only this station of a log.
    """
    told: dict[str, list[ToldAnswer]] = {}
    filled = FilledStatement(Pics(rulebook.info.id, "", {}))
    for name in files:
        for answer in _told_by(name, dut, rulebook, station, filled):
            told.setdefault(answer.item, []).append(answer)
    for item in rulebook.items:
        answers = told.get(item, [])
        if len({answer.value for answer in answers}) == 1:
            filled.told.append(answers[0])
        elif answers:
            filled.differing[item] = answers
    marked = {answer.item: Answer(answer.value, answer.place) for answer in filled.told}
    filled.pics = Pics(rulebook.info.id, "", {"dut": Answer(dut, Place())}, to_confirm=marked)
    return filled


def _told_by(name: str, dut: str, rulebook: Rulebook, station: str, filled: FilledStatement) -> Iterator[ToldAnswer]:
    """What one file tells. A file that tells nothing, or of several stations, is noted in ``filled``."""
    boots = boots_in(name, BytesIO(), rulebook, station=station)
    try:
        with opened(name, BytesIO()) as raw:
            configuration = read_configuration(raw, name, rulebook, station=station)
    except CertkitError as error:
        if not boots:
            filled.unreadable.append((name, error.message))
    else:
        if len(configuration.stations) > 1:
            filled.unreadable.append((name, "it has the keys of several stations (name one with --station)"))
        else:
            yield from answers_told_by(configuration, dut, rulebook)
    fields = rulebook.evidence.boot_notification
    items = {*fields.product, "firmware_version"}
    for boot in boots:
        reported = {"vendor": boot.vendor, "model": boot.model, "firmware_version": boot.version}
        for item in (item for item in rulebook.items.values() if item.id in items and reported.get(item.id)):
            try:
                value = item.domain.parse(reported[item.id])
            except NotInDomain:
                continue
            if value is not None:
                yield ToldAnswer(item.id, value, "BootNotification", boot.place)
