"""Labels from a block's own words, whatever its position."""

import re
import unicodedata
from collections.abc import Container

from scn_dsl.nodes import And, Block, Contains, Do, FirstMessage, Or, Say, Sentence, Undecided, When

_IDLE = frozenset(
    "a an and any are as at been be by for from has have her his how i if in is it its main me my of on once or our "
    "out please so that the their them then they this to up was what when whether which who will with you your "
    "agent asks ask asked says say said tells gives provides states responds caller user".split()
)
_WORDS = 3


def label_for(block: Block, taken: Container[str]) -> str:
    """Make a label for `block` that isn't in `taken`."""
    words = [word for word in _words(_text(block)) if word not in _IDLE] or _words(_text(block))
    stem = "-".join(words[:_WORDS])[:40].strip("-") or "step"
    if not stem[0].isalpha():
        stem = f"step-{stem}"
    name, number = stem, 2
    while name in taken:
        name, number = f"{stem}-{number}", number + 1
    return name


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("'", "").replace("’", ""))
    ascii_only = "".join(char for char in plain if not unicodedata.combining(char))
    return re.findall(r"[a-z0-9]+", ascii_only)


def _text(block: Block) -> str:
    match block.opening:
        case FirstMessage():
            return "first message"
        case When(trigger=Sentence(text=text)):
            return text.value
        case When(trigger=Contains() | And() | Or() as trigger):
            while not isinstance(trigger, Contains):
                trigger = trigger.operands[0]
            return trigger.text
        case _:
            spoken = [
                action.text.value for action in block.actions if isinstance(action, Say | Do | Undecided)
            ]
            return re.sub(r"<[^<>]*>", " ", spoken[0]) if spoken else "end"
