"""Hints that name the one platform that supports a line, if the script's target doesn't."""

from collections.abc import Iterator
from functools import lru_cache

from scn_compiler.platforms import PLATFORMS, docs_of
from scn_compiler.semantics.resolve import ResolvedScript
from scn_compiler.semantics.settings import Settings
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.records import replace
from scn_dsl.source import Span


def with_target_hints(found: tuple[Diagnostic, ...], document: ResolvedScript) -> tuple[Diagnostic, ...]:
    """Add hints about the only platform that supports a line, unless the script names its target."""
    if "target" in document.defaults.fields or any(
        "target" in each.own.fields for each in document.scenarios
    ):
        return found
    words = {span: word for scenario in document.scenarios for span, word in _words(scenario.settings)}
    words |= {
        value.name: name
        for scenario in document.scenarios
        for row in scenario.rows
        for name, value in row.details
    }
    return tuple([_with_hint(each, words.get(each.span, "")) for each in found])


def _words(settings: Settings) -> Iterator[tuple[Span, str]]:
    for name, value in settings.fields.items():
        yield value.name, name
    for entry in settings.records:
        yield entry.value.name, entry.name
    for holder, table in settings.variables:
        for value in table.values():
            yield value.name, holder


def _with_hint(found: Diagnostic, word: str) -> Diagnostic:
    if found.name != "unsupported-by-target" or found.hint or found.fix or not word:
        return found
    if word == "notes":
        hint = "to leave a note for readers of the script, use a comment: `# …`"
        return replace(found, hint=hint)
    only = _places().get(word, ())
    if len(only) != 1:
        return found
    (target,) = only
    name = target.capitalize()
    hint = f"remove this line, or write `target: {target}` at the top of the file, because only {name} supports `{word}`"
    return replace(found, hint=hint)


@lru_cache(maxsize=1)
def _places() -> dict[str, tuple[str, ...]]:
    """Return the platforms that support each field and each word before variables."""
    places: dict[str, tuple[str, ...]] = {}
    for platform in PLATFORMS:
        docs = [docs_of(target) for target in platform.targets]
        for word in {word for each in docs for word in (*each.keys, *each.holders)}:
            places[word] = (*places.get(word, ()), platform.name)
    return places
