"""The command `scn`, with its subcommands."""

import io
import os
import sys
from importlib import import_module

import click

from scn_compiler.cli.commands import COMMANDS, SECTIONS
from scn_compiler.cli.output.documents import print_document
from scn_compiler.inert_text import inert, one_line
from scn_compiler.project.config_file import Misconfigured


class _LazyGroup(click.Group):
    """A group that imports a command only when it runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        return import_command(cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        width = max(map(len, COMMANDS))
        for title, commands in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name.ljust(width), summary) for name, summary in commands.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if not (args[0] in COMMANDS or args[0].startswith("-") or ctx.resilient_parsing):
            from scn_dsl.suggest import did_you_mean  # noqa: PLC0415  (needed only for a misspelled command)

            hint = did_you_mean(args[0], COMMANDS) or "run `scn --help` to list the commands"
            ctx.fail(f"unknown command `{args[0]}`: {hint}")
        return super().resolve_command(ctx, args)


def import_command(name: str) -> click.Command:
    """Import the command with this name."""
    module = import_module(f"scn_compiler.cli.commands.{name}")
    command: click.Command = getattr(module, f"{name}_command")
    return command


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="scnlang", prog_name="scn")
def cli() -> None:
    """Check and format scripts for simulated callers, compile them for a testing platform, and run them there."""


def run_with_click() -> int:
    """Run the command that the arguments name, and return its exit code; report wrong usage."""
    try:
        return int(cli(standalone_mode=False) or 0)
    except click.ClickException as error:
        return report_error(error)
    except click.Abort:
        raise KeyboardInterrupt from None


def report_error(error: click.ClickException, command: str | None = None) -> int:
    """Print an error for the user, and return its exit code.

    Args:
        command: The command that raised it, if it ran without click.
    """
    if command and isinstance(error, click.UsageError) and error.ctx is None:
        program = os.path.basename(sys.argv[0])  # noqa: PTH119
        name = "python -m scn_compiler" if program == "__main__.py" else program
        top = click.Context(cli, info_name=name, **cli.context_settings)
        error.ctx = click.Context(import_command(command), parent=top, info_name=command)
    several_lines = (Misconfigured, getattr(click.exceptions, "NoArgsIsHelpError", Misconfigured))
    if not isinstance(error, several_lines):
        vars(error)["message"] = one_line(error.message)  # before click strips its colors
    shown = io.StringIO()
    error.show(shown)
    print_document(inert(shown.getvalue()), err=True)
    return error.exit_code
