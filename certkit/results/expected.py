"""What results must fit so that they count. The check of results and the verdict both ask here, so that they agree."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

from certkit.pics.model import Pics
from certkit.results.model import Claim, Result, Results, Subject
from certkit.results.names import RunNames

_WEST, _EAST = timedelta(hours=12), timedelta(hours=14)
"""How far a local time can be from UTC."""
BINDING: tuple[Subject, ...] = ("pics_sha256", "vendor", "model", "serial", "firmware_version")
"""What ties a file of results to a statement or a device."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What is known of the certification run that the results belong to.

    Attributes:
        configuration, configuration_version: of the tool; empty if nothing is known.
        frozen: when the PICS was stated, with its time zone; None if nothing is known.
        zone: of times that do not name theirs; None if nothing is known.
        stated: what statement and record say of themselves and of the device; where they differ, both.
        answered_for: the files of which the record says who typed them, and why.
    """

    configuration: str = ""
    configuration_version: str = ""
    frozen: datetime | None = None
    zone: tzinfo | None = None
    stated: Mapping[Subject, tuple[str, ...]] = field(default_factory=dict)
    answered_for: frozenset[str] = frozenset()


def stated_of(pics: Pics, rulebook_sha256: str) -> dict[Subject, tuple[str, ...]]:
    """What a statement says of itself and of the device."""
    said: dict[Subject, object] = {
        "pics_sha256": pics.sha256,
        "edition": pics.edition,
        "rulebook_sha256": rulebook_sha256,
        "dut": pics.dut,
        "vendor": pics.values.get("vendor"),
        "model": pics.values.get("model"),
        "firmware_version": pics.values.get("firmware_version"),
    }
    return {subject: (value,) for subject, value in said.items() if isinstance(value, str)}


def contradicts_itself(run: Result, names: RunNames) -> bool:
    """Whether the suffix of the id and the system under test name different kinds of device."""
    stated, suffix = names.device_of(run.sut), names.suffix_of(run.name)
    return bool(stated and suffix and stated != suffix)


def is_of_other_device(run: Result, device: str, names: RunNames) -> bool:
    """Whether it is surely of the other kind of device."""
    return bool(device and run.device and run.device != device and not contradicts_itself(run, names))


def is_of_other_version(run: Result, version: str) -> bool:
    """Whether it names a version of OCPP, such as ``ocpp1.6``, and not this one."""
    named = re.search(rf"(?<![0-9.]){re.escape(version)}(?!\.?[0-9])", run.ocpp_version)
    return bool(run.ocpp_version) and named is None


def contradictions(results: Results, expected: Expected, names: RunNames) -> Iterator[tuple[Claim, str]]:
    """What a file says of its statement or its device that is not so, each with what is stated instead."""
    for claim in results.claims:
        for stated in expected.stated.get(claim.subject, ()):
            if not _agree(claim, stated, names):
                yield claim, stated


def names_nothing(results: Results) -> bool:
    """Whether nothing in a file says which statement or device it belongs to."""
    return not any(claim.subject in BINDING for claim in results.claims)


def _agree(claim: Claim, stated: str, names: RunNames) -> bool:
    said, known = _plain(claim.value), _plain(stated)
    if claim.subject == "edition":  # with release and title behind it, as in a worksheet
        return re.split(r"[,:]", said)[0].strip() == known
    if claim.subject == "dut" and names.device_of(claim.value):
        return names.device_of(claim.value) == names.device_of(stated)
    return said == known


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def began_before(start: datetime, moment: datetime, *, day_only: bool = False) -> bool | None:
    """Whether a run began before a point in time; None where more would have to be known to say so.

    A time without a zone can be up to 14 hours earlier, or 12 hours later, than it reads; a day lasts 24 hours.
    """
    if start.tzinfo is not None and moment.tzinfo is not None and not day_only:
        return start < moment
    earliest, latest = _span(start)
    from_, until = _span(moment)
    if day_only:
        latest += timedelta(days=1)
    if latest < from_:
        return True
    return False if earliest >= until else None


def _span(moment: datetime) -> tuple[datetime, datetime]:
    """The earliest and the latest that a time can be in UTC, without saying so."""
    offset = moment.utcoffset()
    if offset is not None:
        return moment.replace(tzinfo=None) - offset, moment.replace(tzinfo=None) - offset
    return moment - _EAST, moment + _WEST
