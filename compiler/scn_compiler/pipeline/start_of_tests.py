"""A file of tests whose first test isn't written yet: it has no scenario, and its problems are told in words about tests."""

from scn_dsl.diagnostic import LIST_SIGN, NO_KEYWORD, OUTSIDE_BLOCK, Diagnostic, Edit, Fix
from scn_dsl.nodes import Script
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import replace
from scn_dsl.source import Span
from scn_dsl.suggest import nearest
from scn_grammar.parser import Parsed

START = "start a test: `test: The agent asks for a name`"

_SEPARATOR = lazy_pattern(r"[ \t]*[:=]?")


def has_only_tests(script: Script) -> bool:
    """Return whether a file of tests has no scenario, not even one without a name."""
    return not any(each.title or each.blocks for each in script.scenarios)


def as_tests(parsed: Parsed, text: str) -> Parsed:
    """Read a file as tests, even if it has none yet.

    Args:
        parsed: The file as a script.
        text: Its text.
    """
    if not has_only_tests(parsed.script):
        return parsed
    end = min((test.whole.start for test in parsed.script.tests), default=len(text) + 1)
    found = (_reworded(each, text) if each.span.start < end else each for each in parsed.diagnostics)
    return Parsed(replace(parsed.script, scenarios=()), tuple(found))


def _reworded(found: Diagnostic, text: str) -> Diagnostic:
    """Say of a line above the first test what it can be there."""
    if found.name == "unknown-field":
        return _unknown(found, text)
    if found.case == OUTSIDE_BLOCK:
        return replace(found, message=found.message.replace("a block", "a test"), hint=START, fix=None)
    if found.case in (NO_KEYWORD, LIST_SIGN):
        return replace(found, hint=f"{START}; to add a comment, use `#`", fix=None)
    return found


def _unknown(found: Diagnostic, text: str) -> Diagnostic:
    """Suggest `test:` for a keyword that doesn't exist."""
    if nearest(text[found.span.start : found.span.end], ("test",)) is None:
        return replace(found, hint=START, fix=None)
    separator = _SEPARATOR.match(text, found.span.end)
    edit = Edit(Span(found.span.start, separator.end() if separator else found.span.end), "test:")
    return replace(found, hint="did you mean `test:`?", fix=Fix("replace with `test:`", (edit,)))
