"""`scn graph`: files, endings, formats, exit codes."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scn_compiler import draw
from scn_compiler.cli.commands.graph import FILE_ENDINGS as ENDINGS
from scn_compiler.cli.group import cli
from scn_compiler.graph.draw import GRAPH_FORMATS
from support.graph import FIRST

# The command


def scn(*words: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["graph", *words], input=stdin)


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "a.scn"
    path.write_text(f"scenario: Book it\n{FIRST}  end call\n", encoding="utf-8")
    return path


def test_the_command_draws_mermaid_to_standard_output(script: Path) -> None:
    done = scn("a.scn")

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("flowchart LR\n")


@pytest.mark.parametrize(("form", "endings"), ENDINGS.items())
def test_the_ending_of_the_output_says_the_format(script: Path, form: str, endings: tuple[str, ...]) -> None:
    for ending in endings:
        done = scn("a.scn", "-o", f"a{ending.upper()}")

        assert (done.exit_code, done.stdout, done.stderr) == (0, "", f"wrote a{ending.upper()}\n")
        written = (script.parent / f"a{ending.upper()}").read_text(encoding="utf-8")
        assert written == draw(script.read_text(encoding="utf-8"), format=form).text


def test_an_ending_that_says_no_format_is_refused_unless_one_is_named(script: Path) -> None:
    for name in ("a.png", "a"):
        done = scn("a.scn", "-o", name)

        assert done.exit_code == 2
        assert all(ending in done.stderr for endings in ENDINGS.values() for ending in endings)
        assert not (script.parent / name).exists()
        assert scn("a.scn", "-o", name, "--format", "svg").exit_code == 0


def test_a_format_that_is_named_comes_before_the_ending(script: Path) -> None:
    scn("a.scn", "-o", "a.svg", "--format", "dot")

    assert (script.parent / "a.svg").read_text(encoding="utf-8").startswith("digraph")


def test_the_formats_of_the_command_are_those_that_can_be_drawn() -> None:
    assert set(ENDINGS) == set(GRAPH_FORMATS)


def test_a_script_with_errors_is_drawn_and_the_errors_are_reported() -> None:
    done = scn("-", stdin=FIRST.replace("say", "sya"))

    assert done.exit_code == 1
    assert "⚠ error" in done.stdout
    assert "error[SCN101] misspelt-keyword" in done.stderr
    assert " --> <stdin>:4:3" in done.stderr
    assert "in 1 file" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["."], "Error: . is a folder: name a single script"),
        (["b.scn"], "Error: b.scn does not exist"),
        (["a.scn", "-o", "."], "Error: . is a folder: name a file"),
        (["a.scn", "-o", "a.scn"], "Error: refusing to overwrite a.scn: this run already reads or writes it"),
        (["a.scn", "--scenario", "Bok it"], "Error: unknown scenario `Bok it`: did you mean `Book it`?"),
        (["a.scn", "--scenario", "Quite"], "Error: unknown scenario `Quite`: the script has `Book it`"),
        (["a.scn", "--format", "png"], "Error: Invalid value for '--format': 'png' is not one of"),
        (["a.scn", "-t", "cekrua"], "unknown target `cekrua`: did you mean `cekura`?"),
        ([], "Error: Missing argument 'FILE'."),
    ],
)
def test_wrong_usage_is_reported_and_nothing_is_drawn(script: Path, words: list[str], message: str) -> None:
    done = scn(*words)

    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr


def test_an_unreadable_file_is_reported(script: Path) -> None:
    script.write_bytes(b"\xff\xfe\x00")

    done = scn("a.scn")

    assert (done.exit_code, done.stdout) == (2, "")
    assert "UTF-16" in done.stderr


def test_a_picture_that_may_not_be_shown_is_drawn_with_a_warning(script: Path) -> None:
    many = "".join(f'WHEN contains "w{number:03}"\n  say: {number}\n' for number in range(501))
    script.write_text(f"scenario: A\n{FIRST}{many}", encoding="utf-8")

    done = scn("a.scn", "--ignore", "SCN6")

    assert done.exit_code == 0
    assert (
        done.stderr == "scn: this graph has 502 edges, but Mermaid draws at most 500: raise its `maxEdges`\n"
    )


def test_the_configuration_applies(script: Path) -> None:
    (script.parent / "scn.toml").write_text('[fields]\nlanguage = "xx"\n', encoding="utf-8")

    script.write_text(FIRST.replace("language: en\n", ""), encoding="utf-8")

    assert "scn.toml:2:12" in scn("a.scn").stderr
    assert scn("a.scn", "--isolated").exit_code == 0
