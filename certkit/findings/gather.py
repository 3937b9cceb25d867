"""Findings that say the same of many subjects, gathered for people: the first in full, the others by their names.

If a hundred runs of a worksheet lack the same thing, there is one thing to fix, not a hundred.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from certkit.finding import Finding

FEWEST = 4
"""So many that are alike are gathered."""
NAMED = 10
"""So many of the others are named."""
_SUBJECT = re.compile(r"(“[^”]*”): (.*)", re.DOTALL)
_OF_KEYS = frozenset({"CK-10", "CK-11", "CK-14", "CK-28"})
"""Findings about configuration keys that a vendor corrects as one list, in which every key is named."""
_NOT_REPORTED = re.compile(r"(\S+) is (not reported); (?:it is |the PICS states ).*", re.DOTALL)
"""Of a configuration key: findings that differ only in their section of the standard are alike."""
_FIGURES = re.compile(r"\d+")


def gathered(findings: Sequence[Finding]) -> list[tuple[Finding, tuple[Finding, ...]]]:
    """Each finding with the later ones that say the same but for subject and figures; in order of the first of them."""
    alike: dict[object, list[Finding]] = {}
    for number, finding in enumerate(findings):
        said = _said(finding)
        key: object = number
        if finding.code in _OF_KEYS:
            key = (finding.code, finding.severity, finding.hint)
        elif said is not None:
            key = (finding.code, finding.severity, finding.hint, finding.cite, _FIGURES.sub("0", said.group(2)))
        alike.setdefault(key, []).append(finding)
    order = {id(finding): number for number, finding in enumerate(findings)}
    rows: list[tuple[Finding, tuple[Finding, ...]]] = []
    for group in alike.values():
        if len(group) < FEWEST:
            rows += [(finding, ()) for finding in group]
        else:
            rows.append((group[0], tuple(group[1:])))
    return sorted(rows, key=lambda row: order[id(row[0])])


def _said(finding: Finding) -> re.Match[str] | None:
    """Subject and the rest of a message that has a subject."""
    return _SUBJECT.fullmatch(finding.message) or _NOT_REPORTED.fullmatch(finding.message)


def _of_key(finding: Finding) -> str:
    """The key that a finding is about, the last of its items, and its line."""
    line = finding.where.line if finding.where is not None else 0
    return f"{finding.items[-1]} (line {line})" if line else finding.items[-1]


def others_text(others: Sequence[Finding]) -> str:
    """``85 more: “TC_061_1”, “TC_080”, … and 75 more; --format json has every place``."""
    if others[0].code in _OF_KEYS:
        return f"{len(others)} more like it: {', '.join(_of_key(other) for other in others)}"
    names = [said.group(1) for other in others if (said := _said(other))]
    shown = ", ".join(names[:NAMED])
    rest = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"{len(names)} more like it: {shown}{rest} (--format json has every place)"
