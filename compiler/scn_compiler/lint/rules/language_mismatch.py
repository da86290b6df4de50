"""A text or personality in a different language from the scenario's.

Verbatim text isn't translated (skill 2026-09-10). Only English is detected, and only if several of its most common words
occur together, none of which is also a word of another language.
"""

import re
from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext, Spoken
from scn_compiler.lint.rule import PLAYED, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic

_ENGLISH = frozenset(
    "the and you your with have this that what which where when how would could should please thank thanks hello they need "
    "want know tell about because yes there been does don't i'm it's i'd i'll".split()
)
FEWEST, SHARE = 4, 0.3
"""A text is English from this many different words of `_ENGLISH`, and from this share of all its words."""

_MULTILINGUAL = "multi"


@rule(blocks=PLAYED)
def language_mismatch(context: RuleContext) -> Iterator[Diagnostic]:
    settings = context.scenario.settings
    written = settings.fields.get("language")
    language = written.value if written else None
    if not isinstance(language, str):
        return
    personality = settings.platform.get(("cekura", "personality"))
    spoken = (
        personality.value.get("language") if personality and isinstance(personality.value, dict) else None
    )
    if (
        personality
        and isinstance(spoken, str)
        and _MULTILINGUAL not in (spoken, language)
        and spoken != language
    ):
        message = f"the scenario is in `{language}`, but the personality speaks `{spoken}`"
        yield report(
            "language-mismatch", personality.span, message, f"choose a personality that speaks `{language}`"
        )
    if not language.startswith("en") and language != _MULTILINGUAL:
        for words in context.spoken:
            if words.verbatim and _is_english(words):
                message = f"this text is in English, but the call is in `{language}`"
                yield report(
                    "language-mismatch",
                    words.whole,
                    message,
                    "translate the text: the platform speaks it unchanged",
                )


def _is_english(words: Spoken) -> bool:
    text = words.text
    for mark in reversed(words.marks):
        text = text[: mark.start] + text[mark.end :]
    all_words = re.findall(r"[^\W\d_]+(?:['’][a-z]+)?", text.lower().replace("’", "'"))
    known = [word for word in all_words if word in _ENGLISH]
    return len(set(known)) >= FEWEST and len(known) >= SHARE * len(all_words)
