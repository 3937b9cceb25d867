"""Showing what changed between two statements, for ``certkit pics diff`` and ``certkit plan --diff``."""

from __future__ import annotations

from certkit.cli import output
from certkit.cli.errors import GOOD
from certkit.comparison.derive import compare
from certkit.edition.rulebook import Rulebook
from certkit.pics.model import Pics
from certkit.plan.model import TestPlan


def show_comparison(
    before: Pics, after: Pics, before_plan: TestPlan, after_plan: TestPlan, rulebook: Rulebook, form: str, color: str
) -> int:
    """Write the differences. That there are some is no fault."""
    comparison = compare(before, after, before_plan, after_plan, rulebook)
    if form == "json":
        from certkit.comparison.write_json import write_comparison_json

        output.write(write_comparison_json(comparison))
    elif form == "markdown":
        from certkit.comparison.write_markdown import write_comparison_markdown

        output.write(write_comparison_markdown(comparison))
    else:
        from certkit.comparison.write_text import write_comparison_text

        output.write(write_comparison_text(comparison, ink=output.ink(color), width=output.text_width()))
    return GOOD
