"""What the documentation shows is what the program prints; its links lead somewhere; the reference is up to date."""

import re
import shutil

import pytest

from certkit.rulebook import load_edition
from certkit.writers.reference_markdown import write_reference
from tests.docs.console import PAGES, ROOT, agrees, blocks_of, is_run, run, steps_of, workplace

REFERENCE = write_reference(load_edition())
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_console_blocks_show_what_the_program_prints(page):
    folder = workplace()
    try:
        for block in blocks_of(page):
            steps = steps_of(block)
            assert steps, "a console block without a command"
            commands = [step.command if is_run(step) else ":" for step in steps]
            for step, printed in zip(steps, run(commands, folder), strict=True):
                if is_run(step):
                    shown = "\n".join(printed)
                    assert agrees(step.shown, printed), f"$ {step.command}\n{shown}\n(python -m tests.docs.console)"
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize("page", [*PAGES, *sorted((ROOT / "docs").glob("*/*.md"))], ids=lambda page: page.name)
def test_links_lead_to_files(page):
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("name", sorted(REFERENCE))
def test_reference_is_up_to_date(name):
    page = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
    assert page == REFERENCE[name], "certkit edition reference -o docs/reference"


def test_every_page_of_the_reference_is_written_by_the_program():
    assert {path.name for path in (ROOT / "docs" / "reference").iterdir()} == set(REFERENCE)


def test_a_line_with_an_ellipsis_stands_for_any_lines():
    assert agrees(["a", "…", "d"], ["a", "b", "c", "d"])
    assert agrees(["a", "…", "d"], ["a", "d"])
    assert not agrees(["a", "…", "d"], ["a", "b"])
    assert not agrees(["a"], ["a", "b"])
