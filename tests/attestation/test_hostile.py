"""Texts of vendors and laboratories, through every command that attests or verifies: they stay texts.

What they do on the pages is looked at in tests/attestation/pages/test_inert.py.
"""

import json
import re
import sys

import pytest

from tests.attestation.commands import command, done
from tests.attestation.documents import of_family, of_member
from tests.cli.program import certkit
from tests.verdict.dossiers import example

HOSTILE = "<b>x</b>=1+1 \x1b]8;;http://192.0.2.1\x07y\x1b[2J \x9b31m \u202ez\u2066 \u2028 \\r${x}%s{0} 漢字 עברית é"
"""Mark-up, a formula, sequences and directions for terminals, an end of line, what formats texts."""
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff]")
QUOTED = json.dumps(HOSTILE)


def quiet(result):
    """Nothing in what it says steers a terminal."""
    for stream in (result.out, result.err):
        assert not CONTROL.search(stream), repr(CONTROL.search(stream))
    return result


def hostile(dossier):
    """The dossier with it in every sentence that somebody may write freely."""
    text, count = re.subn(r"(?m)^( *(?:- )?(?:remarks|description|ground|improved):) [^\n]*$", r"\1 {{}}", dossier.text)
    dossier.text = text.replace("{{}}", QUOTED)
    if not count:
        dossier.text = dossier.text.replace("remarks:", f"remarks: {QUOTED} #", 1)
    assert QUOTED in dossier.text
    return dossier


def test_a_sentence_with_everything_in_it(pki, tmp_path):
    report, data = tmp_path / "r.pdf", tmp_path / "r.json"
    quiet(command("report", hostile(example()).write(tmp_path), pki, report))
    trust = ["--trust", pki.path / "trust", "--offline", "--rehearsal"]
    for form in ("text", "json"):
        found = quiet(certkit("verify", report, *trust, "--format", form))
        assert found.code == 0, found.out
    assert quiet(certkit("extract", report, *trust, "-o", data)).code == 0
    assert "192.0.2.1" in data.read_text("utf-8")
    certificate = quiet(command("certify", report, pki, tmp_path / "c.pdf"))
    assert certificate.code in (0, 1)
    if certificate.code == 0:
        assert quiet(certkit("verify", tmp_path / "c.pdf", *trust)).code == 0


def test_data_on_a_terminal_is_the_same_data(monkeypatch, capfdbinary):
    """Byte for byte it is given to a file or a pipe alone."""
    from certkit.cli.extract import write_data

    content = json.dumps({"a": HOSTILE + "\U000e0001"}, ensure_ascii=False).encode()
    write_data("-", content, force=False)
    sys.stdout.flush()
    assert capfdbinary.readouterr().out == content
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    write_data("-", content, force=False)
    sys.stdout.flush()
    shown = capfdbinary.readouterr().out
    assert not CONTROL.search(shown.decode())
    assert json.loads(shown) == json.loads(content)


