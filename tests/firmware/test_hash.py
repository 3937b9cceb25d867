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
from certkit.finding import Finding, Place, Severity
from certkit.firmware import read as reader
from certkit.firmware.check import check_firmware, firmware_test_case, read_stated_hash
from certkit.firmware.model import ALGORITHMS, NotAHash, StatedHash, algorithm_named, stated_hash, title_of
from certkit.firmware.read import examine, hash_firmware, missing_image
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


def said(findings) -> list[tuple[str, dict]]:
    """Message and arguments of each finding."""
    return [(finding.message.key, finding.message.arguments) for finding in findings]


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
    "no bytes": (b"", "FW-02", {}),
    "bsdiff": (packed_delta(), "FW-04", {"tool": "bsdiff"}),
    "bsdiff of another version": (b"ENDSLEY/BSDIFF43" + bytes(8), "FW-04", {"tool": "bsdiff"}),
    "VCDIFF": (b"\xd6\xc3\xc4\x00\x00", "FW-04", {"tool": "VCDIFF (xdelta, open-vcdiff)"}),
    "VCDIFF as xdelta3 writes it": (b"\xd6\xc3\xc4\x53\x05", "FW-04", {"tool": "VCDIFF (xdelta, open-vcdiff)"}),
    "xdelta 1": (b"%XDZ004%", "FW-04", {"tool": "xdelta"}),
    "rdiff": (b"rs\x026" + bytes(10), "FW-04", {"tool": "rdiff"}),
    "imgdiff": (b"IMGDIFF2", "FW-04", {"tool": "imgdiff"}),
    "HDiffPatch": (b"HDIFF13&zlib", "FW-04", {"tool": "HDiffPatch"}),
    "a difference within gzip": (gzip.compress(packed_delta()), "FW-04", {"tool": "bsdiff"}),
    "a difference within bzip2": (bz2.compress(packed_delta()), "FW-04", {"tool": "bsdiff"}),
    "a difference within xz": (lzma.compress(packed_delta()), "FW-04", {"tool": "bsdiff"}),
    "an SWUpdate image": (SWU + b'software = { images: ( { type = "raw" } ) }', "FW-05.swupdate", {}),
    "an SWUpdate image with a difference": (SWU + b'{ type = "delta"; zckloadurl }', "FW-05.swupdate-delta", {}),
    "a RAUC bundle": (b"hsqs" + bytes(92), "FW-05.squashfs", {}),
    "a web page": (b"<!DOCTYPE html><html>404</html>", "FW-06", {}),
    "an answer in JSON": (b'{"error": "not found"}', "FW-06", {}),
    "a pointer to a large file": (b"version https://git-lfs.github.com/spec/v1\n", "FW-06", {}),
    "a program": (b"\x7fELF" + bytes(60), "", {}),
    "a packed full image": (gzip.compress(b"\x7fELF" + bytes(60)), "", {}),
    "a cut gzip": (gzip.compress(bytes(range(256)) * 9)[:11], "", {}),
    "bytes that only mention bsdiff": (b"\0BSDIFF40", "", {}),
}


