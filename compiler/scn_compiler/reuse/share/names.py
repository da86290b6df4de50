"""Names for columns, parameters, fragments and files, from the words around them."""

import re
import unicodedata
from collections.abc import Container, Sequence

from scn_compiler.reuse.share.patterns import IDLE, words_of
from scn_compiler.reuse.share.slots import Slot, TextPlace
from scn_dsl.nodes import And, Contains, Field, FirstMessage, Label, Or, Sentence, Variable, When
from scn_dsl.patterns import lazy_pattern

_LONGEST = 40
"""The most characters in the name of a file or a fragment."""

_DAYS = lazy_pattern(
    r"(?:next |on |this )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|today", re.IGNORECASE
)
_KINDS = (
    ("day", _DAYS),
    (
        "time",
        lazy_pattern(r"\d{1,2}:\d\d(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?|noon|midnight", re.IGNORECASE),
    ),
    ("email", lazy_pattern(r"\S+@\S+\.\w+")),
    ("amount", lazy_pattern(r"[$€£₹] ?[\d.,]+|[\d.,]+ ?(?:[$€£₹]|dollars|euros)")),
    ("number", lazy_pattern(r"#?\d[\d .,-]*")),
)
"""Names of values by what all of them look like."""


def ascii_words(text: str) -> list[str]:
    """Return the words of a text in ASCII, in lower case."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("'", "").replace("’", ""))
    return re.findall(r"[a-z0-9]+", "".join(char for char in folded if not unicodedata.combining(char)))


def telling_words(text: str) -> list[str]:
    """Return the words of an escaped text that say what it is about; without such words, all of them."""
    words = ascii_words(" ".join(word for word in words_of(text).words if word[0] != "$"))
    return [word for word in words if word not in IDLE] or words


def unused(name: str, taken: Container[str], between: str = "_") -> str:
    """Return a name, with a number if it is taken."""
    result, number = name, 2
    while result in taken:
        result, number = f"{name}{between}{number}", number + 1
    return result


def name_of_value(places: Sequence[tuple[Slot, str, str]], cells: Sequence[str]) -> str:
    """Name the values that texts have in some places.

    Args:
        places: The text of each place in one of the scripts, with what is before and after the place.
        cells: The values.
    """
    whole = [slot for slot, before, after in places if not before and not after]
    for slot in whole:
        if isinstance(slot.setting, Variable):
            return _identifier(ascii_words(slot.setting.name))
    kind = next((name for name, form in _KINDS if all(form.fullmatch(cell) for cell in cells)), None)
    if kind is None and all(_is_name(cell) for cell in cells):
        return "name"
    if kind not in (None, "number"):
        return kind or ""
    for slot in whole:
        if isinstance(slot.setting, Field):
            return "name" if slot.place is TextPlace.TITLE else slot.setting.name
    asked = next(filter(None, (_keyword(slot) for slot, _, _ in places)), None)
    near = next((words for _, before, _ in places if (words := _telling(before)[-1:])), None)
    after = next((words for _, _, after in places if (words := _telling(after)[:1])), None)
    settings = [slot.setting.name for slot, _, _ in places if isinstance(slot.setting, Field)]
    return _identifier(asked or near or after or settings[:1] or [kind or "value"])


def _is_name(cell: str) -> bool:
    """Tell whether a value looks like the name of a person: two or three words, each with a capital letter."""
    words = cell.split()
    return len(words) in (2, 3) and all(word[0].isupper() and word[1:].islower() for word in words)


def _telling(text: str) -> list[str]:
    return [word for word in telling_words(text) if word not in IDLE]


def _keyword(slot: Slot) -> list[str]:
    """Return what the trigger of a text's block asks for, if the text is its answer."""
    opening = slot.block.opening if slot.block and slot.place is not TextPlace.TRIGGER else None
    if not isinstance(opening, When):
        return []
    trigger = opening.trigger
    if isinstance(trigger, Sentence):
        return telling_words(trigger.text.value)[-2:]
    while isinstance(trigger, And | Or):
        trigger = trigger.operands[0]
    return telling_words(trigger.text)[-2:] if isinstance(trigger, Contains) else []


def _identifier(words: Sequence[str]) -> str:
    name = "_".join(words)[:30].strip("_") or "value"
    return name if name[0].isalpha() else f"value_{name}"


def fields_name(role: str | None) -> str:
    """Name a fragment of fields: after the caller's role if it has one."""
    return _slug(telling_words(role)[:2]) if role else "basics"


def fragment_name(slots: Sequence[Slot], label: Label | None, *, is_opening: bool) -> str:
    """Name a fragment: after its first label, or after what its first trigger or its first text is about."""
    if is_opening:
        return "opening"
    if label and label.number is None:
        return _slug(ascii_words(label.name))
    for place in (TextPlace.TRIGGER, TextPlace.ACTION):
        words = next((telling_words(slot.text) for slot in slots if slot.place is place and slot.text), [])
        if words:
            return _slug(words[:3])
    return "part"


def file_name(words: str, stems: Sequence[str]) -> str:
    """Name a file of several scenarios: after the words that their titles have in common, or the names of their files."""
    telling = telling_words(words)
    if telling:
        return _slug(telling[:6])
    first = stems[0]
    end = next(
        (index for index, char in enumerate(first) if any(stem[index : index + 1] != char for stem in stems)),
        len(first),
    )
    common = ascii_words(first[:end])
    if first[end - 1 : end].isalnum() and any(stem[end : end + 1].isalnum() for stem in stems):
        common = common[:-1]  # the start of a word
    return _slug(common) if any(word.isalpha() for word in common) else first


def _slug(words: Sequence[str]) -> str:
    name = "-".join(words) or "part"
    if len(name) > _LONGEST:
        name = name[: _LONGEST + 1].rpartition("-")[0] or name[:_LONGEST]
    return name if name[0].isalpha() else f"part-{name}"


def starts_call(slots: Sequence[Slot]) -> bool:
    """Tell whether texts are those of the caller's first message."""
    return any(slot.block and isinstance(slot.block.opening, FirstMessage) for slot in slots[:1])
