"""The table of commands: every name can be loaded, and help says the same everywhere; and the endings of outputs."""

from collections.abc import Iterator, Mapping
from importlib import import_module

import pytest

from certkit.cli.app import COMMANDS
from certkit.cli.commands import Listed, command_of
from certkit.cli.formats import Format
from certkit.loading import load
from tests.cli.program import COMPLETE, certkit

DOSSIER = "examples/dossier"


def commands(table: Mapping[str, Listed] = COMMANDS, before: str = "") -> Iterator[tuple[str, Listed]]:
    for name, listed in table.items():
        if listed.commands:
            yield from commands(listed.commands, f"{before}{name} ")
        else:
            yield f"{before}{name}", listed


EVERY = dict(commands())


@pytest.mark.parametrize("name", EVERY)
def test_help_begins_with_the_line_of_the_table(name):
    assert command_of(name, EVERY[name]).help.splitlines()[0] == EVERY[name].summary


@pytest.mark.parametrize("name", EVERY)
def test_help_fits_into_80_columns_and_says_one_line_of_each_option(name):
    for line in certkit(*name.split(), "--help").out.splitlines():
        assert len(line) <= 100 or line.startswith("    "), line  # an example is not broken
    for parameter in command_of(name, EVERY[name]).params:
        assert parameter.help, parameter.name
        assert len(parameter.help) <= 160, parameter.name


@pytest.mark.parametrize("name", EVERY)
def test_every_writer_in_a_table_can_be_loaded(name):
    module = import_module(EVERY[name].function.partition(":")[0])
    formats = [entry.writer for entry in getattr(module, "FORMATS", {}).values() if isinstance(entry, Format)]
    for writer in (*formats, *getattr(module, "WRITERS", {}).values()):
        assert callable(load(writer))


@pytest.mark.parametrize(
    ("arguments", "endings"),
    [
        (["plan", COMPLETE], ".txt, .json, .xlsx, .csv or .md"),
        (["assess", f"{DOSSIER}/record.yaml"], ".txt, .json, .html or .htm"),
        (["configuration", "extract", f"{DOSSIER}/getconfiguration.json"], ".txt or .json"),
        (["measure", f"{DOSSIER}/messages.log", "--pics", f"{DOSSIER}/pics.yaml"], ".txt, .json or .svg"),
        (["record", "new", COMPLETE], ".yaml or .yml"),
        (["pics", "convert", COMPLETE], ".xlsx, .yaml or .yml"),
        (["schema", "plan"], ".json"),
    ],
    ids=lambda value: " ".join(map(str, value[:2])) if isinstance(value, list) else "",
)
def test_what_is_not_written_as_a_pdf_is_not_called_one(arguments, endings, tmp_path):
    output = tmp_path / "x.pdf"
    result = certkit(*arguments, "-o", output)
    assert (result.code, result.out, output.exists()) == (2, "", False)
    assert result.err == f"certkit: {output}: this is not written as .pdf (use {endings})\n"


def test_a_name_without_an_ending_and_a_format_that_is_asked_for_are_accepted(tmp_path):
    assert certkit("plan", COMPLETE, "-o", tmp_path / "plan").code == 0
    assert certkit("plan", COMPLETE, "-f", "json", "-o", tmp_path / "plan.data").code == 0
    assert (tmp_path / "plan.data").read_bytes().startswith(b"{")
