"""Recognizes JSON that people mistake for a payload, by its keys.

Sources, as known on 2026-11-29: API references of Vapi (tests of a suite), Retell AI (test case definitions) and
ElevenLabs (tests of agents); the OpenAPI and JSON Schema specifications; Cekura's page on transcripts.
"""

from scn_compiler.jsondoc.codec import Json

_KNOWN_BY = (
    ("a Vapi test", ("scorers", "script")),
    ("a Vapi test", ("scorers", "numAttempts")),
    ("a Retell AI test case", ("user_prompt", "metrics")),
    ("a Retell AI test case", ("user_prompt", "response_engine")),
    ("an ElevenLabs test", ("chat_history", "success_condition")),
    ("an ElevenLabs test", ("simulation_scenario",)),
    ("an ElevenLabs agent", ("conversation_config",)),
    ("a request to run scenarios", ("scenario_ids",)),
    ("an OpenAPI document", ("openapi", "info")),
    ("an OpenAPI document", ("swagger", "info")),
    ("a JSON schema", ("$schema", "properties")),
    ("a JSON schema", ("$schema", "$defs")),
    ("a JSON schema", ("type", "properties")),
    ("a Postman collection", ("info", "item")),
    ("the response to a failed request", ("success", "error")),
    ("the response to a failed request", ("detail",)),
)
"""Descriptions, each with the keys that such JSON must have."""

_SPEAKERS = ({"role", "content"}, {"role", "message"}, {"speaker", "text"}, {"role", "text"})
_AROUND = ("messages", "transcript", "transcript_object", "conversation", "turns")
_WRAPPERS = ("data", "results", "items", "tests", "body", "payload", "scenario", "result")


def what_is(payload: Json) -> str | None:
    """Describe a JSON value in words that fit after "this is"; return `None` if it is unknown."""
    entries = payload if isinstance(payload, list) else [payload]
    objects = [each for each in entries if isinstance(each, dict)]
    if not objects or len(objects) < len(entries):
        return None
    if all(any(keys <= each.keys() for keys in _SPEAKERS) for each in objects):
        return "a transcript"
    if any(isinstance(each.get(key), list) and what_is(each[key]) for each in objects for key in _AROUND):
        return "a transcript"
    known = next((what for what, keys in _KNOWN_BY if all(key in objects[0] for key in keys)), None)
    return known or next(
        (what for key in _WRAPPERS if isinstance(objects[0].get(key), dict | list)
         and (what := what_is(objects[0][key]))), None
    )  # fmt: skip
