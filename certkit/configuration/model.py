"""A station's configuration keys: what the standard says of each, what a station reported, what a certificate says.

The table of the standard's keys is part of an edition, because the procedure names the documents that are its basis
(8.1.1) and the form of the PICS asks about some of the keys.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from certkit.conditions import Node
from certkit.edition.model import Constraint
from certkit.finding import Finding, Place
from certkit.text.secrets import SHOWN, Secret


class Access(StrEnum):
    """How a key can be accessed."""

    READ = "R"
    WRITABLE = "RW"
    EITHER = "R or RW"
    WRITE = "W"

    def allows(self, readonly: bool) -> bool:
        """Whether a key may be reported as read-only, or as writable."""
        return self is Access.EITHER or readonly is (self is Access.READ)

    @property
    def words(self) -> str:
        return {"R": "read-only", "RW": "writable", "R or RW": "read-only or writable", "W": "write-only"}[self.value]


class KeyType(StrEnum):
    """What a key's value is."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    LIST = "list"
    STRING = "string"

    @property
    def words(self) -> str:
        return {"boolean": "true or false", "integer": "a whole number", "list": "a list with commas"}.get(
            self.value, "a text"
        )


class Expectation(NamedTuple):
    """What a station must report for a key if an item of the PICS has a certain answer. Empty fields expect nothing."""

    present: bool | None = None
    access: Access | None = None
    value: str = ""
    includes: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    at_least: int | None = None


class Relation(NamedTuple):
    """How a key has to agree with an item of the PICS.

    Attributes:
        finding: code of the finding if it does not.
        answers: answer -> what is then expected. Other answers expect nothing.
        compare: ``equals``, ``at_least``, ``at_most`` or ``same_names`` if the answer is itself what is expected.
        off: a number that is always allowed, since it switches the function off.
    """

    item: str
    finding: str
    answers: Mapping[str, Expectation]
    compare: str = ""
    off: int | None = None


class ConfigurationKey(NamedTuple):
    """A key of the standard.

    Attributes:
        profile: the feature profile it belongs to.
        required, required_before: whether a station with the profile must have it; before the errata (None if new).
        needed: a condition under which a station must have it in any case, or None.
        access, access_before: how it can be accessed; before the errata (None if the key is new).
        read_only: a condition under which a writable key is read-only, or None.
        minimum, maximum: of an integer.
        names: what a list may have in it; empty if anything.
        entry: a pattern for what a list may have in it, or empty.
        phases: whether the name of a phase may follow such a name.
        aliases: other names for those, which can be understood.
        spaces: whether the standard itself writes spaces behind the commas.
        length: the key that says how many entries the list can have, or empty.
        description: what it does, in words of this project, for the certificate (7.1.4).
    """

    key: str
    profile: str
    required: bool
    required_before: bool | None
    needed: Node | None
    access: Access
    access_before: Access | None
    read_only: Node | None
    type: KeyType
    unit: str
    minimum: int | None
    maximum: int | None
    names: tuple[str, ...]
    entry: str
    phases: bool
    aliases: tuple[tuple[str, str], ...]
    spaces: bool
    length: str
    relations: tuple[Relation, ...]
    description: str
    cite: str
    note: str = ""


@dataclass(frozen=True)
class KeyTable:
    """All keys of the standard, and the findings about them.

    Attributes:
        asked_of: the kinds of device that have configuration keys.
        profiles: feature profile -> the condition under which a station has it.
        findings: code -> its description; a code that a relation names and that is not here is a constraint's.
    """

    asked_of: tuple[str, ...]
    keys: Mapping[str, ConfigurationKey]
    profiles: Mapping[str, Node]
    findings: Mapping[str, Constraint]

    @cached_property
    def folded(self) -> Mapping[str, str]:
        """Key in small letters -> key."""
        return {name.casefold(): name for name in self.keys}

    def find(self, name: str) -> ConfigurationKey | None:
        """The key that a station means; OCPP compares keys without regard to case."""
        known = self.folded.get(name.casefold())
        return self.keys[known] if known else None


@dataclass(frozen=True, slots=True)
class Entry:
    """A key as a station reported it.

    Attributes:
        value: None if it has none, or if it is a secret.
        readonly: None if the station does not say.
        secret: what is known of a secret that was held back; None if the value is not a secret.
    """

    key: str
    value: str | None
    readonly: bool | None
    place: Place
    secret: Secret | None = None

    @property
    def shown(self) -> str:
        """The value for people, without a secret."""
        return SHOWN[self.secret] if self.secret else self.value or ""


@dataclass(frozen=True)
class Configuration:
    """What a station answered to GetConfiguration.

    Attributes:
        source: the file's name, as the user gave it.
        entries: in the order in which they were reported, the same report of the same key once. A key that was reported
            in two ways is there twice.
        unknown_keys: keys that were asked for and that the station does not know.
        answers: how many answers they were read from.
        stations: the names of the stations, if a log has them.
        whole: whether the station was asked for all its keys; None if the file does not say.
        findings: what the reader noticed.
    """

    source: str
    entries: tuple[Entry, ...]
    unknown_keys: tuple[str, ...] = ()
    answers: int = 1
    stations: tuple[str, ...] = ()
    whole: bool | None = None
    findings: tuple[Finding, ...] = ()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The keys, each once."""
        return tuple({entry.key.casefold(): entry.key for entry in reversed(self.entries)}.values())[::-1]

    def of(self, key: str) -> tuple[Entry, ...]:
        """Every report of a key; more than one only where they differ."""
        return self._by_name.get(key.casefold(), ())

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[Entry, ...]]:
        found: dict[str, tuple[Entry, ...]] = {}
        for entry in self.entries:
            name = entry.key.casefold()
            found[name] = (*found.get(name, ()), entry)
        return found

    @cached_property
    def sha256(self) -> str:
        """SHA-256 (hex) over what was reported without the secrets: a digest with them would help to guess them.

        Hashed is a JSON object in ASCII with sorted keys and no white space: ``entries`` (sorted arrays of key, value
        or null, readonly or null, and what is left of a secret or null) and ``unknown_keys`` (sorted).
        """
        entries = [[entry.key, entry.value, entry.readonly, entry.secret] for entry in self.entries]
        document = {"entries": sorted(entries, key=json.dumps), "unknown_keys": sorted(self.unknown_keys)}
        canonical = json.dumps(document, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode("ascii")).hexdigest()
