"""Output on a terminal: colors, links, carets under the right columns, and progress of a long run."""

import io
import os
import re
import sys
from pathlib import Path

import pytest

from scn_compiler import api
from scn_compiler.cli.output.progress import FileProgress
from scn_compiler.cli.output.render import concise, diagnostic_text
from scn_compiler.cli.output.style import PLAIN, Style, style_for
from scn_compiler.project import manual
from scn_dsl.catalog import report
from scn_dsl.source import Source, Span
from support.cases import every

BAD = "scenario: One\nrole: A caller\nlanguage: en\n\nFIRST_MESSAGE\n  sya: Hello <endcall />\n"
GOOD = BAD.replace("sya:", "say:")
COLORS = Style(color=True)
LINKS = Style(color=True, links=True)
TERMINAL = {"TERM": "xterm-256color"}
KITTY = TERMINAL | {"KITTY_WINDOW_ID": "1"}
ESCAPE = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;;[^\x1b]*\x1b\\")


class Screen(io.StringIO):
    """A stream that may be a terminal."""

    def __init__(self, *, terminal: bool = True) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@every(
    ("choice", "terminal", "env", "colored"),
    [
        ("auto", True, TERMINAL, True),
        ("auto", False, TERMINAL, False),
        ("auto", True, {"TERM": "dumb"}, False),
        ("auto", True, TERMINAL | {"NO_COLOR": "1"}, False),
        ("auto", True, TERMINAL | {"NO_COLOR": ""}, True),
        ("auto", False, {"FORCE_COLOR": "1"}, True),
        ("auto", False, {"FORCE_COLOR": "0"}, False),
        ("auto", False, {"CLICOLOR_FORCE": "1"}, True),
        ("auto", False, {"CLICOLOR_FORCE": "0"}, False),
        ("auto", False, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ("always", False, {"NO_COLOR": "1"}, True),
        ("always", True, {"TERM": "dumb"}, True),
        ("never", True, TERMINAL | {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colours_depend_on_the_options_and_the_environment(
    choice: str, terminal: bool, env: dict[str, str], colored: bool
) -> None:
    assert style_for(choice, Screen(terminal=terminal), env).color is colored


@every(
    ("choice", "terminal", "env", "linked"),
    [
        ("auto", True, KITTY, True),
        ("auto", True, TERMINAL | {"TERM_PROGRAM": "WezTerm"}, True),
        ("auto", True, TERMINAL | {"VTE_VERSION": "7600"}, True),
        ("auto", True, TERMINAL | {"VTE_VERSION": "4205"}, False),
        ("auto", True, TERMINAL, False),
        ("auto", True, TERMINAL | {"TERM_PROGRAM": "Apple_Terminal"}, False),
        ("auto", True, KITTY | {"TMUX": "/tmp/tmux-0/default,1,0"}, False),
        ("auto", True, KITTY | {"TERM": "screen-256color"}, False),
        ("auto", True, KITTY | {"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"}, False),
        ("auto", True, KITTY | {"NO_COLOR": "1"}, False),
        ("auto", False, KITTY | {"FORCE_COLOR": "1"}, False),
        ("always", False, KITTY, False),
    ],
)
def test_links_appear_in_terminals_that_support_them(
    choice: str, terminal: bool, env: dict[str, str], linked: bool
) -> None:
    assert style_for(choice, Screen(terminal=terminal), env).links is linked


def test_severity_message_and_gutter_are_set_off() -> None:
    (found,) = api.check(BAD)

    assert diagnostic_text(found, Source(BAD), "a.scn", COLORS).split("\n") == [
        f"\x1b[31m\x1b[1merror[SCN101]\x1b[0m misspelt-keyword: \x1b[1m{found.message}\x1b[0m",
        " \x1b[2m-->\x1b[0m a.scn:6:3",
        "  \x1b[2m|\x1b[0m",
        "\x1b[2m6 |\x1b[0m   sya: Hello <endcall />",
        "  \x1b[2m|\x1b[0m \x1b[31m\x1b[1m  ^^^\x1b[0m",
        "  \x1b[2m=\x1b[0m help: did you mean `say:`?",
        "  \x1b[2m=\x1b[0m fix: replace with `say:` (scn check --fix)",
        "",
    ]
    assert concise(found, Source(BAD), "a.scn", COLORS) == (
        "a.scn:6:3: \x1b[31m\x1b[1mSCN101\x1b[0m misspelt-keyword unknown keyword `sya`"
    )


@pytest.mark.parametrize("show", [diagnostic_text, concise])
def test_colours_and_links_change_no_word(show: object) -> None:
    assert callable(show)
    (found,) = api.check(BAD)
    plain = show(found, Source(BAD), "a.scn", PLAIN)

    assert "\x1b" not in plain
    assert ESCAPE.sub("", show(found, Source(BAD), "a.scn", LINKS)) == plain


def test_what_an_author_wrote_cannot_steer_the_terminal() -> None:
    text = BAD.replace("sya:", "sya\x1b[31m:")
    for found in api.check(text):
        for show in (diagnostic_text, concise):
            shown = show(found, Source(text), "a\x1b]8;;x.scn", COLORS)
            assert "\x1b" not in ESCAPE.sub("", shown)


def test_a_code_links_to_its_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "lint" / "pages" / "misspelt-keyword.md"
    page.parent.mkdir(parents=True)
    page.write_text("Words are words.\n", encoding="utf-8")
    monkeypatch.setattr(manual, "_PACKAGE", tmp_path)
    monkeypatch.setattr(manual, "_BUNDLED", tmp_path / "site")
    (found,) = api.check(BAD)

    line = diagnostic_text(found, Source(BAD), "a.scn", LINKS).partition("\n")[0]

    linked = re.search(r"\x1b\]8;;file://[^/]*(/[^\x1b]+)\x1b\\SCN101\x1b\]8;;\x1b\\", line)
    assert linked
    assert Path(linked[1]) == page


def test_a_code_without_a_page_is_not_a_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manual, "_PACKAGE", tmp_path)
    (found,) = api.check(BAD)

    assert "\x1b]8" not in diagnostic_text(found, Source(BAD), "a.scn", LINKS)


@every(
    ("before", "marked", "blanks", "carets"),
    [
        ("say: ", "xyz", 5, 3),
        ("say: 荷物は", "xyz", 11, 3),  # each takes two columns
        ("say: ", "荷物", 5, 4),
        ("say: e\u0301", "xyz", 6, 3),  # a combining accent takes none
        ("say: \u0939\u093f\u0928\u094d\u0926\u0941 ", "xyz", 10, 3),  # nor do most vowel signs of Hindi
        ("say: \u1112\u1161\u11ab ", "xyz", 8, 3),  # letters joined to one Korean syllable
        ("say: \uff21", "xyz", 7, 3),  # a full-width letter
        ("say: 📦", "xyz", 7, 3),
        ("\tsay:\t", "xyz", 6, 3),
        ("say: \u200b", "\u200b", 11, 6),  # invisible, so shown as an escape
        ("say: \u061c", "xyz", 11, 3),
    ],
)
def test_carets_are_under_the_problem(before: str, marked: str, blanks: int, carets: int) -> None:
    text = f"{before}{marked} and more\n"
    found = report("stray-line", Span(len(before), len(before) + len(marked)), "m")

    lines = diagnostic_text(found, Source(text), "a.scn").split("\n")

    assert lines[4] == "  | " + " " * blanks + "^" * carets
    assert "\t" not in lines[3]


def progress(total: int, *, terminal: bool = True) -> tuple[FileProgress, Screen, list[float]]:
    screen, now = Screen(terminal=terminal), [0.0]
    return FileProgress(total, screen, lambda: now[0]), screen, now


def test_progress_appears_after_a_second_and_is_cleared_at_the_end() -> None:
    counted, screen, now = progress(3)

    with counted:
        for second in (0.5, 1.5, 3.0):
            now[0] = second
            counted.step()

    assert screen.getvalue() == ("\r\x1b[Kchecking file 2 of 3\r\x1b[Kchecking file 3 of 3\r\x1b[K")


def test_progress_is_drawn_ten_times_a_second_at_most() -> None:
    counted, screen, now = progress(1000)

    with counted:
        for step in range(1000):
            now[0] = step / 100
            counted.step()

    assert 80 <= screen.getvalue().count("checking") <= 91


def test_progress_makes_way_for_what_is_printed() -> None:
    counted, screen, now = progress(2)
    now[0] = 2.0
    counted.step()

    counted.hide()
    counted.hide()

    assert screen.getvalue() == "\r\x1b[Kchecking file 1 of 2\r\x1b[K"


@pytest.mark.parametrize(("total", "terminal"), [(1, True), (5, False)])
def test_progress_of_one_file_or_without_a_terminal_does_not_appear(total: int, terminal: bool) -> None:
    counted, screen, now = progress(total, terminal=terminal)
    now[0] = 60.0

    with counted:
        counted.step()

    assert screen.getvalue() == ""


def on_terminal(arguments: list[str], cwd: Path, env: dict[str, str]) -> str:
    """Run `scn` with both streams on a terminal; returns its output."""
    pty = pytest.importorskip("pty", reason="this system has no such terminals")
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(cwd)
        code = "from scn_compiler.cli import main; main()"
        os.execve(sys.executable, [sys.executable, "-c", code, *arguments], os.environ | env)
    said = b""
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:
            break
        if not piece:
            break
        said += piece
    os.waitpid(child, 0)
    os.close(terminal)
    return said.decode().replace("\r\n", "\n")


@pytest.mark.slow
def test_a_real_terminal_gets_colours_and_nothing_else_that_is_new(tmp_path: Path) -> None:
    (tmp_path / "a.scn").write_text(BAD, encoding="utf-8")
    (found,) = api.check(BAD)
    shown = (
        diagnostic_text(found, Source(BAD), "a.scn", COLORS)
        + "\n1 error in 1 file; 1 can be fixed with --fix\n"
    )

    assert on_terminal(["check", "a.scn"], tmp_path, TERMINAL | {"TMUX": "1"}) == shown
    assert on_terminal(["check", "a.scn"], tmp_path, TERMINAL | {"NO_COLOR": "1"}) == ESCAPE.sub("", shown)
    assert on_terminal(["check", "--color", "never", "a.scn"], tmp_path, TERMINAL) == ESCAPE.sub("", shown)
