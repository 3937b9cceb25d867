"""A firmware image against the hash that was recorded for it, and the test case in which it is installed (8.2)."""

from __future__ import annotations

from certkit.edition.rulebook import Rulebook
from certkit.errors import CertkitError
from certkit.finding import Finding, Place
from certkit.firmware.model import (
    DEFAULT,
    READING,
    SUCCESSOR,
    TEST_CASE,
    WEAK,
    Firmware,
    NotAHash,
    StatedHash,
    stated_hash,
    title_of,
)
from certkit.messages import plain_finding


def check_firmware(firmware: Firmware, stated: StatedHash, where: Place | None = None) -> tuple[Finding, ...]:
    """All findings of an image that was hashed with the algorithm of the stated hash.

    Args:
        where: where the hash is stated.
    """
    assert firmware.algorithm == stated.algorithm
    findings = list(firmware.findings)
    if firmware.hash != stated.hash:
        detail = f"{title_of(firmware.algorithm)} is {firmware.hash}, and {stated.hash} is stated"
        findings.append(plain_finding("FW-07", detail, where=where or Place(firmware.source)))
    if stated.algorithm in WEAK:
        detail = f"the stated hash is {title_of(stated.algorithm)}"
        findings.append(plain_finding("FW-09", detail, where=where))
    return tuple(findings)


def read_stated_hash(text: str, algorithm: str = "", where: Place | None = None) -> StatedHash | Finding:
    """A stated hash, or the finding that says why it is none."""
    try:
        return stated_hash(text, algorithm)
    except NotAHash as error:
        return plain_finding("FW-08", str(error), where=where)


def explain_test_case(rulebook: Rulebook) -> str:
    """What a user is told about the test case that the procedure names for the hash, and that its list does not have.

    Empty for an edition whose list has it.
    """
    if TEST_CASE in rulebook.test_cases:
        return ""
    if READING not in rulebook.readings:
        raise CertkitError(
            f"the edition {rulebook.info.id} neither lists {TEST_CASE} nor says what stands in its place",
            hint=f"add the reading {READING} to the edition",
        )
    reading = rulebook.readings[READING]
    stands = f"{SUCCESSOR} ({rulebook.test_cases[SUCCESSOR].title})" if SUCCESSOR in rulebook.test_cases else SUCCESSOR
    return (
        f"The procedure asks for the hash of the firmware that was installed in {TEST_CASE} (8.2), but its list "
        f"of test cases has no {TEST_CASE}. Read as {stands}, which is to be confirmed ({READING}). {reading.why} "
        f"The hash is {title_of(DEFAULT)} unless the record names another."
    )
