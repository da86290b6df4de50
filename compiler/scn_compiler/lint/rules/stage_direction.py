"""A stage direction in speech, such as `(sighs)` or `[pause 2s]`: the caller reads it aloud.

Tags and markers that the platform knows are skipped, and so are brackets with words that a caller may say.
"""

import re
from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext, Spoken
from scn_compiler.lint.rule import PLAYED, rule
from scn_compiler.lint.rules.action_in_text import end_in_text
from scn_compiler.lint.rules.unknown_marker import known_marker_like
from scn_compiler.lint.rules.unknown_tag import is_meant_as_words
from scn_compiler.lint.texts.literal import literal_of
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.nodes import Say

_SIGNS = frozenset("(（【[<{*_~#-/–—")
_BRACKETS = r"""
    \({1,2} (?P<round>[^()\n]{1,60}) \){1,2}  |  （(?P<wide>[^（）\n]{1,60})）  |  【(?P<thick>[^【】\n]{1,60})】
  | \[{1,2} (?P<square>[^\[\]\n]{1,60}) \]{1,2} (?!\()
  | <{1,2} /? (?P<angle>\#? [^<>\n]{1,60}) >{1,2}
  | \{ (?P<curly>[^{}|\n]{1,60}) \}
  | \*{1,2} [ ]? (?P<stars>[^*\n]{1,60}) \*{1,2}
  | (?<!\w) _ (?P<lines>[^_\n]{1,60}) _ (?!\w)
  | (?<!\S) (?: -{1,2} | / | [–—] ) (?P<dashes>[^\W\d][^-–—/\n]{1,30}) (?: -{1,2} | / | [–—] ) (?!\w)
  | (?<![\w~]) ~ (?P<waves>[^~\n]{1,60}) ~ (?![\w~])
"""
_STRICT = frozenset(("round", "wide", "curly", "lines", "dashes"))
"""Brackets that people also put around words to say."""


@rule(blocks=PLAYED)
def stage_direction(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.odd:
        if isinstance(words.action, Say) and not _SIGNS.isdisjoint(words.text):
            yield from _check_text(context, words)


def _check_text(context: RuleContext, words: Spoken) -> Iterator[Diagnostic]:
    from scn_compiler.lint.texts.stage_words import direction_of  # noqa: PLC0415  (many words)

    markup = context.target.markup
    literal = literal_of(words.text, words.marks, markup)
    hanging_up = end_in_text(words.text)
    for match in re.finditer(_BRACKETS, literal, re.VERBOSE):
        if hanging_up and match.start() == hanging_up.start("seen"):
            continue  # reported as `action-in-text`
        kind = match.lastgroup or ""
        inside = match[kind]
        at_start = not literal[: match.start()].strip()
        direction = direction_of(inside, strict=kind in _STRICT and not at_start)
        first_word = re.split(r"[\s/]", inside.strip(), maxsplit=1)[0]
        if direction is None:
            continue
        tag = next((tag for tag in words.tags if tag.complete and tag.start == match.start()), None)
        if kind == "angle" and (
            first_word in markup.tags or (tag and not is_meant_as_words(words, tag, markup))
        ):
            continue
        if kind == "square" and known_marker_like(inside, markup.markers):
            continue
        span = words.place(*match.span())
        written = direction.written
        what = (
            f"{context.target.platform.capitalize()} reads it as a tag and doesn't speak it"
            if tag
            else "the caller reads it aloud"
        )
        whole = written is not None and words.may_edit(*match.span())
        fix = (
            Fix(f"replace with `{written}`", (Edit(span, written),), safe=False)
            if written and whole
            else None
        )
        message = f"`{match[0]}` is a stage direction: {what}"
        yield report("stage-direction", span, message, direction.advice, fix=fix)
