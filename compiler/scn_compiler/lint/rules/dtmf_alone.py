"""Keys without words: Cekura's documentation contradicts itself on whether they count as the caller's turn.

The tag's page shows keys alone (docs 2026-04-30); a skill says that the script doesn't continue after them (2026-09-10).
"""

import re
from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic

_KEYS = r"(?:\s*<(dtmf|silence|hold|break)\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*/>)+\s*"


@rule(tags=("dtmf",))
def dtmf_alone(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.tagged:
        keys = next((tag for tag in words.tags if tag.name == "dtmf"), None)
        if keys and words.verbatim and len(words.row.block.actions) == 1 and re.fullmatch(_KEYS, words.text):
            message = (
                "key presses without words might not count as a turn; if they don't, the script stops here"
            )
            hint = "say something after the keys, for example `… I've typed it in.`"
            yield report("dtmf-alone", words.place(keys.start, keys.end), message, hint)
