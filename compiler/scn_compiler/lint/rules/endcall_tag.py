"""`<endcall />` at the end of a spoken text, where `end call` below the text does the same.

Many teams write the tag, as the platform's documents do, so scn reports it only if the rule is selected. The payload is
equal if the tag has a space before it and one before its `/`.
"""

from collections.abc import Iterator

from scn_compiler.lint.call_end import ENDING
from scn_compiler.lint.context import RuleContext, Spoken
from scn_compiler.lint.rule import rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.nodes import Say

_USUAL = "<endcall />"


@rule(only_if_selected="SCN428")
def endcall_tag(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.tagged:
        last = words.tags[-1]
        if (
            last.name == ENDING
            and last.complete
            and not last.attributes
            and words.text[last.end :].strip() == ""
            and isinstance(words.action, Say)
            and len(words.row.block.actions) == 1
            and sum(tag.name == ENDING for tag in words.every_tag) == 1
        ):
            yield from _report(words, words.text[: last.start], words.text[last.start : last.end])


def _report(words: Spoken, before: str, tag: str) -> Iterator[Diagnostic]:
    text = before.rstrip()
    if not words.may_edit(len(text), len(words.text)):
        return
    if not text:
        span, meant, usual = words.row.block.place(words.action.span), "end call", _USUAL
        hint = "replace this line with `end call`"
    else:
        span, meant, usual = words.place(len(text), len(words.text)), "\n  end call", f"{text} {_USUAL}"
        hint = "write `end call` on its own line below the text"
    is_same = words.text == usual
    if not is_same:
        hint += f"; the payload then has ` {_USUAL}` in place of `{words.text[len(text) :]}`"
    fix = Fix("replace the tag with `end call`", (Edit(span, meant),), safe=is_same)
    place = words.place(len(before), len(before) + len(tag))
    message = f"`{tag}` is easy to miss at the end of a text"
    yield report(
        "endcall-tag", place, message if text else f"`end call` says the same as `{tag}`", hint, fix=fix
    )
