"""Laws of pictures: every text can be read back unchanged, and nothing overlaps."""

import html
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scn_compiler import draw
from scn_compiler.graph.boxes import FONT, PAD, SMALL, Box, width_of
from scn_compiler.graph.dot import dot
from scn_compiler.graph.draw import GRAPH_FORMATS
from scn_compiler.graph.html import page
from scn_compiler.graph.layout import place
from scn_compiler.graph.mermaid import mermaid
from scn_compiler.graph.model import (
    Edge,
    Graph,
    GraphNode,
    GraphStep,
    NodeGroup,
    NodeKind,
    NodeMark,
    Section,
)
from scn_compiler.graph.svg import svg
from scn_compiler.graph.text import breakable, columns, printable, tooltip, wrapped
from scn_compiler.graph.theme import SIGN
from scn_grammar.printer import print_script
from support.graph import lie_apart, printed
from support.laws import law
from support.scripts import hostile_texts, scripts

GOLDEN = Path(__file__).parent / "golden"
SVG = "{http://www.w3.org/2000/svg}"
MEANT = (
    "end", "<br/>", "<script>", "</script>", "</svg>", "</title>", "<!--", "]]>", "&amp;", "&#35;", "#35;", "#quot;",
    "%%{init: {}}%%", "%% c", "---", "- x", "1. x", "2) y", "# h", "> q", "```", "`c`", "**b**", "__u__", "~~s~~",
    "[a](b)", "$$x$$", "fa:fa-car", "ﬂ°°35¶ß", "style: #x;", "classDef x:#b;", "direction TB", "subgraph", "-->", "|x|",
    "\\n", "\\l", "\\", '\\"', '"', "\n", "\r", "\t", "\x1b", "\ud800", "\ufffe", "\u202e", "\u2028", "https://a.example",
    "www.example.com", "a@example.com", "مرحبا", "שלום", "漢字", "👩\u200d👧", "click", "@{ shape: x }", "{{x}}",
)  # fmt: skip
words = st.lists(st.one_of(st.sampled_from(MEANT), hostile_texts, st.just(" ")), max_size=6).map("".join)


@st.composite
def graphs(draw_: st.DrawFn) -> Graph:
    """Graphs with hostile texts: a scenario with a trigger, an action, and a follow-up."""
    said, name, trigger = draw_(words), draw_(words), draw_(words)
    kinds = st.sampled_from([kind for kind in NodeKind if kind not in (NodeKind.AGENT, NodeKind.END)])
    marks = draw_(st.lists(st.builds(NodeMark, st.just("error"), words), max_size=1))
    nodes = (
        GraphNode("s1agent", NodeKind.AGENT, words="whenever the agent has spoken"),
        GraphNode("s1b1", draw_(kinds), "1 · @a · say", said, said, 7, tuple(marks)),
        GraphNode("s1b2", draw_(kinds), draw_(words), draw_(words), draw_(words), 9),
    )
    edges = (
        Edge("s1agent", "s1b1", GraphStep.WHEN, "when", trigger, trigger),
        Edge("s1b1", "s1b2", GraphStep.THEN),
    )
    groups = draw_(st.sampled_from([(), ("s1b1",), ("s1b1", "s1b2")]))
    named = (NodeGroup("s1g1", draw_(words), groups),) if groups else ()
    return Graph((Section("s1", name, nodes, edges, named),))


def lines_of(node: GraphNode) -> list[str]:
    parts = (printable(node.head), *wrapped(node.words), *(SIGN + mark.word for mark in node.marks))
    return [part for part in parts if part]


def drawn_boxes(graph: Graph) -> list[Box]:
    return [box for section in graph.sections for box in place(section).boxes]


@law(50)
@given(graphs())
def test_svg_is_xml_and_has_the_words_as_they_are(graph: Graph) -> None:
    root = ElementTree.fromstring(svg(graph))

    shown = [element.text for element in root.iter(f"{SVG}text")]
    for node in graph.sections[0].nodes:
        assert [line for line in lines_of(node) if line not in shown] == []
    titles = [element.text or "" for element in root.iter(f"{SVG}title")]
    said = graph.sections[0].nodes[1]
    assert any(
        title.startswith(tooltip(said.written or said.words)) and "line 7" in title for title in titles
    )


