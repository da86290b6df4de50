"""Documentation of Eqho's target for editors, as data.

Sources as in vocabulary.py.
"""

from scn_compiler.platforms.eqho.vocabulary import (
    CALLS_PATH,
    DIRECTIONS,
    EMPTY_PARTS,
    EXPECTATIONS_PATH,
    FIELD_KEYS,
    HISTORY_PATH,
    ID_LENGTH,
    INFO_WORD,
    NULL_PARTS,
    REQUESTORS,
    SET_ID_KEY,
    TEMPLATES,
    TOOL_PARTS,
    TOOL_PATHS,
    TOOL_TYPES,
    TOOLS_PATH,
    TOP_KEYS,
)
from scn_compiler.platforms.kit.docs import PassedKey, TargetDocs
from scn_dsl.vocabulary import HOLDERS

_TEMPLATE_WORDS = {
    "transcript": "the conversation so far",
    "lead": "a dynamic variable of the lead, for example `lead.name`",
}
_STEP = "a numbered step of `task_instructions`"

DOCS = TargetDocs(
    document="an Eqho scenario",
    keys={
        **{name: ".".join(path) for name, path in FIELD_KEYS.items()},
        "history": ".".join(HISTORY_PATH),
        "expect": ".".join(EXPECTATIONS_PATH),
        "expect_call": ".".join(CALLS_PATH),
        "caller_tool": ".".join(TOOLS_PATH),
        **{name: ".".join(("lead_scenario.actions.SLUG", *path)) for name, path in TOOL_PATHS.items()},
        "call_id": "evaluation_criteria.actions[].tool_call_id",
        "by": "evaluation_criteria.actions[].requestor",
        "info": "evaluation_criteria.actions[].info",
        "compare": "evaluation_criteria.actions[].compare_args",
        "empty": ", ".join(key for key in TOP_KEYS if key != "name"),
    },
    holders=HOLDERS,
    becomes={
        "FIRST_MESSAGE": f"{_STEP}, for the start of the conversation",
        "WHEN": f"{_STEP}, for each time the trigger matches",
        "THEN": f"{_STEP}, for the turn after the step above it",
        "AFTER": f"{_STEP}, for the turn after the step with that label",
        "say": "an instruction to say exactly the words in quotation marks",
        "do": "an instruction to carry out in the caller's own words",
        "end call": "an instruction to end the call",
        "wait": "an instruction to let the agent speak first",
        "@": "the number of the step",
    },
    templates={name: _TEMPLATE_WORDS[name] for name in TEMPLATES},
    passed={
        SET_ID_KEY: PassedKey(f"id of the scenario set, {ID_LENGTH} characters", f'"${{1:{"0" * ID_LENGTH}}}"'),
        "patch": PassedKey(
            "changes to the finished payload, as a JSON Patch (RFC 6902)",
            '[{"op": "${1|add,replace|}", "path": "${2:/folder}", "value": ${3:"value"}}]',
        ),
    },
    triggers=(
        "The agent asks for ", "The agent asks whether ", "The agent says that ", "The agent offers ",
        "The agent confirms ", "The agent greets the caller", "The agent says goodbye",
    ),
    values={
        "direction": DIRECTIONS,
        "medium": ("chatbot",),
        "history": ("caller: ", "agent: ", "system: "),
        "by": tuple(REQUESTORS),
        "compare": ("all", "none"),
        "kind": TOOL_TYPES,
        "empty": tuple(dict.fromkeys((*EMPTY_PARTS, *NULL_PARTS, *TOOL_PARTS, INFO_WORD))),
    },
    expectations=("The agent ", "The agent asks for ", "The agent confirms ", "The agent refuses ", "The agent does not "),
)  # fmt: skip
