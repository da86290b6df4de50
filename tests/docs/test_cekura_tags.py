"""The table of tags on Cekura's page agrees with the checks."""

import re

from scn_compiler.platforms.cekura.tags import CEKURA_MARKUP
from scn_compiler.platforms.kit.target import AttributeSpec, TagPlace, TagSpec, ValueKind
from support.cases import every
from support.tables import PLATFORMS, table_in

PHRASES = {
    ValueKind.TEXT: "text",
    ValueKind.SECONDS: 'seconds, `"1.5s"`',
    ValueKind.MILLISECONDS: "milliseconds",
    ValueKind.NUMBER: "number",
    ValueKind.DIGITS: "keys `0`-`9`, `*`, `#`",
    ValueKind.SOUND: "sound or an http(s) URL",
    ValueKind.CHOICE: " or ",
    ValueKind.VOICE_ID: "voice id",
}
PLACES = {
    TagPlace.ANYWHERE: "anywhere",
    TagPlace.ALONE: "the whole action",
    TagPlace.FIRST: "first in the action",
    TagPlace.START: "at the start, in the id-based form",
}
SHAPES = {"self": r"`<{} (… )?/>`", "block": r"`<{0}>…</{0}>`"}


def _range(low: float | None, high: float | None) -> str:
    return f"at least {low:g}" if high is None else f"{low:g} to {high:g}"


def _attribute_facts(spec: AttributeSpec) -> list[str]:
    facts = [f"`{spec.name}`" + (", required:" if spec.required else ":"), PHRASES[spec.kind]]
    facts += [f"`{choice}`" for choice in spec.choices if spec.kind is ValueKind.CHOICE]
    facts += [_range(spec.low, spec.high)] if spec.low is not None else []
    facts += [f"safe {_range(spec.soft_low, spec.soft_high)}"] if spec.soft_low is not None else []
    return facts


def _tag_table() -> dict[str, list[str]]:
    return table_in(PLATFORMS["cekura"].section("Tags"), "tag")


def test_every_tag_has_a_row_and_every_row_is_a_tag() -> None:
    assert list(_tag_table()) == list(CEKURA_MARKUP.tags)


@every("spec", CEKURA_MARKUP.tags.values(), ids=CEKURA_MARKUP.tags.keys())
def test_the_row_of_a_tag_says_what_the_checks_enforce(spec: TagSpec) -> None:
    form, attributes, where, summary = _tag_table()[spec.name]
    written = {shape for shape, wanted in SHAPES.items() if re.search(wanted.format(spec.name), form)}
    assert written == set(spec.shapes)
    parts = attributes.split("; ")
    described = [name[1] for part in parts if (name := re.match(r"`(\w+)`(?:, required)?:", part))]
    assert described == [attribute.name for attribute in spec.attributes]
    for attribute in spec.attributes:
        part = next(part for part in parts if part.startswith(f"`{attribute.name}`"))
        assert [fact for fact in _attribute_facts(attribute) if fact not in part] == []
        assert attribute.required == (", required" in part)
    assert ("none" in attributes) == (not spec.attributes)
    assert ("no other attribute" in attributes) == spec.only_attributes
    assert ("one of them is required" in attributes) == bool(spec.one_of)
    assert (PLACES[spec.place] in where) != spec.managed
    assert ("in a follow-up" in where) == spec.followup_only
    assert ("in a `do:`" in where) == spec.in_instructions
    assert ("can contain any tag" in where) == (spec.holds is None)
    assert all(f"`{held}`" in attributes for held in spec.holds or ())
    assert ("written by the platform only" in where) == spec.managed
    assert (f"the old name of `{spec.replaced_by}`" in summary) == (spec.replaced_by is not None)