class _Reader(HTMLParser):
    """The texts and the elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.elements: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self.elements.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@law(50)
@given(graphs(), st.none() | words)
def test_a_page_has_the_words_as_they_are_and_no_element_of_theirs(graph: Graph, nonce: str | None) -> None:
    reader = _Reader()
    reader.feed(page(graph, nonce))
    reader.close()

    for node in graph.sections[0].nodes:
        assert [line for line in lines_of(node) if line not in reader.words] == []
    for name, times in (("script", 1), ("style", 1), ("svg", 1), ("body", 1), ("section", 1)):
        assert reader.elements.count(name) == times


STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


def label_of(statement: str) -> list[str]:
    """The lines of a label in DOT, as Graphviz shows them."""
    found = re.search(rf"label={STRING.pattern}", statement)
    assert found, statement
    return shown_lines(found[1])


def shown_lines(label: str) -> list[str]:
    whole = re.sub(r"\\(.)", lambda match: "\n" if match[1] == "l" else match[1], label)
    return [html.unescape(line) for line in whole.split("\n") if line]


@law(50)
@given(graphs())
def test_dot_has_the_words_as_they_are_in_strings_that_nothing_ends(graph: Graph) -> None:
    text = dot(graph)

    for statement in text.split("\n"):
        assert re.fullmatch(r"[\w\s=,;>{}\[\]-]*", STRING.sub("", statement)), statement
    lines = text.split("\n")
    for node in graph.sections[0].nodes:
        (statement,) = [line for line in lines if line.strip().startswith(f"{node.key} [")]
        assert label_of(statement) == lines_of(node)
    (statement,) = [line for line in lines if line.startswith("    s1agent -> ")]
    assert label_of(statement) == list(wrapped(graph.sections[0].edges[0].words))


@pytest.mark.skipif(not shutil.which("dot"), reason="Graphviz isn't installed")
@law(15)
@given(graphs())
def test_graphviz_reads_dot_as_it_is_meant(graph: Graph) -> None:
    done = subprocess.run(["dot", "-Tdot_json"], input=dot(graph).encode(), capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (0, b"")
    objects = {each["name"]: each for each in json.loads(done.stdout)["objects"]}
    for node in graph.sections[0].nodes:
        assert shown_lines(objects[node.key]["label"]) == lines_of(node)


CODE = re.compile(r"#(\w+);")
NAMES = {"quot": '"', "amp": "&", "lt": "<", "gt": ">"}


def decoded(label: str) -> str:
    """A label as Mermaid shows it."""
    seen = CODE.sub(lambda match: NAMES.get(match[1]) or chr(int(match[1])), label)
    return seen.replace("\ufeff", "").replace("\u02cb", "`")


def seen(text: str) -> str:
    return text.replace("\ufeff", "").replace("\u02cb", "`")


@law(50)
@given(graphs())
def test_mermaid_has_the_words_as_they_are_in_labels_that_nothing_ends(graph: Graph) -> None:
    text = mermaid(graph)

    label = r'"([^"<>&\x00-\x1f]|<br/>)*"'
    for line in text.split("\n"):
        assert '"' not in re.sub(label, "", line, count=1), line
        assert not re.search(r"%%|\bstyle\b.*:\S*#.*;|direction\s.*\"", line), line
    labels = dict(re.findall(r'^ *(\w+)[\[({/]+"(.*?)"[\])}/]+$', text, re.MULTILINE))
    for node in graph.sections[0].nodes:
        parts = (printable(node.head), breakable(node.words), *(SIGN + mark.word for mark in node.marks))
        meant = "\n".join(seen(part) for part in parts if part)
        assert decoded(labels[node.key].replace("<br/>", "\n")) == (meant or "?")


# Layout


@law(50)
@given(scripts.map(print_script).map(printed) | graphs())
def test_boxes_lie_apart_inside_the_picture_and_their_words_inside_them(graph: Graph) -> None:
    for section in graph.sections:
        placed = place(section)
        assert len(placed.boxes) == len(section.nodes) + sum(
            edge.step is GraphStep.WHEN for edge in section.edges
        )
        for one, other in combinations(placed.boxes, 2):
            assert lie_apart(one, other), (one, other)
        for box in placed.boxes:
            assert box.x >= 0
            assert box.y >= 0
            assert box.right <= placed.width
            assert box.bottom <= placed.height
            assert max([width_of(line, FONT) for line in box.lines], default=0) <= box.width - 2 * PAD
            assert width_of(box.head, SMALL) <= box.width - 2 * PAD


@law(50)
@given(scripts.map(print_script).map(printed))
def test_each_line_of_a_picture_ends_at_a_box(graph: Graph) -> None:
    for section in graph.sections:
        placed = place(section)
        corners = {(box.x, box.anchor) for box in placed.boxes} | {
            (x, box.y) for box in placed.boxes for x in range(box.x, box.right)
        }
        for link in placed.links:
            assert not link.arrow or link.points[-1] in corners
            for (x, y), (to_x, to_y) in pairwise(link.points):
                assert x == to_x or y == to_y


@law(50)
@given(words)
def test_wrapped_lines_are_short_and_say_what_the_text_says(text: str) -> None:
    lines = wrapped(text)

    assert all(line and columns(line) <= 30 for line in lines)
    said = "".join(lines).replace(" ", "")
    assert printable(text).replace(" ", "").startswith(said.removesuffix("…"))


@law(60)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(["WHEN ", "THEN", "AFTER @a", "@a ", "say: ", "do: ", "end call", "\n"]), words
        )
    )
)
def test_any_text_at_all_is_drawn(parts: list[str]) -> None:
    text = "".join(parts)

    for form in GRAPH_FORMATS:
        drawn = draw(text, path="a.scn", format=form).text
        assert drawn
        drawn.encode()


@pytest.mark.slow
def test_a_chain_of_thousands_is_drawn() -> None:
    text = "role: A\nlanguage: en\nFIRST_MESSAGE\n  say: Hi\n" + "THEN\n  say: more\n" * 5_000

    for form in GRAPH_FORMATS:
        assert (draw(text, format=form).text or "").count("more") >= 5_000


# The real Mermaid

PARSE = """\
import { JSDOM } from "jsdom";
import { readFileSync } from "node:fs";
const { window } = new JSDOM("<body></body>");
globalThis.window = window;
globalThis.document = window.document;
for (const name of ["Element", "HTMLElement", "Node", "DocumentFragment"]) globalThis[name] = window[name];
const { default: mermaid } = await import(process.argv[2]);
const plain = (label) => {
  const holder = window.document.createElement("p");
  holder.innerHTML = label.replace(/\ufb02\u00b0\u00b0/g, "&#").replace(/\ufb02\u00b0/g, "&").replace(/\u00b6\u00df/g, ";");
  for (const line of holder.querySelectorAll("br")) line.replaceWith("\\n");
  return holder.textContent;
};
const read = [];
for (const text of JSON.parse(readFileSync(0, "utf8"))) {
  await mermaid.parse(text);
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  read.push({
    nodes: Object.fromEntries([...db.getVertices().values()].map((node) => [node.id, plain(node.text)])),
    edges: db.getEdges().map((edge) => plain(edge.text)),
    clusters: db.getSubGraphs().map((cluster) => plain(cluster.title)),
  });
}
console.log(JSON.stringify(read));
"""
VERSIONS = ("11.12.0", "12.3.0")


@pytest.fixture
def mermaids(tmp_path: Path) -> Path:
    """A folder with several versions of Mermaid."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("Node and npm aren't installed")
    packages = [f"mermaid-{version}@npm:mermaid@{version}" for version in VERSIONS]
    (tmp_path / "package.json").write_text("{}", encoding="utf-8")
    (tmp_path / "parse.mjs").write_text(PARSE, encoding="utf-8")
    command = [
        "npm",
        "install",
        "--ignore-scripts",
        "--no-package-lock",
        "--no-audit",
        "jsdom@24.1.3",
        *packages,
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"Mermaid can't be installed: {done.stderr.strip()[-200:]}")
    return tmp_path


