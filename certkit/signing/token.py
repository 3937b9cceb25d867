"""A key on a PKCS#11 token: found by its name, used where it lies; it never leaves the token."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import load_der_public_key

from certkit.signing.keys import Ask, Sign, SigningKey, UnusableKey
from certkit.trust.roles import Policy

try:  # an extra of its own, since it needs a compiler where it has no wheel
    import pkcs11
    from pkcs11.util.ec import encode_ec_public_key, encode_ecdsa_signature
except ImportError:
    pkcs11 = None  # type: ignore[assignment]

MODULE_VARIABLE = "CERTKIT_PKCS11_MODULE"
"""The environment variable that names the module where the URI doesn't."""
_PATH = ("token", "manufacturer", "model", "serial", "slot-id", "object", "id", "type")
_QUERY = ("module-path", "pin-source")
_PART = re.compile(r"([a-z][a-z-]*)=((?:[A-Za-z0-9\-._~:\[\]@!$'()*+,=&/?|]|%[0-9A-Fa-f]{2})*)")
"""An attribute, and the characters that RFC 7512, 2.3 allows in its value, taken together."""
_DIGEST_INFO = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}
"""What PKCS#1 v1.5 puts before a digest (RFC 8017, 9.2)."""
_ED25519 = bytes.fromhex("302a300506032b6570032100")
"""What comes before the 32 bytes of an Ed25519 public key (RFC 8410)."""


class TokenKey(NamedTuple):
    """A private key on a token whose session is open."""

    public: PublicKeyTypes | None
    certificate: x509.Certificate | None
    others: list[x509.Certificate]
    sign: Sign
    close: Callable[[], None]


def open_token_key(uri: str, ask: Ask, *, policy: Policy | None = None) -> SigningKey:
    """The key on a token, with the certificate of the same id.

    Raises:
        UnusableKey: no module, no token, wrong PIN, no such key or several, no certificate.
    """
    key = open_token(uri, ask)
    if key.certificate is None:
        key.close()
        raise UnusableKey(
            "the token has the key, but no certificate with the same id",
            hint="pkcs11-tool --write-object CERTIFICATE.der --type cert --id … puts it there",
            file=uri,
        )
    return SigningKey(uri, key.certificate, key.others, key.sign, close=key.close, policy=policy)


def open_token(uri: str, ask: Ask) -> TokenKey:
    """The private key that a URI names, with its certificate if there is one.

    Raises:
        UnusableKey: as :func:`open_token_key` says.
    """
    wanted = read_token_uri(uri)
    if pkcs11 is None:
        raise UnusableKey(
            "keys on tokens need the package python-pkcs11", hint="pip install 'certkit[pkcs11]'", file=uri
        )
    try:
        token = _token(uri, wanted, _module(uri, wanted))
        session = _session(uri, wanted, token, ask)
    except pkcs11.PKCS11Error as error:
        raise UnusableKey(f"the token cannot be opened: {_said(error)}", file=uri) from None

    def close() -> None:
        with suppress(pkcs11.PKCS11Error):
            session.close()

    try:
        private = _private(uri, wanted, session)
        identifier = private.id
        certificates = _certificates(session)
        public = _public(session, identifier)
        return TokenKey(
            public,
            _certificate(uri, wanted, identifier, certificates),
            [certificate for _, _, certificate in certificates],
            _signing(uri, private),
            close,
        )
    except pkcs11.PKCS11Error as error:
        close()
        raise UnusableKey(f"the token cannot be read: {_said(error)}", file=uri) from None
    except UnusableKey:
        close()
        raise


def _module(uri: str, wanted: TokenUri) -> Any:
    """The token's driver, a shared library."""
    path = wanted.module_path or os.environ.get(MODULE_VARIABLE, "")
    if not path:
        raise UnusableKey(
            "no PKCS#11 module is given for the token",
            hint=f"add ?module-path=/…/module.so to the key, or set {MODULE_VARIABLE}",
            file=uri,
        )
    if not Path(path).is_file():
        raise UnusableKey(f"there is no module {path}", hint="is its package installed?", file=uri)
    try:
        return pkcs11.lib(path)
    except (RuntimeError, OSError) as error:  # what dlopen says arrives as RuntimeError
        raise UnusableKey(f"{path} is not a PKCS#11 module: {_said(error)}", file=uri) from None


