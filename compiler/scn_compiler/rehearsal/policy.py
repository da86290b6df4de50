"""The questions about a call that the platforms' documents leave open or contradict, as options with defaults.

Sources, as known on 2026-11-29: Cekura's pages on conditional actions (April 2026) and its skill reference
(September 2026). They disagree on the first question; the others are not answered anywhere.
"""

from collections.abc import Iterable
from functools import lru_cache

from scn_dsl.records import Record, replace
from scn_dsl.suggest import did_you_mean


class OpenQuestion(Record):
    """A question with two answers.

    Attributes:
        option: The name of the option.
        answers: The default answer, then the other one.
        question: The question in words.
        meanings: The meaning of each answer, in words.
    """

    option: str
    answers: tuple[str, str]
    question: str
    meanings: tuple[str, str]


QUESTIONS = (
    OpenQuestion(
        "several",
        ("all", "first"),
        "several `WHEN` blocks match one message",
        ("all of them run, in the order of the script, as one reply", "only the first one runs"),
    ),
    OpenQuestion(
        "due",
        ("both", "alone"),
        "a follow-up is due, and a `WHEN` matches",
        ("both run, the follow-up first", "only the follow-up runs"),
    ),
    OpenQuestion(
        "words",
        ("inside", "whole"),
        "`contains` finds its words inside a longer word",
        ("they count", "only whole words count"),
    ),
    OpenQuestion(
        "cut",
        ("again", "alone"),
        "the agent interrupts a follow-up",
        (
            "the caller starts it again, and each `WHEN` that matches runs as well",
            "the caller only starts it again",
        ),
    ),
    OpenQuestion(
        "ending",
        ("stops", "last"),
        "a block in the middle of a merged reply ends the call",
        ("the caller says nothing after it", "the caller says the whole reply, and then hangs up"),
    ),
)


class Policy(Record):
    """An answer to each open question; see `QUESTIONS`."""

    several: str = "all"
    due: str = "both"
    words: str = "inside"
    cut: str = "again"
    ending: str = "stops"


DEFAULT = Policy()


def policy_of(answers: Iterable[tuple[str, str]]) -> Policy:
    """Build a policy from answers, each with the name of its question; the others are the defaults."""
    return replace(DEFAULT, **dict(answers))


def answer_problem(option: str, answer: str | None) -> tuple[str, str] | None:
    """Say what is wrong with an answer to an open question, and what to write; with no answer, look only at the question."""
    question = next((each for each in QUESTIONS if each.option == option), None)
    if question is None:
        names = [each.option for each in QUESTIONS]
        hint = did_you_mean(option, names) or f"the questions are {', '.join(f'`{each}`' for each in names)}"
        return f"unknown question `{option}`", hint
    if answer is None or answer in question.answers:
        return None
    hint = (
        did_you_mean(answer, question.answers) or f"write `{question.answers[0]}` or `{question.answers[1]}`"
    )
    return f"`{option}` has the answers {' and '.join(question.answers)}, not `{answer}`", hint


@lru_cache(maxsize=64)
def other_policies(policy: Policy) -> tuple[tuple[OpenQuestion, Policy], ...]:
    """Return each policy that answers one question differently, with the question."""
    return tuple(
        (question, replace(policy, **{question.option: _other(question, getattr(policy, question.option))}))
        for question in QUESTIONS
    )


def _other(question: OpenQuestion, answer: str) -> str:
    return question.answers[question.answers[0] == answer]
