"""The highlighters in `editors/` and the one for Pygments agree with scn's semantic tokens."""

import json
import os
import re
import shutil
import subprocess
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import assume, given
from pygments.lexers import get_lexer_by_name, get_lexer_for_filename

from scn_compiler.ide.semantic_tokens.kinds import LEGEND, TokenKind, rest_of
from scn_compiler.ide.semantic_tokens.tokens import tokens
from scn_compiler.pygments_lexer import ScnLexer
from scn_dsl.nodes import Script
from scn_dsl.vocabulary import HOLDERS, LET, NAMED_LINES
from scn_grammar.line_shapes import Rest
from scn_grammar.printer import print_script
from support.cases import every
from support.highlighters import (
    CORPUS,
    HARNESSES,
    ROOT,
    Spans,
    assert_equal,
    differences,
    made,
    real,
    scripts,
    writer,
)
from support.laws import law
from support.paths import CLINIC, SAMPLES
from support.scripts import scripts as any_scripts

PACKAGES = (
    "highlight.js@11.12.0", "vscode-textmate@9.3.2", "vscode-oniguruma@2.0.1",
    "@codemirror/language@6.13.1", "@lezer/highlight@1.2.5", "esbuild@0.28.2",
)  # fmt: skip
Highlighter = Callable[[dict[str, str]], dict[str, Spans]]


def test_the_files_are_up_to_date_with_the_generator() -> None:
    for path, text in writer("generate").files().items():
        assert (ROOT / path).read_text(encoding="utf-8") == text, (
            f"run editors/highlighting/generate.py: {path}"
        )


@every(
    ("module", "names"),
    [
        ("textmate", "SCOPES"),
        ("pygmentslexer", "TOKENS"),
        ("highlightjs", "SCOPES"),
        ("vimsyntax", "GROUPS"),
        ("codemirror", "STYLES"),
    ],
)
def test_every_highlighter_has_a_name_for_each_kind(module: str, names: str) -> None:
    assert set(getattr(writer(module), names)) - {None} == set(TokenKind)


def test_in_vs_code_semantic_tokens_have_the_scopes_of_the_grammar_so_that_no_color_changes_while_a_file_opens() -> (
    None
):
    manifest = json.loads((ROOT / "editors" / "vscode" / "package.json").read_text(encoding="utf-8"))
    (known,) = manifest["contributes"]["semanticTokenScopes"]
    scopes = writer("textmate").SCOPES
    selectors = {kind: ".".join((type, *modifiers)) for kind, (type, modifiers) in LEGEND.items()}

    assert len(set(selectors.values())) == len(TokenKind)
    assert known == {"language": "scn", "scopes": {selectors[kind]: [scopes[kind]] for kind in TokenKind}}


def test_the_scripts_that_they_are_tried_on_have_every_kind_in_them() -> None:
    assert len(scripts()) - len(real()) > 500
    assert {token.kind for text in made().values() for token in tokens(text)} == set(TokenKind)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real payloads is missing")
def test_real_scripts_are_among_them() -> None:
    assert len(real()) > 40
    assert set(real()) <= set(scripts())


def with_pygments(text: str) -> Spans:
    return [
        (start, start + len(words), str(token))
        for start, token, words in ScnLexer().get_tokens_unprocessed(text)
    ]


def names_in_pygments() -> dict[TokenKind, str]:
    return {kind: str(token) for kind, token in _pygments_tokens() if kind}


def _pygments_tokens() -> Iterator[tuple[TokenKind | None, object]]:
    from pygments import token  # noqa: PLC0415

    for kind, name in writer("pygmentslexer").TOKENS.items():
        found: object = token
        for part in name.split("."):
            found = getattr(found, part)
        yield kind, found


def test_pygments_sees_what_the_tokens_say() -> None:
    assert_equal({name: with_pygments(text) for name, text in scripts().items()}, names_in_pygments())


_NOT_WORDS = [name for name in NAMED_LINES if rest_of(name, Rest.FIELD) is not Rest.WORDS]
_CLOSED_VALUE = re.compile(
    rf"^ *(?:(?:{'|'.join((*HOLDERS, LET))}) .*=|(?:{'|'.join(_NOT_WORDS)}):).*(?:\n *\|.*)*\|\|$",
    re.MULTILINE,
)
"""A value of JSON or numbers with a closing `||`, which only the compiler can distinguish from the value."""


@law(50)
@given(any_scripts)
def test_pygments_sees_what_the_tokens_say_in_any_script(script: Script) -> None:
    text = print_script(script)
    assume(
        not _CLOSED_VALUE.search(text) and "{{{" not in text
    )  # of three braces, a lexer takes the first two

    assert differences(text, with_pygments(text), names_in_pygments()) == []


def test_pygments_finds_its_lexer_by_name_and_by_file() -> None:
    assert isinstance(get_lexer_by_name("scn"), ScnLexer)
    assert isinstance(get_lexer_for_filename("calls/order.scn"), ScnLexer)


