"""What a shell offers behind the Tab key: files of the right kind, and names of diagnostics."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_NEEDS_NO_QUOTES = re.compile(r"[\w./+-]+")


def complete_scripts(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list["CompletionItem[str]"]:
    """The scripts whose paths begin with `incomplete`."""
    return _files(incomplete, ".scn")


def complete_payloads(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list["CompletionItem[str]"]:
    """The JSON files whose paths begin with `incomplete`."""
    return _files(incomplete, ".json")


def complete_problems(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list["CompletionItem[str]"]:
    """The codes and names of diagnostics that begin with `incomplete`, or with what is behind its last comma."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415  (for the shell alone)

    from scn_dsl.catalog import CATALOG  # noqa: PLC0415

    before, comma, last = incomplete.rpartition(",")
    kinds = sorted(CATALOG.values(), key=lambda kind: kind.code)
    words = [(word, kind.summary) for kind in kinds for word in (kind.code, kind.name)]
    return [
        CompletionItem(before + comma + word, help=summary)
        for word, summary in words
        if word.casefold().startswith(last.casefold())
    ]


def _files(incomplete: str, suffix: str) -> list["CompletionItem[str]"]:
    """The files with `suffix`, and the folders; the shell's own way where it is as good, or knows how to quote.

    A folder that is the only choice is left to the shell, which puts no blank behind it.
    """
    from click.shell_completion import CompletionItem  # noqa: PLC0415

    folder, slash, begun = incomplete.rpartition("/")
    try:
        inside = sorted(Path((folder or "/") if slash else ".").iterdir())
    except OSError:
        return []
    near = [
        path
        for path in inside
        if path.name.startswith(begun)
        and (begun or not path.name.startswith("."))
        and (path.is_dir() or path.suffix == suffix)
    ]
    names = [folder + slash + path.name + ("/" if path.is_dir() else "") for path in near]
    if not all(map(_NEEDS_NO_QUOTES.fullmatch, names)):
        return [CompletionItem(incomplete, type="file")]
    if all(path.is_dir() for path in near):
        return [CompletionItem(incomplete, type="dir")]
    return [CompletionItem(name) for name in names]
