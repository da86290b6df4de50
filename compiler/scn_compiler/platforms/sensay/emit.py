"""Scripts to Sensay's request bodies, one for each scenario."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scn_compiler.jsondoc.codec import Json
from scn_compiler.platforms.kit.passthrough import (
    PATCH,
    Contract,
    passthrough_values,
    patch,
    put,
    put_empty,
    validate,
)
from scn_compiler.platforms.kit.target import Emitted, Payload
from scn_compiler.platforms.kit.unsupported import unsupported_blocks, unsupported_settings
from scn_compiler.platforms.sensay.vocabulary import EMPTY_PARTS, FIELD_KEYS, SUMMARY_LIMIT
from scn_compiler.semantics.defaults import is_default
from scn_compiler.semantics.resolve import ResolvedScenario, ResolvedScript
from scn_compiler.semantics.settings import Settings, Value
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Severity

if TYPE_CHECKING:
    from pydantic import BaseModel

_TAKEN = ("scenario", "empty", *FIELD_KEYS)
_WHAT = "a Sensay note"
_HINT = "describe the conversation with `summary:`, `question:` and `topic:`"


def emit(document: ResolvedScript) -> Emitted:
    """Compile a script to request bodies, one for each scenario.

    Shapes:
        summary          -> `summary`
        question, topic  -> entries of `commonQuestions`, `commonTopics`
        blocks           -> nothing, with a warning
        sensay.KEY, sensay.patch  -> the key unchanged, changes to the finished body

    Raises:
        Nothing: everything that a note can't express is a diagnostic.

    Source:
        docs.sensay.io, "Update conversation details", API version 2025-03-25.
    """
    payloads: list[Payload] = []
    found: list[Diagnostic] = list(_deprecated(document))
    for scenario in document.scenarios:
        own: list[Diagnostic] = []
        payloads.append(Payload(scenario.name, _body(scenario, own), (scenario,)))
        found.extend(own)
    return Emitted(tuple(payloads), tuple(found))


def _body(scenario: ResolvedScenario, found: list[Diagnostic]) -> Json:
    settings = scenario.settings
    passed = passthrough_values(settings, "sensay")
    body: dict[str, Json] = dict(_said(settings))
    found.extend(_check_summary(settings))
    found.extend(unsupported_settings(settings, _TAKEN, _WHAT))
    found.extend(unsupported_blocks(scenario.rows, _WHAT, _HINT))
    found.extend(put_empty(body, settings, EMPTY_PARTS, _WHAT))
    payload: Json = {key: body[key] for key in FIELD_KEYS.values() if key in body}
    found.extend(put(payload, passed))
    if PATCH in passed:
        payload, problems = patch(payload, passed[PATCH])
        found.extend(problems)
    if not payload and not any(each.severity is Severity.ERROR for each in found):
        hint = (
            "write `summary: …`, `question: …` or `topic: …`; "
            "`scn compile --propose` can propose these lines based on the blocks"
        )
        found.append(report("nothing-to-update", scenario.span, "this note is empty", hint))
    if passed and not any(each.severity is Severity.ERROR for each in found):
        found.extend(validate(payload, Contract("sensay", _model), passed, scenario.span))
    return payload


def _model() -> "type[BaseModel]":
    from scn_compiler.platforms.sensay.payload import UpdateConversation  # noqa: PLC0415  (loads pydantic)

    return UpdateConversation


def _said(settings: Settings) -> Iterator[tuple[str, Json]]:
    """Yield the keys that fields set; the script's own lines override the project's defaults."""
    empty = [EMPTY_PARTS[name][0] for name in settings.get("empty") or () if name in EMPTY_PARTS]
    for name, key in FIELD_KEYS.items():
        value = settings.fields.get(name)
        if value is None or value.value is None:
            continue
        if not (is_default(value) and (key in empty or ("sensay", key) in settings.platform)):
            yield key, value.value


def _check_summary(settings: Settings) -> Iterator[Diagnostic]:
    value = settings.fields.get("summary")
    if value is not None and isinstance(value.value, str):
        yield from _check_length(value)


def _check_length(value: Value) -> Iterator[Diagnostic]:
    points = len(value.value)
    units = len(value.value.encode("utf-16-le", "surrogatepass")) // 2
    if units <= SUMMARY_LIMIT:
        return
    if points > SUMMARY_LIMIT:
        counted = (
            f"{points} characters" if points == units else f"{points} characters, or {units} UTF-16 units"
        )
        message = f"the summary has {counted}; Sensay accepts at most {SUMMARY_LIMIT}"
        yield report("bad-field-value", value.span, message, "shorten the summary")
        return
    message = f"the summary has {points} characters, but {units} UTF-16 units; Sensay accepts at most {SUMMARY_LIMIT}"
    hint = "shorten the summary, or remove emoji: Sensay doesn't document whether its limit counts characters or UTF-16 units"
    yield report("bad-field-value", value.span, message, hint, severity=Severity.WARNING)


def _deprecated(document: ResolvedScript) -> Iterator[Diagnostic]:
    """Report the deprecated endpoint once for a file, at the `target:` line or at the first scenario."""
    targets = [each.own.fields["target"] for each in document.scenarios if "target" in each.own.fields]
    targets = [document.defaults.fields["target"]] if "target" in document.defaults.fields else targets
    first = [scenario.span for scenario in document.scenarios]
    span = targets[0].span if targets else next(iter(first), None)
    if span is not None:
        message = "Sensay has deprecated the endpoint for this note without naming a replacement"
        hint = (
            "ask Sensay whether you can still rely on the endpoint, then add "
            "`# scn: allow deprecated-endpoint REASON` with their answer as the reason"
        )
        yield report("deprecated-endpoint", span, message, hint)
