"""Prints the changes to a file as a unified diff."""

import difflib
import re

import click


def show_diff(before: str, after: str, name: str, change: str) -> None:
    """Print the difference between two versions of the file `name`; `change` says what made the second one."""
    for line in difflib.unified_diff(_lines(before), _lines(after), name, f"{name} ({change})"):
        click.echo(
            line.removesuffix("\n") if line.endswith("\n") else f"{line}\n\\ No newline at end of file"
        )


def _lines(text: str) -> list[str]:
    """The lines of `text`, with their ends; only `\\n` ends a line."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)
