"""``certkit pics new`` and ``convert``: forms that are read again as what they are."""

import json

import pytest

from tests.cli.program import COMPLETE, DEVICES, INCOMPLETE, certkit
from tests.pics.workbooks import workbook_of


def summary(path):
    return json.loads(certkit("pics", "check", path, "--format", "json").out)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("station", "Charging Station"),
        ("Charging Station", "Charging Station"),
        ("charge point", "Charging Station"),
        ("STACK", "Charging Station Software Stack"),
        ("csms", "CSMS"),
        ("central system", "CSMS"),
    ],
)
def test_a_kind_of_device_goes_by_several_names(words, kind):
    result = certkit("pics", "new", "--dut", words)
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines()[0] == f"# PICS of a {kind}"
    assert f"dut: {kind}\n" in result.out


def test_an_unknown_kind_is_refused_with_those_there_are():
    result = certkit("pics", "new", "--dut", "toaster")
    assert (result.code, result.out) == (2, "")
    assert result.err == "certkit: there is no kind of device 'toaster' (choose from: station, stack, csms)\n"


@pytest.mark.parametrize("name", ["form.yaml", "form.xlsx"])
@pytest.mark.parametrize("kind", ["station", "stack", "csms"])
def test_a_blank_form_lacks_only_answers(tmp_path, kind, name):
    path = tmp_path / name
    result = certkit("pics", "new", "--dut", kind, "-o", path)
    assert result.code == 0
    assert result.err == f"certkit: wrote {path}; fill it in, then run: certkit pics check {path}\n"
    draft = certkit("pics", "check", path, "--draft", "--format", "json")
    assert draft.code == 0
    assert {finding["severity"] for finding in json.loads(draft.out)["findings"]} == {"note"}
    assert certkit("pics", "check", path).code == 1


def test_yaml_and_workbook_are_the_same_blank_statement(tmp_path):
    digests = set()
    for name in ("form.yaml", "form.xlsx"):
        certkit("pics", "new", "--dut", "station", "-o", tmp_path / name)
        digests.add(summary(tmp_path / name)["files"][0]["pics_sha256"])
    assert len(digests) == 1


