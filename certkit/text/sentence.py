"""Sentences made from a key and named arguments, so that a signed document can carry those instead of the words.

A template such as ``{test_case} failed {start:time}`` belongs to a key. The command line makes sentences from the live
table (``certkit/messages.yaml``), which may be reworded at any time. An attestation carries key and arguments, and its
pages are printed from the locked table of its payload version.

The formats below are part of every payload version: a new one gets a new name, and none is ever changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from string import Formatter
from typing import Any, NamedTuple, Self, TypeAlias, TypeGuard

from certkit.text.quote import join, quote

Argument: TypeAlias = "str | int | float | tuple[str, ...] | tuple[tuple[str, str], ...] | Sentence | None"
"""What a sentence can say something about."""
_NAMED = 3
"""Names that the format ``three`` shows."""
_DIGITS = 16
"""Of a digest that the format ``digest`` shows."""


class Sentence(str):
    """A sentence as text, which still has the key and the arguments that it was made from."""

    __slots__ = ("arguments", "key")
    key: str
    arguments: Mapping[str, Argument]

    def __new__(cls, text: str, key: str, arguments: Mapping[str, Argument]) -> Self:
        self = super().__new__(cls, text)
        self.key = key
        self.arguments = arguments
        return self

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """In a JSON document it is its text."""
        return handler(str)

    def __getnewargs__(self) -> tuple[str, str, Mapping[str, Argument]]:  # type: ignore[override]  # for copy, pickle
        return str(self), self.key, self.arguments


class NotASentence(ValueError):
    """Key and arguments do not belong together."""


class Placeholder(NamedTuple):
    """An argument's place in a template: ``{name}`` or ``{name:format}``."""

    name: str
    format: str
    choices: Mapping[str, str]
    """Of the format ``choice``: argument -> words; of ``count``: ``one`` and ``many`` -> word."""


Template: TypeAlias = tuple[tuple[str, Placeholder | None], ...]
"""Literal text, each with the placeholder after it."""


