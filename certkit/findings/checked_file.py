"""A file that was checked, with its findings. Apart from the JSON document, which only one format needs."""

from __future__ import annotations

from dataclasses import dataclass, field

from certkit.edition.rulebook import Rulebook
from certkit.finding import Finding
from certkit.pics.model import Pics


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A readable file and its findings.

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
