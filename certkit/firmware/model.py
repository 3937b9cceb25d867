"""A firmware image and its hash, which are part of a station's test report and certificate (8.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from certkit.finding import Finding
from certkit.formats.document import described
from certkit.messages import finding

ALGORITHMS = {"sha256": 64, "sha384": 96, "sha512": 128, "sha1": 40, "md5": 32}
"""Algorithm -> hexadecimal digits of its hashes."""
WEAK = ("sha1", "md5")
DEFAULT = "sha256"

_STATED = re.compile(r"(?:(?P<name>(?i:sha|md)[0-9_-]{1,8})\s*[:=]\s*)?(?P<digits>[0-9A-Fa-f][0-9A-Fa-f\s:-]*)")


@dataclass(frozen=True, slots=True)
class Firmware:
    """An image that was read from its first to its last byte.

    Attributes:
        source: the file's name, as the user gave it.
        hash: in hexadecimal, small letters.
        size: in bytes.
        findings: what is wrong with it; with an error among them the file is not an image that can be certified.
    """

    source: str
    algorithm: str
    hash: str
    size: int
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class StatedHash:
    """A hash that a record, a certificate or a user states.

    Attributes:
        algorithm: as stated, or else by the number of digits.
    """

    algorithm: str
    hash: str


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class CertifiedFirmware:
    """The verified certificate that an image was compared with."""

    id: str
    sha256: str
    """Of its file, in hexadecimal."""
    issuer: str
    vendor: str
    model: str
    firmware_version: str
    rehearsal: bool
    """If so, it certifies nothing."""


@described
@dataclass(frozen=True, slots=True, kw_only=True)
class FirmwareTestCase:
    """The test case in which the image is installed."""

    named: str
    """As the procedure names it."""
    read_as: str
    """The test case of the edition's list that it is."""
    why: str
    """The reason, if that is another one."""


class NotAHash(ValueError):
    """A text is not a hash that can be compared, as the finding says."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding.message))
        self.finding = finding


def algorithm_named(name: str) -> str:
    """The algorithm that a name such as ``SHA-256`` stands for.

    Raises:
        NotAHash: it is not a known one.
    """
    folded = "".join(c for c in name.lower() if c.isalnum())
    folded = {"sha2256": "sha256", "sha2384": "sha384", "sha2512": "sha512"}.get(folded, folded)
    if folded not in ALGORITHMS:
        raise NotAHash(finding("FW-08.unknown-algorithm", name=name, known=tuple(map(title_of, ALGORITHMS))))
    return folded


def title_of(algorithm: str) -> str:
    """``SHA-256`` for ``sha256``."""
    return algorithm.upper().replace("SHA", "SHA-")


def stated_hash(text: str, algorithm: str = "") -> StatedHash:
    """A hash as people and programs write it: hexadecimal, with or without its algorithm, colons and spaces.

    Args:
        algorithm: stated separately, or empty.

    Raises:
        NotAHash: it is not a hash.
    """
    match = _STATED.fullmatch(text.strip())
    outer = algorithm_named(algorithm) if algorithm else ""
    if match is None:
        raise NotAHash(finding("FW-08.not-hexadecimal"))
    inner = algorithm_named(match["name"]) if match["name"] else ""
    if inner and outer and inner != outer:
        raise NotAHash(finding("FW-08.two-algorithms", inner=title_of(inner), outer=title_of(outer)))
    digits = re.sub(r"[\s:-]", "", match["digits"]).lower()
    by_length = {length: name for name, length in ALGORITHMS.items()}
    name = inner or outer or by_length.get(len(digits), "")
    if not name:
        raise NotAHash(finding("FW-08.unknown-length", digits=len(digits)))
    if len(digits) != ALGORITHMS[name]:
        raise NotAHash(
            finding("FW-08.wrong-length", algorithm=title_of(name), expected=ALGORITHMS[name], digits=len(digits))
        )
    return StatedHash(name, digits)
