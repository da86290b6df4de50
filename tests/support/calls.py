"""Scripts to play, as texts and as rehearsals; and scripts for any call, drawn by Hypothesis."""

from hypothesis import strategies as st

from scn_compiler.pipeline.compile import compile_text
from scn_compiler.rehearsal.cases import lines_of
from scn_compiler.rehearsal.engine import CallState, Heard, Rehearsal, Reply, rehearse
from scn_compiler.rehearsal.judge import judged
from scn_compiler.rehearsal.policy import DEFAULT, Policy

HEAD = "scenario: Call\nrole: A caller\nlanguage: en\ntools: end_call\n"
WORDS = ("day", "today", "name", "price", "thanks")
SENTENCES = ("The agent asks for a day", "The agent greets the caller")

MOVE = """scenario: Move an appointment
role: A patient
language: en
tools: end_call
FIRST_MESSAGE
  say: Hi, I want to move my appointment.
@tuesday WHEN The agent asks for a day
  say: Tuesday at three would be lovely.
AFTER @tuesday
  say: Oh no, wait. <silence time="2s" /> Thursday?
WHEN contains "five" OR contains "5"
  say: At five, if that works. [laughter]
WHEN contains "confirmed"
  say: Great, bye!
  end call
"""
"""A script of which all lines can be played."""

MOVE_TESTS = """test: Cut off while changing her mind
  hear: When would you like to come?
  as: @tuesday
  say: Tuesday at three would be lovely.
  hear: Fine, Tuesday at three.
  say: Oh no, wait.…
  cut off: Hello?
  say: Oh no, wait.…
  hear: Thursday at five?
  say: At five, if that works.
  hear: Anything else?
  quiet

test: Hang up
  hear: It is confirmed.
  say: Great, bye!
  end call
"""
"""Tests of `MOVE` that pass."""

MOVE_FAILING = MOVE_TESTS.replace("  quiet\n", "  say: No, thanks.\n")
"""Both tests, changed so that the first one fails."""


def rehearsed(blocks: str) -> Rehearsal:
    """The only scenario of a script with these blocks."""
    return rehearse(
        compile_text(blocks if blocks.startswith("scenario") else HEAD + blocks).document.scenarios[0]
    )


def said(reply: Reply) -> list[str]:
    """A reply as a test has it."""
    return [f"{verb}: {text}" if text else verb for verb, text in lines_of(reply)]


def talk(call: Rehearsal, *messages: str | Heard, policy: Policy = DEFAULT) -> list[list[str]]:
    """The replies to messages, after the first message. A message in parentheses counts as the sentence in them."""
    state, _ = call.start()
    replies = []
    for each in messages:
        state, reply = hear(call, state, each, policy)
        replies.append(said(reply))
    return replies


def hear(
    call: Rehearsal, state: CallState, message: str | Heard, policy: Policy = DEFAULT
) -> tuple[CallState, Reply]:
    if isinstance(message, str):
        message = judged(call, message, lambda sentence, line: line == f"({sentence})")
    return call.hear(state, message, policy)


def _trigger() -> st.SearchStrategy[str]:
    keyword = st.sampled_from(WORDS).map(lambda word: f'contains "{word}"')
    return st.one_of(
        st.lists(keyword, min_size=1, max_size=3, unique=True).map(" OR ".join),
        st.lists(keyword, min_size=2, max_size=2, unique=True).map(" AND ".join),
        st.sampled_from(SENTENCES),
    )


@st.composite
def calls(draw: st.DrawFn) -> str:
    """The blocks of a scenario: a first message, and up to eight other blocks."""
    lines = ["FIRST_MESSAGE", draw(st.sampled_from(["  wait", "  say: Hello."]))]
    labels: list[str] = []
    for number in range(draw(st.integers(1, 8))):
        kind = draw(st.sampled_from(["WHEN", "WHEN", "THEN", "AFTER"]))
        if kind == "AFTER" and labels:
            lines.append(f"AFTER @{draw(st.sampled_from(labels))}")
        elif kind == "THEN":
            lines.append("THEN")
        else:
            labels.append(f"b{number}")
            lines.append(f"@b{number} WHEN {draw(_trigger())}")
        action = draw(st.sampled_from(["say", "say", "do", "end", "bye"]))
        if action == "end":
            lines.append("  end call")
        else:
            lines.append(f"  {'do' if action == 'do' else 'say'}: Answer {number}.")
            lines += ["  end call"] if action == "bye" else []
    return "\n".join([*lines, ""])


messages = st.lists(
    st.one_of(
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
        st.sampled_from([f"({sentence})" for sentence in SENTENCES]),
        st.just("Hm."),
    ),
    max_size=6,
)
