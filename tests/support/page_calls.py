"""The calls that commands on pages place: how the first one goes, and how all others go."""

from support.cekura_stub import Outcome

Turns = tuple[tuple[str, str], ...]

_TABLE = (
    ("Testing Agent", "Hi, a table for two on Friday, please."),
    ("Main Agent", "At seven or at eight?"),
    ("Testing Agent", "At eight, please."),
)
_PARCEL = (
    ("Testing Agent", "Hi, I'm calling about a parcel."),
    ("Main Agent", "I can help with that. What's the reference on your confirmation e-mail?"),
)


def _failed(transcript: Turns, expected: str, why: str) -> Outcome:
    outcomes = [{"outcome": "x", "prompt_part": expected, "aligned": False}]
    return Outcome(
        success=False,
        stages=(),
        late_verdict=0,
        transcript=transcript,
        expected={"explanation": [why], "outcome_alignments": outcomes},
    )


def _passed(transcript: Turns) -> Outcome:
    return Outcome(stages=(), late_verdict=0, transcript=transcript)


CALLS = {
    "docs/reference/commands.md": (
        _failed(
            (*_TABLE, ("Main Agent", "Goodbye.")),
            "The main agent confirms the table",
            "The main agent never confirmed the table.",
        ),
        _passed((*_TABLE, ("Main Agent", "It is yours."), ("Testing Agent", "Thank you!"))),
    ),
    "docs/tutorial.md": (
        _failed(
            (*_PARCEL, ("Main Agent", "Hello? Are you still there?")),
            "The main agent repeats the corrected order number, 4417",
            "The main agent never got an order number.",
        ),
        _passed(
            (
                *_PARCEL,
                ("Testing Agent", "It's 4471."),
                ("Main Agent", "I can't find an order 4471."),
                ("Testing Agent", "Sorry, I misread that. It's 4417."),
                ("Main Agent", "Thank you, 4417. Your parcel arrives tomorrow."),
                ("Testing Agent", "After a whole week! Well, tomorrow is fine."),
                ("Main Agent", "I'm sorry about the wait."),
                ("Testing Agent", "Could you leave it with a neighbor?"),
                ("Main Agent", "Of course. Is there anything else?"),
                ("Testing Agent", "No, that's all."),
            )
        ),
    ),
}
