"""Reads a policy file, strictly: every field by its name, every error with its place."""

from __future__ import annotations

from certkit.edition.rows import Row
from certkit.edition.rulebook import Rulebook
from certkit.errors import CertkitError, RulebookError, UnreadableFile
from certkit.formats.tree import Mapping
from certkit.formats.yaml_tree import read_tree
from certkit.recertification.policy import Allowance, Aspect, Impact, Policy, PolicyRule

FILE = "recertification.yaml"
"""The policy in the folder of an edition."""
_EVERY = "all"


def shipped_policy(rulebook: Rulebook) -> tuple[bytes, str]:
    """The content and the name of the policy file of an edition.

    Raises:
        CertkitError: the edition has none.
    """
    path = rulebook.folder / FILE
    try:
        return path.read_bytes(), f"{rulebook.info.id}/{FILE}"
    except OSError:
        message = f"the edition {rulebook.info.id} has no policy for re-certification"
        raise CertkitError(message, hint="name one with --policy FILE") from None


def read_policy(content: bytes, file: str, edition: str) -> Policy:
    """The policy in a file.

    Args:
        edition: of the new record; the policy must be for it.

    Raises:
        UnreadableFile: it is not YAML.
        RulebookError: it is not a policy, is for another edition, or does not decide every test case.
    """
    tree = read_tree(content, file) if content.strip() else None
    if not isinstance(tree, Mapping) or "policy" not in tree.pairs:
        hint = "a policy begins with `policy: 1`; see docs/recertification.md"
        raise UnreadableFile("this is not a policy for re-certification", hint=hint, file=file)
    top = Row(tree, file, "the policy")
    top.one_of("policy", ("1",))
    stated = top.text("edition")
    if stated != edition:
        message = f"the policy is for the edition {stated!r}, but the record is for {edition}"
        raise top.error(message, top.find("edition"), hint="name a policy for this edition with --policy FILE")
    policy = Policy(
        edition=stated,
        title=top.text("title"),
        rules=_rules(top),
        allowances=tuple(_allowance(row) for row in top.rows("allowances", "an allowance", optional=True)),
    )
    top.finish()
    return policy


def _rules(top: Row) -> tuple[PolicyRule, ...]:
    rules: dict[str, PolicyRule] = {}
    decided: set[Impact] = set()
    for row in top.rows("rules", "a rule"):
        rule = _rule(row)
        if rule.id in rules:
            raise row.error(f"there are two rules {rule.id!r}", row.find("id"), hint="give each rule its own id")
        if decided.issuperset(rule.classes):
            message = f"{row.what} is never reached: earlier rules decide all of its classes"
            raise row.error(message, hint="delete it, or put it before them")
        rules[rule.id] = rule
        if not rule.if_changed:
            decided.update(rule.classes)
    if open_classes := [impact.value for impact in Impact if impact not in decided]:
        raise top.error(
            f"no rule always decides the test cases of the class {open_classes[0]!r}",
            top.find("rules"),
            hint="let the last rule have `classes: all` and no `if_changed`",
        )
    return tuple(rules.values())


def _rule(row: Row) -> PolicyRule:
    identifier = row.text("id")
    row.what = f"the rule {identifier}"
    rule = PolicyRule(
        id=identifier,
        classes=tuple(map(Impact, _choices(row, "classes", [impact.value for impact in Impact], every=True))),
        if_changed=tuple(map(Aspect, _choices(row, "if_changed", [aspect.value for aspect in Aspect], every=False))),
        rerun=row.one_of("rerun", ("Yes", "No")) == "Yes",
        reason=row.text("reason"),
        cite=row.text("cite"),
    )
    row.finish()
    return rule


def _choices(row: Row, name: str, known: list[str], *, every: bool) -> tuple[str, ...]:
    values = row.texts(name) if every else row.texts(name, ())
    if every and values == (_EVERY,):
        return tuple(known)
    for value in values:
        if value not in known:
            choice = ", ".join([*([_EVERY] if every else []), *known])
            raise _unknown(row, name, value, choice)
    return tuple(dict.fromkeys(values))


def _unknown(row: Row, name: str, value: str, choice: str) -> RulebookError:
    return row.error(f"{name!r} of {row.what} has {value!r}; it can have {choice}", row.find(name))


def _allowance(row: Row) -> Allowance:
    allowance = Allowance(text=row.text("text"), cite=row.text("cite"))
    row.finish()
    return allowance
