"""JSON that people take for a payload and that no platform reads: what it is, by its keys.

Sources, as known on 2026-11-29: API references of Vapi (tests of a suite), Retell AI (test case definitions) and
ElevenLabs (tests of agents); the OpenAPI and JSON Schema specifications; Cekura's page on transcripts.
"""

from scn_compiler.jsondoc.codec import Json

_KNOWN_BY = (
    ("a test of Vapi's", ("scorers", "script")),
    ("a test of Vapi's", ("scorers", "numAttempts")),
    ("a test case of Retell AI's", ("user_prompt", "metrics")),
    ("a test case of Retell AI's", ("user_prompt", "response_engine")),
    ("a test of ElevenLabs'", ("chat_history", "success_condition")),
    ("a test of ElevenLabs'", ("simulation_scenario",)),
    ("an agent of ElevenLabs'", ("conversation_config",)),
    ("a request to run scenarios that are stored", ("scenario_ids",)),
    ("an OpenAPI document", ("openapi", "info")),
    ("an OpenAPI document", ("swagger", "info")),
    ("a JSON schema", ("$schema", "properties")),
    ("a JSON schema", ("$schema", "$defs")),
    ("a JSON schema", ("type", "properties")),
    ("a collection of Postman's", ("info", "item")),
    ("the answer to a refused request", ("success", "error")),
    ("the answer to a refused request", ("detail",)),
)
"""What it is, and the keys that all stand in it."""

_SPEAKERS = ({"role", "content"}, {"role", "message"}, {"speaker", "text"}, {"role", "text"})
_AROUND = ("messages", "transcript", "transcript_object", "conversation", "turns")
_WRAPPERS = ("data", "results", "items", "tests", "body", "payload", "scenario", "result")


def what_is(payload: Json) -> str | None:
    """What a JSON value is, in words that fit behind "this is"; `None` if that is unknown."""
    entries = payload if isinstance(payload, list) else [payload]
    objects = [each for each in entries if isinstance(each, dict)]
    if not objects or len(objects) < len(entries):
        return None
    if all(any(keys <= each.keys() for keys in _SPEAKERS) for each in objects):
        return "what was said in a conversation"
    if any(isinstance(each.get(key), list) and what_is(each[key]) for each in objects for key in _AROUND):
        return "what was said in a conversation"
    known = next((what for what, keys in _KNOWN_BY if all(key in objects[0] for key in keys)), None)
    return known or next(
        (what for key in _WRAPPERS if isinstance(objects[0].get(key), dict | list)
         and (what := what_is(objects[0][key]))), None
    )  # fmt: skip
