"""Pictures of scripts that share parts: inserted blocks are drawn, with the lines that a click leads to."""

from scn_compiler.config import Config
from scn_compiler.graph.model import GraphNode, graph_of
from scn_compiler.pipeline.compile import compile_text
from scn_compiler.platforms import target_named
from scn_dsl.source import Source

SHARED = "\n" * 20 + 'fragment: verify(code)\n@asked WHEN contains "code"\n  say: It is $code.\n'

CALL = """import: shared.scn

scenario: A
role: B
language: en
FIRST_MESSAGE
  say: Hello
insert: verify(code = "AB12") as id
AFTER @id.asked
  end call
insert: bye

fragment: bye
WHEN The agent says goodbye
  say: Bye
  end call
THEN
  say: Too late
"""


def drawn() -> list[GraphNode]:
    config = Config(read=lambda _path: SHARED)
    compiled = compile_text(CALL, path="call.scn", config=config)
    graph = graph_of(compiled.document, compiled.findings.reported, Source(CALL), target_named("cekura"))
    return [each for section in graph.sections for each in section.nodes if each.head]


def test_inserted_blocks_are_drawn_with_their_values() -> None:
    assert "It is AB12." in [each.words for each in drawn()]


def test_a_block_of_an_imported_file_leads_to_the_line_that_inserts_it() -> None:
    lines = {each.words: each.line for each in drawn()}
    assert lines["Hello"] == 6
    assert lines["It is AB12."] == 8
    assert lines["Bye"] == 14


def test_a_mark_stays_in_its_own_file() -> None:
    marked = [each.words for each in drawn() if each.marks]
    assert marked == ["Too late"]
