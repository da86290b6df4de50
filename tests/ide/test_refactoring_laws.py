"""Laws of refactorings, at every place of a script: what they keep, what they say that they change, and the way back."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from hypothesis import given

from scn_compiler import Compiled, compile_text, decompile
from scn_compiler.ide.document import OpenScript, parts
from scn_compiler.ide.edits.refactoring import Refactoring
from scn_compiler.ide.edits.refactorings import refactorings
from scn_compiler.ide.structure.blocks import chains
from scn_dsl.diagnostic import Severity
from scn_dsl.source import Span
from scn_grammar.printer import print_script
from support.cases import some
from support.laws import law
from support.paths import BAD_SCRIPTS, SAMPLES
from support.refactoring import after_edits
from support.scripts import id_payloads, scripts

PATH = "a.scn"
TEXTS = {path.stem: path.read_bytes().decode("utf-8", "replace") for path in (*SAMPLES, *BAD_SCRIPTS[::3])}


def everywhere(text: str) -> Iterator[tuple[int, Refactoring]]:
    """The different refactorings of a script, each with a place where it is offered."""
    seen: set[tuple[str, str]] = set()
    script, at = OpenScript(text, PATH), 0
    for line in text.split("\n"):
        for place in {at + len(line) - len(line.lstrip()), at + len(line) // 2, at + len(line)}:
            for each in refactorings(script, Span(place, place)):
                if (key := (each.label, str(each.edits))) not in seen:
                    seen.add(key)
                    yield place, each
        at += len(line) + 1


def keeps_its_promises(text: str) -> int:
    """Check all refactorings of a script; return their number."""
    before = compile_text(text, path=PATH)
    count = 0
    for place, each in everywhere(text):
        changed = after_edits(text, each.edits[PATH])
        after = compile_text(changed, path=PATH)
        assert not errors(after) - errors(before), each.label
        assert not comments(text) - comments(changed), each.label
        if not each.changes:
            assert values(after) == values(before), each.label
        if each.changes == "ids change":
            assert comments(changed) == comments(text)
            assert [played(one) for one in values(after)] == [played(one) for one in values(before)], (
                each.label
            )
        if each.title.startswith("Split"):
            joins_again(changed, place, values(before))
        if before.ok and (each.kind != "move" or depths(changed) == depths(text)):
            leads_back(text, place, each, changed)
        count += 1
    return count


def joins_again(changed: str, place: int, payloads: list[Any]) -> None:
    """Check that joining the block at a place with the one split from it gives the payloads from before.

    Comments in both prevent it. A condition that was there twice is there once afterwards.
    """
    for each in refactorings(OpenScript(changed, PATH), Span(place, place)):
        if each.title.startswith("Join"):
            joined = values(compile_text(after_edits(changed, each.edits[PATH]), path=PATH))
            assert without_repeats(joined) == without_repeats(payloads)


def without_repeats(payload: Any) -> Any:
    """Return a payload whose conditions have each part of an `OR` once."""
    if isinstance(payload, dict):
        return {key: without_repeats(value) for key, value in payload.items()}
    if isinstance(payload, list):
        return [without_repeats(value) for value in payload]
    if isinstance(payload, str) and payload.startswith("contains "):
        return " OR ".join(dict.fromkeys(payload.split(" OR ")))
    return payload


def leads_back(text: str, place: int, made: Refactoring, changed: str) -> None:
    """Check that the refactoring which undoes this one is offered at the same place, and does."""
    title, added = reverse(made.title)
    if not title:
        return
    place = min(
        [place, *(each.span.start for each in made.edits[PATH] if each.span.start < place < each.span.end)]
    )
    above = [each for each in made.edits[PATH] if each.span.end <= place]
    place += sum(len(each.text) - len(text[slice(*each.span)]) for each in above)
    script = OpenScript(changed, PATH)
    (back,) = (each for each in refactorings(script, Span(place, place)) if each.title == title)
    again = after_edits(changed, back.edits[PATH])
    assert (again.replace(added, "", 1) if added else again) == text


def depths(text: str) -> Counter[int]:
    """How many blocks there are at each depth of follow-ups: others if a block came between a parent and its follow-up."""
    found: Counter[int] = Counter()
    level = [each for part in parts(OpenScript(text, "b.scn")) for each in chains(part)]
    depth = 0
    while level:
        found[depth] += len(level)
        level, depth = [child for each in level for child in each.children], depth + 1
    return found


def reverse(title: str) -> tuple[str, str]:
    """The title of the refactoring that undoes another one, and a label that stays."""
    if found := re.match(r"Move this block (up|down)(.*)", title):
        return f"Move this block {'down' if found[1] == 'up' else 'up'}{found[2]}", ""
    if found := re.search(r"place (`[^`]+`) with (`[^`]+`)", title):
        label = found[2].split()[-1].strip("`") if title.startswith("Name") else ""
        return f"Replace {found[2]} with {found[1]}", label and f"{label} "
    return "", ""


def errors(compiled: Compiled) -> set[str]:
    return {each.name for each in compiled.findings.reported if each.severity is Severity.ERROR}


def comments(text: str) -> Counter[str]:
    return Counter(line.strip() for line in text.splitlines() if line.strip().startswith("#"))


def values(compiled: Compiled) -> list[Any]:
    return [each.value for each in compiled.payloads]


def played(value: Any) -> Any:
    """A payload in which the rows of conditions have no ids and no order, but their parents."""
    if isinstance(value, list):
        rows = {
            each["id"]: each
            for each in value
            if isinstance(each, dict) and "condition" in each and "id" in each
        }
        return Counter(path(rows, each) for each in rows) if rows else [played(each) for each in value]
    return {key: played(each) for key, each in value.items()} if isinstance(value, dict) else value


def path(rows: dict[int, dict[str, Any]], number: int) -> str:
    row = rows[number]
    above = path(rows, row["condition"]) if isinstance(row["condition"], int) else row["condition"]
    return json.dumps([above, {key: each for key, each in row.items() if key not in ("id", "condition")}])


@some("name", TEXTS)
def test_every_refactoring_of_a_script_keeps_its_promises(name: str) -> None:
    keeps_its_promises(TEXTS[name])


@some("name", [path.stem for path in SAMPLES])
def test_layout_and_line_endings_change_no_promise(name: str) -> None:
    text = TEXTS[name]
    keeps_its_promises(text.replace("\n", "\r\n"))
    keeps_its_promises(
        "\ufeff" + text.replace("  say", "\t\u00a0 say ").replace("WHEN", "  WHEN").rstrip("\n")
    )


def test_the_samples_have_refactorings_of_all_kinds() -> None:
    found = {
        re.sub(r"[@ ].*", "", each.title) for path in SAMPLES for _, each in everywhere(TEXTS[path.stem])
    }

    assert found == {"Name", "Replace", "Split", "Move"}


@some("name", TEXTS)
def test_each_block_can_become_a_fragment_without_loss(name: str) -> None:
    text = TEXTS[name]
    before, script = compile_text(text, path=PATH), OpenScript(text, PATH)
    for place in (line.start() for line in re.finditer(r"^", text, re.MULTILINE)):
        for made in refactorings(script, Span(place, place), ("extract",), is_asked=True):
            changed = after_edits(text, made.edits[PATH])
            after = compile_text(changed, path=PATH)
            assert not errors(after) - errors(before)
            assert values(after) == values(before)
            assert comments(changed) == comments(text)


@law(60)
@given(id_payloads())
def test_every_refactoring_of_a_decompiled_script_keeps_its_promises(payload: dict[str, Any]) -> None:
    keeps_its_promises(decompile(json.dumps(payload)).text)


@law(60)
@given(scripts)
def test_every_refactoring_of_any_script_keeps_its_promises(script: Any) -> None:
    keeps_its_promises(print_script(script))
