"""The trust folder: what is read from where, and that nothing in it is passed over in silence."""

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from certkit.errors import CertkitError, UnreadableFile
from certkit.trust.store import Trust, load_trust, official_trust, read_crls
from tests.signing.pkis import quick_pki


@pytest.fixture
def folder(tmp_path):
    pki = quick_pki()
    for name, content in {
        "roots/root.pem": pki.root.certificate.public_bytes(Encoding.PEM),
        "intermediates/ca.crt": pki.authority.certificate.public_bytes(Encoding.DER),
        "crls/root.crl": pki.root_list.public_bytes(Encoding.DER),
        "crls/ca.pem": pki.authority_list.public_bytes(Encoding.PEM),
        "roots/README.txt": b"not a certificate",
        "crls/.hidden": b"neither",
        "other/root.pem": quick_pki(rehearsal=False).root.certificate.public_bytes(Encoding.PEM),
        "root.pem": quick_pki(rehearsal=False).root.certificate.public_bytes(Encoding.PEM),
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_each_folder_has_its_meaning(folder):
    pki = quick_pki()
    trust = load_trust(str(folder))
    assert trust == Trust(
        roots=(pki.root.certificate,),
        intermediates=(pki.authority.certificate,),
        crls=(pki.authority_list, pki.root_list),
        time_stamp_roots=(),
        source=str(folder),
    )


def test_roots_for_time_stamps_are_no_other_roots(folder):
    other = quick_pki(rehearsal=False).root.certificate
    (folder / "tsa").mkdir()
    (folder / "tsa/root.pem").write_bytes(other.public_bytes(Encoding.PEM))
    trust = load_trust(str(folder))
    assert trust.time_stamp_roots == (other,)
    assert other not in trust.roots


def test_a_file_may_hold_several(folder):
    pki, other = quick_pki(), quick_pki(rehearsal=False)
    both = [entry.root.certificate for entry in (pki, other)]
    (folder / "roots/root.pem").write_bytes(b"".join(entry.public_bytes(Encoding.PEM) for entry in both))
    assert list(load_trust(str(folder)).roots) == both


def test_the_folder_of_a_rehearsal_is_one(rehearsal):
    there, made = load_trust(str(rehearsal.path / "trust")), rehearsal.trust
    assert there[:2] == made[:2]
    assert list(there.crls) == list(reversed(made.crls)), "in the order of the files' names"


def test_there_is_no_official_root_yet():
    assert official_trust() == Trust()


@pytest.mark.parametrize("name", ["roots/root.pem", "intermediates/ca.crt", "crls/root.crl", "crls/ca.pem"])
@pytest.mark.parametrize("content", [b"", b"garbage", b"\x30\x03\x02\x01"])
def test_a_file_that_cannot_be_read_stops_everything(folder, name, content):
    (folder / name).write_bytes(content)
    with pytest.raises(UnreadableFile) as caught:
        load_trust(str(folder))
    assert caught.value.file == str(folder / name)


def test_a_revocation_list_among_the_roots_is_no_root(folder):
    (folder / "roots/root.pem").write_bytes(quick_pki().root_list.public_bytes(Encoding.PEM))
    with pytest.raises(UnreadableFile, match="no certificate"):
        load_trust(str(folder))


@pytest.mark.parametrize("kind", ["missing", "file", "empty", "no roots"])
def test_a_folder_that_is_none(folder, kind):
    path = {"missing": folder / "nowhere", "file": folder / "root.pem"}.get(kind, folder / "empty")
    (folder / "empty/roots").mkdir(parents=True)
    if kind == "no roots":
        (folder / "empty/intermediates").mkdir()
    with pytest.raises(UnreadableFile, match=r"folder|no root"):
        load_trust(str(path))


@given(st.binary(max_size=200))
def test_other_bytes_are_no_revocation_list(content):
    for some in (content, b"-----BEGIN X509 CRL-----\n" + content + b"\n-----END X509 CRL-----"):
        with pytest.raises(CertkitError):
            read_crls(some, "x.crl")


def test_the_folder_of_a_whole_pki_is_not_its_trust(folder, tmp_path_factory):
    above = tmp_path_factory.mktemp("pki")
    (above / "trust").symlink_to(folder)
    with pytest.raises(UnreadableFile, match="there is no root certificate in roots/") as refused:
        load_trust(str(above))
    assert refused.value.hint == f"did you mean {above / 'trust'}?"
