"""Documentation of Bimpe's targets for editors, as data; sources as in vocabulary.py."""

from scn_compiler.platforms.bimpe.vocabulary import EMPTY_PARTS, FIELD_KEYS, TEXT_RESPONSE, WEIGHTS
from scn_compiler.platforms.kit.docs import AGENT_MEANINGS, PassedKey, TargetDocs

_INSIDE = {
    "guide": "guide.steps",
    "guide_video": "guide.youtubeUrl",
    "answer": "faq[].answer",
    "title": "rules[].name, flows[].name",
    "slug": "rules[].id",
    "only_if": "rules[].condition",
    "run": "rules[].action, flows[].conversation_steps[].action",
    "enabled": "rules[].enabled, flows[].is_active",
    "about": "flows[].description",
    "group": "flows[].category",
    "priority": "flows[].priority",
    "weights": "flows[].trigger_keywords[].weight",
    "kind": "flows[].conversation_steps[].type",
    "follow_up": "flows[].conversation_steps[].followup",
}
_BECOMES = {
    "FIRST_MESSAGE": "nothing: a workflow has no first message",
    "WHEN": "with a sentence, a rule; with `contains`, a flow with `trigger_keywords`",
    "THEN": "the next entry of the flow's `conversation_steps`",
    "AFTER": "the next entry of the flow's `conversation_steps`",
    "say": "the rule's `response`, or the step's `content`",
    "do": "nothing: a workflow can't improvise",
    "end call": "nothing: a workflow can't end the call",
    "wait": "nothing: a workflow can't wait",
    "@": "the rule's `id`, or the `name` of a flow without a `title:`",
}
_EMPTY = "rules, flows, tags, integrations, channels, actions, guide, faq, setup_steps"
_VALUES = {
    "channels": ("whatsapp", "webchat", "telephony"),
    "kind": (TEXT_RESPONSE,),
    "weights": WEIGHTS,
    "empty": EMPTY_PARTS,
}
_PATCH = PassedKey(
    "changes to the finished payload, as a JSON Patch (RFC 6902)",
    '[{"op": "${1|add,replace|}", "path": "${2:/video_url}", "value": "${3:https://example.com/video}"}]',
)
_SETUP = PassedKey("setup steps that are more than text", '[{"${1:key}": "${2:value}"}]')
_TRIGGERS = (
    "The customer asks for ", "The customer asks whether ", "The customer says that ", "The customer wants to ",
    "The customer complains about ", "The customer greets the agent",
)  # fmt: skip

DOCS = TargetDocs(
    document="a Bimpe workflow",
    keys={**FIELD_KEYS, **_INSIDE, "empty": _EMPTY},
    meanings=AGENT_MEANINGS,
    becomes=_BECOMES,
    passed={"setup_steps": _SETUP, "patch": _PATCH},
    values=_VALUES,
    triggers=_TRIGGERS,
)
