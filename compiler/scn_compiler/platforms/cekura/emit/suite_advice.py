"""Advice of Cekura's own check of suite files, beyond its schema (infra test suite skill, 2026-09-10)."""

from collections.abc import Iterator

from scn_compiler.jsondoc.codec import Json
from scn_compiler.platforms.cekura.emit.passthrough import cekura_values
from scn_compiler.semantics.resolve import ResolvedScenario, ResolvedScript
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import Do

MOST_SCENARIOS = 12


def check_advice(document: ResolvedScript, suite: dict[str, Json]) -> Iterator[Diagnostic]:
    """Report what makes the results of a suite hard to compare or to judge, and what only its schema refuses."""
    entries = suite.get("scenarios")
    for scenario, entry in zip(
        document.scenarios, entries if isinstance(entries, list) else (), strict=False
    ):
        if isinstance(entry, dict) and entry.get("instructions") and "conditional_actions" in entry:
            message = "a suite passes over `instructions` where a scenario has blocks"
            yield report("unsupported-by-target", scenario.span, message, "take one of the two out")
        has_default = scenario.settings.get("language") is not None  # without any it is an error
        if (
            has_default
            and isinstance(entry, dict)
            and entry.keys() & {"conditional_actions", "language"} == {"conditional_actions"}
        ):
            message = (
                "this scenario of a suite has a language in `defaults` only: the suite schema refuses that"
            )
            yield report(
                "missing-language", scenario.span, message, "write e.g. `language: en` in the scenario"
            )
    if len(document.scenarios) > MOST_SCENARIOS:
        message = f"this suite has {len(document.scenarios)} scenarios, and {MOST_SCENARIOS} are as many as run before a merge"
        hint = "join what one call can show, or make two suites of it"
        yield report("large-suite", document.scenarios[MOST_SCENARIOS].span, message, hint)
    for scenario in document.scenarios:
        yield from _scenario(scenario)


def _scenario(scenario: ResolvedScenario) -> Iterator[Diagnostic]:
    if "key" not in cekura_values(scenario.settings):
        message = "without a key, results of this scenario cannot be compared once its name changes"
        yield report(
            "missing-key", scenario.span, message, f'write e.g. `cekura.key: "{_slug(scenario.name)}"`'
        )
    if not scenario.settings.get("expect"):
        message = "nothing is expected of this call, so hardly anything can fail"
        yield report("missing-expectation", scenario.span, message, "write `expect: The main agent …`")
    for row in scenario.rows:
        for action in row.block.actions:
            if isinstance(action, Do):
                message = "the caller finds its own words here, so two runs of this suite may differ"
                span = row.block.place(action.text.span)
                yield report("improvised-in-suite", span, message, "write `say:` and the very words")
                return


def _slug(name: str | None) -> str:
    words = "".join(letter if letter.isalnum() else " " for letter in (name or "").lower()).split()
    return "-".join(words) or "…"
