"""The tree of questions: lines of a block as JSON."""

from collections.abc import Container

from scn_compiler.jsondoc.codec import Json
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_compiler.semantics.settings import Value
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic

QUESTION_LINES = ("ask", "answer", "follow_up")
"""Details of a block that build the tree, from root to leaves."""

_WHAT = {"ask": "the question", "answer": "the answer", "follow_up": "the question"}


def questions_of(row: ResolvedBlock, empty: Container[str], found: list[Diagnostic]) -> list[Json]:
    """Return the questions that a block asks, with their answers and follow-up questions.

    Args:
        empty: Lists that the payload has even if they're empty.
    """
    questions: list[Json] = []
    question: dict[str, Json] | None = None
    answer: dict[str, Json] | None = None
    for name, value in row.details:
        if name not in QUESTION_LINES or value.value is None:
            continue
        if not value.value:
            found.append(report("bad-field-value", value.span, f"`{name}:` is empty", f"write {_WHAT[name]}"))
        if name == "ask":
            question, answer = {"question": value.value}, None
            question |= {"answerOptions": []} if "answer" in empty else {}
            questions.append(question)
        elif name == "answer" and question is not None:
            answer = {"answer": value.value}
            answer |= {"followUps": []} if "follow_up" in empty else {}
            question.setdefault("answerOptions", []).append(answer)
        elif name == "follow_up" and answer is not None:
            answer.setdefault("followUps", []).append({"question": value.value})
        else:
            found.append(_misplaced(name, value))
    return questions


def _misplaced(name: str, value: Value) -> Diagnostic:
    if name == "answer":
        message = "`answer:` needs an `ask:` above it"
        return report("misplaced-detail", value.name, message, "write the question above this line: `ask: …`")
    message = "`follow_up:` needs an `answer:` above it"
    return report("misplaced-detail", value.name, message, "write the answer above this line: `answer: …`")
