"""A firmware image against its stated hash, and the test case in which it is installed (8.2)."""

from __future__ import annotations

from dataclasses import replace

from certkit.edition.rulebook import Rulebook
from certkit.errors import CertkitError
from certkit.finding import Finding, Place
from certkit.firmware.model import (
    DEFAULT,
    WEAK,
    Firmware,
    FirmwareTestCase,
    NotAHash,
    StatedHash,
    stated_hash,
    title_of,
)
from certkit.messages import EVIDENCE, finding, words_of

_CITED = "FW-07"
"""The code whose citation has the reading that says which test case installs the image."""


def check_firmware(firmware: Firmware, stated: StatedHash, where: Place | None = None) -> tuple[Finding, ...]:
    """All findings of an image that was hashed with the algorithm of the stated hash.

    Args:
        where: where the hash is stated.
    """
    assert firmware.algorithm == stated.algorithm
    findings = list(firmware.findings)
    algorithm = title_of(stated.algorithm)
    if firmware.hash != stated.hash:
        place = where or Place(firmware.source)
        findings.append(finding("FW-07", algorithm=algorithm, hash=firmware.hash, stated=stated.hash, where=place))
    if stated.algorithm in WEAK:
        findings.append(finding("FW-09", algorithm=algorithm, where=where))
    return tuple(findings)


def read_stated_hash(text: str, algorithm: str = "", where: Place | None = None) -> StatedHash | Finding:
    """A stated hash, or the finding that says why it is not one."""
    try:
        return stated_hash(text, algorithm)
    except NotAHash as error:
        return replace(error.finding, where=where)


def firmware_test_case(rulebook: Rulebook) -> FirmwareTestCase:
    """The test case in which the image is installed, and why it is not the one that the procedure names.

    Raises:
        CertkitError: the edition does not say so.
    """
    names = rulebook.evidence
    case = rulebook.test_cases[names.firmware_test_case]
    former = next((name for name, current in names.renamed.items() if current == case.id), "")
    if not former:
        return FirmwareTestCase(named=case.id, read_as=case.id, why="")
    citation = rulebook.citations.get(_CITED)
    readings = [rulebook.readings[name] for name in citation.readings] if citation is not None else []
    if not readings:
        raise CertkitError(
            f"the edition {rulebook.info.id} reads {former} as {case.id}, but no reading says why",
            hint=f"name the reading in citations.yaml, at {_CITED}",
        )
    why = words_of(EVIDENCE).sentence(
        "hash.test-case",
        {
            "named": former,
            "read_as": case.id,
            "title": case.title,
            "readings": tuple(reading.id for reading in readings),
            "cite": readings[0].cite,
            "why": " ".join(reading.why for reading in readings),
            "algorithm": title_of(DEFAULT),
        },
    )
    return FirmwareTestCase(named=former, read_as=case.id, why=str(why))
