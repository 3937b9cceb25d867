"""The QR code is read again from the picture of the page, by a program that did not draw it."""

from __future__ import annotations

import subprocess
from urllib.parse import urlsplit

import pytest

from certkit.attestation.layout_1.qr import qr_text
from certkit.attestation.v1.read import hold_against_schema
from certkit.formats.canonical_json import canonical_json, payload_digest
from tests.attestation.pages.documents import example, render
from tests.attestation.pages.reading import tool


@pytest.mark.parametrize("rehearsal", [False, True])
@pytest.mark.parametrize("kind", ["certificate", "report", "declaration"])
def test_a_camera_reads_id_and_digest(kind, rehearsal, tmp_path):
    document = example(kind, rehearsal=rehearsal)
    file = tmp_path / "drawn.pdf"
    file.write_bytes(render(document))
    picture = tmp_path / "page"
    subprocess.run([tool("pdftoppm"), "-r", "110", "-png", "-f", "1", "-singlefile", file, picture], check=True)
    reader = [tool("zbarimg"), "-q", "--raw", f"{picture}.png"]
    done = subprocess.run(reader, capture_output=True, text=True, check=True)
    opens = "https://register.example.org/#" if rehearsal else ""
    assert done.stdout.strip() == f"{opens}certkit:1:{kind}:{document['id']}:sha256:{payload_digest(document)}"


def test_the_longest_address_and_id_are_read_too(tmp_path):
    document = example("certificate", rehearsal=True)
    document["id"] = "x" * 64
    document["issuer"]["register"] = f"https://{'r' * 64}:65535/{'p' * 63}"
    hold_against_schema(canonical_json(document))
    file = tmp_path / "drawn.pdf"
    file.write_bytes(render(document))
    picture = tmp_path / "page"
    subprocess.run([tool("pdftoppm"), "-r", "200", "-png", "-f", "1", "-singlefile", file, picture], check=True)
    reader = [tool("zbarimg"), "-q", "--raw", f"{picture}.png"]
    done = subprocess.run(reader, capture_output=True, text=True, check=True)
    address, _, fragment = done.stdout.strip().partition("#")
    assert address == document["issuer"]["register"]
    assert fragment == f"certkit:1:certificate:{'x' * 64}:sha256:{payload_digest(document)}"


def test_a_browser_takes_the_text_for_the_fragment_of_the_address():
    opened = urlsplit(qr_text("report", "a/b?c#d", "00", "https://register.example.org/reports"))
    assert (opened.scheme, opened.netloc, opened.path) == ("https", "register.example.org", "/reports")
    assert (opened.query, opened.fragment) == ("", "certkit:1:report:a%2Fb%3Fc%23d:sha256:00")


def test_an_id_is_encoded_so_that_it_ends_nothing():
    assert qr_text("report", "a:b c\u00e9\n", "00") == "certkit:1:report:a%3Ab%20c%C3%A9%0A:sha256:00"


def test_an_id_that_is_too_long_is_left_out_and_the_digest_stays():
    assert qr_text("report", "x" * 200, "ab") == "certkit:1:report::sha256:ab"
