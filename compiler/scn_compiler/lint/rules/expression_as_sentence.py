"""A sentence written as JSON that reads like an expression, such as `raw: "not contains \\"x\\""`.

No source documents `not` before `contains`, parentheses, or lowercase `or` and `and` (public evaluator file, read 2026-11-29):
whether the platform evaluates such a text, or its model reads it as a sentence, is unspecified.
"""

import re
from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.patterns import lazy_pattern

_NEGATED = lazy_pattern(r"(?:\bnot\s+|!\s*)contains\s*[\"'“‘]", re.IGNORECASE)
_DOCUMENTED = lazy_pattern(r"""contains "(?:[^"\\]|\\.)*+"(?: (?:OR|AND) contains "(?:[^"\\]|\\.)*+")*+""")
_NOTHING_ELSE = lazy_pattern(
    r"""(?:\(\s*)*+contains\s*+(?:"[^"]*"|'[^']*'|“[^”]*”)(?:\s|[()|&,]|\b(?:and|or|contains)\b|"[^"]*"|'[^']*'|“[^”]*”)*+""",
    re.IGNORECASE,
)


@rule(about_triggers=True)
def expression_as_sentence(context: RuleContext) -> Iterator[Diagnostic]:
    for row, trigger in context.trigger_view.sentences:
        if trigger.text.places:
            continue  # a plain sentence like this is an error of the grammar
        if _NEGATED.search(trigger.text.value):
            message = "Cekura doesn't document `not contains`, and might never evaluate it"
            hint = "describe what the agent does, for example `WHEN The agent refuses the refund`"
        elif _DOCUMENTED.fullmatch(trigger.text.value):
            continue
        elif _NOTHING_ELSE.fullmatch(trigger.text.value):
            message = (
                "this sentence looks like an expression, but Cekura documents only `contains`, `OR` and `AND`"
            )
            hint = 'write the expression without `raw:`, for example `WHEN contains "…" OR contains "…"`'
        else:
            continue
        yield report(
            "expression-prose-mix",
            row.block.place(trigger.text.span),
            message,
            hint,
            severity=Severity.WARNING,
        )