@pytest.mark.parametrize(("content", "message", "arguments"), IMAGES.values(), ids=IMAGES)
def test_an_image_of(image, content, message, arguments):
    firmware = hash_firmware(image(content))
    assert said(firmware.findings) == ([(message, arguments)] if message else [])
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
    ("meddle", "message", "arguments"),
    [
        (cut, "FW-03.cut", {"before": 40_000_000, "read": 20_000_000}),
        (grow, "FW-03.grown", {"before": 40_000_000, "after": 40_000_004}),
        (rewrite, "FW-03.replaced", {}),
        (replace, "FW-03.replaced", {}),
    ],
)
def test_an_image_that_changes_while_it_is_read(image, meddle, message, arguments):
    name = image(b"\1" * 40_000_000)
    firmware = hash_firmware(name, progress=Meddler(name, meddle))
    assert said(firmware.findings) == [(message, arguments)]
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
    with pytest.raises(UnreadableFile, match="the image does not exist") as error:
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
    assert all(isinstance(finding, Finding) for finding in examine("x", head, len(head)))


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
    ("text", "algorithm", "message", "arguments"),
    [
        ("", "", "FW-08.not-hexadecimal", {}),
        ("none", "", "FW-08.not-hexadecimal", {}),
        (ABC[:-1], "", "FW-08.unknown-length", {"digits": 63}),
        (ABC, "SHA-512", "FW-08.wrong-length", {"algorithm": "SHA-512", "expected": 128, "digits": 64}),
        (f"md5:{ABC}", "", "FW-08.wrong-length", {"algorithm": "MD5", "expected": 32, "digits": 64}),
        (f"sha512:{'0' * 128}", "SHA-256", "FW-08.two-algorithms", {"inner": "SHA-512", "outer": "SHA-256"}),
        (ABC, "CRC-32", "FW-08.unknown-algorithm", {"name": "CRC-32", "known": tuple(map(title_of, ALGORITHMS))}),
        ("uFXyVO7T", "", "FW-08.not-hexadecimal", {}),
    ],
)
def test_what_is_no_hash(text, algorithm, message, arguments):
    with pytest.raises(NotAHash) as error:
        stated_hash(text, algorithm)
    assert said([error.value.finding]) == [(message, arguments)]
    where = Place("record.yaml", 4, 8)
    finding = read_stated_hash(text, algorithm, where)
    assert isinstance(finding, Finding)
    assert (said([finding]), finding.where) == ([(message, arguments)], where)


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
    other = hashlib.sha256(b"abd").hexdigest()
    assert said(found) == [("FW-07", {"algorithm": "SHA-256", "hash": other, "stated": ABC})]


def test_a_weak_hash_agrees_and_is_told(image):
    firmware = hash_firmware(image(b"abc"), algorithm="md5")
    found = check_firmware(firmware, StatedHash("md5", "900150983cd24fb0d6963f7d28e17f72"))
    assert codes(found) == ["FW-09"]
    assert found[0].severity is Severity.WARNING


def test_an_image_that_is_no_image_is_not_made_good_by_its_hash(image):
    firmware = hash_firmware(image(b""))
    found = check_firmware(firmware, StatedHash("sha256", hashlib.sha256(b"").hexdigest()))
    assert codes(found) == ["FW-02"]


def test_the_user_is_told_why_the_named_test_case_is_not_in_the_list():
    case = firmware_test_case(edition())
    assert (case.named, case.read_as) == ("TC_044_1", "TC_080")
    assert case.why == (
        "The procedure asks for the hash of the firmware that is installed in TC_044_1, but its list of test cases has "
        "no TC_044_1 (8.2; Appendix C, TC_080). certkit reads TC_044_1 as TC_080 (Secure Firmware Update), which is to "
        f"be confirmed (D-32). {edition().readings['D-32'].why} The hash is SHA-256 unless the record names another "
        "algorithm."
    )


def bare_edition(renamed: dict[str, str]) -> Rulebook:
    """An edition without readings, in which the firmware is installed in TC_080."""
    names = edition().evidence._replace(renamed=renamed)
    kept = {"info": edition().info, "test_cases": edition().test_cases, "evidence": names}
    return cast(Rulebook, SimpleNamespace(**kept, readings={}, citations={}))


def test_an_edition_that_says_nothing_of_it():
    with pytest.raises(CertkitError, match="reads TC_044_1 as TC_080, but no reading says why"):
        firmware_test_case(bare_edition({"TC_044_1": "TC_080"}))


def test_a_list_that_has_the_test_case_needs_no_explanation():
    case = firmware_test_case(bare_edition({}))
    assert (case.named, case.read_as, case.why) == ("TC_080", "TC_080", "")


def test_the_blocks_are_read_without_a_buffer_in_between():
    assert reader.BLOCK >= 1 << 16