def test_pygmentize_colours_a_sample() -> None:
    program = shutil.which(
        "pygmentize", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    )
    assert program
    done = subprocess.run(
        [program, "-l", "scn", "-f", "terminal", ROOT / "samples" / "order-status.scn"],
        capture_output=True, encoding="utf-8", check=True, env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip

    assert "\x1b[34mWHEN\x1b[39;49;00m" in done.stdout


def test_a_difference_would_be_found() -> None:
    text = "WHEN The agent asks WHEN\n  say: Hi\n"
    names = {kind: kind.name for kind in TokenKind}
    right = [(start, end, kind.name) for start, end, kind in tokens(text)]

    assert differences(text, right, names) == []
    assert len(differences(text, right[1:], names)) == len("WHEN")
    assert len(differences(text, [*right, (20, 24, "KEYWORD")], names)) == len("WHEN")


@pytest.fixture(scope="module")
def in_node(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., dict[str, Spans]]:
    """Runs a program of `highlighters/` in Node, with its packages in a temporary folder."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        pytest.skip("Node and npm aren't installed")
    folder = tmp_path_factory.mktemp("node")
    done = subprocess.run(
        [npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", *PACKAGES],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        pytest.skip(f"npm can't install {', '.join(PACKAGES)}")

    def run(program: str, *arguments: str | Path, texts: dict[str, str]) -> dict[str, Spans]:
        done = subprocess.run(
            [node, HARNESSES / program, *arguments],
            env={**os.environ, "NODE_PATH": str(folder / "node_modules")},
            input=json.dumps(texts), capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return {name: _in_code_points(texts[name], spans) for name, spans in json.loads(done.stdout).items()}

    return run


def _in_code_points(text: str, spans: Spans) -> Spans:
    places = [at for at, char in enumerate(text) for _ in char.encode("utf-16-le")[::2]] + [len(text)]
    return [(places[start], places[end], name) for start, end, name in spans]


@pytest.mark.slow
def test_highlight_js_sees_what_the_tokens_say(in_node: Callable[..., dict[str, Spans]]) -> None:
    found = in_node("highlightjs.js", ROOT / "editors" / "highlightjs" / "scn.js", texts=scripts())

    assert_equal(found, writer("highlightjs").SCOPES)


@pytest.mark.slow
def test_codemirror_sees_what_the_tokens_say(in_node: Callable[..., dict[str, Spans]]) -> None:
    source = ROOT / "editors" / "playground" / "src" / "highlighter.ts"
    found = in_node("codemirror.js", source, texts=scripts())

    assert_equal(found, writer("codemirror").STYLES)


@pytest.mark.slow
def test_a_textmate_grammar_sees_what_the_tokens_say(in_node: Callable[..., dict[str, Spans]]) -> None:
    found = in_node("textmate.js", ROOT / writer("textmate").FOLDER, "source.scn", texts=scripts())

    assert_equal(found, writer("textmate").SCOPES)


@pytest.mark.slow
def test_a_fence_in_markdown_is_a_script(in_node: Callable[..., dict[str, Spans]]) -> None:
    page = '# WHEN\n\nWHEN\n\n```scn\nWHEN contains "a"\n  say: Hi\n```\n\nWHEN\n\n```text\nWHEN\n```\n'
    folder = ROOT / writer("textmate").FOLDER
    found = in_node("textmate.js", folder, "text.html.markdown", texts={"page": page})["page"]

    keywords = [
        page[start:end] for start, end, name in found if name == writer("textmate").SCOPES[TokenKind.KEYWORD]
    ]
    assert keywords == ["WHEN", "contains"]


@pytest.fixture(scope="module")
def vim() -> str:
    """Vim, or Neovim."""
    program = shutil.which("vim") or shutil.which("nvim")
    return program or pytest.skip("neither Vim nor Neovim is installed")


def run_in_vim(vim: str, *commands: str) -> None:
    """Runs Vim with the files of `editors/vim` and no others."""
    setup = [
        f"set runtimepath^={ROOT / 'editors' / 'vim'}",
        "set encoding=utf-8 fileencodings=utf-8 noswapfile nomodeline",
    ]
    before = [word for command in setup for word in ("--cmd", command)]
    after = [word for command in (*commands, "qall!") for word in ("-c", command)]
    subprocess.run(
        [vim, "-es", "-N", "-u", "NONE", "-i", "NONE", *before, "-c", "filetype plugin indent on", *after],
        stdin=subprocess.DEVNULL, timeout=300, check=False,
    )  # fmt: skip


@pytest.mark.slow
def test_vim_sees_what_the_tokens_say(vim: str, tmp_path: Path) -> None:
    names = list(scripts())
    for number, name in enumerate(names):
        (tmp_path / f"{number}.scn").write_bytes(scripts()[name].encode())
    run_in_vim(vim, f"let g:scripts = '{tmp_path}'", f"source {HARNESSES / 'vim.vim'}")

    written = writer("vimsyntax")
    found = {
        name: _in_vim(scripts()[name], tmp_path / f"{number}.spans") for number, name in enumerate(names)
    }
    assert_equal(found, {kind: written.group(kind) for kind in written.GROUPS})


def _in_vim(text: str, path: Path) -> Spans:
    starts, lines = [0], text.split("\n")
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    for row in path.read_text(encoding="utf-8").splitlines():
        line, first, last, group = row.split()
        number = int(line) - 1
        typed = lines[number].encode()
        start, end = (starts[number] + len(typed[: int(at)].decode()) for at in (first, last))
        yield start, end, group.partition("_")[0]


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", [each for each in (*SAMPLES, *CLINIC) if ".test." not in each.name], ids=lambda path: path.stem
)
def test_vim_indents_as_scn_fmt_does(vim: str, path: Path, tmp_path: Path) -> None:
    laid_out = path.read_text(encoding="utf-8").splitlines()
    flat = tmp_path / "flat.scn"
    flat.write_text("".join(f"{line.lstrip()}\n" for line in laid_out), encoding="utf-8")

    run_in_vim(vim, f"edit {flat}", "normal! gg=G", "write")

    indented = flat.read_text(encoding="utf-8").splitlines()
    assert [line for line in indented if "#" not in line[:5]] == [
        line for line in laid_out if "#" not in line[:5]
    ]


@pytest.mark.slow
def test_vim_comments_a_line_with_a_hash(vim: str, tmp_path: Path) -> None:
    told = tmp_path / "told"
    run_in_vim(
        vim,
        f"edit {ROOT / 'samples' / 'order-status.scn'}",
        f"call writefile([&filetype, &commentstring], '{told}')",
    )

    assert told.read_text(encoding="utf-8").splitlines() == ["scn", "# %s"]


# Sublime Text's syntax, in bat


_COLOUR = re.compile(r"\x1b\[([0-9;]*)m")
_THEME = """<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict><key>name</key><string>scopes</string><key>settings</key><array>
<dict><key>settings</key><dict><key>foreground</key><string>#FFFFFF</string></dict></dict>
{}
</array></dict></plist>
"""
_SCOPE = """<dict><key>scope</key><string>{}</string>
<key>settings</key><dict><key>foreground</key><string>#0000{:02X}</string></dict></dict>"""


@pytest.mark.slow
def test_the_syntax_of_sublime_text_sees_what_the_tokens_say(tmp_path: Path) -> None:
    """In bat, whose engine runs such files: a theme gives every scope a color of its own."""
    scopes: dict[TokenKind, str] = writer("textmate").SCOPES
    colours = {str(number): scope for number, scope in enumerate(dict.fromkeys(scopes.values()), 1)}
    theme = _THEME.format("".join(_SCOPE.format(scope, int(at)) for at, scope in colours.items()))
    syntax = (ROOT / "editors" / "sublime" / "scn.sublime-syntax").read_text(encoding="utf-8")
    for name, text in {"syntaxes/scn.sublime-syntax": syntax, "themes/scopes.tmTheme": theme}.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, encoding="utf-8")
    files = [tmp_path / f"{number}.scn" for number in range(len(scripts()))]
    for file, text in zip(files, scripts().values(), strict=True):
        file.write_bytes(text.encode())

    run_bat(tmp_path, "cache", "--build", "--source", tmp_path, "--target", tmp_path)
    shown = run_bat(tmp_path, "--theme=scopes", "--language=scn", *_AS_IT_IS, *files)

    spans, plain = _coloured(shown, colours)
    starts = list(accumulate(map(len, scripts().values()), initial=0))
    assert plain == "".join(scripts().values())
    found: dict[str, list[tuple[int, int, str]]] = {name: [] for name in scripts()}
    for first, last, scope in spans:
        at = bisect_right(starts, first) - 1
        list(found.values())[at].append((first - starts[at], last - starts[at], scope))
    assert_equal(found, scopes)


_AS_IT_IS = ("--plain", "--color=always", "--tabs=0", "--wrap=never", "--paging=never")


def run_bat(folder: Path, *arguments: str | Path) -> str:
    """Run bat with the syntaxes and themes in a folder."""
    bat = shutil.which("bat") or shutil.which("batcat") or pytest.skip("bat isn't installed")
    places = {"BAT_CONFIG_DIR": str(folder), "BAT_CACHE_PATH": str(folder), "COLORTERM": "truecolor"}
    command = [bat, *map(str, arguments)]
    done = subprocess.run(command, env={**os.environ, **places}, capture_output=True, check=True)
    return done.stdout.decode()


def _coloured(text: str, colours: dict[str, str]) -> tuple[list[tuple[int, int, str]], str]:
    """The spans with a known color, and the text without escapes."""
    spans: list[tuple[int, int, str]] = []
    plain, length, scope = [], 0, None
    for at, part in enumerate(_COLOUR.split(text)):
        if at % 2:
            scope = colours.get(part.rpartition(";")[2]) if part.startswith("38;2;0;0;") else None
            continue
        if scope:
            spans.append((length, length + len(part), scope))
        plain.append(part)
        length += len(part)
    return spans, "".join(plain)
