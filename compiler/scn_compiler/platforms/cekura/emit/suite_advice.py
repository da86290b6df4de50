"""Advice of Cekura's own check of suite files, beyond its schema (infra test suite skill, 2026-09-10)."""

from collections.abc import Iterator

from scn_compiler.jsondoc.codec import Json
from scn_compiler.platforms.cekura.emit.passthrough import scenario_key
from scn_compiler.semantics.resolve import ResolvedScenario, ResolvedScript
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import Do
from scn_dsl.source import ROW

MOST_SCENARIOS = 12


def check_advice(document: ResolvedScript, suite: dict[str, Json]) -> Iterator[Diagnostic]:
    """Report suites whose results are hard to compare or to judge, and errors that only the suite schema reports."""
    entries = suite.get("scenarios")
    for scenario, entry in zip(
        document.scenarios, entries if isinstance(entries, list) else (), strict=False
    ):
        if isinstance(entry, dict) and entry.get("instructions") and "conditional_actions" in entry:
            message = "a suite ignores `instructions` in a scenario with blocks"
            yield report(
                "unsupported-by-target", scenario.span, message, "remove either `instructions:` or the blocks"
            )
        has_default = (
            scenario.settings.get("language") is not None
        )  # a missing language is reported as an error
        if (
            has_default
            and isinstance(entry, dict)
            and entry.keys() & {"conditional_actions", "language"} == {"conditional_actions"}
        ):
            message = "this scenario has a language only in the suite's `defaults`, and the suite schema rejects that"
            yield report(
                "missing-language",
                scenario.span,
                message,
                "add the language to the scenario, for example `language: en`",
            )
    if len(document.scenarios) > MOST_SCENARIOS:
        count = len(document.scenarios)
        message = f"this suite has {count} scenarios; Cekura recommends at most {MOST_SCENARIOS} to run before each merge"
        hint = "combine scenarios that fit in one call, or split the suite"
        yield report("large-suite", document.scenarios[MOST_SCENARIOS].span, message, hint)
    for scenario in document.scenarios:
        yield from _scenario(scenario)


def _scenario(scenario: ResolvedScenario) -> Iterator[Diagnostic]:
    if scenario_key(scenario.settings) is None and not _is_of_table(scenario):
        from scn_compiler.semantics.keys import key_from  # noqa: PLC0415  (only this advice needs it)

        message = "without a key, you can't compare results from before and after you rename this scenario"
        yield report(
            "missing-key",
            scenario.span,
            message,
            f"add a key, for example `key: {key_from(scenario.name or '') or '…'}`",
        )
    if not scenario.settings.get("expect"):
        message = "this scenario has no `expect:`, so almost any call passes"
        yield report(
            "missing-expectation",
            scenario.span,
            message,
            "describe what the agent must do, for example `expect: The main agent confirms the date`",
        )
    for row in scenario.rows:
        for action in row.block.actions:
            if isinstance(action, Do):
                message = "the caller improvises here, so runs of this suite might differ"
                span = row.block.place(action.text.span)
                yield report("improvised-in-suite", span, message, "write the exact words as `say: …`")
                return


def _is_of_table(scenario: ResolvedScenario) -> bool:
    """Tell whether a row makes the scenario: one line with a key can't be a key for each row."""
    return scenario.span.origin is not None and scenario.span.origin.kind == ROW
