"""``certkit edition list``."""

from __future__ import annotations

from certkit.cli.errors import GOOD
from certkit.cli.output import write
from certkit.edition.files import shipped_editions
from certkit.edition.rulebook import DEFAULT_EDITION, load_edition


def list_editions() -> int:
    """List the editions that come with certkit.

    \b
    Example:
      certkit edition list
    """  # noqa: D301
    names = shipped_editions()
    width = max(len(name) for name in names)
    for name in names:
        info = load_edition(name).info
        default = " (the default)" if name == DEFAULT_EDITION else ""
        write(f"{name:<{width}}  {info.title}, {info.date}, release {info.release}{default}\n")
    return GOOD
