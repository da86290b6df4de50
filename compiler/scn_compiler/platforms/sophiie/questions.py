"""The tree of questions: lines of a block to JSON."""

from scn_compiler.jsontext import Json
from scn_compiler.resolve import Row
from scn_compiler.settings import Value
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic

LINES = ("ask", "answer", "follow_up")
"""Details of a block that make the tree, from its root to its leaves."""

_WHAT = {"ask": "a question", "answer": "an answer", "follow_up": "a question"}


def questions_of(row: Row, found: list[Diagnostic]) -> list[Json]:
    """The questions that a block asks, each with its answers, and these with what is asked next.

    Each is written with all its lists, also where they are empty: so the platform's own example has them.
    """
    questions: list[Json] = []
    answers: list[Json] | None = None
    next_ones: list[Json] | None = None
    for name, value in row.details:
        if name not in LINES or value.value is None:
            continue
        if not value.value:
            found.append(
                report("bad-field-value", value.span, f"`{name}:` needs words", f"it is {_WHAT[name]}")
            )
        if name == "ask":
            answers, next_ones = [], None
            questions.append({"question": value.value, "answerOptions": answers})
        elif name == "answer" and answers is not None:
            next_ones = []
            answers.append({"answer": value.value, "followUps": next_ones})
        elif name == "follow_up" and next_ones is not None:
            next_ones.append({"question": value.value})
        else:
            found.append(_misplaced(name, value))
    return questions


def _misplaced(name: str, value: Value) -> Diagnostic:
    if name == "answer":
        message = "`answer:` stands below no `ask:`, and is an answer to nothing"
        return report("misplaced-detail", value.name, message, "write the question above it: `ask: …`")
    message = "`follow_up:` stands below no `answer:`: it is asked after one"
    return report("misplaced-detail", value.name, message, "write the answer above it: `answer: …`")
