"""What is known of a kind of finding: its title, meaning, hint and citation."""

from __future__ import annotations

from typing import NamedTuple

from certkit.edition.model import Constraint
from certkit.edition.rulebook import Rulebook
from certkit.finding import Finding, Severity
from certkit.loading import load
from certkit.messages import codes


class FindingKind(NamedTuple):
    """What all findings of a code have in common."""

    name: str
    severity: Severity
    title: str
    meaning: str
    hint: str
    cite: str


def kind_of(finding: Finding, rulebook: Rulebook) -> FindingKind:
    """The kind of a finding, from the edition or from certkit's own codes; from the finding if neither has its code."""
    row = rulebook.constraints.get(finding.code)
    if (row is None or row.name != finding.name) and finding.code not in codes():
        row = _of_the_configuration(finding, rulebook) or row
    if row is not None:
        return FindingKind(row.name, row.severity, row.title, row.message, row.hint, row.cite)
    known = codes().get(finding.code)
    if known is None:
        return FindingKind(finding.name, finding.severity, finding.message, finding.message, finding.hint, finding.cite)
    severity = known.severity or finding.severity
    return FindingKind(known.name, severity, known.title, known.meaning, known.hint, finding.cite)


def _of_the_configuration(finding: Finding, rulebook: Rulebook) -> Constraint | None:
    """The row of the table of keys, which is only read if it names the code."""
    if not rulebook.has("configuration_keys", naming=f"id: {finding.code}\n"):
        return None
    constraint: Constraint | None = load("certkit.configuration.read_keys:key_table")(rulebook).findings.get(
        finding.code
    )
    return constraint
