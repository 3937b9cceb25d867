"""What changed since an old document: declared by the vendor, or found only in the evidence. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from certkit.attestation.model import Judged
from certkit.attestation.scope import scope_rules
from certkit.comparison.derive import compare
from certkit.comparison.model import AnswerChange
from certkit.conditions import Value
from certkit.configuration.model import Configuration
from certkit.configuration.read_keys import key_table
from certkit.edition.rulebook import Rulebook
from certkit.finding import Finding, Place
from certkit.messages import EVIDENCE, finding, words_of
from certkit.plan.model import TestPlan
from certkit.recertification.model import Earlier, ImpactChange, Later, ProductFact, Sameness
from certkit.recertification.policy import Aspect
from certkit.text.quote import value
from certkit.text.sentence import Argument, Sentence
from certkit.verdict.dossier import BootVersion

FIELDS = {
    Aspect.KIND: "dut",
    Aspect.VENDOR: "vendor",
    Aspect.MODEL: "model",
    Aspect.HARDWARE: "hardware",
    Aspect.VERSION: "firmware_version",
}
"""Facts of the product, and where the data of a document has them."""
_OF_STATIONS = (Aspect.MODEL, Aspect.HARDWARE, Aspect.IMAGE)
"""Facts that a certificate states only of the kinds of device that have firmware."""
_KEYS = "configuration keys"
_LOGS = "BootNotifications"


def words(key: str, /, **arguments: Argument) -> Sentence:
    """A sentence about a change."""
    return words_of(EVIDENCE).sentence(key, arguments)


def plan_of(judged: Judged) -> TestPlan:
    """The plan of evidence, which has a statement and so a plan."""
    assert judged.evidence.plan is not None
    return judged.evidence.plan


def product_facts(earlier: Earlier, later: Later) -> tuple[ProductFact, ...]:
    """The facts that must be exactly the same, compared."""
    facts = []
    old, new = earlier.judged, later.judged
    before, now = earlier.document["derived"]["subject"], later.subject
    for aspect, field in FIELDS.items():
        pair = before[field], now[field]  # type: ignore[literal-required]  # the keys of the document
        facts.append(_fact(aspect, *pair, stated=aspect not in _OF_STATIONS or _has_firmware(old, new)))
    images = earlier.document["derived"]["firmware_hash"], later.firmware_hash
    # A declaration has no image: nobody installs one in an automatic run.
    has_image = _has_firmware(old, new) and not old.record.is_declaration
    facts.append(_fact(Aspect.IMAGE, *images, stated=has_image))
    return tuple(facts)


def contradicted(facts: Sequence[ProductFact], changes: Iterable[ImpactChange]) -> tuple[ProductFact, ...]:
    """The facts, where one is not known if the record repeats it and the PICS or a BootNotification changed it."""
    items = {field: aspect for aspect, field in FIELDS.items()}
    boots = {"version": Aspect.VERSION, "vendor": Aspect.VENDOR, "model": Aspect.MODEL}
    doubted = {
        (items if change.aspect is Aspect.ANSWERS else boots).get(change.subject)
        for change in changes
        if change.aspect in (Aspect.ANSWERS, Aspect.BOOT)
    }
    return tuple(
        replace(fact, state=Sameness.UNKNOWN) if fact.state is Sameness.SAME and fact.aspect in doubted else fact
        for fact in facts
    )


def _has_firmware(old: Judged, new: Judged) -> bool:
    """Whether certificates of one of the two kinds of device state the hardware and the hash of the firmware."""
    return any(judged.pics.dut in scope_rules(judged.rulebook).firmware for judged in (old, new))


def _fact(aspect: Aspect, old: str, new: str, *, stated: bool) -> ProductFact:
    if not old and not stated:
        state = Sameness.NOT_STATED
    elif not old or not new or not _comparable(aspect, old, new):
        state = Sameness.UNKNOWN
    else:
        state = Sameness.SAME if old == new else Sameness.DIFFERENT
    return ProductFact(aspect=aspect, old=old, new=new, state=state)


def _comparable(aspect: Aspect, old: str, new: str) -> bool:
    """Hashes of two algorithms show nothing."""
    return aspect is not Aspect.IMAGE or old.partition(" ")[0] == new.partition(" ")[0]


def answer_changes(old: Judged, new: Judged) -> tuple[AnswerChange, ...]:
    """The items with another answer. A text that is not a possible answer is no answer."""
    return compare(old.pics, new.pics, plan_of(old), plan_of(new), new.rulebook).answers


def declared_changes(answers: Sequence[AnswerChange], rulebook: Rulebook) -> tuple[ImpactChange, ...]:
    """What the vendor states differently."""
    return tuple(_declared(change, rulebook) for change in answers)


def _declared(change: AnswerChange, rulebook: Rulebook) -> ImpactChange:
    item, where = _shown(change.item, rulebook), change.after_where or Place()
    old, new = _text(change.before), _text(change.after)
    if old is None:
        said = finding("IM-10.added", item=item, new=new, where=where)
    elif new is None:
        said = finding("IM-10.removed", item=item, old=old, where=where)
    else:
        said = finding("IM-10.changed", item=item, old=old, new=new, where=where)
    label = "" if change.label == item else change.label
    return _change(said, Aspect.ANSWERS, change.item, rulebook, old=old, new=new, items=(change.item,), label=label)


def _text(answer: Value | None) -> str | None:
    return None if answer is None else value(answer)


def _shown(item: str, rulebook: Rulebook) -> str:
    return rulebook.items[item].shown_id if item in rulebook.items else item


def evidence_changes(
    old: Judged, new: Judged, facts: Sequence[ProductFact], answers: Sequence[AnswerChange]
) -> tuple[ImpactChange, ...]:
    """What only the evidence shows: keys, firmware, BootNotifications; and what cannot be compared."""
    states = {fact.aspect: fact for fact in facts}
    return (
        *_image_changes(states, answers, new.rulebook),
        *_key_changes(old, new, answers),
        *_boot_changes(old, new, states),
    )


def _image_changes(
    facts: Mapping[Aspect, ProductFact], answers: Sequence[AnswerChange], rulebook: Rulebook
) -> Iterator[ImpactChange]:
    image, version = facts[Aspect.IMAGE], facts[Aspect.VERSION]
    if image.state is Sameness.DIFFERENT and version.state is Sameness.SAME:
        said = finding("IM-14", version=version.new)
        yield _change(said, Aspect.IMAGE, Aspect.IMAGE, rulebook, old=image.old, new=image.new)
    if image.state is not Sameness.SAME:
        return
    if version.state is Sameness.DIFFERENT:
        said = finding("IM-15", old=version.old, new=version.new)
        yield _change(said, Aspect.VERSION, Aspect.IMAGE, rulebook, old=image.old, new=image.new)
    # Another name or version of the product is compared above; here only what its firmware can do.
    items = tuple(change.item for change in answers if change.item not in FIELDS.values())
    if items:
        said = finding("IM-13", count=len(items), names=tuple(_shown(item, rulebook) for item in items))
        yield _change(said, Aspect.ANSWERS, Aspect.IMAGE, rulebook, old=image.old, new=image.new, items=items)


def _key_changes(old: Judged, new: Judged, answers: Sequence[AnswerChange]) -> Iterator[ImpactChange]:
    before, now = old.evidence.dossier.configuration, new.evidence.dossier.configuration
    if before is None or now is None:
        yield from _not_compared(_KEYS, before, now, Aspect.CONFIGURATION, new.rulebook)
        return
    about = items_of_keys(old.rulebook, new.rulebook)
    changed_items = {change.item for change in answers}
    names = {name.casefold(): name for name in (*before.names, *now.names)}  # as the station spells them now
    for folded, key in sorted(names.items()):
        reports = _reports(before, key), _reports(now, key)
        if reports[0] != reports[1]:
            items = about.get(folded, ())
            yield _key_change(key, *reports, items, changed_items, _place(now, key), new.rulebook)
    if secrets := _secrets(before, now):
        said = finding("IM-19", count=len(secrets), keys=secrets)
        yield _change(said, None, _KEYS, new.rulebook)


def _key_change(
    key: str,
    old: str,
    new: str,
    items: tuple[str, ...],
    changed: set[str],
    where: Place | None,
    rulebook: Rulebook,
) -> ImpactChange:
    if not old:
        how = words("change.key-added", new=new)
    elif not new:
        how = words("change.key-removed", old=old)
    else:
        how = words("change.key", old=old, new=new)
    along = tuple(_shown(item, rulebook) for item in items if item in changed)
    names = along or tuple(_shown(item, rulebook) for item in items)
    said = finding("IM-11" if along else "IM-12", where=where, name=key, change=how, names=names)
    return _change(said, Aspect.CONFIGURATION, key, rulebook, old=old or None, new=new or None, items=items)


def _reports(configuration: Configuration, key: str) -> str:
    """How a station reports a key, without a secret; empty if it does not. Their order means nothing."""
    entries = configuration.of(key)
    access = {True: ", read-only", False: ", writable", None: ""}
    return "; ".join(sorted(f"{entry.shown}{access[entry.readonly]}" or "no value" for entry in entries))


def _secrets(before: Configuration, now: Configuration) -> tuple[str, ...]:
    """The keys of which both sides have a secret."""
    held = [{e.key.casefold() for e in side.entries if e.secret is not None and e.shown} for side in (before, now)]
    return tuple(name for name in now.names if name.casefold() in held[0] & held[1])


def _place(now: Configuration, key: str) -> Place:
    """Where the new dossier has the key; the file, if it does not have it."""
    entries = now.of(key)
    return entries[0].place if entries else Place(now.source)


def items_of_keys(*rulebooks: Rulebook) -> Mapping[str, tuple[str, ...]]:
    """Key in small letters -> the items of the PICS that are about it."""
    found: dict[str, dict[str, None]] = {}
    for rulebook in rulebooks:
        for item in rulebook.items.values():
            if item.key:
                found.setdefault(item.key.casefold(), {})[item.id] = None
        if rulebook.has("configuration_keys"):
            for key in key_table(rulebook).keys.values():
                for relation in key.relations:
                    found.setdefault(key.key.casefold(), {})[relation.item] = None
    return {key: tuple(items) for key, items in found.items()}


def _boot_changes(old: Judged, new: Judged, facts: Mapping[Aspect, ProductFact]) -> Iterator[ImpactChange]:
    if False in (old.evidence.is_station, new.evidence.is_station):
        return  # the BootNotifications in the logs of a CSMS are those of the test tool
    before, now = old.evidence.dossier.boots, new.evidence.dossier.boots
    if not before or not now:
        yield from _not_compared(_LOGS, before, now, Aspect.BOOT, new.rulebook)
        return
    for aspect, field in ((Aspect.VERSION, "version"), (Aspect.VENDOR, "vendor"), (Aspect.MODEL, "model")):
        was, is_now, where = _named(before, field), _named(now, field), now[0].place
        states_other = facts[aspect].state is Sameness.DIFFERENT
        if (was == is_now) is not states_other or not (was or is_now):
            continue
        if was == is_now:
            said = finding("IM-16.unchanged", field=field, old=was, where=where)
        elif not was:
            said = finding("IM-16.added", field=field, new=is_now, where=where)
        elif not is_now:
            said = finding("IM-16.removed", field=field, old=was, where=where)
        else:
            said = finding("IM-16.changed", field=field, old=was, new=is_now, where=where)
        shown = [", ".join(names) or None for names in (was, is_now)]
        yield _change(said, Aspect.BOOT, field, new.rulebook, old=shown[0], new=shown[1])


def _named(boots: Iterable[BootVersion], field: str) -> tuple[str, ...]:
    return tuple(sorted({name for boot in boots if (name := getattr(boot, field))}))


def _not_compared(what: str, before: object, now: object, aspect: Aspect, rulebook: Rulebook) -> Iterator[ImpactChange]:
    """That only one side has a kind of evidence; nothing if neither has."""
    if bool(before) is not bool(now):
        said = finding("IM-17.old" if not before else "IM-17.new", what=what)
        yield _change(said, aspect, what, rulebook)


def notes(old: Judged, new: Judged) -> tuple[ImpactChange, ...]:
    """What changed besides the device: its sample, the test tool, the rules."""
    before, now = old.record.fields, new.record.fields
    pairs = [
        ("serial number", before.device.serial.value, now.device.serial.value),
        ("test tool", before.tool.name.value, now.tool.name.value),
        ("version of the test tool", before.tool.version.value, now.tool.version.value),
        ("edition", old.rulebook.info.id, new.rulebook.info.id),
    ]
    if old.rulebook.info.id == new.rulebook.info.id:
        pairs.append(("release of the edition", _release(old.rulebook), _release(new.rulebook)))
        readings = changed_readings(old.rulebook, new.rulebook)
        pairs += [(f"reading {name}", was, is_now) for name, (was, is_now) in readings.items()]
    return tuple(_note(what, was, is_now, new.rulebook) for what, was, is_now in pairs if (was or "") != (is_now or ""))


def changed_readings(old: Rulebook, new: Rulebook) -> Mapping[str, tuple[str, str]]:
    """The readings that are not selected as before: before and now."""
    before = {name: reading.selected for name, reading in old.readings.items()}
    now = {name: reading.selected for name, reading in new.readings.items()}
    names = dict.fromkeys((*before, *now))
    pairs = {name: (before.get(name, "none"), now.get(name, "none")) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _release(rulebook: Rulebook) -> str:
    return f"{rulebook.info.release}, SHA-256 {rulebook.sha256[:16]}…"


def _note(what: str, old: str | None, new: str | None, rulebook: Rulebook) -> ImpactChange:
    if not old:
        said = finding("IM-18.added", what=what, new=new)
    elif not new:
        said = finding("IM-18.removed", what=what, old=old)
    else:
        said = finding("IM-18.changed", what=what, old=old, new=new)
    return _change(said, None, what, rulebook, old=old or None, new=new or None)


def _change(
    said: Finding,
    aspect: Aspect | None,
    subject: str,
    rulebook: Rulebook,
    *,
    old: str | None = None,
    new: str | None = None,
    items: tuple[str, ...] = (),
    label: str = "",
) -> ImpactChange:
    (cited,) = rulebook.cited((said,))
    return ImpactChange(
        code=cited.code,
        name=cited.name,
        severity=cited.severity,
        message=cited.message,
        aspect=aspect,
        subject=str(subject),
        label=label,
        old=old,
        new=new,
        items=items,
        where=cited.where,
        cite=cited.cite,
    )
