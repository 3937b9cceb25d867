"""Groups and commands that are loaded when they are called, from a table that one can read."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from itertools import pairwise
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

from certkit.cli.named_files import check_named_files
from certkit.loading import load

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
"""The settings of every command and group."""


class Listed(NamedTuple):
    """A line of the table of commands: a command, or a group of commands.

    Attributes:
        summary: its line in the list of commands; the help of a command begins with it.
        function: ``module:name`` of the command.
        commands: those of a group.
    """

    summary: str
    function: str = ""
    commands: Mapping[str, Listed] = {}


class Command(TyperCommand):
    """A command whose usage line names its arguments as manuals do: ``FILE...``, not ``{FILE...}``."""

    def collect_usage_pieces(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]  # the same Context
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]  # the same Context
        """Give an option whose metavar is in brackets an empty value where the line has none."""
        optional = {flag for option in self.params if str(option.metavar).startswith("[") for flag in option.opts}
        end = args.index("--") if "--" in args else len(args)
        words = [
            f"{word}=" if word in optional and after.startswith("-") and after != "-" else word
            for word, after in pairwise([*args[:end], "--"])
        ]
        return super().parse_args(ctx, [*words, *args[end:]])

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # the same Context
        """Check the names of outputs before any work is done."""
        check_named_files(self, ctx.params)
        return super().invoke(ctx)


class Group(TyperGroup):
    """A group of the commands in a table."""

    table: Mapping[str, Listed] = {}

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.table)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A command as help and completion list it: with its summary, and not loaded."""
        return TyperCommand(cmd_name, help=self.table[cmd_name].summary) if cmd_name in self.table else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is called, loaded."""
        name, *rest = args
        if name in self.table:
            return name, command_of(name, self.table[name]), rest
        if not name.startswith("-"):
            close = get_close_matches(name, self.table, n=1)
            hint = f"did you mean {close[0]}?" if close else f"choose from: {', '.join(self.table)}"
            ctx.fail(f"there is no command {name!r}; {hint}")
        return super().resolve_command(ctx, args)


def command_of(name: str, listed: Listed) -> Any:
    """The command or group of a line of the table."""
    if listed.commands:
        group = Group(
            name=name, help=listed.summary, no_args_is_help=True, rich_markup_mode=None, context_settings=SETTINGS
        )
        group.table = listed.commands
        return group
    app = typer.Typer(rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False)
    app.command(name, cls=Command, context_settings=SETTINGS)(load(listed.function))
    return typer.main.get_command(app)
