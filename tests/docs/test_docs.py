"""What the documentation shows is what the program prints; its links lead somewhere; the reference is up to date."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from certkit.cli.app import COMMANDS
from certkit.edition.rulebook import load_edition
from docs.tools.reference import write_reference
from tests.docs.console import PAGES, ROOT, agrees, blocks_of, is_run, renewed, run, steps_of, workplace

SPEC = importlib.util.spec_from_file_location("make", ROOT / "docs" / "pictures" / "make.py")
assert SPEC is not None
assert SPEC.loader is not None
make = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(make)
ALL_PAGES = [*PAGES, ROOT / "SECURITY.md", ROOT / "CONTRIBUTING.md", ROOT / "signing" / "README.md"]
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


@pytest.mark.parametrize("page", [*ALL_PAGES, *sorted((ROOT / "docs").glob("*/*.md"))], ids=lambda page: page.name)
def test_links_lead_to_files(page):
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("name", sorted(REFERENCE))
def test_reference_is_up_to_date(name):
    page = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
    assert page == REFERENCE[name], "python docs/tools/reference.py"


def test_every_page_of_the_reference_is_written_by_the_program():
    assert {path.name for path in (ROOT / "docs" / "reference").iterdir()} == set(REFERENCE)


def test_a_line_with_an_ellipsis_stands_for_any_lines():
    assert agrees(["a", "…", "d"], ["a", "b", "c", "d"])
    assert agrees(["a", "…", "d"], ["a", "d"])
    assert not agrees(["a", "…", "d"], ["a", "b"])
    assert not agrees(["a"], ["a", "b"])


def test_an_ellipsis_at_the_end_stands_for_the_rest_of_a_line():
    assert agrees(["made at …"], ["made at 12:00"])
    assert not agrees(["made at …"], ["made by noon"])
    assert not agrees(["made at …"], ["made at 12:00", "and more"])
    assert not agrees(["SHA-256 12…"], ["SHA-256 1234"])  # without a space the program itself cuts there
    assert renewed(["a", "made at …", "b"], ["a (new)", "made at 12:00", "b"]) == ["a (new)", "made at …", "b"]


def test_a_block_is_brought_up_to_date_and_cut_where_it_was():
    printed = ["head", "one", "two (new)", "three", "", "four", "five", "", "end"]
    assert renewed(["head", "one", "two", "…", "four", "…"], printed) == ["head", "one", "two (new)", "…", "four", "…"]
    assert renewed(["…", "five", "", "END"], printed) == ["…", "five", "", "end"]
    assert renewed(["head", "…", "end"], printed) == ["head", "…", "end"]
    assert renewed(["head", "…", "nowhere"], printed) == printed
    assert renewed(["old"], printed) == printed


def commands() -> Iterator[str]:
    """Every command of the program: ``pics new``, ``plan``, …"""
    for name, listed in COMMANDS.items():
        yield from (f"{name} {each}" for each in listed.commands) if listed.commands else (name,)


@pytest.mark.parametrize("command", list(commands()))
def test_every_command_stands_in_a_page_and_in_the_changelog(command):
    assert any(f"certkit {command}" in page.read_text(encoding="utf-8") for page in ALL_PAGES), "no page shows it"
    group, _, name = command.partition(" ")
    told = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert any(f"certkit {group}" in entry and name in entry for entry in told.split("\n- ")), "not in the changelog"


def test_decisions_are_numbered():
    for path in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        assert path.read_text(encoding="utf-8").startswith(f"# {int(path.name[:4])}. "), path.name
    names = [path.name[:4] for path in (ROOT / "docs" / "decisions").glob("*.md")]
    assert len(names) == len(set(names))


def test_the_pictures_show_what_the_program_prints(tmp_path):
    make.workplace(tmp_path)
    for name in make.PICTURES:
        picture = (ROOT / "docs" / "pictures" / f"{name}.svg").read_text(encoding="utf-8")
        assert picture == make.drawn(name, tmp_path), "make docs"


def test_the_demo_ends_in_verdicts_certificates_and_a_refusal(tmp_path):
    for name in ("docs", "examples"):
        shutil.copytree(ROOT / name, tmp_path / name)
    scripts = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "docs/demo.sh"],
        cwd=tmp_path,
        env={**os.environ, "PATH": scripts, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    verdicts = re.findall(r"^(PASS|INCOMPLETE|FAIL): ", done.stdout, re.MULTILINE)
    assert verdicts == ["PASS", "INCOMPLETE", "FAIL"]
    demo = tmp_path / "build" / "demo"
    assert (demo / "verdict.html").is_file()
    sealed = {path.name for path in (demo / "attested").glob("*.pdf")}
    assert sealed == {"certificate.pdf", "declaration.pdf", "member.pdf", "report.pdf", "tampered.pdf"}
    lines = re.findall(r"^(REHEARSAL|NOT VERIFIED|VERIFIED)\b", done.stdout, re.MULTILINE)
    assert lines == ["REHEARSAL"] * 5 + ["NOT VERIFIED"]
    assert "0 of 4 verified, 4 of a rehearsal" in done.stdout
    assert re.search(r"NOT VERIFIED: step 3, .*: failed", done.stdout)
