"""The Enter key while a list of items is open: in many editors it accepts the first item."""

from scn_compiler.ide.completion.item import CompletionItem, CompletionKind


def leave_enter(found: tuple[CompletionItem, ...], text: str) -> tuple[CompletionItem, ...]:
    """Leave out the items that would take the Enter key from a line that may be finished.

    Nothing is left once the author has typed all of an item. Items aren't left either if the author has typed as many
    characters as editors match, as in `FRIST_MESSAGE`: editors forgive typos, and a quick fix does so without the Enter key.
    Of sentences and other free text, the author may want only the first words, so these items are left only within
    the first word.

    Args:
        found: The items that an editor would show while the author types.
        text: The script.
    """
    if any(each.text.lstrip() == _typed(each, text) for each in found):
        return ()
    return tuple(
        each
        for each in found
        if len(_typed(each, text)) < max(len(each.text.lstrip()), len(each.filter))
        and (each.kind is not CompletionKind.TEXT or _is_open(each, text))
    )


def _typed(item: CompletionItem, text: str) -> str:
    return text[item.span.start : item.span.end].strip()


def _is_open(item: CompletionItem, text: str) -> bool:
    """Return whether the author has typed at most a part of the first word."""
    typed = _typed(item, text)
    rest = item.text.lstrip()[len(typed) :]
    return " " not in typed and (not typed or rest[:1].isalnum())
