"""``citations.yaml``: where the procedure says what certkit finds by its own codes."""

from __future__ import annotations

from collections.abc import Mapping

from certkit.edition.model import Citation
from certkit.edition.rows import Row, add
from certkit.formats.tree import Node
from certkit.messages import codes, refusal_codes


def read_citations(tree: Node, file: str) -> Mapping[str, Citation]:
    """Code -> its place in the procedure.

    Raises:
        RulebookError: a row is not one, or certkit has no such code.
    """
    top = Row(tree, file, "the citations")
    citations: dict[str, Citation] = {}
    for row in top.rows("citations", "a citation"):
        code = row.text("code")
        if code not in codes() and code not in refusal_codes():
            raise row.error(f"certkit has no code {code!r}")
        numbers = row.numbers("requirements")
        add(citations, code, Citation(row.text("cite", ""), numbers, row.texts("readings", ())), row)
        row.finish()
    top.finish()
    return citations
