"""The hash of an image, what makes an image one that cannot be certified, and the comparison with what was recorded."""

import bz2
import gzip
import hashlib
import lzma
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certkit.edition.rulebook import Rulebook
from certkit.errors import CertkitError, UnreadableFile
from certkit.finding import Finding, Severity
from certkit.firmware import read as reader
from certkit.firmware.check import check_firmware, explain_test_case, read_stated_hash
from certkit.firmware.model import ALGORITHMS, NotAHash, StatedHash, algorithm_named, stated_hash, title_of
from certkit.firmware.read import hash_firmware, look_at, missing_image
from certkit.messages import codes_of
from tests.rules.devices import edition

ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.fixture
def image(tmp_path):
    def made(content: bytes) -> str:
        path = tmp_path / "image.bin"
        path.write_bytes(content)
        return str(path)

    return made


def codes(findings) -> list[str]:
    return [finding.code for finding in findings]


def test_the_hash_of_a_known_text(image):
    firmware = hash_firmware(image(b"abc"))
    assert (firmware.algorithm, firmware.hash, firmware.size, firmware.findings) == ("sha256", ABC, 3, ())


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("size", [1, 65_535, 65_536, 65_537, 1_000_003])
def test_the_hash_is_that_of_the_whole_file(image, algorithm, size):
    content = bytes(range(256)) * (size // 256 + 1)
    content = b"\x7fELF" + content[: size - 4] if size > 4 else content[:size]
    firmware = hash_firmware(image(content), algorithm=algorithm)
    assert firmware.hash == hashlib.new(algorithm, content, usedforsecurity=False).hexdigest()
    assert firmware.size == len(content)


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=300))
def test_any_file_has_a_hash(content, tmp_path_factory):
    path = tmp_path_factory.mktemp("image") / "image.bin"
    path.write_bytes(content)
    assert hash_firmware(str(path)).hash == hashlib.sha256(content).hexdigest()


def test_progress_is_told_now_and_then(image):
    seen = []
    hash_firmware(image(b"\1" * 40_000_000), progress=lambda done, total: seen.append((done, total)))
    assert [total for _, total in seen] == [40_000_000] * len(seen)
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})
    assert len(seen) == 2


def packed_delta() -> bytes:
    return b"BSDIFF40" + bytes(24)


SWU = b"070702" + b"0" * 104 + b"sw-description\0\0"
IMAGES = {
    "no bytes": (b"", ["FW-02"], "the image has no bytes"),
    "bsdiff": (packed_delta(), ["FW-04"], "a difference made by bsdiff"),
    "bsdiff of another version": (b"ENDSLEY/BSDIFF43" + bytes(8), ["FW-04"], "bsdiff"),
    "VCDIFF": (b"\xd6\xc3\xc4\x00\x00", ["FW-04"], "VCDIFF"),
    "VCDIFF as xdelta3 writes it": (b"\xd6\xc3\xc4\x53\x05", ["FW-04"], "xdelta"),
    "xdelta 1": (b"%XDZ004%", ["FW-04"], "xdelta"),
    "rdiff": (b"rs\x026" + bytes(10), ["FW-04"], "rdiff"),
    "imgdiff": (b"IMGDIFF2", ["FW-04"], "imgdiff"),
    "HDiffPatch": (b"HDIFF13&zlib", ["FW-04"], "HDiffPatch"),
    "a difference within gzip": (gzip.compress(packed_delta()), ["FW-04"], "bsdiff"),
    "a difference within bzip2": (bz2.compress(packed_delta()), ["FW-04"], "bsdiff"),
    "a difference within xz": (lzma.compress(packed_delta()), ["FW-04"], "bsdiff"),
    "an SWUpdate image": (SWU + b'software = { images: ( { type = "raw" } ) }', ["FW-05"], "an SWUpdate image"),
    "an SWUpdate image with a difference": (SWU + b'{ type = "delta"; zckloadurl }', ["FW-05"], "names a difference"),
    "a RAUC bundle": (b"hsqs" + bytes(92), ["FW-05"], "squashfs"),
    "a web page": (b"<!DOCTYPE html><html>404</html>", ["FW-06"], "begins as a text does"),
    "an answer in JSON": (b'{"error": "not found"}', ["FW-06"], "begins as a text does"),
    "a pointer to a large file": (b"version https://git-lfs.github.com/spec/v1\n", ["FW-06"], "text"),
    "a program": (b"\x7fELF" + bytes(60), [], ""),
    "a packed full image": (gzip.compress(b"\x7fELF" + bytes(60)), [], ""),
    "a cut gzip": (gzip.compress(bytes(range(256)) * 9)[:11], [], ""),
    "bytes that only mention bsdiff": (b"\0BSDIFF40", [], ""),
}