def _token(uri: str, wanted: TokenUri, module: Any) -> Any:
    """The one token that fits."""
    tokens = []
    for slot in module.get_slots(token_present=True):
        with suppress(pkcs11.PKCS11Error):
            token = slot.get_token()
            if pkcs11.TokenFlag.TOKEN_INITIALIZED in token.flags:
                tokens.append(token)
    fitting = [token for token in tokens if _fits(wanted, token)]
    if len(fitting) == 1:
        return fitting[0]
    labels = ", ".join(sorted(token.label for token in tokens)) or "none"
    if not fitting:
        raise UnusableKey("there is no such token", hint=f"found: {labels}; is it plugged in?", file=uri)
    raise UnusableKey(
        f"{len(fitting)} tokens fit: {', '.join(sorted(token.label for token in fitting))}",
        hint="name one by token=…, serial=… or slot-id=…",
        file=uri,
    )


def _fits(wanted: TokenUri, token: Any) -> bool:
    serial = token.serial.decode(errors="replace").rstrip(" \0")
    return (
        wanted.token in ("", token.label)
        and wanted.serial in ("", serial)
        and wanted.manufacturer in ("", token.manufacturer_id)
        and wanted.model in ("", token.model)
        and wanted.slot in (None, token.slot.slot_id)
    )


def _session(uri: str, wanted: TokenUri, token: Any, ask: Ask) -> Any:
    if pkcs11.TokenFlag.PROTECTED_AUTHENTICATION_PATH in token.flags:
        return token.open(user_pin=pkcs11.PROTECTED_AUTH)  # it is typed in at the reader
    pin = _pin_of(uri, wanted.pin_source) if wanted.pin_source else ask(f"PIN of the token {token.label}")
    try:
        return token.open(user_pin=pin)
    except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange):
        hint = "try again, but with care: most tokens lock after a few wrong ones"
        raise UnusableKey("the PIN is wrong", hint=hint, file=uri) from None
    except pkcs11.PinLocked:
        raise UnusableKey("the PIN is locked after too many wrong ones", hint="unlock the token", file=uri) from None


def _pin_of(uri: str, file: str) -> str:
    try:
        with Path(file).open("rb") as source:
            pin = source.read(10_000).decode().split("\n", 1)[0].removesuffix("\r")
    except (OSError, ValueError):
        raise UnusableKey(f"the PIN cannot be read from {file}", hint="check pin-source", file=uri) from None
    if not pin:
        raise UnusableKey(f"the first line of {file} is empty", hint="it has to be the PIN", file=uri)
    return pin


def _private(uri: str, wanted: TokenUri, session: Any) -> Any:
    """The one private key that fits."""
    query: dict[Any, Any] = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY}
    if wanted.object:
        query[pkcs11.Attribute.LABEL] = wanted.object
    if wanted.id:
        query[pkcs11.Attribute.ID] = wanted.id
    matching = list(session.get_objects(query))
    if len(matching) == 1:
        return matching[0]
    private_keys = list(session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY}))
    names = ", ".join(sorted(f"object={key.label};id=%{key.id.hex('%')}" for key in private_keys)) or "none"
    if not matching:
        raise UnusableKey("there is no such private key on the token", hint=f"found: {names}", file=uri)
    raise UnusableKey(f"{len(matching)} private keys fit", hint=f"name one by object=… or id=…: {names}", file=uri)


def _certificates(session: Any) -> list[tuple[bytes, str, x509.Certificate]]:
    """Id, label and certificate, of all on the token that can be read."""
    certificates = []
    for entry in session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE}):
        with suppress(pkcs11.PKCS11Error, ValueError):
            certificate = x509.load_der_x509_certificate(entry[pkcs11.Attribute.VALUE])
            certificates.append(
                (_given(entry, pkcs11.Attribute.ID), _given(entry, pkcs11.Attribute.LABEL), certificate)
            )
    return certificates


def _given(entry: Any, attribute: Any) -> Any:
    try:
        return entry[attribute]
    except Exception:  # an attribute that an object doesn't have is an error of many kinds
        return b""


def _certificate(
    uri: str, wanted: TokenUri, identifier: bytes, certificates: list[tuple[bytes, str, x509.Certificate]]
) -> x509.Certificate | None:
    matching = [certificate for at, _, certificate in certificates if at == identifier]
    if len(matching) > 1 and wanted.object:
        matching = [
            entry for at, label, entry in certificates if at == identifier and label == wanted.object
        ] or matching
    if len(matching) > 1:
        raise UnusableKey(
            f"{len(matching)} certificates on the token have the id of the key",
            hint="delete the old ones, as after a renewal: pkcs11-tool --delete-object --type cert …",
            file=uri,
        )
    return matching[0] if matching else None


