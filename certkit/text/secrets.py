"""Recognizes the values of a station's configuration that are secrets, of which nothing is kept but their existence.

A station answers GetConfiguration with whatever its maker put there: the key of its basic authentication, passwords of
key stores and proxies, the access point and PIN of its SIM card, tokens. Section 4.2 has all keys read and added to the
test report, which others read. So a secret is dropped where the configuration is read, and no later stage ever holds
it. Neither its length nor a digest is kept: both help to guess it.

In doubt a value is a secret. A vendor's own value decides nothing in the procedure, so that nothing is lost.
"""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import pairwise


class Secret(StrEnum):
    """What is left of a secret."""

    HELD_BACK = "held back"
    """There is a value; certkit does not show it."""
    EMPTY = "empty"
    """There is no value, so nothing was disclosed."""
    STARRED = "starred"
    """The station itself, or whoever wrote the file, has put asterisks or a word in its place."""


SHOWN = {Secret.HELD_BACK: "(held back)", Secret.EMPTY: "", Secret.STARRED: "(hidden in the file)"}
"""What is written in place of the value."""

LONGEST = 2000
"""Characters of a value that are examined. OCPP allows 500; a longer value is held back whole."""

_NAMES = frozenset({
    "apikey", "apn", "authkey", "authpassword", "basicauth", "credential", "credentials", "iccid", "imsi",
    "kennwort", "loginname", "motdepasse", "msisdn", "pass", "passcode", "passphrase", "passwd", "password",
    "passwords", "passwort", "pin", "pincode", "privatekey", "psk", "puk", "pw", "pwd", "secret", "secrets",
    "sim", "simcard", "ssid", "token", "tokens", "user", "userid", "username", "wep", "wepkey", "wifikey",
    "wpa",
})  # fmt: skip
"""Words of a key's name that make its value a secret, whatever it is; a login or a network's name is half of one."""

_LAST_NAMES = frozenset({
    "auth", "authentication", "authorization", "idtag", "key", "keys", "keystore", "login", "rfid",
    "truststore",
})  # fmt: skip
"""Words that do so at the end of a name, unless the value is plainly a setting: yes or no, or a small number."""

_TAILS = frozenset({
    "code", "data", "hash", "hex", "id", "no", "number", "string", "text", "value",
})  # fmt: skip
"""Words that may follow them."""

_PARTS = ("password", "passwd", "passphrase", "passcode", "secret", "credential", "privatekey", "apikey")
"""What does so anywhere in a name, because names are not always written in words."""

_ENDINGS = ("pwd", "psk", "apn", "pin", "puk", "token", "authkey", "iccid", "imsi")
"""What does so at the end of a name that shows no words, such as ``simpin``."""

_AUTHORIZATION_KEY = re.compile("auth[a-z]*key")
"""The standard's own secret, under whichever spelling."""

_HARMLESS = frozenset({("public", "key"), ("max", "keys")})
"""A word and the one before it that takes its meaning away."""

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_SETTING = re.compile(r"(?i)|true|false|yes|no|on|off|none|enabled?|disabled?|[+-]?[0-9]{1,3}(\.[0-9]{1,3})?")
_STARS = re.compile(r"(?i)[*•●·#]{2,}|x{4,}|[<(\[{]\s*(redacted|hidden|masked|secret|removed|not shown)\s*[>)\]}]")

_SHAPES = (
    re.compile(r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY"),
    re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,20}://[^\s/?#]*@"),  # a URL with a user
    re.compile(r"\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}"),  # a JSON Web Token
    re.compile(r"(?i)\b(basic|bearer|digest)\s+[A-Za-z0-9+/_.=-]{6,}"),
    re.compile(
        r"(?i)(password|passwd|passphrase|passwort|pwd|psk|pin|puk|secret|token|api_?key|access_?key|credential|"
        r"signature|\bsig|\bapn|\buser(name)?)[\"']?\s*[=:]"
    ),
    re.compile(r"(?<![0-9A-Fa-f])[0-9A-Fa-f]{32,}"),  # a key or a digest
)
"""What is a secret under any name."""
_LONG_WORD = re.compile(r"[A-Za-z0-9+/_-]{32,}")
"""A secret too, if it has capitals, small letters and digits: a key in base64."""


def secret_in(key: str, value: str) -> Secret | None:
    """What certkit keeps of the value of a key that is a secret; None if it is not a secret.

    Args:
        key: as the station spells it.
        value: as the station gives it.
    """
    if key.isprintable() and not _is_named_so(key, value) and not has_secret_shape(value):
        return None
    if not value.strip(" ,;"):
        return Secret.EMPTY
    return Secret.STARRED if _STARS.fullmatch(value.strip()) else Secret.HELD_BACK


def has_secret_shape(text: str) -> bool:
    """Whether a text is or contains what looks like a secret, whatever it is called; so does what is far too long."""
    if len(text) > LONGEST:
        return True
    return any(shape.search(text) for shape in _SHAPES) or any(
        any(c.isdigit() for c in word) and not word.islower() and not word.isupper()
        for word in _LONG_WORD.findall(text)
    )


def _is_named_so(key: str, value: str) -> bool:
    words = [word.lower() for word in _WORD.findall(key[:LONGEST])]
    pairs = [first + second for first, second in pairwise(words)]
    joined = "".join(words)
    if _NAMES & {*words, *pairs} or any(part in joined for part in _PARTS):
        return True
    if _AUTHORIZATION_KEY.search(joined) or (len(words) == 1 and joined.endswith(_ENDINGS)):
        return True
    while len(words) > 1 and words[-1] in _TAILS:
        words.pop()
    last = {"".join(words[-1:]), "".join(words[-2:])}
    if not last & _LAST_NAMES or tuple(words[-2:]) in _HARMLESS:
        return False
    return not _SETTING.fullmatch(value.strip())
