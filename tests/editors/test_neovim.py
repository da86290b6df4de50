"""The language server in a real Neovim with the set-up of `editors/neovim`: the tests type keys and look at the result."""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.measurements import measurement
from support.neovim import NVIM, Neovim, starting_neovim
from support.paths import ROOT

_BETWEEN_KEYS = 0.2
"""Seconds, longer than Neovim and the server take for a completion."""

_AT_HUMAN_SPEED = 0.13

SCRIPT = """\
scenario: Book a day
role: A caller
language: en

FIRST_MESSAGE
  say: Hello

@day WHEN The agent asks for a day
  say: Tuesday. <silence time="1s" />

AFTER @day
  say: Or Thursday.
  end call
"""

pytestmark = pytest.mark.skipif(NVIM is None, reason="Neovim has no package for this system")


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neovim]:
    with starting_neovim(tmp_path_factory.mktemp("neovim")) as neovim:
        yield neovim


@pytest.fixture
def neovim(started: Neovim) -> Neovim:
    started.type("<C-\\><C-n>")
    started.open(SCRIPT)
    return started


def test_a_misspelt_word_that_is_typed_is_one_problem_in_its_place(neovim: Neovim) -> None:
    neovim.type('Go<C-u>WEHN contains "appointment"<CR>  say: A<Esc>')

    neovim.until(lambda: neovim.problems)
    assert neovim.problems == [(14, 1, 5, "SCN101")]


def test_no_squiggle_flickers_while_a_block_is_typed_and_an_error_appears_after_a_pause(
    neovim: Neovim,
) -> None:
    neovim.type("Go<C-u>")
    seen: list[str] = []

    for key in "WHEN The agent asks\n  say: No <break \nTHEN\n  sya: No":
        neovim.type({"<": "<lt>", "\n": "<CR>"}.get(key, key))
        time.sleep(_AT_HUMAN_SPEED)
        seen += [code for *_, code in neovim.problems]

    assert set(seen) == {"SCN411"}, "an open tag, once its line is left"
    neovim.until(lambda: [code for *_, code in neovim.problems] == ["SCN411", "SCN101"])
    neovim.type("<Esc>")


def test_one_code_action_fixes_it(neovim: Neovim) -> None:
    neovim.type('Go<C-u>WEHN contains "appointment"<CR>  say: A<Esc>')
    neovim.until(lambda: neovim.problems)

    neovim.type("k0gra")
    neovim.answer("1<CR>")

    neovim.until(lambda: neovim.line == 'WHEN contains "appointment"')
    neovim.until(lambda: not neovim.problems)


def test_a_remedy_and_a_refactoring_are_chosen_by_their_numbers(neovim: Neovim) -> None:
    neovim.at(9, 1)
    neovim.type("o<C-u>  In the morning.<Esc>")
    neovim.until(lambda: neovim.problems)

    neovim.type("gra")
    neovim.answer("2<CR>")
    neovim.until(lambda: neovim.line == "  say: In the morning." and not neovim.problems)
    neovim.type("kgra")
    neovim.answer("2<CR>")

    neovim.until(lambda: "\nAFTER @day\n  say: In the morning.\n" in neovim.text)


def test_a_label_is_renamed_everywhere(neovim: Neovim) -> None:
    neovim.at(8, 3)

    neovim.type("grn")
    neovim.answer("<C-u>weekday<CR>")

    neovim.until(lambda: neovim.text == SCRIPT.replace("@day", "@weekday"))


def test_the_definition_of_a_label_is_a_key_away(neovim: Neovim) -> None:
    neovim.at(11, 8)

    neovim.type("<C-]>")

    neovim.until(lambda: neovim.line.startswith("@day WHEN"))


@pytest.mark.parametrize(
    ("typed", "word"), [("say: Or <lt>", "silence"), ("say: Or <lt>silence ", "time"), ("AFTER @", "day")]
)
def test_completion_offers_what_fits(typed: str, word: str, neovim: Neovim) -> None:
    neovim.type(f"Go<C-u>{typed}<C-x><C-o>")

    offered = neovim.offered()

    assert any(word in each for each in offered), offered
    neovim.type("<C-e><Esc>")


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("WHEN con", 'WHEN contains ""'),
        ("THEN<CR>  say: Hello <lt>si", '  say: Hello <silence time="1s" />'),
        ('WHEN contains "a" O', 'WHEN contains "a" OR contains ""'),
        ("THEN<CR>  end", "  end call"),
    ],
)
def test_an_accepted_completion_is_inserted_whole_without_a_placeholder(
    typed: str, wanted: str, neovim: Neovim
) -> None:
    neovim.type(f"Go<C-u>{typed}<C-x><C-o>")
    neovim.offered()

    neovim.type("<C-n><C-y>")

    neovim.until(lambda: neovim.text.endswith(f"\n{wanted}\n"))
    neovim.type("<Esc>")


