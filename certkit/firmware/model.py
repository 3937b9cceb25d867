"""A firmware image and its hash, which stands in the test report and on the certificate of a charging station (8.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from certkit.finding import Finding

ALGORITHMS = {"sha256": 64, "sha384": 96, "sha512": 128, "sha1": 40, "md5": 32}
"""Algorithm -> hexadecimal digits of its hashes."""
WEAK = ("sha1", "md5")
DEFAULT = "sha256"
TEST_CASE = "TC_044_1"
"""The test case that 8.2 names, in which the firmware is installed."""
SUCCESSOR = "TC_080"
"""The one of Appendix C that installs firmware (reading D-32)."""
READING = "D-32"

_STATED = re.compile(r"(?:(?P<name>(?i:sha|md)[0-9_-]{1,8})\s*[:=]\s*)?(?P<digits>[0-9A-Fa-f][0-9A-Fa-f\s:-]*)")


@dataclass(frozen=True, slots=True)
class Firmware:
    """An image that was read from its first to its last byte.

    Attributes:
        source: the file's name, as the user gave it.
        hash: in hexadecimal, small letters.
        size: in bytes.
        findings: what is wrong with it; with an error among them the hash is of something that is no usable image.
    """

    source: str
    algorithm: str
    hash: str
    size: int
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class StatedHash:
    """A hash that somebody has stated.

    Attributes:
        algorithm: named with it, or else known by the number of digits.
    """

    algorithm: str
    hash: str


class Certified(NamedTuple):
    """A verified certificate that states a hash.

    Attributes:
        sha256: of the certificate's file.
    """

    id: str
    sha256: str
    issuer: str
    vendor: str
    model: str
    firmware_version: str
    rehearsal: bool


class NotAHash(ValueError):
    """A text is no hash that can be compared; the message says why."""


def algorithm_named(name: str) -> str:
    """The algorithm that a name such as ``SHA-256`` stands for.

    Raises:
        NotAHash: it is none that is known.
    """
    folded = "".join(c for c in name.lower() if c.isalnum())
    folded = {"sha2256": "sha256", "sha2384": "sha384", "sha2512": "sha512"}.get(folded, folded)
    if folded not in ALGORITHMS:
        raise NotAHash(
            f"there is no algorithm {name!r}; it can be {', '.join(title_of(known) for known in ALGORITHMS)}"
        )
    return folded


def title_of(algorithm: str) -> str:
    """``SHA-256`` for ``sha256``."""
    return algorithm.upper().replace("SHA", "SHA-")


def stated_hash(text: str, algorithm: str = "") -> StatedHash:
    """A hash as people and programs write it: hexadecimal, with or without its algorithm, colons and spaces.

    Args:
        algorithm: named beside it, or empty.

    Raises:
        NotAHash: it is none.
    """
    found = _STATED.fullmatch(text.strip())
    named = algorithm_named(algorithm) if algorithm else ""
    if found is None:
        raise NotAHash("a hash has hexadecimal digits alone")
    if found.group("name"):
        inner = algorithm_named(found.group("name"))
        if named and inner != named:
            raise NotAHash(f"it is named {title_of(inner)}, but {title_of(named)} is named beside it")
        named = inner
    digits = re.sub(r"[\s:-]", "", found.group("digits")).lower()
    by_length = {length: name for name, length in ALGORITHMS.items()}
    if not named:
        if len(digits) not in by_length:
            raise NotAHash(f"it has {len(digits)} digits, which is the length of no hash that is known")
        named = by_length[len(digits)]
    if len(digits) != ALGORITHMS[named]:
        raise NotAHash(f"a hash of {title_of(named)} has {ALGORITHMS[named]} digits, not {len(digits)}")
    return StatedHash(named, digits)
