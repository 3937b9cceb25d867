"""The family of examples/ is what its program writes, and can be certified."""

from pathlib import Path

from tests.attestation.commands import command, done
from tests.attestation.example import CERTIFICATE, FOLDER, write
from tests.verdict.dossiers import verdict_at


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_it_is_up_to_date(tmp_path):
    write(tmp_path)
    assert files(FOLDER) == files(tmp_path), "python -m tests.attestation.example"


def test_both_pass():
    assert verdict_at(FOLDER / "representative" / "record.yaml").outcome == "pass"
    assert verdict_at(FOLDER / "member" / "record.yaml").outcome == "pass"


def test_both_can_be_certified(pki, tmp_path):
    report, tested, declaration, member = (tmp_path / f"{n}.pdf" for n in ("report", "tested", "declaration", "member"))
    done(command("report", FOLDER / "representative" / "record.yaml", pki, report))
    done(command("certify", report, pki, tested, "--id", CERTIFICATE))
    done(command("declare", FOLDER / "member" / "record.yaml", pki, declaration))
    said = done(command("certify", declaration, pki, member, "--representative", tested))
    assert "REHEARSAL, Certificate CERT-" in said
