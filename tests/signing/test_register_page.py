"""``signing/register.html``: it shows what a QR code hands to it, and nothing that something else hands to it."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess

import pytest

from certkit.attestation.layout_1.qr import qr_text
from certkit.resources import data_folder
from tests.attestation.pages.reading import tool

PAGE = (data_folder("signing") / "register.html").read_text(encoding="utf-8")
BROWSER = """
const elements = {};
const document = { getElementById: (name) => elements[name] ??= { addEventListener() {}, files: [] } };
const location = { hash: GIVEN.hash };
const addEventListener = () => {};
const said = ([name, one]) => [name, one.textContent ?? one.hidden];
const seen = () => Object.fromEntries(Object.entries(elements).map(said));
SCRIPT
elements.file.files = [new Blob([GIVEN.file])];
compare().then(() => console.log(JSON.stringify(seen())));
"""


def shown(address: str, file: str = "") -> dict[str, object]:
    """What the elements of the page have."""
    script = re.search(r"<script>(.*)</script>", PAGE, re.DOTALL)
    assert script is not None
    given = json.dumps({"hash": address[address.index("#") :], "file": file})
    program = BROWSER.replace("GIVEN", given).replace("SCRIPT", script[1])
    done = subprocess.run([tool("node"), "-e", program], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_what_a_qr_code_hands_to_it():
    digest = hashlib.sha256(b'{"small":true}').hexdigest()
    address = qr_text("report", "TR 7/é", digest, "https://register.example.org/")
    found = shown(address, '{"small":true}')
    assert (found["kind"], found["number"], found["digest"]) == ("report", "TR 7/é", digest)
    assert (found["nothing"], found["said"]) == (True, False)
    assert found["result"] == "The same digest: the printout belongs to this file."


def test_another_file():
    found = shown(qr_text("report", "TR-7", "0" * 64, "https://register.example.org/"), "{}")
    assert found["result"] == "ANOTHER DIGEST: the printout does not belong to this file."


@pytest.mark.parametrize(
    "fragment",
    [
        "#",
        "#certkit:2:report:X:sha256:" + "0" * 64,
        "#certkit:1:passport:X:sha256:" + "0" * 64,
        "#certkit:1:report:<b>:sha256:" + "0" * 64,
        "#certkit:1:report:%FF:sha256:" + "0" * 64,
        "#certkit:1:report:X:sha256:" + "0" * 63,
        "#certkit:1:report:X:sha256:" + "0" * 64 + " verified",
    ],
)
def test_anything_else_is_not_shown(fragment):
    found = shown(f"https://register.example.org/{fragment}", "{}")
    assert (found["kind"], found["number"], found["digest"], found["result"]) == ("", "", "", "")
    assert (found["nothing"], found["said"]) == (False, True)


def test_it_loads_and_sends_nothing():
    assert "default-src 'none'" in PAGE
    assert not re.search(r"https?://|fetch|XMLHttpRequest|innerHTML|src=|href=|<form", PAGE)
