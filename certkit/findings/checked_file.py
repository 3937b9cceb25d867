"""What every writer of findings is given: a file that was checked, and how an answer is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from certkit.configuration.read_keys import key_table
from certkit.edition.model import Constraint
from certkit.edition.rulebook import Rulebook
from certkit.finding import Finding, Severity
from certkit.messages import codes
from certkit.pics.model import Pics


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that could be read, and what was found.

    Attributes:
        content: the file's text if it has lines; empty for a workbook.
    """

    pics: Pics
    rulebook: Rulebook
    findings: tuple[Finding, ...]
    content: bytes = field(default=b"", repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "findings", self.rulebook.cited(self.findings))

    def lines(self) -> list[str]:
        """The lines as YAML counts them."""
        return self.content.decode("utf-8-sig", "replace").splitlines()


class Described(NamedTuple):
    """A kind of finding: what every finding of its code has in common."""

    name: str
    severity: Severity
    title: str
    meaning: str
    hint: str
    cite: str


def described(finding: Finding, rulebook: Rulebook) -> Described:
    """The kind of a finding: of the edition, or one of certkit's own. One that nobody describes speaks for itself."""
    row = rulebook.constraints.get(finding.code)
    if (row is None or row.name != finding.name) and finding.code not in codes():
        row = _of_the_configuration(finding, rulebook) or row
    if row is not None:
        return Described(row.name, row.severity, row.title, row.message, row.hint, row.cite)
    known = codes().get(finding.code)
    if known is None:
        return Described(finding.name, finding.severity, finding.message, finding.message, finding.hint, finding.cite)
    severity = known.severity or finding.severity
    return Described(known.name, severity, known.title, known.meaning, known.hint, finding.cite)


def _of_the_configuration(finding: Finding, rulebook: Rulebook) -> Constraint | None:
    """The row of the table of keys; the table is read only if it can have one."""
    if not rulebook.has("configuration_keys", naming=f"id: {finding.code}\n"):
        return None
    return key_table(rulebook).findings.get(finding.code)


def count(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many there are of each severity; all three are there."""
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        counts[finding.severity] += 1
    return counts
