"""Shell completion: files with the right suffix, and codes and names of rules."""

import os

from click.shell_completion import CompletionItem

from scn_compiler.platforms import DEFAULT_TARGET
from scn_dsl.catalog import CATALOG


def complete_files(incomplete: str, suffix: str) -> list[CompletionItem[str]]:
    """Complete files with `suffix`, and folders.

    Leaves the completion to the shell if only folders match, since the shell adds no space after a folder, and if a
    name needs quotes.
    """
    folder, slash, prefix = incomplete.rpartition("/")
    try:
        with os.scandir((folder or "/") if slash else ".") as entries:
            is_folder = {
                folder + slash + each.name + ("/" if each.is_dir() else ""): each.is_dir()
                for each in entries
                if each.name.startswith(prefix)
                and (prefix or not each.name.startswith("."))
                and (each.is_dir() or each.name.endswith(suffix))
            }
    except OSError:
        return []
    if not all(char.isalnum() or char in "_./+-" for name in is_folder for char in name):
        return [CompletionItem(incomplete, type="file")]
    if all(is_folder.values()):
        return [CompletionItem(incomplete, type="dir")]
    return [CompletionItem(name) for name in sorted(is_folder)]


def complete_codes(incomplete: str) -> list[CompletionItem[str]]:
    """Complete `incomplete`, or the part after its last comma, to codes and names of rules."""
    before, comma, last = incomplete.rpartition(",")
    kinds = sorted(CATALOG.values(), key=lambda kind: kind.code)
    words = [(word, kind.summary) for kind in kinds for word in (kind.code, kind.name)]
    return [
        CompletionItem(before + comma + word, help=summary)
        for word, summary in words
        if word.casefold().startswith(last.casefold())
    ]


def complete_words(incomplete: str) -> list[CompletionItem[str]]:
    """The words of the language that begin with `incomplete`, in any case."""
    from scn_compiler.ide.hover.lookup import word_groups  # noqa: PLC0415  (slow)

    return [
        CompletionItem(word, help=group.title)
        for group in word_groups(DEFAULT_TARGET)
        for word in group.words
        if word.casefold().startswith(incomplete.casefold()) and " " not in word
    ]
