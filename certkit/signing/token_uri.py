"""Names of keys on tokens: RFC 7512, ``pkcs11:token=cb;object=seal?module-path=/usr/lib/softhsm/libsofthsm2.so``."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from certkit.signing.keys import UnusableKey

MODULE_VARIABLE = "CERTKIT_PKCS11_MODULE"
"""The environment variable that names the module where the URI doesn't."""
_PATH = ("token", "manufacturer", "model", "serial", "slot-id", "object", "id", "type")
_QUERY = ("module-path", "pin-source")
_PART = re.compile(r"([a-z][a-z-]*)=((?:[A-Za-z0-9\-._~:\[\]@!$'()*+,=&/?|]|%[0-9A-Fa-f]{2})*)")
"""An attribute, and the characters that RFC 7512, 2.3 allows in its value, taken together."""


class TokenUri(NamedTuple):
    """What identifies a key on a token; empty or None where the URI leaves it open."""

    token: str = ""
    manufacturer: str = ""
    model: str = ""
    serial: str = ""
    slot: int | None = None
    object: str = ""
    id: bytes = b""
    module_path: str = ""
    pin_source: str = ""
    """A file's path."""


def read_token_uri(uri: str) -> TokenUri:
    """The parts of a ``pkcs11:`` URI.

    Raises:
        UnusableKey: it is not one, or it says what certkit does not take: a PIN for instance.
    """
    path, mark, query = uri.partition(":")[2].partition("?")
    found = _attributes(uri, path, ";", _PATH)
    found |= _attributes(uri, query, "&", _QUERY) if mark else {}
    if found.get("type", b"private") not in (b"private", b"cert"):
        raise _wrong(uri, f"type={found['type'].decode(errors='replace')} is no key that seals", "leave type out")
    texts = {}
    for name, value in found.items():
        if name != "id":
            try:
                texts[name] = value.decode()
            except UnicodeDecodeError:
                raise _wrong(uri, f"the value of {name} is not UTF-8", "check what stands after %") from None
    slot = texts.get("slot-id")
    if slot is not None and not re.fullmatch(r"\d{1,18}", slot, re.ASCII):
        raise _wrong(uri, f"slot-id is a number, not {slot!r}", "softhsm2-util --show-slots shows it, for instance")
    return TokenUri(
        token=texts.get("token", ""),
        manufacturer=texts.get("manufacturer", ""),
        model=texts.get("model", ""),
        serial=texts.get("serial", ""),
        slot=int(slot) if slot is not None else None,
        object=texts.get("object", ""),
        id=found.get("id", b""),
        module_path=texts.get("module-path", ""),
        pin_source=_pin_file(uri, texts.get("pin-source", "")),
    )


def _attributes(uri: str, text: str, separator: str, known: tuple[str, ...]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for part in filter(None, text.split(separator)):
        match = _PART.fullmatch(part)
        if match is None:
            raise _wrong(uri, f"{part!r} is not of the form name=value", "write other characters as %20, for instance")
        name = match.group(1)
        if name == "pin-value":
            raise _wrong(
                "pkcs11:…",  # not the URI itself: a PIN does not belong on a screen either
                "a PIN in the name of a key is refused: command lines are kept in histories and seen by others",
                "leave pin-value out; you are asked, or name a file with --passphrase-file or pin-source=FILE",
            )
        if name not in known:
            raise _wrong(uri, f"certkit does not know {name!r} there", f"there can be {', '.join(known)}")
        if name in found:
            raise _wrong(uri, f"{name} is given twice", "keep one")
        if not match.group(2):
            raise _wrong(uri, f"{name} has no value", "leave it out, or give one")
        found[name] = unquote_to_bytes(match.group(2))
    return found


def _pin_file(uri: str, source: str) -> str:
    """The path of ``pin-source``: a path, or a ``file:`` URI."""
    if source.startswith("|"):
        raise _wrong(uri, "pin-source names a program, which certkit does not run", "name a file")
    if source.startswith("file://") and not source.startswith("file:///"):
        raise _wrong(uri, "pin-source names another machine", "name a file of this one")
    return source.removeprefix("file://") if source.startswith("file:///") else source.removeprefix("file:")


def _wrong(uri: str, message: str, hint: str) -> UnusableKey:
    return UnusableKey(message, hint=hint, file=uri)
