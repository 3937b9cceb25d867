"""No command writes over what it has read: every command and every option that names an output, by every name."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from certkit.cli.app import app
from certkit.cli.commands import command_of
from certkit.cli.named_files import OUTPUTS
from tests.attestation.commands import passphrase_file
from tests.cli.program import CSMS, certkit

EXAMPLE = Path("examples/dossier").absolute()
REFUSED = "the output would overwrite an input file (choose another name)"
OTHER_ENDING = "items.yaml: this is not written as .yaml (use .json)"
"""Of a schema, which is refused by its name already."""

INPUTS = {
    *(
        "--against",
        "--certificate",
        "--configuration",
        "--diff",
        "--edition",
        "--evidence",
        "--folder",
        "--from",
        "--key",
        "--passphrase-file",
    ),
    *("--pics", "--policy", "--record", "--representative", "--test", "--trust"),
}
"""Options that name what is read, or a folder of its own that is made or kept: `pki init`, `pki revoke`, `pki crl`."""
NO_FILES = {
    *("--algorithm", "--at", "--color", "--country", "--crl-url", "--dut", "--format", "--frozen", "--hash", "--id"),
    *(
        "--level",
        "--mode",
        "--name",
        "--only",
        "--order",
        "--organization",
        "--reading",
        "--reason",
        "--role",
        "--seed",
    ),
    *("--count", "--device", "--improved", "--phase", "--port", "--seconds", "--set", "--sha256", "--technology"),
    *("--station", "--tsa", "--utc-offset"),
}

COMMANDS = {
    "assess": (["assess", "{dossier}/record.yaml", "--format", "json"], ["record.yaml", "results.json", "pics.yaml"]),
    "certify": (
        ["certify", "{report}", "--key", "file:{pki}/certification-body.p12", "--passphrase-file", "{passphrase}",
         "--trust", "{pki}/trust", "--offline"],
        ["{report}", "{pki}/certification-body.p12", "{passphrase}", "{pki}/trust/roots/root.pem",
         "{pki}/trust/new.pdf"],
    ),
    "configuration extract": (
        ["configuration", "extract", "{dossier}/getconfiguration.json"],
        ["getconfiguration.json"],
    ),
    "declare": (
        ["declare", "{dossier}/record.yaml", "--key", "file:{pki}/test-tool.p12", "--passphrase-file", "{passphrase}"],
        ["record.yaml", "{pki}/test-tool.p12", "{passphrase}"],
    ),
    "extract": (
        ["extract", "{report}", "--trust", "{pki}/trust", "--rehearsal"],
        ["{report}", "{pki}/trust/roots/root.pem"],
    ),
    "measure": (["measure", "{dossier}/messages.log", "--pics", "{dossier}/pics.yaml"], ["messages.log", "pics.yaml"]),
    "pics check": (["pics", "check", "{dossier}/pics.xlsx"], ["pics.xlsx"]),
    "pics convert": (["pics", "convert", "{dossier}/pics.yaml"], ["pics.yaml"]),
    "pics new": (["pics", "new", "--dut", "csms", "--edition", "{edition}"], ["{edition}/items.yaml"]),
    "pki complete": (
        ["pki", "complete", "--key", "file:{pki}/laboratory.p12", "--certificate", "{pki}/tsa/tsa.pem",
         "--passphrase-file", "{passphrase}"],
        ["{pki}/laboratory.p12", "{pki}/tsa/tsa.pem", "{passphrase}"],
    ),
    "pki csr": (
        ["pki", "csr", "--role", "vendor", "--name", "Example", "--key", "file:{pki}/vendor.p12",
         "--passphrase-file", "{passphrase}"],
        ["{pki}/vendor.p12", "{passphrase}"],
    ),
    "pki sign": (
        ["pki", "sign", "{dossier}/pics.yaml", "--key", "file:{pki}/vendor.p12", "--passphrase-file", "{passphrase}"],
        ["pics.yaml", "{pki}/vendor.p12", "{passphrase}"],
    ),
    "plan": (
        ["plan", "{dossier}/pics.yaml", "--edition", "{edition}", "--format", "json"],
        ["pics.yaml", "{edition}/items.yaml"],
    ),
    "recertify": (
        ["recertify", "{report}", "{dossier}/record.yaml", "--trust", "{pki}/trust", "--rehearsal", "--offline",
         "-f", "text"],
        ["{report}", "record.yaml", "{pki}/trust/roots/root.pem", "results.json"],
    ),
    "record new": (
        ["record", "new", "{dossier}/pics.yaml", "--from", "{dossier}/record.yaml"],
        ["pics.yaml", "record.yaml"],
    ),
    "record status": (["record", "status", "{dossier}/record.yaml", "-f", "text"], ["record.yaml", "results.json"]),
    "report": (
        ["report", "{dossier}/record.yaml", "--key", "file:{pki}/laboratory.p12", "--passphrase-file", "{passphrase}"],
        ["record.yaml", "results.json", "{pki}/laboratory.p12", "{passphrase}"],
    ),
    "schema": (["schema", "pics", "--edition", "{edition}"], ["{edition}/items.yaml"]),
}  # fmt: skip
"""Command -> how it is called, and the files that it reads: from the dossier, or in braces."""


def commands():
    """Every command of the program with its options, from the program itself."""

    def below(command, name):
        if not hasattr(command, "table"):
            yield name, [flag for found in command.params for flag in found.opts if flag.startswith("--")], command
            return
        for own, listed in command.table.items():
            yield from below(command_of(own, listed), f"{name} {own}".strip())

    return list(below(typer.main.get_command(app), ""))


WITH_OUTPUT = [(name, option) for name, options, _ in commands() for option in options if option in OUTPUTS]


def test_every_option_is_known_to_name_an_input_an_output_or_no_file():
    """A new option that takes a text is put into one of the lists; one that names an output then has to refuse."""
    taking_text = {
        flag
        for _, _, command in commands()
        for found in command.params
        if found.param_type_name == "option" and found.type.name != "boolean"
        for flag in found.opts
        if flag.startswith("--")
    }
    assert taking_text - {"--help"} == INPUTS | NO_FILES | set(OUTPUTS)


def test_every_command_with_an_output_is_tried():
    assert {name for name, _ in WITH_OUTPUT} == set(COMMANDS)


@pytest.fixture
def places(tmp_path, pki, sealed):
    """Copies of all that a command may read."""
    dossier = shutil.copytree(EXAMPLE, tmp_path / "dossier")
    assert certkit("pics", "convert", dossier / "pics.yaml", "-o", dossier / "pics.xlsx").code == 0
    edition = shutil.copytree("pics_templates/ocpp-1.6-v2.4", tmp_path / "ocpp-1.6-v2.4")
    own = shutil.copytree(pki.path, tmp_path / "pki")
    passphrase = tmp_path / "passphrase"
    shutil.copy(passphrase_file(pki), passphrase)
    report = shutil.copy(sealed.report, tmp_path / "report.pdf")
    return {"dossier": dossier, "edition": edition, "pki": own, "passphrase": passphrase, "report": report}


def state(places):
    files = [Path(path) for path in places.values()]
    files += [path for folder in files if folder.is_dir() for path in folder.rglob("*")]
    return {path: path.read_bytes() for path in files if path.is_file()}


@pytest.mark.parametrize(("name", "option"), WITH_OUTPUT)
def test_no_input_is_overwritten_with_force(name, option, places, tmp_path):
    arguments, inputs = COMMANDS[name]
    filled = [argument.format(**places) for argument in arguments]
    has_force = any("--force" in options for found, options, _ in commands() if found == name)
    before = state(places)
    for target in inputs:
        path = Path(target.format(**places)) if target.startswith("{") else places["dossier"] / target
        others = [flag for found, flag in WITH_OUTPUT if found == name and flag == "--output" != option]
        more = [part for flag in others for part in (flag, tmp_path / "other.out")]
        result = certkit(*filled, option, path, *more, *(["--force"] if has_force else []))
        assert result.code == 2, (target, result.err)
        if has_force:
            assert REFUSED in result.err or OTHER_ENDING in result.err, (target, result.err)
        assert state(places) == before, target


@pytest.mark.parametrize("way", ["link", "hard link", "link to the folder", "dots", "relative"])
def test_an_input_is_known_by_every_name(way, tmp_path, monkeypatch):
    (tmp_path / "d").mkdir()
    pics = Path(shutil.copy(CSMS, tmp_path / "d/pics.yaml"))
    before = pics.read_bytes()
    monkeypatch.chdir(tmp_path)
    name: Path | str = tmp_path / "other.yaml"
    if way == "link":
        Path(name).symlink_to(pics)
    elif way == "hard link":
        os.link(pics, name)
    elif way == "link to the folder":
        Path("e").symlink_to("d")
        name = "e/pics.yaml"
    else:
        name = "d/../d/./pics.yaml" if way == "dots" else "d/pics.yaml"
    result = certkit("plan", pics, "-o", name, "--force")
    assert (result.code, result.err) == (2, f"certkit: {name}: {REFUSED}\n")
    assert pics.read_bytes() == before


def test_standard_input_from_a_file_is_an_input(tmp_path):
    pics = Path(shutil.copy(CSMS, tmp_path / "pics.yaml"))
    with pics.open("rb") as given:
        call = [sys.executable, "-m", "certkit", "plan", "-", "-o", str(pics), "--force"]
        done = subprocess.run(call, stdin=given, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, REFUSED in done.stderr.decode()) == (2, True)
    assert pics.read_bytes() == CSMS.read_bytes()


def test_without_force_too_it_says_that_it_is_an_input(tmp_path):
    """Otherwise somebody adds --force, as the message would have it."""
    pics = shutil.copy(CSMS, tmp_path / "pics.yaml")
    assert REFUSED in certkit("plan", pics, "-o", pics).err


def test_another_file_is_overwritten_with_force(tmp_path):
    target = tmp_path / "plan.json"
    target.write_text("old")
    refused = certkit("plan", CSMS, "-o", target)
    assert (refused.code, refused.err) == (
        2,
        f"certkit: {target}: the file already exists (use --force to overwrite it)\n",
    )
    certkit("plan", CSMS, "-o", target, "--force")
    assert target.read_text().startswith("{")


def test_a_new_key_and_its_request_need_two_files(tmp_path, pki):
    """The key is not there yet, so that there is nothing to compare but the name."""
    key = tmp_path / "new.p12"
    options = ["--role", "vendor", "--name", "Example", "--key", f"file:{key}", "--force"]
    result = certkit("pki", "csr", *options, "--passphrase-file", passphrase_file(pki), "-o", key)
    assert (result.code, REFUSED in result.err, key.exists()) == (2, True, False)


@pytest.mark.parametrize("command", [["record", "new", CSMS], ["pics", "new", "--dut", "csms"]])
def test_a_schema_beside_a_form_overwrites_nothing_without_force(command, tmp_path):
    schema = tmp_path / f"{'record' if 'record' in command else 'pics'}.schema.json"
    schema.write_text("mine")
    result = certkit(*command, "-o", tmp_path / "form.yaml", "--with-schema")
    assert (result.code, "already exists" in result.err) == (2, True)
    assert (schema.read_text(), (tmp_path / "form.yaml").exists()) == ("mine", False)
    assert certkit(*command, "-o", tmp_path / "form.yaml", "--with-schema", "--force").code == 0
    assert certkit(*command, "-o", tmp_path / "second.yaml", "--with-schema").code == 0, "the schema is up to date"


@pytest.mark.parametrize(("command", "page"), [
    (["schema", "all"], "plan.schema.json"),
])  # fmt: skip
def test_many_files_overwrite_none_without_force(command, page, tmp_path):
    (tmp_path / page).write_text("mine")
    result = certkit(*command, "-o", tmp_path)
    assert (result.code, "already exists" in result.err) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == [page], "all or none"
    assert certkit(*command, "-o", tmp_path, "--force").code == 0
    assert certkit(*command, "-o", tmp_path).code == 0, "what is up to date is left alone"


def test_a_picture_needs_a_name_of_its_own(tmp_path):
    log, pics, out = EXAMPLE / "messages.log", EXAMPLE / "pics.yaml", tmp_path / "out"
    result = certkit("measure", log, "--pics", pics, "-o", out, "--picture", tmp_path / "." / "out")
    assert (result.code, "--output and --picture need different names" in result.err) == (2, True)
    assert not out.exists()
