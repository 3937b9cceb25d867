"""A station's configuration keys against the standard and its PICS (4.2): all keys are read and validated.

What a key must be, and how it has to agree with an item of the PICS, is data of the edition
(``configuration_keys.yaml``); here it is applied. A value that could not be read is compared with nothing and has a
finding of its own. An item that is not answered is compared with nothing either, which is told in a note.
"""

from __future__ import annotations

from collections.abc import Iterator

from certkit.configuration.check_relations import disagreements, finding_of, open_items
from certkit.configuration.check_values import Reading, read_value
from certkit.configuration.model import Access, Configuration, ConfigurationKey, Entry, KeyTable, KeyType
from certkit.configuration.read_keys import key_table
from certkit.configuration.secrets import Secret
from certkit.edition.domains import shown
from certkit.edition.model import ALWAYS
from certkit.edition.rulebook import Rulebook
from certkit.errors import CertkitError
from certkit.finding import Finding, Place, Severity
from certkit.pics.model import Pics
from certkit.text.misspelling import misspelt

PROFILES_KEY, MAXIMUM_KEY = "SupportedFeatureProfiles", "GetConfigurationMaxKeys"


def check_configuration(configuration: Configuration, pics: Pics, rulebook: Rulebook) -> tuple[Finding, ...]:
    """All findings, in the order of the file; what is about no place in it last.

    Raises:
        CertkitError: the PICS is of a device that has no configuration keys, or the edition has no table of them.
    """
    table = key_table(rulebook)
    if pics.dut is not None and pics.dut not in table.asked_of:
        raise CertkitError(
            f"the PICS is of a {pics.dut}, which has no configuration keys",
            hint="give the PICS of the charging station whose configuration this is",
            file=pics.source,
        )
    readings = _read_all(configuration, table)
    check = _Check(configuration, pics, table, readings)
    findings = [
        *configuration.findings,
        *check.each_entry(),
        *check.names(),
        *check.missing(),
        *check.whole_answer(),
        *disagreements(configuration, pics, rulebook, readings),
        *open_items(configuration, pics, rulebook),
    ]
    return tuple(sorted(findings, key=_order))


def _read_all(configuration: Configuration, table: KeyTable) -> dict[Entry, Reading]:
    """What every value of a standard key was read as."""
    found = {}
    for entry in configuration.entries:
        key = table.find(entry.key)
        if key is not None and entry.value is not None and (entry.value or key.type in (KeyType.LIST, KeyType.STRING)):
            found[entry] = read_value(key, entry.value)
    return found