@pytest.mark.parametrize("typed", ["TH", "  TH", ""])
def test_an_accepted_completion_keeps_its_lines(typed: str, neovim: Neovim) -> None:
    neovim.open(SCRIPT.replace("  end call\n", ""))
    neovim.type(f"Go<C-u>{typed}<C-x><C-o>")
    place = neovim.offered().index("THEN end call")

    neovim.type("<C-n>" * (1 + place) + "<C-y>")

    neovim.until(lambda: neovim.text.endswith("\nTHEN\n  end call\n"))
    neovim.type("<Esc>")


def test_a_line_becomes_a_comment_and_a_line_again(neovim: Neovim) -> None:
    neovim.at(1, 1)

    neovim.type("gcc")

    neovim.until(lambda: neovim.line == "# scenario: Book a day")


def test_a_keyword_has_a_hover(neovim: Neovim) -> None:
    neovim.at(8, 6)

    neovim.type("K")

    floats = "vim.tbl_filter(function(w) return vim.api.nvim_win_get_config(w).relative ~= '' end, windows)"
    windows = f"local windows = vim.api.nvim_list_wins() return #{floats}"
    neovim.until(lambda: neovim.lua(windows) == 1)


def test_a_script_is_formatted(neovim: Neovim) -> None:
    neovim.open(SCRIPT.replace("  say: Or", "      say:   Or"))

    neovim.type("gggqG")

    neovim.until(lambda: neovim.text == SCRIPT)


TESTS = """\
test: The caller names a day
  hear: Which day?
  as: @day
  say: Tuesday.

test: The caller waits
  hear: One moment
  say: OK.
"""


def lenses(neovim: Neovim) -> list[tuple[int, str]]:
    """Line, from 1, and title of each lens."""
    code = "return vim.tbl_map(function(l) return { l.range.start.line, l.command.title } end, vim.lsp.codelens.get(0))"
    return sorted((line + 1, title) for line, title in neovim.lua(code))


def test_a_lens_runs_a_test_and_its_line_shows_the_failure(neovim: Neovim) -> None:
    neovim.open(TESTS, ".test.scn")
    neovim.until(lambda: len(lenses(neovim)) == 3)
    neovim.at(6, 1)

    neovim.type("grx")

    neovim.until(lambda: neovim.lua("return #vim.diagnostic.get(0)") == 1)
    (failure,) = neovim.lua("return vim.diagnostic.get(0)")
    assert failure["lnum"] == 7
    assert failure["message"] == "expected `say: OK.`, but the caller says nothing more"
    told = "return vim.fn.execute('messages')"
    neovim.until(lambda: "1 test: 1 failed" in neovim.lua(told))


def test_a_lens_runs_the_test_as_it_is_named_now(neovim: Neovim) -> None:
    neovim.open(TESTS, ".test.scn")
    neovim.until(lambda: len(lenses(neovim)) == 3)
    neovim.at(6, 1)

    neovim.lua("vim.cmd.messages('clear')")

    neovim.type("A again<Esc>grx")

    neovim.until(lambda: "1 test: 1 failed" in neovim.lua("return vim.fn.execute('messages')"))


def test_lenses_of_one_line_are_listed(neovim: Neovim) -> None:
    neovim.open(TESTS, ".test.scn")
    neovim.until(lambda: len(lenses(neovim)) == 3)
    neovim.at(1, 1)

    neovim.type("grx")
    neovim.answer("2<CR>")

    neovim.until(lambda: "2 tests: 1 failed" in neovim.lua("return vim.fn.execute('messages')"))


def test_lenses_say_which_blocks_no_test_reaches(neovim: Neovim) -> None:
    neovim.open(TESTS, ".test.scn")
    neovim.open(SCRIPT)

    neovim.until(lambda: (11, "no test reaches this") in lenses(neovim))
    assert (8, "reached by 1 test") in lenses(neovim)
    assert (5, "reached by 2 tests") in lenses(neovim)


