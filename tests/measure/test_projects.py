"""Scripts with parts in other files, and the configuration that applies to them, are measured from any folder."""

import json
import os
from pathlib import Path

import pytest

from support.cli import Run, scn

CALLS = """\
call,turn,speaker,text
1,0,agent,We are open today.
1,1,customer,Is it closed?
1,2,agent,We are open until six.
2,0,agent,Goodbye now.
"""
SHARED = """\
fragment: ends(last)
WHEN contains "closed"
  say: Oh.

WHEN contains "$last"
  say: Bye.
"""
TALK = """\
import: ../shared/parts.scn

fragment: offers
WHEN contains "today"
  say: Great.

scenario: $kind
role: A customer
language: en
examples: kind | asked
row: Long | open until
row: Short | open
FIRST_MESSAGE
  say: Hello.
WHEN contains "$asked"
  say: Thanks.
insert: offers
insert: ends(last = "goodbye")
"""


def _blocks(done: Run) -> list[tuple[str, str, int, int]]:
    """The scenario, the file, the line and the figure of each condition."""
    found = json.loads(done.stdout)["conditions"]
    return [(each["scenario"], each["file"], each["line"], each.get("holds", 0)) for each in found]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in (
        ("scn.toml", ""),
        ("calls.csv", CALLS),
        ("shared/parts.scn", SHARED),
        ("talks/talk.scn", TALK),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("start", [".", "talks", "shared"])
@pytest.mark.parametrize("is_absolute", [False, True])
def test_blocks_have_their_line_in_the_right_file_from_any_folder(
    project: Path, start: str, is_absolute: bool
) -> None:
    def path(name: str) -> str:
        file = project / name
        return file.as_posix() if is_absolute else Path(os.path.relpath(file, project / start)).as_posix()

    arguments = (path("talks/talk.scn"), "--transcripts", path("calls.csv"), "--format", "json")
    done = scn("measure", *arguments, cwd=project / start)
    assert done.stderr == ""
    script, parts = project / "talks/talk.scn", project / "shared/parts.scn"
    found = [(name, (project / start / file).resolve(), *figures) for name, file, *figures in _blocks(done)]
    assert found == [
        (name, *block)
        for name, asked in (("Long", 1), ("Short", 2))
        for block in [(script, 15, asked), (script, 4, 1), (parts, 2, 0), (parts, 5, 1)]
    ]


def test_standard_input_is_a_script_of_the_current_folder_without_a_name(project: Path) -> None:
    head, _, scenario = TALK.partition("fragment: offers")
    _, _, untitled = scenario.partition("scenario: $kind\n")
    untitled = head + untitled.replace("insert: offers\n", "")
    arguments = ("measure", "-", "--transcripts", "../calls.csv", "--format", "json")
    done = scn(*arguments, cwd=project / "talks", stdin=untitled)
    assert done.stderr == ""
    assert [each[:3] for each in _blocks(done)] == [
        (f"scenario ({kind})", *place)
        for kind in ("Long", "Short")
        for place in [("<stdin>", 10), ("../shared/parts.scn", 2), ("../shared/parts.scn", 5)]
    ]


def test_only_whole_words_count_if_the_configuration_or_an_option_says_so(tmp_path: Path) -> None:
    (tmp_path / "shop.scn").write_text(
        'role: A customer\nWHEN contains "open"\n  say: Oh.\n', encoding="utf-8"
    )
    (tmp_path / "calls.csv").write_text("call,text\n1,We opened at nine.\n2,We open.\n", encoding="utf-8")
    arguments = ("measure", "shop.scn", "--transcripts", "calls.csv", "--format", "json")
    assert _blocks(scn(*arguments, cwd=tmp_path))[0][3] == 2
    assert _blocks(scn(*arguments, "--policy", "words=whole", cwd=tmp_path))[0][3] == 1
    (tmp_path / "scn.toml").write_text('[policy]\nwords = "whole"\n', encoding="utf-8")
    assert _blocks(scn(*arguments, cwd=tmp_path))[0][3] == 1
    assert _blocks(scn(*arguments, "--policy", "words=inside", cwd=tmp_path))[0][3] == 2