@pytest.mark.slow
def test_mermaid_itself_reads_a_flowchart_as_it_is_meant(mermaids: Path) -> None:
    texts = [*MEANT, *map("".join, pairwise(MEANT)), " ".join(MEANT)]
    tried = [_hostile(text) for text in texts]
    golden = [path.read_text(encoding="utf-8") for path in sorted(GOLDEN.glob("*.mmd"))]
    assert golden

    for version in VERSIONS:
        read = _read(mermaids, version, [*map(mermaid, tried), *golden])
        for graph, (nodes, triggers, clusters) in zip(tried, read, strict=False):
            (section,) = graph.sections
            assert clusters == [seen(printable(section.name)) or "?"]
            parts = ("1 · say", seen(breakable(section.nodes[1].words)))
            assert nodes["s1b1"] == "\n".join(part for part in parts if part)
            assert triggers == [seen(breakable(section.edges[0].words)) or "?"]
        assert len(read) == len(tried) + len(golden)
        assert all(nodes for nodes, _, _ in read)


def _hostile(text: str) -> Graph:
    nodes = (
        GraphNode("s1agent", NodeKind.AGENT, words="whenever the agent has spoken"),
        GraphNode("s1b1", NodeKind.SAY, "1 · say", text),
    )
    return Graph((Section("s1", text, nodes, (Edge("s1agent", "s1b1", GraphStep.WHEN, "when", text),)),))


def _read(folder: Path, version: str, texts: list[str]) -> list[tuple[dict[str, str], list[str], list[str]]]:
    """The texts of nodes, triggers and clusters, as Mermaid parses them."""
    done = subprocess.run(
        ["node", "parse.mjs", f"mermaid-{version}"],
        cwd=folder,
        input=json.dumps(texts),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [
        (
            {key: seen(label) for key, label in each["nodes"].items()},
            [seen(label) for label in each["edges"] if label],
            [seen(label) for label in each["clusters"]],
        )
        for each in json.loads(done.stdout)
    ]
