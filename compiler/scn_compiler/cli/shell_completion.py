"""What a shell offers behind the Tab key: files of the right kind, and kinds of problems."""

import os

from click.shell_completion import CompletionItem

from scn_dsl.catalog import CATALOG


def files(incomplete: str, suffix: str) -> list[CompletionItem[str]]:
    """The files with `suffix`, and the folders; the shell's own way where it is as good, or knows how to quote.

    A folder that is the only choice is left to the shell, which puts no blank behind it.
    """
    folder, slash, begun = incomplete.rpartition("/")
    try:
        with os.scandir((folder or "/") if slash else ".") as inside:
            near = {
                folder + slash + each.name + ("/" if each.is_dir() else ""): each.is_dir()
                for each in inside
                if each.name.startswith(begun)
                and (begun or not each.name.startswith("."))
                and (each.is_dir() or each.name.endswith(suffix))
            }
    except OSError:
        return []
    if not all(char.isalnum() or char in "_./+-" for name in near for char in name):
        return [CompletionItem(incomplete, type="file")]
    if all(near.values()):
        return [CompletionItem(incomplete, type="dir")]
    return [CompletionItem(name) for name in sorted(near)]


def problems(incomplete: str) -> list[CompletionItem[str]]:
    """The codes and names of diagnostics that begin with `incomplete`, or with what is behind its last comma."""
    before, comma, last = incomplete.rpartition(",")
    kinds = sorted(CATALOG.values(), key=lambda kind: kind.code)
    words = [(word, kind.summary) for kind in kinds for word in (kind.code, kind.name)]
    return [
        CompletionItem(before + comma + word, help=summary)
        for word, summary in words
        if word.casefold().startswith(last.casefold())
    ]
