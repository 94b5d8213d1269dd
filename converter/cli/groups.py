"""Commands and groups of them: near names are told, and some are imported when asked for."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

import click

from .messages import did_you_mean


class Command(click.Command):
    """A command whose short options are found at once: click looks for a long one first, and for
    near names of it.
    """

    def make_parser(self, ctx: click.Context) -> Any:
        """Make a parser that knows each option by all its names."""
        parser = super().make_parser(ctx)
        names = [getattr(parser, kind, None) for kind in ("_long_opt", "_short_opt")]
        if all(isinstance(each, dict) for each in names):
            parser._long_opt = {**names[1], **names[0]}  # type: ignore[dict-item]  # checked above
        return parser


class Commands(click.Group):
    """A group that knows what was probably meant."""

    command_class = Command
    later: dict[str, tuple[str, str]]
    """Commands that are only imported when they are asked for: name → module and name there."""

    def __init__(self, *positional: Any, **named: Any) -> None:
        super().__init__(*positional, **named)
        self.later = {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name all commands."""
        return sorted({*super().list_commands(ctx), *self.later})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find a command."""
        if cmd_name in self.later and cmd_name not in self.commands:
            module, name = self.later[cmd_name]
            self.add_command(getattr(import_module(module, __package__), name))
        return super().get_command(ctx, cmd_name)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Find the command, or say which one is near, or that it is missing before a file."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            first = next(iter(self.commands))
            hint = did_you_mean(name, self.commands)
            if os.path.exists(name):
                hint = f"; did you mean {ctx.command_path} {first} {name}?"
            raise click.UsageError(f"there is no command {name!r}{hint}", ctx)
        return super().resolve_command(ctx, args)
