"""The words of every finding about a firmware image, each once."""

import pytest

from certkit.finding import Place
from certkit.messages import codes_of, finding

CERTIFICATE = {"certificate": "OCA-2026-0001"}
MESSAGES = {
    "FW-01": ({"reason": "the file does not exist"}, "the file does not exist"),
    "FW-02": ({}, "the image is empty"),
    "FW-03.cut": (
        {"before": 40_000_000, "read": 1},
        "the image was cut off while it was read: it had 40,000,000 bytes, 1 byte was read",
    ),
    "FW-03.grown": (
        {"before": 1, "after": 2000},
        "the image grew while it was read: from 1 byte to 2,000 bytes",
    ),
    "FW-03.replaced": ({}, "the image was written or replaced while it was read"),
    "FW-04": ({"tool": "bsdiff"}, "the image is a difference to an older firmware, in the format of bsdiff"),
    "FW-05.swupdate": ({}, "the image is an SWUpdate image"),
    "FW-05.swupdate-delta": ({}, "the image is an SWUpdate image whose description names a difference"),
    "FW-05.squashfs": ({}, "the image is a squashfs image, such as a RAUC bundle"),
    "FW-06": ({}, "the file begins like a text, not like firmware"),
    "FW-07": (
        {"algorithm": "SHA-256", "hash": "0a", "stated": "0b"},
        "the SHA-256 of the image is 0a, but 0b is stated",
    ),
    "FW-08.not-hexadecimal": ({}, "the stated hash must have hexadecimal digits only"),
    "FW-08.unknown-algorithm": (
        {"name": "CRC-32", "known": ("SHA-256", "SHA-384", "MD5")},
        "unknown hash algorithm “CRC-32”; known are SHA-256, SHA-384 and MD5",
    ),
    "FW-08.two-algorithms": (
        {"inner": "MD5", "outer": "SHA-256"},
        "the hash is marked as MD5, but stated to be SHA-256",
    ),
    "FW-08.unknown-length": ({"digits": 63}, "the stated hash has 63 digits, which fits no known algorithm"),
    "FW-08.wrong-length": (
        {"algorithm": "SHA-256", "expected": 64, "digits": 63},
        "a hash of SHA-256 has 64 digits, not 63",
    ),
    "FW-08.not-in-record": ({}, "the record has no hash of the firmware (answer firmware.hash)"),
    "FW-09": (
        {"algorithm": "MD5"},
        "the stated hash is MD5, for which other images with the same hash can be made",
    ),
    "FW-10.not-derived": (
        {"reason": "its edition is not known"},
        "the document is signed and unchanged, but was not derived again: its edition is not known",
    ),
    "FW-10.not-verified": (
        {"step": 4, "reason": "its certificate is revoked"},
        "the document is not verified: step 4, its certificate is revoked",
    ),
    "FW-10.other-kind": (
        {"kind": "report"},
        "the document is a report; only a certificate states the certified hash (give the certificate)",
    ),
    "FW-10.rehearsal": (
        {},
        "the document is a rehearsal and certifies nothing (use --rehearsal to compare nevertheless)",
    ),
    "FW-10.no-hash": (
        CERTIFICATE,
        "the certificate OCA-2026-0001 has no hash of a firmware image (ask the certification body for the hash)",
    ),
    "FW-11": (CERTIFICATE, "the certificate OCA-2026-0001 is a rehearsal: nothing is certified"),
}
"""Message -> arguments and words; with the hint where the message has one of its own. How each is made is tested in
``test_hash.py``, ``test_command.py`` and ``tests/attestation/test_firmware.py``."""


@pytest.mark.parametrize(("message", "arguments", "words"), [(key, *MESSAGES[key]) for key in MESSAGES], ids=MESSAGES)
def test_the_words_of(message, arguments, words):
    made = finding(message, **arguments, where=Place("image.bin"))
    hint = f" ({made.hint})" if made.hint != codes_of("firmware")[made.code].hint else ""
    assert f"{made.message}{hint}" == words


def test_every_message_has_its_words_here():
    table = codes_of("firmware")
    assert set(MESSAGES) == {f"{code}.{name}" if name else code for code, row in table.items() for name in row.messages}
