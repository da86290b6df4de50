"""Blocks of a script are found in the JSON of its payloads, on every platform."""

import json
from pathlib import Path

from scn_compiler import compile_text
from scn_compiler.ide.structure.payload_places import _spans, payload_places
from scn_compiler.jsondoc.codec import dump
from scn_compiler.platforms import target_named
from scn_dsl.nodes import WORDLESS
from support.cases import every
from support.paths import SAMPLES
from support.project_files import ProjectFiles

CALL = """\
scenario: One
role: A caller
language: en
FIRST_MESSAGE
  wait
@a WHEN contains "day"
  say: Same
THEN
  say: Same
  do: nod
THEN
  end call
"""


def parts(text: str, target: str | None = None, path: str | None = None) -> list[tuple[str, str]]:
    """The first line of each block, with its part of a payload."""
    compiled = compile_text(text, path=path, target=target)
    texts = tuple(dump(each.value) for each in compiled.payloads)
    found = payload_places(compiled, target_named(compiled.target), texts)
    return [
        (text[slice(*each.block)].partition("\n")[0], json[slice(*each.span)])
        for json, places in zip(texts, found, strict=True)
        for each in places
    ]


def test_a_block_is_the_condition_that_it_becomes_even_if_it_has_no_text() -> None:
    found = parts(CALL)

    assert [opening for opening, _ in found] == ["FIRST_MESSAGE", '@a WHEN contains "day"', "THEN", "THEN"]
    assert [part.split()[2] for _, part in found] == ["0,", "1,", "2,", "3,"]
    assert all(part.startswith("{") and part.endswith("}") for _, part in found)


def test_the_part_of_a_block_may_contain_those_of_its_follow_ups() -> None:
    _, one, two = parts(CALL.rpartition("THEN")[0].replace("  do: nod\n", ""), "cekura-when")

    assert two == ("THEN", '"Same"')
    assert (one[0], one[1].split()[1:3]) == ('@a WHEN contains "day"', ['"when":', '"contains'])
    assert two[1] in one[1].partition('"then"')[2]


def test_blocks_that_share_a_text_have_their_lines_of_it() -> None:
    found = parts(CALL.replace("end call", "say: Bye"), "eqho")

    assert [part[:3] for _, part in found] == ["1. ", "2. ", "3. ", "4. "]
    assert found[1][1].endswith('say exactly \\"Same\\"')


def test_blocks_in_json_that_is_itself_a_text_have_their_parts_of_it() -> None:
    call = CALL.replace("say: Same", r'say: 😀 "C:\new" ' + "\ud83d", 1)

    found = parts(call, "cekura-instructions")

    assert [opening for opening, _ in found] == ["FIRST_MESSAGE", '@a WHEN contains "day"', "THEN", "THEN"]
    inner = [json.loads(json.loads(f'"{part}"')) for _, part in found]
    assert [each["id"] for each in inner] == [0, 1, 2, 3]
    assert inner[1]["action"].startswith(r'😀 "C:\new"')


def test_blocks_that_share_a_line_of_other_texts_have_no_part() -> None:
    text = '{"a": "[no JSON\U00100000\U00100001"}'

    assert list(_spans(json.loads(text), text)) == []


def test_a_text_with_a_backslash_before_an_n_shifts_no_lines() -> None:
    found = parts(CALL.replace("say: Same", r"say: C:\new", 1), "eqho")

    assert [part[:3] for _, part in found] == ["1. ", "2. ", "3. ", "4. "]


def test_an_imported_block_leads_to_the_line_that_inserts_it() -> None:
    call = "import: shared.scn\nscenario: One\nrole: R\nFIRST_MESSAGE\n  say: Hi\ninsert: opening\n‸"
    shared = "fragment: opening\nWHEN The agent asks\n  say: A\nTHEN\n  say: B\n"
    script = ProjectFiles({"call.scn": call, "shared.scn": shared}).open()
    compiled = compile_text(script.text, path=script.path, config=script.config)
    texts = tuple(dump(each.value) for each in compiled.payloads)

    (places,) = payload_places(compiled, target_named(compiled.target), texts)

    assert [script.text[slice(*each.block)].strip() for each in places] == [
        "FIRST_MESSAGE\n  say: Hi",
        "insert: opening",
        "insert: opening",
    ]


@every("path", SAMPLES, ids=lambda path: path.name)
def test_each_block_of_a_sample_has_its_part_with_its_words(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    compiled = compile_text(text, path=str(path))
    found = parts(text, path=str(path))
    rows = [row for scenario in compiled.document.scenarios for row in scenario.rows]

    assert {opening for opening, _ in found} == {
        text[slice(*row.block.whole)].partition("\n")[0] for row in rows
    }
    joined = "".join(part for _, part in found)
    for row in rows:
        for action in row.block.actions:
            words = (
                [] if isinstance(action, WORDLESS) else action.text.value.split("<")[0].split("[")[0].split()
            )
            assert all(word.strip('".,“”') in joined for word in words if word.isalpha())
