"""``certkit edition``: which editions there are, and whether the files of one fit together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, ClassVar

import typer

from certkit.cli.groups import SETTINGS, Group, single


def list_editions() -> int:
    """List the editions that come with certkit.

    \b
    Example:
      certkit edition list
    """  # noqa: D301
    from certkit.cli import output
    from certkit.edition.files import shipped_editions
    from certkit.edition.rulebook import DEFAULT_EDITION, load_edition

    names = shipped_editions()
    width = max(len(name) for name in names)
    for name in names:
        info = load_edition(name).info
        default = " (the default)" if name == DEFAULT_EDITION else ""
        output.write(f"{name:<{width}}  {info.title}, {info.date}, release {info.release}{default}\n")
    return 0


def check(
    edition: Annotated[str, typer.Argument(metavar="FOLDER", help="An edition's folder, or the id of a shipped one.")],
) -> int:
    """Prove that the files of an edition fit together.

    Every name is known, every condition can come out both ways, and every row has its source. Earlier releases inside
    the folder are checked too. If releases.lock lies beside the folder, no release may differ from it.

    \b
    Example:
      certkit edition check ./ocpp-2.0.1
    """  # noqa: D301
    from certkit.cli import output
    from certkit.cli.errors import FINDINGS, GOOD, report
    from certkit.edition.releases import check_lock, releases_of
    from certkit.errors import RulebookError
    from certkit.text.terminal import counted

    try:
        releases = releases_of(edition)
        for rulebook in releases:
            rulebook.prove()
        check_lock(releases)
    except RulebookError as error:
        report(error)
        return FINDINGS
    parts = (
        counted(len(rulebook.items), "item"),
        counted(len(rulebook.test_cases), "test case"),
        counted(len(rulebook.constraints), "constraint"),
        counted(len(rulebook.readings), "reading"),
    )
    info = rulebook.info
    output.write(f"{info.id}, release {info.release}: {', '.join(parts)}; everything fits\n")
    output.write(f"digest {rulebook.sha256}\n")
    return GOOD


class EditionGroup(Group):
    """``certkit edition``."""

    table: ClassVar[Mapping[str, Callable[[], typer.Typer]]] = {
        "list": lambda: single(list_editions),
        "check": lambda: single(check),
    }


app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.callback(cls=EditionGroup, context_settings=SETTINGS, no_args_is_help=True)
def edition() -> None:
    """List and prove editions of the procedure."""
