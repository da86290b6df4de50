"""Documentation of Sophiie's targets for editors, as data."""

from scn_compiler.platforms.kit.docs import AGENT_MEANINGS, PassedKey, TargetDocs
from scn_compiler.platforms.sophiie.vocabulary import EMPTY_PARTS, OUTCOMES

_PATCH = PassedKey(
    "changes to the finished payload, as a JSON Patch (RFC 6902)",
    '[{"op": "${1|add,replace|}", "path": "${2:/isActive}", "value": ${3:true}}]',
)
_BECOMES = {
    "FIRST_MESSAGE": "nothing by itself; its `say:` is the `response`",
    "WHEN": "the `prompt`, which starts with `When`",
    "THEN": "nothing: the agent has only one turn in a scenario",
    "AFTER": "nothing: the agent has only one turn in a scenario",
    "say": "the `response`",
    "do": "nothing: the agent speaks a response word for word",
    "end call": "nothing: `outcome:` says how the call continues",
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
    document="a Sophiie scenario",
    keys=_KEYS,
    meanings=AGENT_MEANINGS,
    becomes=_BECOMES,
    passed={"patch": _PATCH},
    values={"outcome": OUTCOMES, "empty": tuple(EMPTY_PARTS)},
    triggers=_TRIGGERS,
)
