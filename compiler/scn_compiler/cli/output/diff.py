"""What would change in a file, as a unified diff."""

import difflib
import re

import click


def show_diff(before: str, after: str, name: str, how: str) -> None:
    """Print the difference between two texts of the file called `name`; `how` says what made the second one."""
    for line in difflib.unified_diff(_lines(before), _lines(after), name, f"{name} ({how})"):
        click.echo(
            line.removesuffix("\n") if line.endswith("\n") else f"{line}\n\\ No newline at end of file"
        )


def _lines(text: str) -> list[str]:
    """The lines with their ends, which are `\\n` only."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)
