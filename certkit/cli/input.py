"""Reading what a command is given: a file with the rulebook it needs, each rulebook loaded once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from certkit.edition.files import shipped_editions
from certkit.edition.rulebook import DEFAULT_EDITION, Rulebook, load_edition
from certkit.errors import UnknownName
from certkit.files.read import read_file, source_of
from certkit.pics.model import Pics
from certkit.pics.read import read_pics


class UnknownEdition(UnknownName):
    """A file states an edition that certkit does not have, or another than the one asked for."""


Load = Callable[[str | None], Rulebook]
Reader = Callable[[bytes, str, Load], tuple[Pics, Rulebook]]


def rulebooks(edition: str | None = None, readings: Mapping[str, str] | None = None) -> Load:
    """What gives the rulebook for what a file states; each is loaded once.

    Args:
        edition: what the user asks for, an id or a folder. A file that states another one is refused.
    """
    loaded: dict[str, Rulebook] = {}

    def load(stated: str | None) -> Rulebook:
        if edition is None and stated is not None and stated not in shipped_editions():
            raise UnknownEdition(
                f"the file is for the edition {stated!r}, which does not come with certkit",
                hint=f"it has {', '.join(shipped_editions())}; an edition of your own is named by --edition FOLDER",
            )
        name = edition or stated or DEFAULT_EDITION
        if name not in loaded:
            loaded[name] = load_edition(name, readings)
        rulebook = loaded[name]
        if stated is not None and stated != rulebook.info.id:
            raise UnknownEdition(
                f"the file is for the edition {stated!r}, but {rulebook.info.id} is asked for",
                hint="leave out --edition, or change the file",
            )
        return rulebook

    return load


def read(name: str, load: Load, reader: Reader = read_pics) -> tuple[Pics, Rulebook, bytes]:
    """The statement in a file or on standard input, its rulebook, and the file's bytes.

    Raises:
        CertkitError: it cannot be read; with the file's name.
    """
    content = read_file(name, sys.stdin.buffer)
    source = source_of(name)
    try:
        pics, rulebook = reader(content, source, load)
    except UnknownEdition as error:
        error.file = source
        raise
    return pics, rulebook, content