class _Check:
    """The checks that need the configuration and the table, and of the PICS only its conditions."""

    def __init__(
        self, configuration: Configuration, pics: Pics, table: KeyTable, readings: dict[Entry, Reading]
    ) -> None:
        self.configuration = configuration
        self.pics = pics
        self.table = table
        self.readings = readings

    def found(
        self, code: str, about: str, detail: str, where: Place | None = None, severity: Severity | None = None
    ) -> Finding:
        """A finding of the edition about a key, or about none."""
        items = (about,) if about else ()
        return finding_of(self.table.findings[code], detail, where=where, severity=severity, items=items)

    def each_entry(self) -> Iterator[Finding]:
        """Value and accessibility of every standard key that is reported."""
        for entry in self.configuration.entries:
            key = self.table.find(entry.key)
            if key is None:
                continue
            yield from self.access(key, entry)
            if entry.secret is not None:
                yield from self.secret(key, entry)
                continue
            reading = self.readings.get(entry)
            if reading is None:
                what = "an empty text" if entry.value == "" else "no value"
                yield self.found("CK-11", key.key, f"{key.key} has {what}; {key.type.words} is expected.", entry.place)
            else:
                yield from self.value(key, entry, reading)

    def secret(self, key: ConfigurationKey, entry: Entry) -> Iterator[Finding]:
        """A secret where none may be read, or in a key that holds none: such a value was not read at all."""
        if key.access is Access.WRITE:
            if entry.secret is Secret.HELD_BACK:
                yield self.found("CK-20", key.key, f"{key.key} is reported with its value.", entry.place)
        elif key.type is not KeyType.STRING:
            detail = f"{key.key}: the value looks like a secret, and {key.type.words} is expected."
            yield self.found("CK-13", key.key, detail, entry.place)

    def access(self, key: ConfigurationKey, entry: Entry) -> Iterator[Finding]:
        if entry.readonly is None or key.access.allows(entry.readonly):
            return
        if key.read_only is not None and entry.readonly and key.read_only.evaluate(self.pics.values) is not False:
            return
        stated = "read-only" if entry.readonly else "writable"
        detail = f"{key.key} is reported as {stated}, but is {key.access.words} ({key.cite})."
        yield self.found("CK-12", key.key, detail, entry.place, Severity.WARNING if self.agreed(key, entry) else None)

    def agreed(self, key: ConfigurationKey, entry: Entry) -> bool:
        """Whether the form of the PICS allows the accessibility that the standard does not, and the PICS states it."""
        for relation in key.relations:
            expected = relation.answers.get(str(self.pics.values.get(relation.item)))
            if expected and expected.access and entry.readonly is not None and expected.access.allows(entry.readonly):
                return True
        return False

    def value(self, key: ConfigurationKey, entry: Entry, reading: Reading) -> Iterator[Finding]:
        if reading.wrong:
            yield self.found("CK-13", key.key, f"{key.key}: {reading.wrong}.", entry.place)
            return
        if reading.nearly:
            yield self.found("CK-14", key.key, f"{key.key}: {reading.nearly}.", entry.place)
        value = reading.value
        if isinstance(value, int) and not isinstance(value, bool):
            if key.minimum is not None and value < key.minimum:
                yield self.found("CK-15", key.key, f"{key.key} is {value}; it is at least {key.minimum}.", entry.place)
            if key.maximum is not None and value > key.maximum:
                yield self.found("CK-15", key.key, f"{key.key} is {value}; it is at most {key.maximum}.", entry.place)
        if reading.unknown:
            names = ", ".join(map(shown, reading.unknown[:10]))
            yield self.found("CK-16", key.key, f"{key.key} has {names}.", entry.place)
        yield from self.length(key, entry, value)

    def length(self, key: ConfigurationKey, entry: Entry, value: object) -> Iterator[Finding]:
        longest = self.number(key.length) if key.length else None
        if longest is not None and isinstance(value, tuple) and len(value) > longest:
            entries = "one entry" if len(value) == 1 else f"{len(value)} entries"
            detail = f"{key.key} has {entries}, but {key.length} is {longest}."
            yield self.found("CK-17", key.key, detail, entry.place)

    def number(self, key: str) -> int | None:
        """The smallest number that a key was read as."""
        values = [self.readings[entry].value for entry in self.configuration.of(key) if entry in self.readings]
        return min((value for value in values if isinstance(value, int) and not isinstance(value, bool)), default=None)

    def names(self) -> Iterator[Finding]:
        """Keys that are spelt otherwise than the standard spells them."""
        for name in self.configuration.names:
            place = self.configuration.of(name)[0].place
            known = self.table.find(name)
            if known is not None and known.key != name:
                yield self.found("CK-19", known.key, f"{shown(name)} is spelt {known.key}.", place)
            elif known is None and (meant := misspelt(name, self.table.keys)):
                also = ", which is reported too" if self.configuration.of(meant) else ""
                yield self.found("CK-18", meant, f"{shown(name)} looks like {meant}{also}.", place)

    def missing(self) -> Iterator[Finding]:
        """Keys that the station must have and does not report."""
        claimed = self.claimed_profiles()
        unknown = {name.casefold() for name in self.configuration.unknown_keys}
        slips = {
            misspelt(name, self.table.keys): name for name in self.configuration.names if not self.table.find(name)
        }
        for key in self.table.keys.values():
            if self.configuration.of(key.key):
                continue
            profile = self.table.profiles[key.profile]
            has_profile = profile.evaluate(self.pics.values) is True or key.profile in claimed
            is_needed = key.needed is not None and key.needed.evaluate(self.pics.values) is True
            if not (is_needed or (key.required and has_profile)):
                continue
            why = f"required in the feature profile {key.profile}"
            if is_needed:
                why = "needed by every station" if key.needed == ALWAYS else f"needed, since {key.needed} holds"
            said = "; the station says that it does not know it" if key.key.casefold() in unknown else ""
            meant = f"; {shown(slips[key.key])} may be meant" if key.key in slips else ""
            yield self.found("CK-10", key.key, f"{key.key} is not reported; it is {why} ({key.cite}){said}{meant}.")

    def claimed_profiles(self) -> set[str]:
        values = [self.readings[entry].value for entry in self.configuration.of(PROFILES_KEY) if entry in self.readings]
        return {name for value in values if isinstance(value, tuple) for name in value}

    def whole_answer(self) -> Iterator[Finding]:
        """What is about the answer and not about a single key."""
        if self.configuration.whole is False:
            yield self.found("CK-22", "", "No request in the file asks for all keys.")
        held_back = [entry.key for entry in self.configuration.entries if entry.secret is Secret.HELD_BACK]
        if held_back:
            names = ", ".join(map(shown, dict.fromkeys(held_back)))
            yield self.found("CK-21", "", f"Not shown are the values of {names}.")
        most = self.number(MAXIMUM_KEY)
        count = len(self.configuration.names)
        if most is not None and count > most:
            detail = f"{MAXIMUM_KEY} is {most}, but {count} keys are reported."
            yield self.found("P-67", MAXIMUM_KEY, detail, self.configuration.of(MAXIMUM_KEY)[0].place)


def _order(finding: Finding) -> tuple[object, ...]:
    severity = list(Severity).index(finding.severity)
    place = finding.where
    if place is None:
        return (1, severity, 0, finding.code)
    return (0, place.line, place.column, severity, finding.code)
