"""Laws: the number of examples for each, and promises for any text, as a script and as a payload."""

import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from scn_compiler import Formatted, check, compile_text, decompile, format_text
from scn_compiler.config import Config
from scn_dsl.diagnostic import Diagnostic, Edit
from scn_dsl.nodes import ScriptItem
from scn_dsl.source import Source, Span
from scn_grammar.parser import read_items, read_with_grammar
from support.scripts import HOSTILE, PIECES

ORDINARY_SHARE = 20
"""An ordinary run tries one example in this many; `--hypothesis-profile=full`, as in `.ci/run`, tries all."""


def law(examples: int) -> settings:
    """Set the number of examples for a law: all in a full run, fewer in an ordinary one."""
    if settings.get_current_profile_name() != "full":
        examples = max(examples // ORDINARY_SHARE, 5)
    # A run that gates a change must not depend on chance; any other run tries new examples.
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize="CI" in os.environ,
        suppress_health_check=list(HealthCheck),
    )


def sweep(values: Iterable[Any]) -> list[Any]:
    """Parameters of a test: an ordinary run tries one in twenty, the others are marked as slow."""
    return [
        pytest.param(value, marks=() if number % ORDINARY_SHARE == 0 else pytest.mark.slow)
        for number, value in enumerate(values)
    ]


many = law(100)

line_starts = st.sampled_from(
    [
        "WHEN ",
        "  say: ",
        "say:",
        "THEN\n",
        "@a WHEN ",
        "AFTER @a\n",
        "# ",
        "| ",
        "FIRST_MESSAGE\n",
        "role: ",
        "\t",
        "",
    ]
)
wild_texts = st.lists(
    st.tuples(line_starts, st.one_of(st.sampled_from(PIECES), st.text(alphabet=HOSTILE, max_size=8))),
    max_size=12,
).map(lambda lines: "\n".join(start + rest for start, rest in lines))


_TESTS = re.compile(r"^\W*(?:test|script)\b", re.MULTILINE)


def holds_for_a_script(text: str) -> None:
    """Check every promise about `check`, `compile` and `fmt` for one text, good or bad."""
    compiled = compile_text(text, path="a.scn")
    if not _TESTS.search(text):  # a check also looks at the tests in a file
        assert check(text, path="a.scn") == compiled.diagnostics, "check and compile disagree"
    _is_read_as_the_grammar_says(text.removeprefix("\ufeff"))
    _are_placed(compiled.diagnostics, text)
    _have_lines_of_their_own(compiled.diagnostics, text)
    for payload in compiled.payloads:
        json.dumps(payload.value, allow_nan=False)
    formatted = format_text(text)
    _are_placed(formatted.diagnostics, text)
    again = format_text(formatted.text)
    assert again.text == formatted.text, "formatting twice changes the text twice"
    _says_the_same(text, formatted)
    for fixed in fixed_texts(text, compiled.diagnostics):
        check(fixed, path="a.scn")


def holds_for_a_payload(text: str) -> None:
    """Check every promise about `decompile` for one text, JSON or not."""
    made = decompile(text)
    _are_placed(made.diagnostics, text)
    assert list(made.diagnostics) == sorted(made.diagnostics, key=lambda found: found.span)
    assert made.text is not None or made.diagnostics
    if made.text is not None:
        assert format_text(made.text).text == made.text, "the decompiled script isn't formatted"
        check(made.text, path="a.scn")


def fixed_texts(text: str, diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """The text with each fix applied, one at a time."""
    for found in diagnostics:
        if found.fix:
            yield with_edits(text, found.fix.edits)


def with_edits(text: str, edits: Iterable[Edit]) -> str:
    """`text` with the edits applied."""
    for edit in sorted(edits, key=lambda edit: edit.span, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def _are_placed(diagnostics: Iterable[Diagnostic], text: str) -> None:
    for found in diagnostics:
        edits = found.fix.edits if found.fix else ()
        spans = [found.span, *(each.span for each in found.related), *(edit.span for edit in edits)]
        assert all(_is_inside(span, text) for span in spans), found
        in_order = sorted(edit.span for edit in edits)
        assert all(one.end <= other.start for one, other in pairwise(in_order)), f"edits overlap: {found}"
        assert found.message
        assert not found.message.endswith("."), found.message


def _is_read_as_the_grammar_says(text: str) -> None:
    items: list[ScriptItem] = []
    found: list[Diagnostic] = []
    read_with_grammar(text, 0, items, found)
    mine = read_items(text)
    assert [astuple(item) for item in mine[0]] == [astuple(item) for item in items]
    assert (mine[1], mine[0]) == (found, items), "the fast reader and the grammar disagree"


def _is_inside(span: Span, text: str) -> bool:
    return 0 <= span.start <= span.end <= len(text)


def _have_lines_of_their_own(diagnostics: Iterable[Diagnostic], text: str) -> None:
    source = Source(text)
    lines = [source.position(found.span.start).line for found in diagnostics]
    assert lines == sorted(set(lines)), f"reported on the lines {lines}"


def _says_the_same(text: str, formatted: Formatted) -> None:
    config = Config(ignore=("misleading-layout",))  # formatting ends these on purpose
    before, after = (compile_text(each, path="a.scn", config=config) for each in (text, formatted.text))
    values = [[payload.value for payload in each.payloads] for each in (before, after)]
    assert values[0] == values[1], "formatting changes the payload"
    assert _said(before.diagnostics) == _said(after.diagnostics), "formatting changes the findings"


def _said(diagnostics: Iterable[Diagnostic]) -> set[str]:
    """All messages; a message on the same line as another becomes its note."""
    return {each.message for found in diagnostics for each in (found, *found.related)}
