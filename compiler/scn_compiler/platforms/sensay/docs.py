"""Documentation of Sensay's target for editors, as data."""

from scn_compiler.platforms.kit.docs import PassedKey, TargetDocs
from scn_compiler.platforms.sensay.vocabulary import EMPTY_PARTS, FIELD_KEYS

_PATCH = PassedKey(
    "changes to the finished payload, as a JSON Patch (RFC 6902)",
    '[{"op": "${1|add,replace|}", "path": "${2:/summary}", "value": ${3:null}}]',
)
_NOTHING = "nothing: a note has no blocks"
_WORDS = ("FIRST_MESSAGE", "WHEN", "THEN", "AFTER", "say", "do", "end call", "wait", "@")

DOCS = TargetDocs(
    document="a Sensay note",
    keys={**FIELD_KEYS, "empty": ", ".join(key for key, _ in EMPTY_PARTS.values())},
    values={"empty": tuple(EMPTY_PARTS)},
    becomes=dict.fromkeys(_WORDS, _NOTHING),
    passed={"patch": _PATCH},
)
