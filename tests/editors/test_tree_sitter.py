"""The compiled tree-sitter grammar agrees with scn's semantic tokens, and groups lines into blocks."""

import ctypes
import json
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tree_sitter import Language, Node, Parser, Query, QueryCursor, Tree

from scn_compiler.ide.semantic_tokens.kinds import TokenKind
from support.highlighters import ROOT, Spans, assert_equal, scripts, writer

pytestmark = pytest.mark.slow

GRAMMAR = ROOT / "editors" / "tree-sitter-scn"
SCRIPT = """\
role: A caller

scenario: First
# a comment
FIRST_MESSAGE
  wait
@name WHEN contains "a"
  | OR contains "b"
  say: Hello
  end call
AFTER @name
  do: Wait

scenario: Second
WHEN The agent asks
"""


ZED_NAMES = {
    "attribute", "comment", "constant", "function", "keyword", "label", "number", "operator", "property", "string",
    "string.escape", "string.special", "tag", "variable", "variable.special",
}  # fmt: skip
"""Those of the captures in Zed's documentation of languages, 2025, that scn uses."""


@pytest.fixture(scope="module")
def language(tmp_path_factory: pytest.TempPathFactory) -> Language:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if not compiler:
        pytest.skip("no C compiler is installed")
    library = tmp_path_factory.mktemp("tree-sitter") / "scn.so"
    sources = [GRAMMAR / "src" / "parser.c", GRAMMAR / "src" / "scanner.c"]
    flags = ["-std=c11", "-Wall", "-Wextra", "-Werror", "-O1", "-fPIC", "-shared", "-I", GRAMMAR / "src"]
    subprocess.run([compiler, *flags, "-o", library, *sources], check=True)
    entry = ctypes.CDLL(str(library)).tree_sitter_scn
    entry.restype = ctypes.c_void_p
    capsule = ctypes.pythonapi.PyCapsule_New
    capsule.restype, capsule.argtypes = ctypes.py_object, (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
    return Language(capsule(entry(), b"tree_sitter.Language", None))


def leaves(node: Node) -> Iterator[Node]:
    if not node.children:
        yield node
    for child in node.children:
        yield from leaves(child)


def spans(text: str, tree: Tree) -> Spans:
    places = [at for at, char in enumerate(text) for _ in char.encode()] + [len(text)]
    return [(places[leaf.start_byte], places[leaf.end_byte], leaf.type) for leaf in leaves(tree.root_node)]


def test_it_sees_what_the_tokens_say(language: Language) -> None:
    parser = Parser(language)
    trees = {name: parser.parse(text.encode()) for name, text in scripts().items()}

    assert [name for name, tree in trees.items() if tree.root_node.has_error] == []
    found = {name: spans(scripts()[name], tree) for name, tree in trees.items()}
    assert_equal(found, writer("scannerrules").NODES)


def test_lines_form_blocks_and_blocks_form_scenarios(language: Language) -> None:
    tree = Parser(language).parse(SCRIPT.encode())

    shown = [(child.type, [part.type for part in child.children]) for child in tree.root_node.children]
    assert shown == [
        ("setting", ["field", "text"]),
        ("section", ["field", "text", "comment", "block", "block", "block"]),
        ("section", ["field", "text", "block"]),
    ]
    (name,) = (node for node in tree.root_node.children[1].children if node.start_point[0] == 6)
    actions = [node for node in name.children if node.type == "action"]
    assert [node.text for node in actions] == [b"say: Hello", b"end call"]


def test_an_incremental_parse_equals_a_full_one(language: Language) -> None:
    parser, chance = Parser(language), random.Random(4)
    pieces = ["\n", "|", " ", "#", "WHEN ", 'contains "a"', '"', "say: ", "<silence ", "/>", "\n  | ", "é"]
    for name, text in list(scripts().items())[:60]:
        data = text.encode()
        tree = parser.parse(data)
        for _ in range(12):
            places = [at for at in range(len(data) + 1) if at == len(data) or data[at] & 0xC0 != 0x80]
            start, end = sorted(chance.choices(places, k=2))
            end = min(end, next(at for at in places if at >= min(start + 6, len(data))))
            new = chance.choice(pieces).encode()
            tree.edit(start, end, start + len(new), *(_point(data, at) for at in (start, end)),
                      _point(data[:start] + new, start + len(new)))  # fmt: skip
            data = data[:start] + new + data[end:]
            tree = parser.parse(data, tree)

            assert str(tree.root_node) == str(parser.parse(data).root_node), name


def _point(data: bytes, at: int) -> tuple[int, int]:
    return data.count(b"\n", 0, at), at - (data.rfind(b"\n", 0, at) + 1)


def test_long_lines_and_deep_ones_are_read(language: Language) -> None:
    many = 'WHEN contains "a"' + ' OR contains "b"' * 5000
    for text in (many, "given " + '"' + "a" * 100_000 + '" = 1', "say: " + "<silence " * 3000, "(" * 9999):
        tree = Parser(language).parse(text.encode())

        assert not tree.root_node.has_error
        if text is many:
            assert sum(leaf.type == "keyword" for leaf in leaves(tree.root_node)) == 1 + 2 * 5000 + 1


def test_the_queries_fit_the_grammar(language: Language) -> None:
    tree = Parser(language).parse(SCRIPT.encode())

    def found(name: str) -> dict[str, list[str]]:
        query = Query(language, (GRAMMAR / "queries" / f"{name}.scm").read_text(encoding="utf-8"))
        captures = QueryCursor(query).captures(tree.root_node)
        return {
            capture: [(node.text or b"").decode() for node in nodes] for capture, nodes in captures.items()
        }

    assert set(writer("treesitter").CAPTURES) == set(TokenKind)
    assert found("highlights")["label"] == ["@name", "@name"]
    assert found("locals") == {
        "local.scope": found("locals")["local.scope"],
        "local.definition": ["@name"],
        "local.reference": ["@name"],
    }
    assert len(found("folds")["fold"]) == 6


def test_the_queries_of_zed_fit_the_grammar_and_its_themes(language: Language) -> None:
    tree = Parser(language).parse(SCRIPT.encode())
    folder = ROOT / "editors" / "zed" / "languages" / "scn"

    outline = QueryCursor(Query(language, (folder / "outline.scm").read_text(encoding="utf-8")))
    shown = [
        " ".join((node.text or b"").decode() for name in ("context", "name") for node in found.get(name, ()))
        for _, found in outline.matches(tree.root_node)
    ]
    assert shown == [
        "scenario First", "FIRST_MESSAGE", "@name WHEN", "AFTER", "scenario Second", "WHEN",
    ]  # fmt: skip
    Query(language, (folder / "highlights.scm").read_text(encoding="utf-8"))
    names = writer("treesitter").ZED_CAPTURES
    assert set(names) == set(TokenKind)
    assert set(names.values()) <= ZED_NAMES


def test_grammar_js_says_the_same(tmp_path: Path) -> None:
    node = shutil.which("node")
    if not node:
        pytest.skip("Node isn't installed")
    program = """
      const named = new Proxy({}, { get: (_, name) => name });
      const shown = (name) => (...parts) => [name, ...parts];
      for (const name of ["seq", "repeat", "choice"]) global[name] = shown(name);
      global.prec = { right: (rule) => rule };
      global.grammar = ({ externals, rules }) => ({
        externals: externals(named),
        rules: Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, rule(named)])),
      });
      console.log(JSON.stringify(require(process.argv[1])));
    """
    done = subprocess.run(
        [node, "-e", program, GRAMMAR / "grammar.js"], capture_output=True, text=True, check=True
    )

    said, written = json.loads(done.stdout), writer("treesitter")
    assert tuple(said["externals"]) == writer("scannerrules").TOKENS
    for name, parts in written.RULES.items():
        shown = [["repeat", part[:-1]] if part.endswith("*") else part for part in parts]
        assert said["rules"][name] == ["seq", *shown]
    assert said["rules"]["_part"] == ["choice", *written.PARTS]