class Words:
    """A table of templates. Each is parsed when it is first used, since a command uses few of them."""

    def __init__(self, templates: Mapping[str, str]) -> None:
        self._templates = templates
        self._parsed: dict[str, Template] = {}

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key of the table."""
        return tuple(self._templates)

    def formats(self, key: str) -> dict[str, str]:
        """The arguments of a key, each with its format."""
        found: dict[str, list[str]] = {}
        for _, place in self._template(key):
            if place is not None:
                found.setdefault(place.name, []).append(_signature(place))
        return {name: " and ".join(sorted(formats)) for name, formats in found.items()}

    def sentence(self, key: str, arguments: Mapping[str, Argument]) -> Sentence:
        """The sentence of a key.

        Raises:
            NotASentence: the table has no such key, or the arguments are others than its template's.
        """
        if key not in self._templates:
            raise NotASentence(f"there is no sentence {key[:80]!r}")
        text: list[str] = []
        names: set[str] = set()
        for literal, place in self._template(key):
            text.append(literal)
            if place is None:
                continue
            if place.name not in arguments:
                raise NotASentence(f"the sentence {key!r} lacks the argument {place.name!r}")
            names.add(place.name)
            text.append(_written(key, place, arguments[place.name]))
        if extra := sorted(set(arguments) - names):
            raise NotASentence(f"the sentence {key!r} has no argument {extra[0][:80]!r}")
        return Sentence("".join(text), key, arguments)

    def outline(self, key: str) -> str:
        """The template of a key, with the name of each argument, as in ``<role>``."""
        return "".join(
            literal + (f"<{place.name.replace('_', ' ')}>" if place is not None else "")
            for literal, place in self._template(key)
        )

    def _template(self, key: str) -> Template:
        if key not in self._parsed:
            self._parsed[key] = _parsed(key, self._templates[key])
        return self._parsed[key]


def _parsed(key: str, template: str) -> Template:
    found: list[tuple[str, Placeholder | None]] = []
    for literal, name, spec, conversion in Formatter().parse(template):
        if name is None:
            found.append((literal, None))
            continue
        format_, _, rest = (spec or "text").partition(" ")
        if not name.isidentifier() or conversion or format_ not in _FORMATS:
            raise NotASentence(f"the template of {key!r} has the placeholder {name!r} with the format {format_!r}")
        choices: dict[str, str] = {}
        if format_ == "choice":
            for part in rest.split("|"):
                name_of_choice, _, words = part.partition("=")
                choices[name_of_choice] = words
        elif format_ == "count":
            choices = dict(zip(("one", "many"), rest.split("/"), strict=True))
        found.append((literal, Placeholder(name, format_, choices)))
    return tuple(found)


def _signature(place: Placeholder) -> str:
    """What an argument may be, as text. Two tables must agree on it, or one cannot replace the other."""
    return f"choice {'|'.join(sorted(place.choices))}" if place.format == "choice" else place.format


def _written(key: str, place: Placeholder, value: Argument) -> str:
    fits, write = _FORMATS[place.format]
    if not fits(value) or (place.format == "choice" and value not in place.choices):
        raise NotASentence(f"the argument {place.name!r} of the sentence {key!r} cannot be {str(value)[:40]!r}")
    return write(value, place)


def shown_time(moment: datetime | None) -> str:
    """A moment in a sentence, as it was written."""
    if moment is None:
        return "at an unknown time"
    zone = moment.strftime("%z")
    return moment.strftime("%Y-%m-%d %H:%M:%S") + (f" {zone[:3]}:{zone[3:5]}" if zone else "")


def shown_span(seconds: float) -> str:
    """A span of time for people: ``25 h 10 min``, ``16 min 40 s``, ``12 s``."""
    whole = round(seconds)
    hours, minutes = whole // 3600, whole % 3600 // 60
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {whole % 60} s" if minutes else f"{whole} s"


def iso(moment: datetime | None) -> str | None:
    """A moment as the argument of a placeholder with the format ``time``."""
    return moment.isoformat() if moment is not None else None


def _three(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more}"


def _quotes(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(quote, names))


def _is_text(value: Any) -> TypeGuard[str]:
    return isinstance(value, str) and not isinstance(value, Sentence)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_figure(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_time(value: Any) -> bool:
    if value is None:
        return True
    if not _is_text(value):
        return False
    try:
        return datetime.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_quotable(value: Any) -> bool:
    return _is_text(value) or _is_figure(value)


def _are_names(value: Any) -> bool:
    return isinstance(value, tuple) and all(_is_text(name) for name in value)


def _are_pairs(value: Any) -> bool:
    return isinstance(value, tuple) and all(
        isinstance(pair, tuple) and len(pair) == 2 and _are_names(pair) for pair in value
    )


def _time(value: Any, _: Placeholder) -> str:
    return shown_time(datetime.fromisoformat(value) if value is not None else None)


def _count(value: Any, place: Placeholder) -> str:
    return f"{value:,} {place.choices['one' if value == 1 else 'many']}"


_FORMATS: Mapping[str, tuple[Callable[[Any], bool], Callable[[Any, Placeholder], str]]] = {
    "text": (_is_text, lambda value, _: str(value)),
    "number": (_is_number, lambda value, _: f"{value:,}"),
    "figure": (_is_figure, lambda value, _: f"{value:g}"),
    "count": (_is_number, _count),
    "choice": (_is_text, lambda value, place: place.choices[value]),
    "time": (_is_time, _time),
    "minute": (lambda value: value is not None and _is_time(value), lambda value, _: f"{value[:10]} {value[11:16]}"),
    "span": (_is_figure, lambda value, _: shown_span(value)),
    "digest": (_is_text, lambda value, _: f"{value[:_DIGITS]}…"),
    "sentence": (lambda value: isinstance(value, Sentence), lambda value, _: str(value)),
    "and": (_are_names, lambda value, _: join(value, "and")),
    "or": (_are_names, lambda value, _: " or ".join(value)),
    "list": (_are_names, lambda value, _: ", ".join(value)),
    "size": (_are_names, lambda value, _: f"{len(value):,}"),
    "three": (_are_names, lambda value, _: _three(value)),
    "about": (_are_names, lambda value, _: f" ({', '.join(value)})" if value else ""),
    "are": (_are_names, lambda value, _: f"{join(value, 'and')} {'is' if len(value) == 1 else 'are'}"),
    "quoted": (_is_quotable, lambda value, _: quote(value)),
    "quoted-and": (_are_names, lambda value, _: join(_quotes(value), "and")),
    "quoted-or": (_are_names, lambda value, _: join(_quotes(value), "or")),
    "quoted-list": (_are_names, lambda value, _: ", ".join(_quotes(value))),
    "quoted-three": (_are_names, lambda value, _: _three(_quotes(value))),
    "answers": (_are_pairs, lambda value, _: "; ".join(f"{item} is {answer}" for item, answer in value)),
}
"""Format -> what an argument may be, and how it is written."""
