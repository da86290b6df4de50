"""A text with JSON or YAML syntax, such as quotes or `|`: the syntax becomes part of the text."""

import re
from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import ANY, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.nodes import Field, Item, Text, Variable
from scn_dsl.vocabulary import FIELDS, FieldKind

_IN_QUOTES = r""""{3}[^"]+"{3}|"[^"]+"|'[^']+'|[‘‚][^‘’‚]+[’‘]|「[^「」]+」|[“„][^“”„]+[”“]|«[^«»]+»"""
_QUOTED = rf"(?P<before>(?![fFrRbBuU])\w?)(?:{_IN_QUOTES})(?P<behind>\w?|[ ]?[,;])"
"""A text in quotes, with a comma as in JSON, or with a stray letter."""
_MARK = r"[|>][+-]?(?:$|\s)"
_FIRST_CHARACTERS = tuple("\"'“„«‘‚「|>:")
_ACTIONS = ("say", "do", "undecided")
_WORD = r"(?P<word>say|do)\s?:\s*(?=\S)"
_PROSE = frozenset(
    name for name, spec in FIELDS.items() if spec.kind in (FieldKind.TEXT, FieldKind.STATEMENT)
)
"""Fields whose values are prose."""


@rule(blocks=ANY)
def foreign_syntax(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.spoken:
        if words.text[:1] in _FIRST_CHARACTERS or words.text[1:2] == '"' or words.text.startswith(_ACTIONS):
            yield from _check_text(words.action.text, words.row.block, type(words.action).__name__.lower())
    scenario = context.scenario.scenario
    titles = (scenario.title,) if scenario.title else ()
    for setting in (*context.script.defaults, *titles, *scenario.settings):
        if isinstance(setting, Field):
            name, value = setting.name, setting.value.value
            if (
                name in _PROSE
                and not setting.raw
                and (value[:1] in _FIRST_CHARACTERS or value.startswith(("say", "do", name)))
            ):
                yield from _check_text(setting.value, setting, name)
        elif (
            isinstance(setting, Variable)
            and setting.value.value[:1] == "="
            and setting.value.value.strip("= ")
        ):
            yield _doubled_equals(setting)


def _doubled_equals(setting: Variable) -> Diagnostic:
    text = setting.value
    length = len(text.value) - len(text.value.lstrip("= "))
    span = setting.place(text.locate(0, length))
    whole = text.is_unbroken(0, length)
    fix = Fix("remove the second `=`", (Edit(span, " "),), safe=False) if whole else None
    return report("bad-field-value", setting.place(text.locate(0, 1)), "the value starts with `=`", "remove the second `=`",
                  severity=Severity.WARNING, fix=fix)  # fmt: skip


def _check_text(text: Text, item: Item, keyword: str) -> Iterator[Diagnostic]:
    value = text.value
    if not text.is_plain or (text.begins_exactly and value[:1] in "|>"):
        return
    if quoted := re.fullmatch(_QUOTED, value):
        start, end = quoted.end("before") + 1, quoted.start("behind") - 1
        inner = value[start:end].strip("\xa0\u202f ").strip('"')
        start = value.index(inner, start) if inner else start
        ends = (text.locate(0, start), text.locate(start + len(inner), len(value)))
        fix = (
            Fix("remove the quotes", tuple(Edit(item.place(span), "") for span in ends), safe=False)
            if inner and text.is_unbroken(0, start) and text.is_unbroken(start + len(inner), len(value))
            else None
        )
        signs = quoted["before"] or quoted["behind"].strip()
        what = f"these quotes and the `{signs}` are" if signs else "these quotes are"
        message = f"{what} part of the text"
        yield report("wrong-quotes", item.place(text.span), message, "remove the quotes",
                     severity=Severity.WARNING, fix=fix)  # fmt: skip
    elif value.startswith("||") and not value.startswith("|||"):
        span, title = item.place(text.locate(0, 2)), "move `||` to the next line"
        indent = "    " if keyword in _ACTIONS else "  "
        message, hint = (
            "`||` is part of the text here",
            "move `||` to the start of the next line",
        )
        edit = Edit(span.part(0, 0), f"\n{indent}")
        fix = Fix(title, (edit,), safe=False) if text.is_unbroken(0, 2) else None
        yield report("stray-line", span, message, hint, severity=Severity.WARNING, fix=fix)
    elif re.match(r":\s+\S", value):
        span = item.place(text.locate(0, 1))
        edit = Edit(span, "")
        out = Fix("remove the second colon", (edit,), safe=False) if text.is_unbroken(0, 1) else None
        message = "this text starts with a second colon" + (
            ", and the caller would speak it" if keyword == "say" else ""
        )
        yield report(
            "stray-line", span, message, "remove the second colon", severity=Severity.WARNING, fix=out
        )
    elif mark := re.match(_MARK, value):
        span = item.place(text.locate(0, len(mark[0].rstrip())))
        message = f"`{mark[0].strip()}` is part of the text here"
        bar = "`||` to keep its spaces" if mark[0] in ("|", "|-", "|+") else "`|`"
        hint = f"start the text right after the colon, and start each continuation line with {bar}"
        edits = (Edit(item.place(text.locate(0, mark.end())), ""),)
        out = (
            Fix(f"remove `{mark[0].strip()}`", edits, safe=False)
            if value[mark.end() :] and text.is_unbroken(0, mark.end())
            else None
        )
        yield report("stray-line", span, message, hint, severity=Severity.WARNING, fix=out)
    elif (word := re.match(_WORD, value)) or (word := re.match(rf"(?P<word>{keyword})\s?:\s*(?=\S)", value)):
        span = item.place(text.locate(0, word.end("word")))
        edits = (Edit(item.place(text.locate(0, word.end())), ""),)
        message = f"`{word['word']}:` is part of the text here"
        whole = text.is_unbroken(0, word.end())
        title = f"remove `{word['word']}:` from the text"
        out = Fix(title, edits, safe=word["word"] == keyword) if whole else None
        yield report("misspelt-keyword", span, message, title, severity=Severity.WARNING, fix=out)
