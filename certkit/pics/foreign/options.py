"""What a form has printed where an answer goes: the answers to choose from, as ``Yes / No``. It is no answer itself."""

from __future__ import annotations

import re

from certkit.edition.domains import Choice, Choices, Domain, NotInDomain

_BRACKETED = re.compile(r"\([^()]*\)")
_SPACED_SLASH = re.compile(r"\s+/\s+|\s+or\s+", re.IGNORECASE)
_ANY_SIGN = re.compile(r"\s*[/,;|\n]\s*|\s+or\s+", re.IGNORECASE)


def is_options(domain: Domain, text: str) -> bool:
    """Whether the text names all the answers there are to choose from, so that none is chosen.

    Where several may be chosen, all of them with commas between are an answer; only the form's own way of printing them
    is none: ``WiFi / ethernet / mobile network``, ``{http, https, ftp, ftps}``.
    """
    if not isinstance(domain, Choice | Choices):
        return False
    inner = without_braces(text)
    is_printed = inner != text.strip()
    if isinstance(domain, Choice):
        inner = _BRACKETED.sub(" ", inner).strip()
    signs = [_SPACED_SLASH] if isinstance(domain, Choices) and not is_printed else [_SPACED_SLASH, _ANY_SIGN]
    return any(_names_all(domain, sign.split(inner)) for sign in signs)


def without_braces(text: str) -> str:
    """The text inside ``<…>`` or ``{…}``, in which forms print what to choose from; any other text as it is."""
    text = text.strip()
    return text[1:-1].strip() if text[:1] + text[-1:] in ("<>", "{}", "[]") else text


def _names_all(domain: Choice | Choices, parts: list[str]) -> bool:
    single = Choice(domain.values, domain.aliases)
    try:
        named = {single.parse(part) for part in parts if part.strip()}
    except NotInDomain:
        return False
    return len(named) > 1 and named == set(domain.values)
