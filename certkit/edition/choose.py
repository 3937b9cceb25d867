"""Which edition a file is read with: the one it names, or the one the user asks for; each is loaded once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from certkit.edition.files import shipped_editions
from certkit.edition.rulebook import DEFAULT_EDITION, Rulebook, load_edition
from certkit.errors import UnknownName


class UnknownEdition(UnknownName):
    """A file names an edition that certkit does not have, or another than the one the user asks for."""


Load = Callable[[str | None], Rulebook]
"""Gives the rulebook for the edition that a file names, or None where it names none."""


def rulebooks(edition: str | None = None, readings: Mapping[str, str] | None = None) -> Load:
    """The function that gives the rulebook for the edition that a file names. It loads each edition once.

    Args:
        edition: what the user asks for: an id or a folder. A file that names another edition is refused.
        readings: reading id -> letter of the alternative to use.
    """
    loaded: dict[str, Rulebook] = {}

    def load(stated: str | None) -> Rulebook:
        if edition is None and stated is not None and stated not in shipped_editions():
            raise UnknownEdition(
                f"the file names the edition {stated!r}, which does not come with certkit",
                hint=f"use {' or '.join(shipped_editions())}, or name the folder of your edition with --edition",
            )
        name = edition or stated or DEFAULT_EDITION
        if name not in loaded:
            loaded[name] = load_edition(name, readings)
        rulebook = loaded[name]
        if stated is not None and stated != rulebook.info.id:
            raise UnknownEdition(
                f"the file names the edition {stated!r}, but {rulebook.info.id} is asked for",
                hint="leave out --edition, or change the file",
            )
        return rulebook

    return load
