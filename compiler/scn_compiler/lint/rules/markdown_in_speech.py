"""Markdown or an emoji's name in speech, such as `**very**` or `:smile:`: it reaches the voice unchanged.

Single asterisks don't count: `a *blue* lamp` is text.
"""

import re
from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext, Spoken
from scn_compiler.lint.rule import PLAYED, rule
from scn_compiler.lint.texts.literal import literal_of
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.nodes import Say

_SIGNS = frozenset("*_#`[~:-•")
_MARKDOWN = r"""
    (?<![\w*]) \*\*\* (?P<three>[^\s*] [^*\n]{0,300}) \*\*\* (?![\w*])
  | (?<![\w*]) \*\* (?P<two>[^\s*] [^*\n]{0,300}) (?<!\s) \*\* (?![\w*])
  | (?<![\w_]) __ (?P<lines>[^\W_] [^_\n]{0,300} [\ ] [^_\n]{0,300}) (?<!\s) __ (?![\w_])
  | (?<![\w~]) ~~ (?P<struck>[^\s~] [^~\n]{0,300}) (?<!\s) ~~ (?![\w~])
  | (?<![\w`]) `{1,3} (?P<code>[^\s`] [^`\n]{0,300}) `{1,3} (?![\w`])
  | !? \[ (?P<link>[^\[\]\n]{1,300}) \] \( [^()\s]{1,300} \)
  | ^ (?P<heading>\# [ ]{1,4} (?= [A-Z] ) | \#{2,6} [ ]{1,4} (?= [^\W\d] ))
  | (?<![\w:]) : (?P<emoji>[a-z][a-z0-9_+-]{1,30}) : (?![\w:])
"""
_BULLET = r"(?:[-*+•]|\d{1,2}[.)]) (?=\S)"


@rule(blocks=PLAYED)
def markdown_in_speech(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.odd:
        if isinstance(words.action, Say) and not _SIGNS.isdisjoint(words.text):
            yield from _check_text(context, words)


def _check_text(context: RuleContext, words: Spoken) -> Iterator[Diagnostic]:
    from scn_compiler.lint.texts.stage_words import direction_of  # noqa: PLC0415  (many words)

    literal = literal_of(words.text, words.marks, context.target.markup)
    for match in re.finditer(_MARKDOWN, literal, re.VERBOSE):
        kind = match.lastgroup or ""
        if kind == "two" and direction_of(match[kind]):
            continue
        span = words.place(*match.span())
        if kind == "emoji":
            message = f"`{match[0]}` is an emoji shortcode, and a caller can't say it aloud"
            yield report(
                "markdown-in-speech", span, message, "remove the shortcode, or say the same thing in words"
            )
            continue
        plain = "" if kind == "heading" else match[kind]
        fix = (
            Fix("remove the Markdown", (Edit(span, plain),), safe=False)
            if words.may_edit(*match.span())
            else None
        )
        what = f"`{match[0].strip()}`" + (
            " starts a Markdown heading" if kind == "heading" else " is Markdown"
        )
        message = f"{what}, and {context.target.platform.capitalize()} passes it to the voice unchanged"
        hint = (
            "remove the Markdown"
            if kind == "heading"
            else f"write `{plain}`: Markdown doesn't make a word louder"
        )
        yield report("markdown-in-speech", span, message, hint, fix=fix)
    starts = [start for start, _ in words.action.text.lines]
    bullets = [item for start in starts if (item := re.compile(_BULLET).match(words.text, start))]
    if len(bullets) > 1:
        message = (
            f"`{bullets[0][0].strip()}` starts a list item, and {context.target.platform.capitalize()} "
            "passes it to the voice unchanged"
        )
        span = words.place(*bullets[0].span())
        yield report(
            "markdown-in-speech", span, message, "replace the list with sentences that a caller would say"
        )
