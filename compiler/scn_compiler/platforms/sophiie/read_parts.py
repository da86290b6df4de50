"""Sophiie's outcome and tree of questions as lines of a script."""

from collections.abc import Iterator

from scn_compiler.jsondoc.codec import Json
from scn_compiler.platforms.kit.script_lines import detail_of
from scn_compiler.platforms.sophiie.outcome import PROPERTIES
from scn_compiler.platforms.sophiie.questions import QUESTION_LINES
from scn_dsl.nodes import Detail
from scn_grammar.plain_text import is_plain
from scn_grammar.printer import escape


def outcome_text(outcome: Json) -> str | None:
    """Return the text of the `outcome:` line; `None` if a line can't express the outcome."""
    if not isinstance(outcome, dict) or outcome.keys() != {"type", *PROPERTIES}:
        return None
    kind = outcome["type"]
    if not isinstance(kind, str) or not is_plain(kind) or "(" in kind or ")" in kind:
        return None
    properties = [outcome[key] for key in PROPERTIES]
    while properties and properties[-1] is None:
        properties.pop()
    return f"{kind}({escape(properties)[1:-1]})" if properties else kind


def question_details(questions: Json) -> tuple[Detail, ...] | None:
    """Return the lines of `questions`; `None` if lines can't express them."""
    if not isinstance(questions, list) or not questions:
        return None
    lines: list[Detail] = []
    try:
        for question in questions:
            lines.extend(_lines(question, "question", "answerOptions", QUESTION_LINES))
    except _UnsayableError:
        return None
    return tuple(lines)


def empty_below(questions: Json) -> list[str]:
    """Return the words of `empty:` for lists in the tree that are present and empty."""
    if not isinstance(questions, list):
        return []
    nodes = [node for node in questions if isinstance(node, dict)]
    lists = [node["answerOptions"] for node in nodes if isinstance(node.get("answerOptions"), list)]
    answers = [answer for each in lists for answer in each if isinstance(answer, dict)]
    found = {"answer": [] in lists, "follow_up": any(answer.get("followUps") == [] for answer in answers)}
    return [name for name, there in found.items() if there]


class _UnsayableError(Exception):
    """A part of the tree that no line can express."""


_BELOW = {"question": ("answer", "followUps"), "answer": ("question", None)}


def _lines(node: Json, key: str, below: str | None, names: tuple[str, ...]) -> Iterator[Detail]:
    known = {key, below} - {None}
    if not isinstance(node, dict) or not isinstance(node.get(key), str) or node.keys() - known:
        raise _UnsayableError
    yield detail_of(names[0], node[key])
    entries = node.get(below, []) if below else []
    if not isinstance(entries, list):
        raise _UnsayableError
    for entry in entries:
        yield from _lines(entry, *_BELOW[key], names[1:])