@pytest.mark.parametrize(("content", "expected", "text"), IMAGES.values(), ids=IMAGES)
def test_an_image_of(image, content, expected, text):
    firmware = hash_firmware(image(content))
    assert codes(firmware.findings) == expected
    assert all(text in finding.message for finding in firmware.findings)
    assert all(finding.where is not None and finding.where.file.endswith("image.bin") for finding in firmware.findings)


class Meddler:
    """Changes the file while it is read, after its first block."""

    def __init__(self, path: str, meddle) -> None:
        self.path, self.meddle, self.done = Path(path), meddle, False

    def __call__(self, done: int, total: int) -> None:
        if not self.done:
            self.done = True
            self.meddle(self.path)


def cut(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(20_000_000)


def grow(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"more")


def rewrite(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(5)
        file.write(b"x")


def replace(path: Path) -> None:
    beside = path.with_suffix(".new")
    beside.write_bytes(path.read_bytes())
    beside.replace(path)


@pytest.mark.parametrize(
    ("meddle", "text"),
    [(cut, "it was cut off"), (grow, "it grew"), (rewrite, "written or replaced"), (replace, "written or replaced")],
)
def test_an_image_that_changes_while_it_is_read(image, meddle, text):
    name = image(b"\1" * 40_000_000)
    firmware = hash_firmware(name, progress=Meddler(name, meddle))
    assert codes(firmware.findings) == ["FW-03"]
    assert text in firmware.findings[0].message
    assert firmware.findings[0].severity is Severity.ERROR


def test_an_image_that_is_still_being_downloaded(image):
    name = image(b"\1" * 30_000_000)
    stop = threading.Event()

    def download():
        while not stop.is_set():
            grow(Path(name))

    thread = threading.Thread(target=download)
    thread.start()
    try:
        found = codes(hash_firmware(name).findings)
    finally:
        stop.set()
        thread.join()
    assert found == ["FW-03"]


def test_a_missing_image(tmp_path):
    with pytest.raises(UnreadableFile, match="there is no such image") as error:
        hash_firmware(str(tmp_path / "nothing.bin"))
    finding = missing_image(error.value)
    assert (finding.code, finding.severity) == ("FW-01", Severity.ERROR)


@pytest.mark.parametrize("name", ["", "\0"])
def test_a_name_that_no_image_can_have(name):
    with pytest.raises(UnreadableFile):
        hash_firmware(name)


def test_a_folder_is_no_image(tmp_path):
    with pytest.raises(UnreadableFile, match="this is a folder"):
        hash_firmware(str(tmp_path))


@given(st.binary(max_size=200))
def test_any_beginning_can_be_looked_at(head):
    assert all(isinstance(finding, Finding) for finding in look_at("x", head, len(head)))


STATED = [
    (ABC, "", StatedHash("sha256", ABC)),
    (ABC.upper(), "", StatedHash("sha256", ABC)),
    (f"  sha256:{ABC}\n", "", StatedHash("sha256", ABC)),
    (f"SHA-256 = {ABC}", "", StatedHash("sha256", ABC)),
    (":".join(ABC[at : at + 2] for at in range(0, 64, 2)), "", StatedHash("sha256", ABC)),
    (f"{ABC[:32]} {ABC[32:]}", "SHA-256", StatedHash("sha256", ABC)),
    ("0" * 96, "", StatedHash("sha384", "0" * 96)),
    ("0" * 128, "sha512", StatedHash("sha512", "0" * 128)),
    ("0" * 40, "", StatedHash("sha1", "0" * 40)),
    ("0" * 32, "MD5", StatedHash("md5", "0" * 32)),
]


@pytest.mark.parametrize(("text", "algorithm", "expected"), STATED)
def test_a_hash_as_people_write_it(text, algorithm, expected):
    assert stated_hash(text, algorithm) == expected


@pytest.mark.parametrize(
    ("text", "algorithm", "message"),
    [
        ("", "", "hexadecimal digits alone"),
        ("none", "", "hexadecimal digits alone"),
        (ABC[:-1], "", "it has 63 digits"),
        (ABC, "SHA-512", "a hash of SHA-512 has 128 digits, not 64"),
        (f"md5:{ABC}", "", "a hash of MD5 has 32 digits"),
        (f"sha512:{'0' * 128}", "SHA-256", "it is named SHA-512, but SHA-256 is named beside it"),
        (ABC, "CRC-32", "there is no algorithm"),
        ("uFXyVO7T", "", "hexadecimal digits alone"),
    ],
)
def test_what_is_no_hash(text, algorithm, message):
    with pytest.raises(NotAHash, match=message):
        stated_hash(text, algorithm)
    finding = read_stated_hash(text, algorithm)
    assert isinstance(finding, Finding)
    assert finding.code == "FW-08"


@given(st.text(max_size=100), st.sampled_from(["", "sha256", "md5"]))
def test_any_text_is_a_hash_or_is_told_why_not(text, algorithm):
    assert isinstance(read_stated_hash(text, algorithm), StatedHash | Finding)


@pytest.mark.parametrize("name", ["SHA-256", "sha256", "SHA256", "sha_256", "SHA2-256"])
def test_the_name_of_an_algorithm(name):
    assert algorithm_named(name) == "sha256"
    assert title_of("sha256") == "SHA-256"


def test_the_image_that_was_recorded(image):
    assert check_firmware(hash_firmware(image(b"abc")), StatedHash("sha256", ABC)) == ()


def test_another_image_than_the_one_recorded(image):
    found = check_firmware(hash_firmware(image(b"abd")), StatedHash("sha256", ABC))
    assert codes(found) == ["FW-07"]
    assert ABC in found[0].message


def test_a_weak_hash_agrees_and_is_told(image):
    firmware = hash_firmware(image(b"abc"), algorithm="md5")
    found = check_firmware(firmware, StatedHash("md5", "900150983cd24fb0d6963f7d28e17f72"))
    assert codes(found) == ["FW-09"]
    assert found[0].severity is Severity.WARNING


def test_an_image_that_is_no_image_is_not_made_good_by_its_hash(image):
    firmware = hash_firmware(image(b""))
    found = check_firmware(firmware, StatedHash("sha256", hashlib.sha256(b"").hexdigest()))
    assert codes(found) == ["FW-02"]


def test_every_finding_has_a_case():
    shown = {code for _, expected, _ in IMAGES.values() for code in expected} | {
        "FW-01",
        "FW-03",
        "FW-07",
        "FW-08",
        "FW-09",
        "FW-10",  # tests/attestation/test_firmware.py
        "FW-11",
    }
    assert shown == {code for code in codes_of("configuration", "results", "firmware") if code.startswith("FW")}


def test_the_user_is_told_why_the_named_test_case_is_not_in_the_list():
    text = explain_test_case(edition())
    assert "TC_044_1" in text
    assert "TC_080 (Secure Firmware Update), which is to be confirmed (D-32)" in text
    assert "SHA-256 unless the record names another" in text


def test_an_edition_that_says_nothing_of_it():
    bare = SimpleNamespace(test_cases={}, readings={}, info=edition().info)
    with pytest.raises(CertkitError, match="neither lists TC_044_1"):
        explain_test_case(cast(Rulebook, bare))


def test_a_list_that_has_the_test_case_needs_no_explanation():
    assert explain_test_case(cast(Rulebook, SimpleNamespace(test_cases={"TC_044_1": None}))) == ""


def test_the_blocks_are_read_without_a_buffer_in_between():
    assert reader.BLOCK >= 1 << 16
