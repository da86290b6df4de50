"""Scripts to Cekura's request bodies, bare conditional actions, and fragments of them."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from scn_compiler.jsondoc.codec import Json, stringify
from scn_compiler.platforms.cekura.emit.fields import (
    check_creation,
    check_details,
    check_first_message,
    check_required,
    check_role,
    check_unsupported,
    check_values,
    keys_of,
)
from scn_compiler.platforms.cekura.emit.functions import check_functions
from scn_compiler.platforms.cekura.emit.passthrough import (
    CONTENT_KEYS,
    cekura_values,
    contract_of,
    patched,
    put_checked,
)
from scn_compiler.platforms.cekura.emit.rows import check_branches, id_actions, when_actions
from scn_compiler.platforms.cekura.vocabulary import BODY_KEYS, NEWEST
from scn_compiler.platforms.kit.passthrough import PATCH, validate
from scn_compiler.platforms.kit.target import Emitted, Payload
from scn_compiler.semantics.block_search import search_blocks
from scn_compiler.semantics.resolve import ResolvedBlock, ResolvedScenario, ResolvedScript
from scn_compiler.semantics.settings import Value
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.nodes import FirstMessage, Sentence, When
from scn_dsl.records import Record, replace

Diagnostics = tuple[Diagnostic, ...]


class PayloadBuilder:
    """A document in progress: its JSON so far, and its diagnostics."""

    def __init__(self, value: dict[str, Json], found: list[Diagnostic] | None = None) -> None:
        self.value = value
        self.found = found or []


class Shape(Record):
    """The id-based or the when/say/then form of conditional actions, with its model and the day of its rules."""

    actions: Callable[[ResolvedScenario], dict[str, Json]]
    model: str
    chains: bool
    day: str = NEWEST


ID_SHAPE = Shape(id_actions, "ConditionalActions", chains=False)
WHEN_SHAPE = Shape(when_actions, "WhenActions", chains=True)


def conditional_actions(scenario: ResolvedScenario, shape: Shape) -> PayloadBuilder:
    """Compile the blocks and functions of a scenario to conditional actions.

    Shapes:
        Block           -> a row, an entry of `conditions`, or a step of a `then`
        say, do         -> `fixed_message` true, false; or plain, `<ai_generated>…</ai_generated>`
        end call, wait  -> `<endcall />`, an empty action
        cekura.functions -> `functions`

    Raises:
        Nothing: everything that the form can't express is a diagnostic.

    Source:
        docs.cekura.ai, conditional actions, 2026-04-30; skill reference after 2026-09-10.
    """
    draft = PayloadBuilder(shape.actions(scenario))
    draft.found.extend(check_role(scenario))
    draft.found.extend(check_details(scenario))
    draft.found.extend(check_functions(scenario))
    draft.found.extend(_roleplay(scenario))
    if shape.chains:
        draft.found.extend(check_branches(scenario))
    functions = cekura_values(scenario.settings).get("functions")
    if functions:
        draft.value["functions"] = functions.value
    return draft


def _roleplay(scenario: ResolvedScenario) -> Iterator[Diagnostic]:
    for row in search_blocks(scenario, _with_reserved_trigger):
        message = "the trigger `FIRST_MESSAGE` is reserved for the first message"
        hint = "describe what the agent does: `WHEN The agent asks …`"
        yield report("second-first-message", row.span, message, hint)


def _with_reserved_trigger(rows: Sequence[ResolvedBlock]) -> list[ResolvedBlock]:
    return [
        row
        for row in rows
        if isinstance(opening := row.block.opening, When)
        and isinstance(opening.trigger, Sentence)
        and opening.trigger.text.value == "FIRST_MESSAGE"
    ]


def _body(scenario: ResolvedScenario, shape: Shape, *, stringified: bool) -> PayloadBuilder:
    """Return the request body of a scenario (API reference and OpenAPI, 2026-05-11 and 2026-08-20)."""
    settings = scenario.settings
    draft = PayloadBuilder(keys_of(settings, BODY_KEYS, suite=False))
    if scenario.name is not None and "name" not in cekura_values(settings):
        draft.value = {"name": scenario.name, **draft.value}
    draft.found.extend(check_values(settings, suite=False))
    draft.found.extend(check_required(scenario, suite=False))
    draft.found.extend(check_unsupported(settings, tuple(BODY_KEYS), "a Cekura scenario", variables=False))
    content = settings.get("instructions")
    if content is not None:
        typed = "scenario_type" in cekura_values(
            settings
        )  # the script may pass through another type without blocks
        draft.value |= {} if typed else {"scenario_type": "instruction"}
        draft.value["instructions"] = content
        draft.found.extend(check_instructions(scenario))
    else:
        draft.found.extend(check_first_message(scenario))
        inner = conditional_actions(scenario, shape)
        draft.found.extend(inner.found)
        draft.value["scenario_type"] = "conditional_actions"
        key = "instructions" if stringified else "conditional_actions"
        draft.value[key] = inner.value
    _pass_through(draft, scenario, shape, stringified=stringified)
    draft.found.extend(check_creation(draft.value, scenario.span))
    if stringified and isinstance(draft.value.get("instructions"), dict):
        draft.value["instructions"] = stringify(draft.value["instructions"])
    return draft


def check_instructions(scenario: ResolvedScenario) -> Iterator[Diagnostic]:
    """Report a role and functions in a scenario without blocks."""
    functions = cekura_values(scenario.settings).get("functions")
    if functions:
        message = "functions have no equivalent in a scenario with `instructions:`"
        yield report(
            "unsupported-by-target",
            functions.name,
            message,
            "replace `instructions:` with blocks, or remove the functions",
        )
    role = scenario.settings.fields.get("role")
    if role:
        message = "`role:` has no equivalent in a scenario with `instructions:`"
        yield report("unsupported-by-target", role.name, message, "describe the role in `instructions:`")


def _pass_through(
    draft: PayloadBuilder, scenario: ResolvedScenario, shape: Shape, *, stringified: bool
) -> None:
    values = cekura_values(scenario.settings)
    if not values:
        return
    outer = {key: value for key, value in values.items() if key not in (*CONTENT_KEYS, PATCH)}
    draft.found.extend(put_checked(draft.value, outer))
    if PATCH in values:
        draft.value, found = patched(draft.value, values[PATCH], "body", chains=shape.chains)
        draft.found.extend(found)
        draft.found.extend(_untyped(draft.value, values[PATCH]))
    if not any(diagnostic.severity is Severity.ERROR for diagnostic in draft.found):
        checked = draft.value
        if stringified and isinstance(checked.get("instructions"), dict):
            checked = {**checked, "conditional_actions": checked["instructions"]}
            del checked["instructions"]
        draft.found.extend(validate(checked, contract_of("ScenarioBody", shape.day), values, scenario.span))


def _untyped(body: Json, operations: Value) -> Iterator[Diagnostic]:
    """Report a patch that removes or changes the type of a scenario with blocks."""
    scripted = "conditional_actions" in body or isinstance(body.get("instructions"), dict)
    if scripted and body.get("scenario_type") != "conditional_actions":
        message = (
            "without `scenario_type`, Cekura ignores the blocks unless the stored scenario has that type"
        )
        yield report(
            "missing-scenario-type",
            operations.span,
            message,
            "remove the patch operation on `/scenario_type`",
        )


def content_of(scenario: ResolvedScenario, shape: Shape) -> PayloadBuilder:
    """Build the bare object `{role, conditions}` or `{role, first_message, conditions}`, for pasting."""
    if scenario.settings.get("instructions") is not None:
        return PayloadBuilder({}, [_no_blocks(scenario)])
    draft = conditional_actions(scenario, shape)
    draft.found.extend(_outside(scenario, "a bare object"))
    values = cekura_values(scenario.settings)
    inner = {key: value for key, value in values.items() if key in (*CONTENT_KEYS, PATCH)}
    if PATCH in inner:
        draft.value, found = patched(draft.value, inner[PATCH], "actions", chains=shape.chains)
        draft.found.extend(found)
    if inner and not any(found.severity is Severity.ERROR for found in draft.found):
        draft.found.extend(validate(draft.value, contract_of(shape.model, shape.day), inner, scenario.span))
    return draft


def _outside(scenario: ResolvedScenario, what: str) -> Iterator[Diagnostic]:
    """Report lines that belong to the body around a bare object or a fragment."""
    settings = scenario.settings
    known = ("scenario",)
    yield from check_unsupported(settings, known, what, variables=False, severity=Severity.INFO)
    for key, value in cekura_values(settings).items():
        if key not in (*CONTENT_KEYS, PATCH):
            message = f"`cekura.{key}` has no equivalent in {what}"
            yield report("unsupported-by-target", value.name, message, severity=Severity.INFO)


def _no_blocks(scenario: ResolvedScenario) -> Diagnostic:
    span = scenario.settings.fields["instructions"].span
    hint = "compile to a complete request body, for example with `-t cekura`"
    message = "`instructions:` has no equivalent in bare conditional actions"
    return report("unsupported-by-target", span, message, hint, severity=Severity.ERROR)


def part_of(scenario: ResolvedScenario, shape: Shape) -> PayloadBuilder:
    """Build the fragment of a scenario: conditions without a role, and perhaps without a first message."""
    content = {key: value for key, value in shape.actions(scenario).items() if key != "role"}
    draft = PayloadBuilder(content, list(_of_part(scenario, shape)))
    values = cekura_values(scenario.settings)
    if "functions" in values:
        draft.value["functions"] = values["functions"].value
    if PATCH in values:
        draft.value, problems = patched(draft.value, values[PATCH], "actions", chains=shape.chains)
        draft.found.extend(problems)
    draft.found.extend(_refused_in_part(draft.value, scenario, shape, draft.found))
    return draft


def _refused_in_part(
    part: Json, scenario: ResolvedScenario, shape: Shape, found: list[Diagnostic]
) -> Iterator[Diagnostic]:
    """Validate a fragment, if the script passes anything through."""
    values = cekura_values(scenario.settings)
    inner = {key: value for key, value in values.items() if key in (*CONTENT_KEYS, PATCH)}
    if inner and not any(each.severity is Severity.ERROR for each in found):
        model = "WhenPart" if shape.chains else "Part"
        yield from validate(part, contract_of(model, shape.day), inner, scenario.span)


def _of_part(scenario: ResolvedScenario, shape: Shape) -> Iterator[Diagnostic]:
    """Report problems of a fragment, and lines of the script that it leaves out."""
    yield from check_functions(scenario, whole=False)
    yield from check_details(scenario)
    if shape.chains:
        yield from check_branches(scenario)
    if scenario.settings.get("instructions") is not None:
        yield _no_blocks(scenario)
    yield from _outside(scenario, "a part of a scenario")


def bare_rows_of(scenario: ResolvedScenario, shape: Shape, *, single: bool) -> tuple[Json, list[Diagnostic]]:
    """Return the bare rows: a list, or the only row."""
    value: Json = shape.actions(scenario).get("conditions", [])
    found = list(_of_part(scenario, shape))
    for row in scenario.rows if shape.chains else ():
        if isinstance(row.block.opening, FirstMessage) or (row.follows_up and row.parent is None):
            message = "this block has no equivalent in a list of {when, say, then}"
            found.append(report("unsupported-by-target", row.span, message, severity=Severity.ERROR))
    if single and len(value) != 1:
        message = f"this target needs exactly 1 condition; this scenario has {len(value)}"
        hint = "compile to a target that accepts several conditions, for example with `-t cekura-rows`"
        found.append(report("too-many-scenarios", scenario.span, message, hint))
    elif single:
        value = value[0]
    operations = cekura_values(scenario.settings).get(PATCH)
    if operations:
        value, problems = patched(value, operations, "row" if single else "rows", chains=shape.chains)
        found.extend(problems)
        rows = [value] if single else value
        found.extend(_refused_in_part({"conditions": rows}, scenario, shape, found))
    return value, found


def emit_bodies(shape: Shape, *, stringified: bool = False) -> Callable[[ResolvedScript], Emitted]:
    """Return an emitter of request bodies, one for each scenario.

    Args:
        stringified: Whether the conditional actions are a JSON string in `instructions`.

    Shapes:
        fields        -> the keys of `BODY_KEYS`
        instructions  -> `scenario_type: instruction`, `instructions`
        blocks        -> `scenario_type: conditional_actions`, see `conditional_actions`
        cekura.KEY, cekura.patch  -> the key unchanged, changes to the finished body

    Raises:
        Nothing: everything that a body can't express is a diagnostic.

    Source:
        API reference and OpenAPI, 2026-05-11 and 2026-08-20.
    """
    return lambda document: _each(document, lambda scenario: _body(scenario, shape, stringified=stringified))


def diagnose_bodies(shape: Shape, *, stringified: bool = False) -> Callable[[ResolvedScript], Diagnostics]:
    """Return a function that returns the diagnostics of `emit_bodies`, usually without building rows."""
    return _without_rows(partial(_body, stringified=stringified), shape)


def emit_contents(shape: Shape) -> Callable[[ResolvedScript], Emitted]:
    """Return an emitter of bare objects for pasting, one for each scenario.

    Shapes:
        role, blocks  -> `{role, conditions}` or `{role, first_message, conditions}`

    Raises:
        Nothing: everything that the object can't express is a diagnostic.

    Source:
        See `conditional_actions`.
    """
    return lambda document: _each(document, lambda scenario: content_of(scenario, shape))


def diagnose_contents(shape: Shape) -> Callable[[ResolvedScript], Diagnostics]:
    """Return a function that returns the diagnostics of `emit_contents`, usually without building rows."""
    return _without_rows(content_of, shape)


def _without_rows(
    draft: Callable[[ResolvedScenario, Shape], PayloadBuilder], shape: Shape
) -> Callable[[ResolvedScript], Diagnostics]:
    """Diagnose documents without rows; with them only if the script passes values through, which are validated."""
    bare = replace(shape, actions=lambda _: {})

    def diagnose(document: ResolvedScript) -> Diagnostics:
        drafts = [
            draft(scenario, shape if cekura_values(scenario.settings) else bare)
            for scenario in document.scenarios
        ]
        return tuple([found for builder in drafts for found in builder.found])

    return diagnose


def emit_parts(shape: Shape) -> Callable[[ResolvedScript], Emitted]:
    """Return an emitter of objects without a role, one for each scenario.

    Shapes:
        blocks  -> `{conditions}` or `{first_message, conditions}`

    Raises:
        Nothing: everything that a fragment can't express is a diagnostic.

    Source:
        See `conditional_actions`.
    """
    return lambda document: _each(document, lambda scenario: part_of(scenario, shape))


def emit_rows(shape: Shape, *, single: bool) -> Callable[[ResolvedScript], Emitted]:
    """Return an emitter of the rows of a fragment.

    Args:
        single: Whether the payload is one row instead of a list.

    Shapes:
        Block  -> `{id, condition, action, type, fixed_message}` or `{when, say, then}`

    Raises:
        Nothing: everything that a row can't express is a diagnostic.

    Source:
        See `conditional_actions`.
    """

    def emit(document: ResolvedScript) -> Emitted:
        results = [
            (scenario, *bare_rows_of(scenario, shape, single=single)) for scenario in document.scenarios
        ]
        payloads = tuple(Payload(scenario.name, value, (scenario,)) for scenario, value, _ in results)
        return Emitted(payloads, tuple(diagnostic for _, _, found in results for diagnostic in found))

    return emit


def _each(document: ResolvedScript, draft: Callable[[ResolvedScenario], PayloadBuilder]) -> Emitted:
    drafts = [(scenario, draft(scenario)) for scenario in document.scenarios]
    payloads = tuple(Payload(scenario.name, builder.value, (scenario,)) for scenario, builder in drafts)
    return Emitted(payloads, tuple(diagnostic for _, builder in drafts for diagnostic in builder.found))
