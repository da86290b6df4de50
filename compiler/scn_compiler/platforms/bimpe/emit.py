"""Scripts to Bimpe's request bodies of workflows."""

from typing import TYPE_CHECKING

from scn_compiler.jsondoc.codec import Json
from scn_compiler.platforms.bimpe.blocks import flows_of, rules_of
from scn_compiler.platforms.bimpe.checks import check_workflow
from scn_compiler.platforms.bimpe.vocabulary import EMPTY_PARTS, FIELD_KEYS, KEY_ORDER
from scn_compiler.platforms.kit.passthrough import PATCH, Contract, passthrough_values, patch, put, validate
from scn_compiler.platforms.kit.target import Emitted, Payload
from scn_compiler.semantics.defaults import is_default
from scn_compiler.semantics.resolve import ResolvedScenario, ResolvedScript
from scn_compiler.semantics.settings import Settings, Value
from scn_dsl.diagnostic import Diagnostic, Severity

if TYPE_CHECKING:
    from pydantic import BaseModel

_NAME = "bimpe"


def emit(document: ResolvedScript, *, whole: bool) -> Emitted:
    """Compile a script to request bodies, one for each scenario.

    Args:
        whole: Whether the body creates a workflow, which requires a name and a system prompt.

    Shapes:
        fields and records      -> the keys of `FIELD_KEYS`
        WHEN sentence           -> an entry of `rules`
        WHEN contains, THEN     -> an entry of `flows`, its `conversation_steps`
        empty                   -> empty lists
        bimpe.KEY, bimpe.patch  -> the key unchanged, changes to the finished body

    Raises:
        Nothing: everything that a workflow can't express is a diagnostic.

    Source:
        Console API reference, "Update workflow", read 2026-11-20.
    """
    payloads: list[Payload] = []
    found: list[Diagnostic] = []
    for scenario in document.scenarios:
        found.extend(check_workflow(scenario, whole=whole))
        body, problems = _body(scenario, whole=whole)
        found.extend(problems)
        payloads.append(Payload(scenario.name, body, (scenario,)))
    return Emitted(tuple(payloads), tuple(found))


def _body(scenario: ResolvedScenario, *, whole: bool) -> tuple[Json, list[Diagnostic]]:
    values = passthrough_values(scenario.settings, _NAME)
    parts = _parts(scenario, values)
    keys: dict[str, Json] = {key: parts[key] for key in KEY_ORDER if key in parts}
    found = list(put(keys, values))
    body: Json = {key: keys[key] for key in (*KEY_ORDER, *keys) if key in keys}
    if PATCH in values:
        body, problems = patch(body, values[PATCH])
        found.extend(problems)
    if values and not any(problem.severity is Severity.ERROR for problem in found):
        contract = Contract(_NAME, _create if whole else _update)
        found.extend(validate(body, contract, values, scenario.span))
    return body, found


def _update() -> "type[BaseModel]":
    from scn_compiler.platforms.bimpe.payload import UpdateWorkflow  # noqa: PLC0415  (loads pydantic)

    return UpdateWorkflow


def _create() -> "type[BaseModel]":
    from scn_compiler.platforms.bimpe.payload import CreateWorkflow  # noqa: PLC0415  (loads pydantic)

    return CreateWorkflow


def _parts(scenario: ResolvedScenario, values: dict[str, Value]) -> dict[str, Json]:
    """Return the values that the script sets, by key."""
    settings = scenario.settings
    parts = _empty(settings)
    for name, key in FIELD_KEYS.items():
        value = settings.fields.get(name)
        gives_way = value and is_default(value) and key in values
        if value and value.value is not None and not gives_way and key != "guide":
            parts[key] = value.value
    if scenario.name is not None and "name" not in values:
        parts["name"] = scenario.name
    if guide := _guide(settings):
        parts["guide"] = guide
    if entries := settings.all("faq"):
        parts["faq"] = [{"question": entry.value.value, "answer": entry.get("answer")} for entry in entries]
    for key, blocks in (("rules", rules_of(scenario)), ("flows", flows_of(scenario))):
        if blocks:
            parts[key] = blocks
    return parts


def _empty(settings: Settings) -> dict[str, Json]:
    """Return the parts that are present and empty."""
    named = [name for name in settings.get("empty") or () if name in EMPTY_PARTS]
    return {FIELD_KEYS.get(name, name): {"steps": []} if name == "guide" else [] for name in named}


def _guide(settings: Settings) -> dict[str, Json]:
    """Return the guide: its steps and the address of its video (`youtubeUrl` on the wire)."""
    video, steps = settings.get("guide_video"), settings.get("guide")
    if video is None and not steps:
        return {}
    return {**({} if video is None else {"youtubeUrl": video}), "steps": steps or []}
