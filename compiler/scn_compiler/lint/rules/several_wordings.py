"""Several wordings in one text, such as `Bye | See you` or `{Hi|Hello}`: the caller says all of them, separators included."""

import re
from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext, Spoken
from scn_compiler.lint.rule import PLAYED_OR_TOLD, rule
from scn_compiler.lint.texts.literal import literal_of
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import Say

_CHOICE = r"""
    \{ [^{}|\n]{0,200} (?: \| [^{}|\n]{0,200} )+ \}
  | \{ [^\W\d] [^{}/\n]{0,200} (?: / [^{}/\n]{1,200} )+ \}
  | \( [^()|\n]{1,200} (?: \| [^()|\n]{1,200} )+ \)
  | \[ [^\[\]|\n]{1,200} (?: \| [^\[\]|\n]{1,200} )+ \]
  | < [^<>|\n]{1,200} (?: \| [^<>|\n]{1,200} )+ >
"""
_QUOTED = r"""\[?\s*(?P<quote>["'“])[^"“”\n]+["'”](?:\s*(?:,|;|\|{1,2}|/|\bOR\b)\s*["'“][^"“”\n]+["'”])+\s*\]?[,;]?"""
_WORD = r"[^\W\d_]{2,}"
_BAR = r"\s*\|{1,2}\s*"
_STARTS = frozenset(
    """i i'm i'd i'll i've we we're we'd yes yeah yep no nope hi hello hey bye goodbye thanks thank please can could what
    where when who why how my okay ok sure it it's that that's this see do does is are the you sorry good great not
    maybe absolutely correct right hola adiós gracias sí bonjour merci oui non hallo tschüss danke ja nein guten ciao
    grazie olá obrigado sim""".split()
)
"""Words that callers often start sentences with."""


@rule(blocks=PLAYED_OR_TOLD)
def several_wordings(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.odd:
        if isinstance(words.action, Say) and (
            "|" in words.text or "/" in words.text or " OR " in words.text or words.text[-1:] in "\"'”],;"
        ):
            yield from _check_text(context, words)


def _check_text(context: RuleContext, words: Spoken) -> Iterator[Diagnostic]:
    text = literal_of(words.text, words.marks, context.target.markup)
    place, first = None, ""
    if choice := re.search(_CHOICE, text, re.VERBOSE):
        place, first = words.place(*choice.span()), re.split(r"[|/]", choice[0][1:-1])[0]
    elif re.fullmatch(_QUOTED, text):
        place, first = words.whole, re.split(r"[\"'“”]", text)[1]
    elif _is_several(parts := re.split(_BAR, text)) or _are_sentences(parts := re.split(r" / | OR ", text)):
        place, first = words.whole, parts[0]
    if place:
        hint = f"choose one wording, such as `{first.strip()}`, or write `do:` to let the caller improvise"
        yield report(
            "several-wordings",
            place,
            "this text has several wordings, and the caller would say all of them",
            hint,
        )


def _is_several(parts: list[str]) -> bool:
    """Return whether the parts of a text between bars are wordings rather than, say, a table's cells."""
    are_fields = all(":" in part for part in parts)
    begin_alike = len({part.strip()[:1].isupper() for part in parts}) == 1
    return len(parts) > 1 and not are_fields and begin_alike and all(re.search(_WORD, part) for part in parts)


def _are_sentences(parts: list[str]) -> bool:
    """Return whether the parts of a text between ` / ` are wordings rather than, say, two days."""
    if len(parts) < 2 or not all(re.search(_WORD, part) for part in parts):
        return False
    if all(part.strip()[-1] in ".!?…" for part in parts):
        return True
    starts = [re.split(r"[\s,.!?]", part.strip().casefold().replace("’", "'"))[0] for part in parts]
    return (
        all(part.strip()[:1].isupper() for part in parts)
        and sum(start in _STARTS for start in starts) > len(parts) / 2
    )