def test_the_schema_line_stands_only_where_the_schema_is(tmp_path):
    alone, together = tmp_path / "alone.yaml", tmp_path / "with" / "form.yaml"
    together.parent.mkdir()
    certkit("pics", "new", "--dut", "csms", "-o", alone)
    assert "yaml-language-server" not in alone.read_text(encoding="utf-8")
    certkit("pics", "new", "--dut", "csms", "-o", together, "--with-schema")
    assert together.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=./pics.schema.json\n")
    assert (together.parent / "pics.schema.json").read_text(encoding="utf-8") == certkit("schema", "pics").out
    second = together.parent / "second.yaml"
    certkit("pics", "new", "--dut", "csms", "-o", second)
    assert second.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=./pics.schema.json\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "form.docx"], "this is not written as .docx (use .xlsx, .yaml or .yml)"),
        (["--with-schema"], "--with-schema needs -o FILE"),
        (["-o", "form.xlsx", "--with-schema"], "--with-schema is for a YAML form"),
        (["-o", "nowhere/form.yaml"], "there is no folder nowhere"),
        (["-o", "."], "the name of the file does not tell its format"),
    ],
)
def test_mistakes_of_a_new_form(tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    result = certkit("pics", "new", "--dut", "station", *arguments)
    assert result.code == 2
    assert message in result.err
    assert list(tmp_path.iterdir()) == []


def test_a_form_is_not_overwritten(tmp_path):
    path = tmp_path / "form.yaml"
    path.write_text("answers of a week")
    assert certkit("pics", "new", "--dut", "csms", "-o", path).code == 2
    assert path.read_text() == "answers of a week"


def test_an_overwritten_file_keeps_its_permissions_and_its_link(tmp_path):
    real, link = tmp_path / "real.yaml", tmp_path / "link.yaml"
    real.write_text("old")
    real.chmod(0o600)
    link.symlink_to(real)
    assert certkit("pics", "new", "--dut", "csms", "-o", link, "--force").code == 0
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o600
    assert real.read_text(encoding="utf-8").startswith("# PICS of a CSMS")


@pytest.mark.parametrize("device", sorted(path.stem for path in DEVICES.glob("*.yaml")))
def test_converting_there_and_back_changes_nothing(tmp_path, device):
    source = DEVICES / f"{device}.yaml"
    workbook, back = tmp_path / "there.xlsx", tmp_path / "back.yaml"
    assert certkit("pics", "convert", source, "-o", workbook).code == 0
    assert certkit("pics", "convert", workbook, "-o", back).code == 0
    digests = {summary(path)["files"][0]["pics_sha256"] for path in (source, workbook, back)}
    assert len(digests) == 1
    assert certkit("pics", "diff", source, back).out.endswith("no answer and no test case differs\n")


def test_converting_to_standard_output_is_yaml():
    result = certkit("pics", "convert", "-", "-o", "-", stdin=COMPLETE.read_bytes())
    assert result.code == 0
    assert result.out.startswith("# PICS of a Charging Station\n")


def test_what_is_no_answer_is_named_when_it_is_left_behind(tmp_path):
    out = tmp_path / "out.yaml"
    source = b"general: {vendor: A, dut: CSMS, colour: red, milliseconds: perhaps}\nedition: ocpp-1.6-v2.4\n"
    result = certkit("pics", "convert", "-", "-o", out, stdin=source)
    assert result.code == 1
    first, second, wrote = sorted(result.err.splitlines())
    assert wrote == f"certkit: wrote {out}"
    assert all(line.startswith("certkit: not converted: <stdin>:1:") for line in (first, second))
    assert "“colour” is not a key" in first
    assert "“perhaps” is not Yes or No" in second
    assert "vendor: A\n" in out.read_text(encoding="utf-8")


def test_a_note_is_no_loss():
    result = certkit("pics", "convert", "-", "-o", "-", stdin=b"general: {dut: CSMS}\n")
    assert (result.code, result.err) == (0, "")


def test_an_incomplete_statement_converts_as_it_is(tmp_path):
    out = tmp_path / "out.yaml"
    assert certkit("pics", "convert", INCOMPLETE, "-o", out).code == 0
    assert summary(out)["summary"] == summary(INCOMPLETE)["summary"]


def foreign_workbook(tmp_path, *rows):
    path = tmp_path / "tables.xlsx"
    path.write_bytes(workbook_of(["Id", "Feature", "Supported"], ["C-07", "Local start", "Yes"], *rows))
    return path


@pytest.mark.parametrize("command", [["pics", "check"], ["plan"], ["pics", "convert", "-o", "-"]])
def test_a_workbook_that_is_not_ours_is_refused_with_the_way_to_convert_it(tmp_path, command):
    tables = foreign_workbook(tmp_path)
    result = certkit(*command, tables)
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert "this workbook is not a form of certkit" in result.err
    assert f"certkit pics convert --from-foreign {tables} -o FORM.xlsx" in result.err


@pytest.mark.parametrize("name", ["form.xlsx", "form.yaml"])
def test_every_answer_that_was_guessed_is_listed_and_marked(tmp_path, name):
    form = tmp_path / name
    tables = foreign_workbook(tmp_path)
    result = certkit("pics", "convert", "--from-foreign", tables, "-o", form)
    assert result.code == 0
    assert result.err.splitlines() == [
        f"certkit: wrote {form}",
        f"certkit: review the answer: certkit guessed it from a cell of {tables}",
        "certkit: guessed: Sheet1!C2: C-07 is Yes",
    ]
    assert certkit("plan", form).code == 1
    if name == "form.yaml":
        marked = " ".join(form.read_text(encoding="utf-8").split())
        assert f"# REVIEW: guessed from Sheet1!C2 of {tables} C-07: Yes" in marked.replace(" # /", " /")


def test_what_a_guess_does_not_understand_is_listed_and_the_exit_code_says_so(tmp_path):
    tables = foreign_workbook(tmp_path, ["C-08", "Local stop", "maybe"], ["C-99", "Something", "Yes"])
    result = certkit("pics", "convert", "--from-foreign", tables, "-o", tmp_path / "form.xlsx")
    assert result.code == 1
    lost = [line for line in result.err.splitlines() if "not converted" in line]
    assert len(lost) == 2
    assert "Sheet1!C3" in lost[0] + lost[1]
    assert "Sheet1!A4" in lost[0] + lost[1]
