"""Cekura's targets with the rules of another day: diagnostics differ, payloads don't."""

from scn_compiler.platforms.cekura.tags import CEKURA_MARKUP
from scn_compiler.platforms.cekura.vocabulary import SILENCE_SINCE, WHEN_SAY_THEN_SINCE
from scn_compiler.platforms.kit.target import Emitted, Markup, Target
from scn_compiler.semantics.resolve import ResolvedScript
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Severity
from scn_dsl.records import replace


def target_of_day(target: Target, day: str) -> Target:
    """Restrict `target` to the tags and forms of `day`; its emitter already applies the other rules of `day`."""
    target = replace(target, markup=_markup(day))
    if not _too_new(target, day):
        return target
    return replace(target, emit=lambda document: _refused(target, document), diagnose=None)


def _too_new(target: Target, day: str) -> bool:
    return target.chains_only and day < WHEN_SAY_THEN_SINCE


def _refused(target: Target, document: ResolvedScript) -> Emitted:
    emitted = target.emit(document)
    message = f"Cekura introduced the when/say/then form on {WHEN_SAY_THEN_SINCE}, but your configuration sets an earlier day"
    hint = "compile to a target with ids (`-t cekura`), or set a later day in the configuration"
    found = [
        report("unsupported-by-target", scenario.span, message, hint, severity=Severity.ERROR)
        for scenario in document.scenarios
    ]
    return Emitted(emitted.payloads, (*emitted.diagnostics, *found))


def _markup(day: str) -> Markup:
    """Return Cekura's tags on `day`; `<silence>` used to be called `<break>`."""
    if day >= SILENCE_SINCE:
        return CEKURA_MARKUP
    tags = {name: tag for name, tag in CEKURA_MARKUP.tags.items() if name != "silence"}
    aliases = {word: "break" if name == "silence" else name for word, name in CEKURA_MARKUP.aliases.items()}
    tags["break"] = replace(tags["break"], replaced_by=None)
    return replace(CEKURA_MARKUP, tags=tags, aliases={**aliases, "silence": "break"})