def _public(session: Any, identifier: bytes) -> PublicKeyTypes | None:
    query = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PUBLIC_KEY, pkcs11.Attribute.ID: identifier}
    for entry in session.get_objects(query):
        with suppress(pkcs11.PKCS11Error, ValueError):
            if entry.key_type == pkcs11.KeyType.RSA:
                exponent = int.from_bytes(entry[pkcs11.Attribute.PUBLIC_EXPONENT], "big")
                modulus = int.from_bytes(entry[pkcs11.Attribute.MODULUS], "big")
                return rsa.RSAPublicNumbers(exponent, modulus).public_key()
            if entry.key_type == pkcs11.KeyType.EC:
                return load_der_public_key(encode_ec_public_key(entry))
            return load_der_public_key(_ED25519 + bytes(entry[pkcs11.Attribute.EC_POINT])[-32:])
    return None


def _signing(uri: str, private: Any) -> Sign:
    """Hashes here and signs there: SoftHSM and many tokens know the raw mechanisms alone."""
    kind = private.key_type

    def sign(data: bytes, digest: str) -> bytes:
        hashed = hashlib.new(digest, data).digest()
        try:
            if kind == pkcs11.KeyType.RSA:
                return bytes(private.sign(_DIGEST_INFO[digest] + hashed, mechanism=pkcs11.Mechanism.RSA_PKCS))
            if kind == pkcs11.KeyType.EC:
                return bytes(encode_ecdsa_signature(private.sign(hashed, mechanism=pkcs11.Mechanism.ECDSA)))
            if kind == pkcs11.KeyType.EC_EDWARDS:
                return bytes(private.sign(data, mechanism=pkcs11.Mechanism.EDDSA))
        except pkcs11.PKCS11Error as error:
            raise UnusableKey(f"the token refuses to sign: {_said(error)}", file=uri) from None
        raise UnusableKey(f"certkit does not sign with a key of the kind {kind!r}", file=uri)

    return sign


def _said(error: BaseException) -> str:
    """What a token says of an error: often only a name."""
    text = " ".join(str(error).split())[:200]
    return f"{type(error).__name__} {text}".strip()


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
    attributes = _attributes(uri, path, ";", _PATH)
    attributes |= _attributes(uri, query, "&", _QUERY) if mark else {}
    if attributes.get("type", b"private") not in (b"private", b"cert"):
        raise _wrong(
            uri, f"type={attributes['type'].decode(errors='replace')} is not a key that signs", "leave type out"
        )
    texts = {}
    for name, value in attributes.items():
        if name != "id":
            try:
                texts[name] = value.decode()
            except UnicodeDecodeError:
                raise _wrong(uri, f"the value of {name} is not UTF-8", "check the characters after %") from None
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
        id=attributes.get("id", b""),
        module_path=texts.get("module-path", ""),
        pin_source=_pin_file(uri, texts.get("pin-source", "")),
    )


def _attributes(uri: str, text: str, separator: str, allowed: tuple[str, ...]) -> dict[str, bytes]:
    attributes: dict[str, bytes] = {}
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
        if name not in allowed:
            raise _wrong(uri, f"certkit does not know {name!r} there", f"there can be {', '.join(allowed)}")
        if name in attributes:
            raise _wrong(uri, f"{name} is given twice", "keep one")
        if not match.group(2):
            raise _wrong(uri, f"{name} has no value", "leave it out, or give one")
        attributes[name] = unquote_to_bytes(match.group(2))
    return attributes


def _pin_file(uri: str, source: str) -> str:
    """The path of ``pin-source``: a path, or a ``file:`` URI."""
    if source.startswith("|"):
        raise _wrong(uri, "pin-source names a program, which certkit does not run", "name a file")
    if source.startswith("file://") and not source.startswith("file:///"):
        raise _wrong(uri, "pin-source names another machine", "name a file of this one")
    return source.removeprefix("file://") if source.startswith("file:///") else source.removeprefix("file:")


def _wrong(uri: str, message: str, hint: str) -> UnusableKey:
    return UnusableKey(message, hint=hint, file=uri)
