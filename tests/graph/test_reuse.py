"""Pictures of scripts that share parts: inserted blocks are drawn, with the lines that a click leads to."""

from hypothesis import given

from scn_compiler.config import Config
from scn_compiler.graph.boxes import Box
from scn_compiler.graph.layout import place
from scn_compiler.graph.model import Graph, GraphNode, GraphStep, NodeKind, _fragment_name, graph_of
from scn_compiler.pipeline.compile import compile_text
from scn_compiler.platforms import target_named
from scn_dsl.source import Source
from scn_grammar.printer import print_script
from support.cases import every
from support.graph import lie_apart, printed
from support.laws import law
from support.scripts import shared_scripts

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


def test_the_blocks_of_each_insert_are_a_group_with_the_name_of_the_fragment() -> None:
    config = Config(read=lambda _path: SHARED)
    compiled = compile_text(CALL, path="call.scn", config=config)
    (section,) = graph_of(compiled.document, (), Source(CALL), target_named("cekura")).sections

    assert [(group.name, len(group.nodes)) for group in section.groups] == [("verify as id", 1), ("bye", 3)]


@every(
    ("line", "name"),
    [
        ("insert: verify", "verify"),
        ("insert: verify()", "verify"),
        ('insert: verify(code = "AB12") as id', "verify as id"),
        ("insert:verify as id", "verify as id"),
        ('insert: verify(code = "x as y")', "verify"),
        ("insert:", ""),
    ],
)
def test_a_group_has_the_name_and_the_prefix_of_its_insert(line: str, name: str) -> None:
    assert _fragment_name(line) == name


def test_a_fragment_in_a_fragment_is_part_of_its_group() -> None:
    text = "scenario: A\ninsert: outer\n\nfragment: outer\ninsert: inner\n\nfragment: inner\nFIRST_MESSAGE\n  say: Hi\n"
    compiled = compile_text(text)
    (section,) = graph_of(compiled.document, (), Source(text), target_named("cekura")).sections
    assert [group.name for group in section.groups] == ["outer"]


def test_a_problem_of_an_insert_is_no_mark_of_the_block_above_it() -> None:
    text = CALL.replace("insert: bye\n", 'insert: verify(code = "CD34") as again\ninsert: bye\n')
    compiled = compile_text(text, path="call.scn", config=Config(read=lambda _path: SHARED))
    assert [
        each.name
        for each in compiled.findings.reported
        if each.span.start == text.index('insert: verify(code = "CD')
    ]
    (section,) = graph_of(
        compiled.document, compiled.findings.reported, Source(text), target_named("cekura")
    ).sections
    assert [each.words for each in section.nodes if each.marks] == ["Too late"]


@law(50)
@given(shared_scripts.map(print_script).map(printed))
def test_each_box_of_an_insert_is_in_a_frame_of_its_own_and_no_other_box_is(graph: Graph) -> None:
    for section in graph.sections:
        placed = place(section)
        forest = {node.key for node in section.nodes}
        assert all(set(group.nodes) <= forest for group in section.groups)
        grouped = sum(len(group.nodes) for group in section.groups)
        triggers = sum(
            edge.step is GraphStep.WHEN and any(edge.target in group.nodes for group in section.groups)
            for edge in section.edges
        )
        inside = [
            box
            for box in placed.boxes
            if any(
                frame.x < box.x and box.right < frame.right and frame.y < box.y and box.bottom < frame.bottom
                for frame in placed.frames
            )
        ]
        assert len(inside) == grouped + triggers
        for frame in placed.frames:
            around = Box(
                NodeKind.NOTHING, frame.right - frame.x, frame.bottom - frame.y, x=frame.x, y=frame.y
            )
            assert all(lie_apart(around, box) for box in placed.boxes if box not in inside)