def test_lenses_say_how_often_blocks_fire_until_their_conditions_are_edited(neovim: Neovim) -> None:
    folder = neovim.file_in("measured").parent
    folder.mkdir()
    (folder / "scn.toml").write_text('measured = "calls.json"\n', encoding="utf-8")
    (folder / "calls.json").write_text(measurement({'contains "day"': 0}), encoding="utf-8")
    neovim.open(SCRIPT.replace("The agent asks for a day", 'contains "day"'), folder="measured")

    neovim.until(lambda: (8, "fires in none of 1,000 utterances") in lenses(neovim))
    neovim.until(lambda: (8, 11, 25, "SCN647") in neovim.problems)
    neovim.at(8, 22)
    neovim.type("xx")
    neovim.until(lambda: not [title for _, title in lenses(neovim) if title.startswith("fires")])
    neovim.until(lambda: all(code != "SCN647" for *_, code in neovim.problems))


_TYPED = (
    "language: de",
    "name: call me",
    "  say: [sigh]",
    "  say: [sigh] Hm",
    "  say: I <3 you",
    "  say: a < b and c > d",
    '  say: Hi <break time="1s" /> there',
    '  say: Hi <silence time="1s" />',
    "  say: {{test_profile.x}}",
    "  say: Hello: it is 5.30, or 'later'",
    "  do: Ask (again) / stop",
    "  end call",
    "THEN",
    "THEN\n  end call",
    "@label WHEN The agent asks",
    '@label WHEN contains "x"',
    'WHEN contains "x" OR contains "y"',
    "AFTER @day",
    "AFTER @da",
    "# scn: allow unused",
    "given x = 1",
    "cekura.tags: [1]",
)


def _typed_key_by_key(neovim: Neovim, text: str) -> None:
    """Type like a person: between two keys, completion has time to appear and to be inserted."""
    for key in text:
        neovim.type({"<": "<lt>", "\n": "<CR>"}.get(key, key))
        time.sleep(_BETWEEN_KEYS)


@pytest.mark.slow
@pytest.mark.parametrize("text", _TYPED)
def test_typed_text_appears_unchanged(text: str, neovim: Neovim) -> None:
    """With Neovim's default settings."""
    neovim.type("Go<C-u>")

    _typed_key_by_key(neovim, text)

    neovim.type("<Esc>")
    neovim.until(lambda: neovim.text == f"{SCRIPT}{text}\n")


@pytest.mark.slow
def test_an_automatic_completion_is_accepted_by_a_key(neovim: Neovim) -> None:
    neovim.type("Go<C-u>")

    _typed_key_by_key(neovim, "  say: [s")
    neovim.offered()
    neovim.type("<C-n><C-y>")

    neovim.until(lambda: neovim.line == "  say: [sigh]")
    neovim.type("<Esc>")


def test_only_scripts_are_completed_that_way(neovim: Neovim) -> None:
    elsewhere = neovim.lua("vim.cmd.enew() local found = vim.o.completeopt vim.cmd.bdelete() return found")

    assert "noselect" not in elsewhere


@pytest.mark.slow
def test_a_server_without_its_extra_says_what_to_install(tmp_path: Path) -> None:
    program = tmp_path / "scn"
    program.write_text("#!/bin/sh\necho 'Error: scn lsp needs pygls' >&2\nexit 2\n", encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "a.scn").write_text(SCRIPT, encoding="utf-8")
    waiting = "vim.wait(5000, function() return vim.fn.execute('messages'):find('install') ~= nil end)"
    script = tmp_path / "try.lua"
    script.write_text(
        f"vim.cmd.edit('{tmp_path}/a.scn') {waiting} io.stdout:write(vim.fn.execute('messages')) vim.cmd('qall!')",
        encoding="utf-8",
    )
    command = [NVIM, "--clean", "--headless", "--cmd", f"set rtp^={ROOT / 'editors' / 'neovim'}"]

    done = subprocess.run(
        [*map(str, command), "-c", f"luafile {script}"],
        env={**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert "install scnlang[lsp]" in done.stdout


def test_keys_of_a_configuration_are_offered_and_its_mistakes_are_problems(started: Neovim) -> None:
    started.type("<C-\\><C-n>")
    started.open('ignore = ["unused-labl"]\n', name="scn.toml")
    started.until(lambda: started.lua("return (vim.diagnostic.get(0)[1] or {}).end_col") == 23)

    started.type("Gotar<C-x><C-o>")
    assert "target" in started.offered()


def test_a_script_keeps_its_server_when_a_configuration_is_written_later(neovim: Neovim) -> None:
    neovim.file_in("later").parent.mkdir()
    neovim.open(SCRIPT, folder="later")
    neovim.open("", name="scn.toml", folder="later")

    neovim.open(SCRIPT, folder="later")


def test_other_files_of_toml_start_no_server(started: Neovim) -> None:
    started.type("<C-\\><C-n>")
    started.open("target = 1\n", name="Cargo.toml", servers=0)

    assert started.lua("return vim.bo.filetype") == "toml"
