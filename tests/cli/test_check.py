"""``certkit pics check``: every finding of every file, and an exit code that a script can rely on."""

import json

import pytest

from tests.cli.program import COMPLETE, CSMS, DEVICES, INCOMPLETE, certkit, changed


@pytest.fixture
def contradicting(tmp_path):
    path = tmp_path / "contradicting.yaml"
    path.write_text(changed(COMPLETE, **{"R-0": "No"}), encoding="utf-8")
    return path


def test_a_statement_without_findings_is_good():
    result = certkit("pics", "check", COMPLETE)
    assert (result.code, result.err) == (0, "")
    assert result.out == f"{COMPLETE}: no findings\n"


def test_an_error_is_shown_where_it_stands_with_the_way_out(contradicting):
    result = certkit("pics", "check", contradicting)
    assert result.code == 1
    assert result.err == ""
    assert (
        result.out
        == f"""\
{contradicting}:30:8: error P-01 station-reservation-without-reservations
  Reserving the entire station (R-1) needs Reservations (R-0), which are answered No.
    30 |   R-1: Yes
       |        ^^^
  also: R-0 is No (line 29)
  help: Answer R-0 with Yes, or R-1 with No.
  see:  Appendix A, Optional features, R-0 and R-1

{contradicting}: 1 error
"""
    )


def test_a_warning_alone_is_good_unless_warnings_fail():
    assert certkit("pics", "check", DEVICES / "dc.yaml").code == 0
    assert certkit("pics", "check", DEVICES / "dc.yaml", "--strict").code == 1


def test_a_draft_may_leave_questions_open_but_not_contradict_itself(tmp_path, contradicting):
    assert certkit("pics", "check", INCOMPLETE).code == 1
    draft = certkit("pics", "check", INCOMPLETE, "--draft", "--format", "json")
    assert draft.code == 0
    assert json.loads(draft.out)["summary"]["error"] == 0
    assert certkit("pics", "check", contradicting, "--draft").code == 1


def test_several_files_are_summed_up():
    result = certkit("pics", "check", COMPLETE, CSMS)
    assert result.out == f"{COMPLETE}: no findings\n{CSMS}: no findings\n2 files: no findings\n"


def test_a_folder_stands_for_the_statements_in_it(tmp_path):
    inner = tmp_path / "b" / "c"
    inner.mkdir(parents=True)
    for name in ("b/z.yaml", "b/c/y.yml", "a.yaml", "B.YAML"):
        (tmp_path / name).write_bytes(COMPLETE.read_bytes())
    for name in (".hidden.yaml", "~$open.xlsx", "notes.txt", "pics.schema.json", "b/.git.yaml"):
        (tmp_path / name).write_text("not a statement")
    result = certkit("pics", "check", tmp_path, "--format", "json")
    assert result.code == 0
    files = [file["file"].removeprefix(f"{tmp_path}/") for file in json.loads(result.out)["files"]]
    assert files == ["B.YAML", "a.yaml", "b/z.yaml", "b/c/y.yml"]


def test_a_folder_without_a_statement_is_an_error(tmp_path):
    result = certkit("pics", "check", tmp_path)
    assert result.code == 2
    assert "this is a folder, not a file (and it has no file that ends in .yaml" in result.err


def test_standard_input_is_a_file():
    result = certkit("pics", "check", "-", stdin=COMPLETE.read_bytes())
    assert (result.code, result.out) == (0, "<stdin>: no findings\n")


def test_a_file_that_cannot_be_read_does_not_stop_the_others(tmp_path, contradicting):
    broken = tmp_path / "broken.yaml"
    broken.write_text("general: {vendor: A\n")
    result = certkit("pics", "check", broken, contradicting, tmp_path / "missing.yaml", COMPLETE)
    assert result.code == 2
    assert "P-01" in result.out
    assert f"{COMPLETE}: no findings" in result.out
    assert result.out.endswith("4 files: 1 error; 2 files could not be read\n")
    lines = result.err.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith(f"certkit: {broken}:2:1: this is not valid YAML")
    assert lines[1].startswith(f"certkit: {tmp_path / 'missing.yaml'}: there is no such file")


