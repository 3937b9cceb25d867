"""What every writer of findings is given: a file that was checked, and how an answer is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from certkit.conditions import Value
from certkit.model.finding import Finding, Severity
from certkit.model.pics import Pics
from certkit.rulebook import Rulebook


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

    def lines(self) -> list[str]:
        """The lines as YAML counts them."""
        return self.content.decode("utf-8-sig", "replace").splitlines()


def count(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many there are of each severity; all three are there."""
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        counts[finding.severity] += 1
    return counts


def answer_text(value: Value) -> str:
    """An answer as people write it: a list with commas."""
    if isinstance(value, tuple):
        return ", ".join(" ".join(map(str, part)) if isinstance(part, tuple) else str(part) for part in value)
    return str(value)
