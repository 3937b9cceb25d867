"""``signing/roles.yaml``: who may sign what, with which keys, and at which level at least.

It is read strictly and proven: a policy in which two roles share an identifier would let a signature pass as one of
another role.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from certkit.edition.rows import Row, add
from certkit.errors import RulebookError
from certkit.formats.yaml_tree import read_tree
from certkit.resources import data_folder

FILE = "roles.yaml"
ROLES = ("test tool", "laboratory", "certification body", "vendor")
KINDS = ("declaration", "report", "certificate", "statement")
LEVELS = ("B-B", "B-T", "B-LT", "B-LTA")
"""PAdES levels, each with all that the one before has."""
LEAST_BITS = {"P-256": 256, "P-384": 384, "Ed25519": 256, "RSA": 3072}
"""Kinds of key that certkit knows, and the bits below which no policy may go."""
DIGESTS = ("sha256", "sha384", "sha512")
_OID = re.compile(r"[012](\.(0|[1-9]\d*))+")
_ADDRESS = re.compile(
    r"https://[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~/-]{0,63})?", re.ASCII
)
"""As the payload has it: a QR code has little room, and what comes after the address is certkit's own fragment."""


class Role(NamedTuple):
    """A role, and the two identifiers by which a certificate has it."""

    name: str
    title: str
    eku: str
    policy: str


class KindRule(NamedTuple):
    """Who signs a kind of document, and at which level at least."""

    kind: str
    role: str
    minimum_level: str
    rehearsal_level: str
    """What suffices under a rehearsal root."""
    cite: str


class KeyRule(NamedTuple):
    """A kind of key that may sign and certify."""

    key: str
    bits: int
    """At least."""
    digest: str
    """What is used with it."""
    accepted: tuple[str, ...]


class Policy(NamedTuple):
    """All of ``roles.yaml``."""

    arc: str
    rehearsal_oid: str
    roles: dict[str, Role]
    kinds: dict[str, KindRule]
    keys: dict[str, KeyRule]
    rehearsal_register: str
    """What the QR code of a rehearsal's documents opens."""
    registers: dict[str, str]
    """Name of an issuer, as in its certificate -> the address of its register."""


def register_of(policy: Policy, issuer: str, *, rehearsal: bool) -> str | None:
    """The address that the QR code of an issuer's documents opens; None if the policy has none."""
    return policy.rehearsal_register if rehearsal else policy.registers.get(issuer)


def reaches(level: str, least: str) -> bool:
    """Whether a level has all that another has."""
    return LEVELS.index(level) >= LEVELS.index(least)


@lru_cache(maxsize=1)
def shipped_policy() -> Policy:
    """The policy that comes with certkit."""
    return load_policy(data_folder("signing"))


def load_policy(folder: Path) -> Policy:
    """The policy in ``roles.yaml`` of a folder.

    Raises:
        RulebookError: it contradicts itself; with the place.
        UnreadableFile: it is not YAML.
    """
    path = folder / FILE
    return read_policy(path.read_bytes(), str(path))


def read_policy(content: bytes, file: str) -> Policy:
    """The policy in these bytes; errors as :func:`load_policy`."""
    tree = read_tree(content, file)
    if tree is None:
        raise RulebookError("the policy is empty", file=file)
    top = Row(tree, file, "the policy")
    arc = _identifier(top, "arc")
    if not re.fullmatch(r"2\.25\.\d+", arc):
        raise top.error(f"the arc {arc} is not 2.25.<UUID>", top.find("arc"))
    policy = Policy(arc, _identifier(top, "rehearsal"), {}, {}, {}, _address(top, "rehearsal_register"), {})
    for row in top.rows("roles", "a role"):
        name = row.one_of("role", ROLES)
        row.what = f"the role {name}"
        role = Role(name, row.text("title"), _identifier(row, "eku"), _identifier(row, "policy"))
        add(policy.roles, name, role, row)
        row.finish()
    for row in top.rows("kinds", "a kind"):
        kind = row.one_of("kind", KINDS)
        row.what = f"the kind {kind}"
        add(policy.kinds, kind, _kind(row, kind), row)
        row.finish()
    for row in top.rows("keys", "a key"):
        key = row.one_of("key", tuple(LEAST_BITS))
        row.what = f"the key {key}"
        add(policy.keys, key, _key(row, key), row)
        row.finish()
    for row in top.rows("registers", "a register"):
        add(policy.registers, row.text("issuer"), _address(row, "address"), row)
        row.finish()
    top.finish()
    _prove(policy, file)
    return policy


def _identifier(row: Row, name: str) -> str:
    text = row.text(name)
    if not _OID.fullmatch(text):
        raise row.error(f"{name!r} of {row.what} is {text!r}, which is not an object identifier", row.find(name))
    return text


def _address(row: Row, name: str) -> str:
    text = row.text(name)
    if not _ADDRESS.fullmatch(text):
        raise row.error(
            f"{name!r} of {row.what} is {text!r}, which is not a short https address",
            row.find(name),
            "https://, a host in lower case of at most 64 characters, a path of at most 64; no user, query or fragment",
        )
    return text


def _kind(row: Row, kind: str) -> KindRule:
    least = row.one_of("minimum_level", LEVELS)
    rehearsal = row.one_of("rehearsal_level", LEVELS)
    if not reaches(least, rehearsal):
        raise row.error(f"a rehearsal of {row.what} asks for more than the real one", row.find("rehearsal_level"))
    return KindRule(kind, row.one_of("role", ROLES), least, rehearsal, row.text("cite"))


def _key(row: Row, key: str) -> KeyRule:
    digest, accepted = row.one_of("digest", DIGESTS), row.texts("accepted")
    if unknown := [name for name in accepted if name not in DIGESTS]:
        raise row.error(f"{unknown[0]!r} is not one of {', '.join(DIGESTS)}", row.find("accepted"))
    if digest not in accepted:
        raise row.error(f"{row.what} signs with {digest}, which is not accepted", row.find("digest"))
    bits = row.text("bits")
    if not bits.isascii() or not bits.isdigit() or len(bits) > 5 or int(bits) < LEAST_BITS[key]:
        raise row.error(f"{row.what} has at least {LEAST_BITS[key]} bits, not {bits!r}", row.find("bits"))
    return KeyRule(key, int(bits), digest, accepted)


def _prove(policy: Policy, file: str) -> None:
    """Nothing is missing, every identifier lies below the arc, and none means two things."""
    for what, wanted, present in (
        ("role", ROLES, policy.roles),
        ("kind", KINDS, policy.kinds),
        ("key", tuple(LEAST_BITS), policy.keys),
    ):
        if missing := [name for name in wanted if name not in present]:
            raise RulebookError(f"the policy has no {what} {missing[0]!r}", file=file)
    seen: dict[str, str] = {}
    named = [(policy.rehearsal_oid, "the mark of a rehearsal")]
    for role in policy.roles.values():
        named += [(role.eku, f"the key usage of {role.name}"), (role.policy, f"the policy of {role.name}")]
    for oid, meaning in named:
        if not oid.startswith(f"{policy.arc}."):
            raise RulebookError(f"{meaning} is {oid}, which does not lie below the arc", file=file)
        if oid in seen:
            raise RulebookError(f"{oid} is {seen[oid]} and {meaning}", file=file)
        seen[oid] = meaning
    signers: dict[str, str] = {}
    for rule in policy.kinds.values():
        if rule.role in signers:
            raise RulebookError(
                f"{rule.role} signs {signers[rule.role]} and {rule.kind}; one role, one kind", file=file
            )
        signers[rule.role] = rule.kind
