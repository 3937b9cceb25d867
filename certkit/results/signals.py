"""What else in a record looks like a verdict. Unknown words are never taken for a pass.

A test tool can say how a run ended in many ways beside the field that is read as its verdict: ``status``, ``success``,
``failures``, a list of steps with results of their own. Each of them is a signal. Signals that agree with the verdict
are fine; anything else takes the pass away.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from functools import lru_cache
from typing import TypeAlias

from certkit.results.model import RunVerdict, verdict_of

Raw: TypeAlias = object
"""A value as a file gives it: text, number, true, false, null, a group or a list."""


class NotRun(Enum):
    """What a file says of a test that was not run."""

    NOT_RUN = "not run"


Signal: TypeAlias = RunVerdict | NotRun
"""How a run ended, as one field of its record says. ``unknown``: it looks like a verdict and is not understood."""

_WORDS: Mapping[str, Signal | None] = {
    "success": RunVerdict.PASS,
    "successful": RunVerdict.PASS,
    "ok": RunVerdict.PASS,
    "failure": RunVerdict.FAIL,
    "notrun": NotRun.NOT_RUN,
    "skipped": NotRun.NOT_RUN,
    "skip": NotRun.NOT_RUN,
    "disabled": NotRun.NOT_RUN,
    "ignored": NotRun.NOT_RUN,
    "suppressed": NotRun.NOT_RUN,
    "notexecuted": NotRun.NOT_RUN,
    "run": None,
    "completed": None,
    "finished": None,
    "executed": None,
    "done": None,
    # the status of a test case in a plan
    "required": None,
    "optional": None,
    "notapplicable": None,
    "undetermined": None,
    "mandatory": None,
    "conditional": None,
    # the answer of a server
    "200": None,
}
"""Words of fields beside the verdict -> what they say; None: nothing about how the run ended."""
_GOOD = frozenset(
    {"success", "passed", "executed", "succeeded", "isok", "ispass", "ok", "complete", "completed", "pass"}
    | {"bestanden", "erfolgreich", "reussi", "réussi", "gelukt", "geslaagd", "superato"}
)
_BAD: Mapping[str, Signal] = {
    "fail": RunVerdict.FAIL,
    "error": RunVerdict.ERROR,
    "exception": RunVerdict.ERROR,
    "crash": RunVerdict.ERROR,
    "abort": RunVerdict.ERROR,
    "timedout": RunVerdict.ERROR,
    "inconc": RunVerdict.INCONC,
    "skip": NotRun.NOT_RUN,
    "disabled": NotRun.NOT_RUN,
    "ignored": NotRun.NOT_RUN,
    "notrun": NotRun.NOT_RUN,
    "notexecuted": NotRun.NOT_RUN,
    "pending": NotRun.NOT_RUN,
    "blocked": RunVerdict.UNKNOWN,
    "cancel": RunVerdict.UNKNOWN,
    "truncated": RunVerdict.UNKNOWN,
    "partial": RunVerdict.UNKNOWN,
    "hasmore": RunVerdict.UNKNOWN,
    "invalid": RunVerdict.UNKNOWN,
    "void": RunVerdict.UNKNOWN,
    "withdraw": RunVerdict.UNKNOWN,
    "retract": RunVerdict.UNKNOWN,
    "reject": RunVerdict.UNKNOWN,
    "broken": RunVerdict.UNKNOWN,
    "interrupt": RunVerdict.UNKNOWN,
    "exitcode": RunVerdict.UNKNOWN,
    "returncode": RunVerdict.UNKNOWN,
    "nextpage": RunVerdict.UNKNOWN,
    "overrid": RunVerdict.UNKNOWN,
    "waive": RunVerdict.UNKNOWN,
    "unsuccess": RunVerdict.UNKNOWN,
    "notok": RunVerdict.UNKNOWN,
    "notpass": RunVerdict.UNKNOWN,
    "unpassed": RunVerdict.UNKNOWN,
    "obsolete": RunVerdict.UNKNOWN,
    "superseded": RunVerdict.UNKNOWN,
    "dryrun": RunVerdict.UNKNOWN,
}
"""Part of a name -> what a value that is not no, none or 0 says."""
_BAD_NAMES = frozenset({"nok", "ko", "exit", "rc"})
"""Whole names of the same kind, too short to be looked for in others."""
_NAMED = re.compile(
    r"verdict|verdit|result|outcome|status|state(?!ment)|conclusion|evaluation|judgement|ergebnis|resultat|résultat|resultado|urteil|uitslag|esito"
)
_NO = frozenset({"", "0", "false", "no", "none", "null", "n", "off", "na", "nan", "nein", "non", "nee"})
_YES = frozenset({"1", "true", "yes", "y", "on", "ja", "oui", "si", "sì", "sí"})
_FLAGS = frozenset({"true", "false", "yes", "no", "ja", "nein", "oui", "non", "nee"})
"""A field with such a value says something about the run, whatever the field is called."""
_BAD_WORDS = r"fail(?:ed|ures?)?|errors?|nok|not ok|not passed|n\.?i\.?o|inconc(?:lusive)?|aborted|timed? ?out"
_BAD_TEXT = re.compile(
    rf"\W*(?:{_BAD_WORDS})\W*(?:$|(?<!\w)(?<=[:;!)\]]|[-–—]))|.*\b(?:verdict|result|outcome)\s*[:=]\s*(?:{_BAD_WORDS})\b"
    r"|.*\b[1-9]\d* (?:of \d+ )?(?:\w+ )?fail(?:ed|ures?)\b|.*[✗✘❌❎☒⛔]",
    re.IGNORECASE,
)
"""How a text says that a run did not pass, whatever its field is called. A sentence that tells a story does not."""
_LONGEST_TEXT = 2000
_DASHES = frozenset({"", "-", "–", "—", "--"})
_DEEPEST = 12


def folded(name: str) -> str:
    """A field's name in small letters and digits alone."""
    return _folded_name(name) if len(name) <= _USUAL_NAME else _folded(name)


