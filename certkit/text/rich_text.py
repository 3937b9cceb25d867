"""What rich draws, as text. Loaded only by what draws a table."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable

from rich.console import Console, RenderableType

_RESET = "\x1b[0m"
_BLANK_END = re.compile(rf"(?:[ ]|{re.escape(_RESET)})+$", re.MULTILINE)


def drawn(parts: Iterable[RenderableType], *, width: int, coloured: bool) -> str:
    """The parts one below the other, without blanks at the ends of lines.

    Args:
        coloured: whether styles are sent as escape sequences.
    """
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=coloured,
        color_system="standard" if coloured else None,
        no_color=not coloured,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=False,
        _environ={},
    )
    for part in parts:
        console.print(part)
    return _BLANK_END.sub(lambda end: _RESET if _RESET in end.group() else "", out.getvalue())