def test_json_names_what_could_not_be_read(tmp_path):
    result = certkit("pics", "check", COMPLETE, tmp_path / "missing.yaml", "--format", "json")
    assert result.code == 2
    document = json.loads(result.out)
    assert [entry["message"] for entry in document["unreadable"]] == ["there is no such file"]
    assert len(document["files"]) == 1


def test_github_annotates_files_that_could_not_be_read(tmp_path):
    result = certkit("pics", "check", tmp_path / "missing.yaml", "--format", "github")
    assert result.code == 2
    assert result.out.startswith(f"::error file={tmp_path}/missing.yaml,title=unreadable::there is no such file")


def test_sarif_names_files_relative_to_where_one_stands(contradicting, monkeypatch):
    monkeypatch.chdir(contradicting.parent)
    result = certkit("pics", "check", contradicting, "--format", "sarif")
    assert result.code == 1
    run = json.loads(result.out)["runs"][0]
    location = run["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "contradicting.yaml"
    assert run["tool"]["driver"]["version"]


def test_an_edition_that_the_file_does_not_have_is_refused():
    result = certkit("pics", "check", "-", stdin=b"edition: ocpp-9\ngeneral: {vendor: A}\n")
    assert result.code == 2
    assert "the file names the edition 'ocpp-9', which does not come with certkit" in result.err


def test_a_file_cannot_make_certkit_load_an_edition_from_a_folder(tmp_path):
    result = certkit("pics", "check", "-", stdin=f"edition: {tmp_path}\ngeneral: {{vendor: A}}\n".encode())
    assert result.code == 2
    assert "which does not come with certkit" in result.err


def test_an_edition_of_ones_own_is_a_folder():
    folder = DEVICES.parent.parent / "edition" / "second_edition"
    editions = (
        [folder] if (folder / "edition.yaml").exists() else sorted(p.parent for p in folder.glob("*/edition.yaml"))
    )
    result = certkit("pics", "check", COMPLETE, "--edition", editions[0])
    assert result.code == 2
    assert "the file names the edition 'ocpp-1.6-v2.4', but" in result.err


def test_annotating_needs_one_workbook(tmp_path):
    copy = tmp_path / "copy.xlsx"
    result = certkit("pics", "check", COMPLETE, "--annotate", copy)
    assert result.code == 2
    assert "--annotate needs the file of a workbook" in result.err
    result = certkit("pics", "check", COMPLETE, CSMS, "--annotate", copy)
    assert (result.code, result.err) == (2, "certkit: --annotate takes one workbook, not 2 files\n")
    assert not copy.exists()


def test_the_findings_are_written_into_a_copy_of_the_workbook(tmp_path):
    pytest.importorskip("certkit.findings.write_xlsx")
    workbook, copy = tmp_path / "form.xlsx", tmp_path / "copy.xlsx"
    assert certkit("pics", "convert", INCOMPLETE, "-o", workbook).code == 0
    before = workbook.read_bytes()
    result = certkit("pics", "check", workbook, "--annotate", copy)
    assert result.code == 1
    assert "not answered" in result.out
    assert workbook.read_bytes() == before
    assert copy.read_bytes().startswith(b"PK")
    again = certkit("pics", "check", workbook, "--annotate", copy)
    assert again.code == 2
    assert "--force" in again.err
    itself = certkit("pics", "check", workbook, "--annotate", workbook, "--force")
    assert itself.code == 2
    assert "the output would overwrite an input file" in itself.err
    assert workbook.read_bytes() == before


def test_a_finding_in_a_workbook_has_its_cell_and_question(tmp_path):
    source, workbook = tmp_path / "source.yaml", tmp_path / "form.xlsx"
    source.write_text(changed(COMPLETE, **{"R-0": "No"}), encoding="utf-8")
    assert certkit("pics", "convert", source, "-o", workbook).code == 0
    result = certkit("pics", "check", workbook)
    assert result.code == 1
    first, _, third, *_ = result.out.splitlines()
    assert first.startswith(f"{workbook}, PICS!C")
    assert first.endswith(": error P-01 station-reservation-without-reservations")
    assert third.strip().endswith(
        "| Support reservations of entire Charging Station (ReserveConnectorZeroSupported): Yes"
    )
