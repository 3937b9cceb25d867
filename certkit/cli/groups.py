"""Groups whose commands are loaded when they are asked for, from a table that one can read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
"""What every command and group has."""


class Command(TyperCommand):
    """A command whose usage line names its arguments as manuals do: ``FILE...``, not ``{FILE...}``."""

    def collect_usage_pieces(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]  # the same Context
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # the same Context
        """Check where output goes before any work is done."""
        from certkit.cli.named_files import check_named_files

        check_named_files(self, ctx.params)
        return super().invoke(ctx)


class Group(TyperGroup):
    """A group. ``table``: name -> what loads the command's Typer."""

    table: ClassVar[Mapping[str, Callable[[], typer.Typer]]] = {}

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.table)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        load = self.table.get(cmd_name)
        if load is None:
            return None
        command = typer.main.get_command(load())
        command.name = cmd_name
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = args[0] if args else ""
        if not name.startswith("-") and name not in self.table:
            close = get_close_matches(name, self.table, n=1)
            hint = f"did you mean {close[0]}?" if close else f"there is {', '.join(self.table)}"
            ctx.fail(f"there is no command {name!r}; {hint}")
        return super().resolve_command(ctx, args)


def single(function: Callable[..., int]) -> typer.Typer:
    """A Typer of one command, for a table."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False)
    app.command(cls=Command, context_settings=SETTINGS)(function)
    return app