NAMES = {
    "vendor": ("vendor: Example Charging GmbH", "vendor: {}"),
    "model": ("model: EX-22 Duo\n", "model: {}\n"),
    "version": ("firmware_version: 3.1.0\n", "firmware_version: {}\n"),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_with_everything_in_it_is_refused(name, pki, tmp_path):
    dossier = example()
    old, new = NAMES[name]
    dossier.change_pics(old, new.format(QUOTED))
    result = quiet(command("report", dossier.write(tmp_path), pki, tmp_path / "r.pdf"))
    assert result.code == 1
    assert "has the character U+" in result.err
    assert not (tmp_path / "r.pdf").exists()


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_family_with_everything_in_its_names(form, tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    tested, member = of_family(), of_member("CERT-1")
    for dossier in (tested, member):
        text = dossier.files["pics.yaml"].decode()
        dossier.files["pics.yaml"] = re.sub(r"(?m)^( *name:) EX Duo$", lambda m: f"{m[1]} {QUOTED}", text).encode()
        assert QUOTED in dossier.files["pics.yaml"].decode()
    record, other = tested.write(tmp_path / "one"), member.write(tmp_path / "two")
    quiet(certkit("family", "check", record, other.parent / "pics.yaml", "--format", form))


def test_names_of_files_with_everything_in_them(pki, record, tmp_path):
    """What is said of a file quotes its name."""
    name = tmp_path / "\x1b[2J\u202e=1+1<b>\n.pdf"
    quiet(command("report", record, pki, name))
    trust = ["--trust", pki.path / "trust", "--offline", "--rehearsal"]
    for form in ("text", "json"):
        quiet(certkit("verify", name, *trust, "--format", form))
    quiet(certkit("extract", name, "--trust", pki.path / "trust", "--offline"))
    quiet(certkit("verify", tmp_path / "\x1b[2J.pdf"))
    quiet(certkit("certify", name, "--key", "file:\x1b[2J", "-o", tmp_path / "c.pdf", *trust[:3]))
    image = tmp_path / "\x1b[2J.bin"
    image.write_bytes(b"x")
    quiet(certkit("firmware", "verify", image, "--against", name, *trust))
    quiet(certkit("pki", "show", f"file:{tmp_path}/\x1b[2J"))
    quiet(certkit("pki", "init", "--test", tmp_path / "\x1b[2J" / "x"))
    quiet(certkit("report", tmp_path / "\x1b[2J.yaml", "--key", "file:x", "-o", tmp_path / "x.pdf"))


def test_a_pki_folder_and_an_id_that_steer(pki, record, tmp_path):
    quiet(command("report", record, pki, tmp_path / "r.pdf", "--id=\x1b[2J"))
    quiet(command("report", record, pki, tmp_path / "r.pdf", "--level", "\x1b[2J"))
    quiet(command("report", record, pki, tmp_path / "r.pdf", "--level", "B-T", "--tsa", "http://\x1b[2J"))
    quiet(certkit("verify", tmp_path, "--trust", tmp_path / "\x1b[2J"))
    quiet(certkit("verify", tmp_path, "--at", "\x1b[2J"))


# Secrets.


def test_secrets_of_the_station_stay_where_they_are(pki, tmp_path):
    """A password among the configuration keys stands neither in the data nor on a page nor in what is said."""
    dossier = example()
    secret = "correct-horse-battery-0123"
    keys = json.loads(dossier.files["getconfiguration.json"])
    rows = keys["configurationKey"] if isinstance(keys, dict) else keys
    rows.append({"key": "AuthorizationKey", "readonly": False, "value": secret})
    dossier.files["getconfiguration.json"] = json.dumps(keys).encode()
    report = tmp_path / "r.pdf"
    said = quiet(command("report", dossier.write(tmp_path), pki, report))
    assert said.code == 0, said.err
    payload = certkit("extract", report, "--unverified")
    assert b"AuthorizationKey" in payload.raw
    assert secret.encode() not in payload.raw
    assert secret not in said.err
    text = pages(report)
    assert "TC_010" in text
    assert secret not in text


def pages(file):
    import shutil
    import subprocess

    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext is not installed")
    return subprocess.run([tool, file, "-"], capture_output=True, text=True, check=True).stdout


def test_a_passphrase_is_never_shown(record, pki, tmp_path, monkeypatch):
    """Neither a wrong one, nor a PIN that somebody puts into the name of a key, nor with --debug."""
    (tmp_path / "wrong").write_text("my-very-own-secret\n")
    fixed = ["--key", f"file:{pki.path / 'laboratory.p12'}", "-o", tmp_path / "r.pdf"]
    calls = [
        ["report", record, *fixed, "--passphrase-file", tmp_path / "wrong"],
        ["--debug", "report", record, *fixed, "--passphrase-file", tmp_path / "wrong"],
        ["report", record, "--key", "pkcs11:token=x;object=y?pin-value=my-very-own-secret", "-o", tmp_path / "r.pdf"],
        ["pki", "show", "pkcs11:token=x?pin-value=my-very-own-secret"],
        ["report", record, *fixed, "--passphrase", "my-very-own-secret"],
    ]
    for call in calls:
        result = quiet(certkit(*call))
        assert result.code == 2, result.err
        assert "my-very-own-secret" not in result.out + result.err or call[-2] == "--passphrase", result.err
    monkeypatch.setenv("CERTKIT_PASSPHRASE", "my-very-own-secret")
    result = quiet(certkit("report", record, *fixed))
    assert result.code == 2
    assert "my-very-own-secret" not in result.out + result.err


def test_a_good_report_for_comparison(record, pki, tmp_path):
    done(command("report", record, pki, tmp_path / "r.pdf"))
