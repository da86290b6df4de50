"""What editors show about Sophiie's targets, as data."""

from scn_compiler.platforms.kit.docs import AGENT_MEANINGS, PassedKey, TargetDocs
from scn_compiler.platforms.sophiie.vocabulary import EMPTY_PARTS, OUTCOMES

_PATCH = PassedKey(
    "changes of the finished document, as in JSON Patch (RFC 6902)",
    '[{"op": "${1|add,replace|}", "path": "${2:/isActive}", "value": ${3:true}}]',
)
_BECOMES = {
    "FIRST_MESSAGE": "nothing by itself: what is said in it is the `response`",
    "WHEN": "the `prompt`, which begins with `When`",
    "THEN": "nothing: a scenario has one turn of the agent",
    "AFTER": "nothing: a scenario has one turn of the agent",
    "say": "the `response`",
    "do": "nothing: a response is said as it is",
    "end call": "nothing: `outcome:` says how the call goes on",
    "wait": "nothing",
    "@": "nothing",
}
_KEYS = {
    "scenario": "name",
    "instructions": "prompt",
    "active": "isActive",
    "ask": "questions",
    "answer": "questions.answerOptions",
    "follow_up": "questions.answerOptions.followUps",
    "outcome": "outcome",
    "trade_service": "tradeServiceId",
    "empty": ", ".join(key for key, _ in EMPTY_PARTS.values()),
}
_TRIGGERS = (
    "a customer asks about ", "a customer asks for ", "a customer wants to ", "a customer says that ",
    "a customer calls to ",
)  # fmt: skip
DOCS = TargetDocs(
    document="a scenario of Sophiie's",
    keys=_KEYS,
    meanings=AGENT_MEANINGS,
    becomes=_BECOMES,
    passed={"patch": _PATCH},
    values={"outcome": OUTCOMES, "empty": tuple(EMPTY_PARTS)},
    triggers=_TRIGGERS,
)
