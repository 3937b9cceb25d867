"""``certkit edition check``."""

from __future__ import annotations

from typing import Annotated

import typer

from certkit.cli.errors import FINDINGS, GOOD, report
from certkit.cli.output import write
from certkit.edition.releases import check_lock, releases_of
from certkit.errors import RulebookError
from certkit.text.terminal import counted


def check(
    edition: Annotated[
        str, typer.Argument(metavar="FOLDER", help="The folder of an edition, or the id of a shipped one.")
    ],
) -> int:
    """Check the files of an edition.

    Proves that every name is known, every condition can be both true and false, and every row has its source, also in
    the earlier releases inside the folder. If there is a releases.lock next to the folder, no release may differ from
    it.

    \b
    Example:
      certkit edition check ./ocpp-2.0.1
    """  # noqa: D301
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
    write(f"{info.id}, release {info.release}: {', '.join(parts)}; no errors\n")
    write(f"digest {rulebook.sha256}\n")
    return GOOD