def _folded(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", name).lower() if c.isalnum())


_folded_name = lru_cache(maxsize=1000)(_folded)
"""All records of a file have the same names."""
_USUAL_NAME = 100
"""Characters of a name that is remembered."""


def signals_in(name: str, value: Raw, depth: int = 0) -> Iterator[Signal]:
    """What a field that is not read otherwise says about how the run ended, with everything below it."""
    if isinstance(value, Mapping):
        if depth > _DEEPEST:
            yield RunVerdict.UNKNOWN
            return
        beside = name if is_bad(folded(name)) else ""  # a list of failures is one, whatever their fields are called
        for key, below in value.items():
            yield from signals_in(f"{beside} {key}", below, depth + 1)
    elif isinstance(value, tuple):
        if depth > _DEEPEST:
            yield RunVerdict.UNKNOWN
            return
        if is_bad(folded(name)) and any(below in ("", (), {}) for below in value):
            yield RunVerdict.UNKNOWN  # a list of failures that says nothing of them
        for below in value:
            yield from signals_in(name, below, depth + 1)
    elif (found := _signal(folded(name), _text(value))) is not None:
        yield found


def is_bad(name: str) -> bool:
    """Whether a folded name is of something that no pass has, such as a list of failures."""
    return name in _BAD_NAMES or (name != "failfast" and any(part in name for part in _BAD))


def says_bad(text: str) -> bool:
    """Whether a text that is not a verdict says that a run did not pass, such as ``FAILED: timeout``."""
    return _BAD_TEXT.match(unicodedata.normalize("NFKC", text[:_LONGEST_TEXT])) is not None


def _signal(name: str, text: str) -> Signal | None:
    """What a single value says; None if nothing."""
    word = folded(text) or ("" if text in _DASHES else text)
    bad = next((signal for part, signal in _BAD.items() if part in name), None)
    if name in _BAD_NAMES:
        bad = RunVerdict.UNKNOWN
    if bad is not None and name != "failfast":
        if word in _NO:
            return None
        return verdict_of(text) or bad
    if name in _GOOD:
        if word in _YES:
            return RunVerdict.PASS
        if name in ("executed", "complete", "completed") and word in _NO and word:
            return NotRun.NOT_RUN
        if word in _NO and word:
            return RunVerdict.FAIL
    named = name in _GOOD or _NAMED.search(name) is not None
    if verdict := verdict_of(text):
        return verdict
    if not named and (word in _FLAGS or says_bad(text)):
        return RunVerdict.UNKNOWN
    if not named or not word:
        return None
    return _WORDS.get(word, RunVerdict.UNKNOWN)


def is_known(name: str) -> bool:
    """Whether a field says how a run ended, so that a value of it which says nothing bad is understood."""
    return any(True for _ in signals_in(name, "x"))


def names_verdict(name: str) -> bool:
    """Whether a field is called as one that holds a verdict, so that it cannot be empty."""
    return _NAMED.search(folded(name)) is not None


def combined(stated: Signal | None, signals: Iterable[Signal]) -> tuple[Signal, bool]:
    """The verdict of a run, and whether everything agrees.

    Args:
        stated: what the field for the verdict says; None if there is none.
        signals: what all others say.

    A failure is never undone by something that contradicts it; otherwise a contradiction leaves no verdict.
    """
    said = list(dict.fromkeys([*([stated] if stated is not None else []), *signals]))
    if not said:
        return RunVerdict.UNKNOWN, False
    if len(said) == 1:
        return said[0], said[0] is not RunVerdict.UNKNOWN
    return (RunVerdict.FAIL if RunVerdict.FAIL in said else RunVerdict.UNKNOWN), False


def _text(value: Raw) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return re.sub(r"\s+", " ", str(value)).strip()
