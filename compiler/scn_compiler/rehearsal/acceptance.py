"""Accepts what the caller does: edits of a test, so that its expected lines are those of the caller.

Only lines that differ change; comments, and lines that the caller meets, stay as they are.
"""

from collections.abc import Iterator

from scn_compiler.rehearsal.cases import Exchange, difference_of, lines_of, play_exchanges
from scn_compiler.rehearsal.engine import Rehearsal, Reply
from scn_compiler.rehearsal.judge import Verdict
from scn_compiler.rehearsal.policy import DEFAULT, Policy
from scn_compiler.rehearsal.transcript import step_of
from scn_dsl.diagnostic import Edit
from scn_dsl.nodes import CallTest, Quiet, Script, TestStep
from scn_dsl.source import Span
from scn_grammar.printer import print_script


def accepting_edits(
    test: CallTest, text: str, rehearsal: Rehearsal, policy: Policy = DEFAULT, verdict: Verdict | None = None
) -> Iterator[Edit]:
    """Yield the edits of a test that make the caller meet it.

    Args:
        text: The file of the test.
        policy: The answers to the open questions.
        verdict: As for `play_case`.
    """
    for exchange, played in play_exchanges(test, rehearsal, policy, verdict):
        difference = difference_of(exchange, played.reply, test)
        if difference:
            yield from _edits(test, text, exchange, played.reply, len(difference.expected))


def _edits(test: CallTest, text: str, exchange: Exchange, reply: Reply, wrong: int) -> Iterator[Edit]:
    """Yield the edits of the lines below one message, of which the last few are wrong."""
    spoken = [step for step in exchange.expected if not isinstance(step, Quiet)]
    quiet = [step for step in exchange.expected if isinstance(step, Quiet)]
    right = len(spoken) - wrong
    made: list[TestStep] = [step_of(verb, words) for verb, words in lines_of(reply)][right:]
    if not made and not right and not quiet:
        made = [Quiet()]
    old = spoken[right:] or ([] if spoken else quiet)
    for step, new in zip(old, made, strict=False):
        more = made[len(old) :] if step is old[-1] else []
        yield _replaced(test.place(step.span), text, [new, *more])
    for step in old[len(made) :]:
        yield Edit(_whole_lines(test.place(step.span), text), "")
    if not old:
        last = test.place(spoken[-1].span)
        first = _replaced(last, text, made)
        yield Edit(last.after, f"\n{_indent(last, text)}{first.text}")


def _replaced(span: Span, text: str, steps: list[TestStep]) -> Edit:
    """Make the edit that writes steps in the place of one, with its indentation."""
    printed = print_script(Script(tests=(CallTest(steps=tuple(steps)),))).rstrip("\n").split("\n")[1:]
    indent = _indent(span, text)
    return Edit(span, f"\n{indent}".join(line[2:] for line in printed))


def _indent(span: Span, text: str) -> str:
    line = text[text.rfind("\n", 0, span.start) + 1 : span.start]
    return line if not line.strip() else "  "


def _whole_lines(span: Span, text: str) -> Span:
    end = text.find("\n", span.end)
    return Span(text.rfind("\n", 0, span.start) + 1, len(text) if end < 0 else end + 1)
