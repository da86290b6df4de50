"""README.md, run: each command with its output, each Python example, each file that it shows; and what it must name.

A command stands behind `$ ` in a fence marked `console`, its output (both streams) below it. `…` stands for anything: alone
on a line for any lines, within a line for any characters. A fence with a file's name is saved as that file. All of
them run from top to bottom in one folder that has a copy of the samples.
"""

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from scn_compiler.cli.commands import COMMANDS
from scn_compiler.cli.group import cli
from scn_compiler.platforms import DEFAULT_TARGET, TARGETS
from support.cli import scn_bytes
from support.paths import PROGRAMS, ROOT

CONTRIBUTING = ROOT / "docs" / "contributing"
README = (ROOT / "README.md").read_text(encoding="utf-8")
SET_UP = ("uv run scn compile samples/appointment.scn", "uv run pytest")
SHELL = re.compile(r"[|<>&;$`*?#]")
"""What only a shell understands."""
FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "docs" / "rules.md",
    *sorted((ROOT / "docs" / "contributing").glob("*.md")),
    *(ROOT / folder / "README.md" for folder in ("dsl", "grammar", "compiler", "docs", "samples", "tests")),
    *(page for page in sorted((ROOT / "editors").glob("**/README.md")) if "node_modules" not in page.parts),
]


@dataclass(frozen=True)
class Step:
    """One thing that a reader does: save a file, or run a command and see its output."""

    text: str
    output: str = ""
    file: str | None = None


def fences(language: str) -> list[str]:
    return [text for kind, _, text in FENCE.findall(README) if kind == language]


def commands(console: str) -> Iterator[Step]:
    for part in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield Step(command, output)


def steps() -> Iterator[Step]:
    for kind, file, text in FENCE.findall(README):
        if kind == "console":
            yield from commands(text)
        elif file:
            yield Step(text, file=file)


def run(command: str, folder: Path, before: int = 0) -> subprocess.CompletedProcess[str]:
    """Run `command` as a shell would in which the command before it ended with the code `before`.

    One that only calls scn is run in this process.
    """
    words = shlex.split(command)
    if words[0] == "scn" and not SHELL.search(command):
        done = scn_bytes(*words[1:], cwd=folder, merged=True)
        return subprocess.CompletedProcess(words, done.returncode, done.stdout.decode())
    path = os.pathsep.join((str(PROGRAMS), os.environ.get("PATH", os.defpath)))
    return subprocess.run(
        ["sh", "-c", f"(exit {before})\n{command}"],
        cwd=folder,
        env={**os.environ, "PATH": path, "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )


def fits(output: str, shown: str) -> bool:
    pattern = "".join(
        r"(?:.*\n)*" if line == "…\n" else ".*".join(map(re.escape, line.split("…")))
        for line in shown.splitlines(keepends=True)
    )
    return re.fullmatch(pattern, output) is not None


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    return tmp_path


def test_each_command_does_what_the_page_shows(folder: Path) -> None:
    code = 0
    for step in steps():
        if step.file:
            (folder / step.file).write_text(step.text, encoding="utf-8")
            continue
        done = run(step.text, folder, code)
        assert fits(done.stdout, step.output), f"$ {step.text}\n{done.stdout}"
        assert done.returncode in (0, 1, 2), step.text
        code = done.returncode


def test_there_are_commands_to_run() -> None:
    assert len([step for step in steps() if not step.file]) >= 8


def test_output_that_differs_does_not_fit() -> None:
    assert fits("a\nb\nc\n", "a\n…\nc\n")
    assert fits("one (two)\n", "one …\n")
    assert not fits("a\nb\n", "a\n")
    assert not fits("a.b\n", "acb\n")
    assert not fits("", "a\n")


def test_set_up_takes_the_two_commands() -> None:
    assert "\n".join(SET_UP) + "\n" in fences("sh")


def test_the_first_set_up_command_compiles_the_sample(folder: Path) -> None:
    done = run(SET_UP[0].removeprefix("uv run "), folder)

    assert done.returncode == 0, done.stdout
    assert '"name": "Check on an appointment"' in done.stdout


def test_the_second_set_up_command_finds_the_tests() -> None:
    done = run(
        SET_UP[1].removeprefix("uv run ") + " --collect-only -n 0 tests/repository/test_readme.py", ROOT
    )

    assert done.returncode == 0, done.stdout
    assert test_the_second_set_up_command_finds_the_tests.__name__ in done.stdout


def test_the_flowchart_is_the_one_that_is_drawn_of_the_first_sample(folder: Path) -> None:
    assert fences("mermaid") == [run("scn graph samples/appointment.scn", folder).stdout]


def test_only_what_is_ours_or_is_needed_is_installed() -> None:
    installed = re.findall(r"(?:pip|tool) install ([^`\n]*)", README)

    assert set(installed) == {"uv", ".", "'.[lsp]'"}


def test_the_python_examples_hold(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    examples = fences("python")
    names: dict[str, object] = {}
    for number, example in enumerate(examples, 1):
        exec(compile(example, f"README.md, Python example {number}", "exec"), names)

    assert sum(example.count("assert ") for example in examples) >= 8
    for function in ("check", "compile_text", "decompile", "format_text", "draw", "explain"):
        assert function in names


def section(title: str) -> str:
    found = re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^##|\Z)", README, re.MULTILINE | re.DOTALL)
    assert found, f"there is no section {title}"
    return found[1]


def names_in(text: str) -> set[str]:
    """The words that stand in code spans."""
    return {word for span in re.findall(r"`([^`\n]+)`", text) for word in re.split(r"[ ,]+", span)}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_a_section_with_all_its_options_and_exit_codes(name: str) -> None:
    text = section(f"`scn {name}`")

    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert set(parameter.opts) <= names_in(text), parameter.name
            if isinstance(parameter.type, click.Choice) and parameter.metavar is None:
                assert set(parameter.type.choices) <= names_in(text)
    assert "Exit code 0" in text


def test_the_options_that_all_commands_share_are_named() -> None:
    context = click.Context(cli, info_name="scn", **cli.context_settings)
    options = {name for parameter in cli.get_params(context) for name in parameter.opts}

    assert options >= {"--version", "--help", "-h"}
    assert options <= names_in(section("Commands"))


def test_every_exit_code_has_a_row() -> None:
    rows = re.findall(r"^\| (\d+) \|", section("Streams and exit codes"), re.MULTILINE)

    assert rows == ["0", "1", "2", "101"]


def test_the_table_of_targets_is_what_the_tool_lists() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", section("Targets"), re.MULTILINE)
    default = TARGETS[DEFAULT_TARGET].name

    assert rows == [
        (target.name, target.summary + (" (default)" if target.name == default else ""))
        for target in TARGETS.values()
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        file, _, anchor = target.partition("#")
        if "://" in file:
            continue
        goal = (page.parent / file) if file else page
        assert goal.exists(), target
        if anchor:
            assert anchor in _anchors(goal.read_text(encoding="utf-8")), target


def _anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_tree_on_the_architecture_page_names_every_module_and_no_other_file() -> None:
    page = (CONTRIBUTING / "architecture.md").read_text(encoding="utf-8")
    tree = page[page.index("\n## The tree\n") :]

    named = set(_files_in(tree))

    there = {
        path.relative_to(ROOT).as_posix()
        for folder in ("dsl", "grammar", "compiler", "editors/highlighting")
        for path in (ROOT / folder).rglob("*.py")
        if path.name != "__init__.py"
    }
    assert sorted(there - named) == [], "not in the tree"
    assert sorted(name for name in named if not (ROOT / name).exists()) == [], "in the tree alone"


@pytest.mark.parametrize("name", ["README", "architecture", "glossary", "recipes"])
def test_every_module_that_a_page_for_contributors_names_exists(name: str) -> None:
    page = (CONTRIBUTING / f"{name}.md").read_text(encoding="utf-8")
    folders = ("dsl", "grammar", "compiler", "tests", "benchmarks", "editors/highlighting")
    there = [path for folder in folders for path in (ROOT / folder).rglob("*.py")] + list(ROOT.glob("*.py"))

    named = [each for each in re.findall(r"`([a-z_][\w/]*\.py)`", page) if "/NAME/" not in each]

    ends = [f"/{path.relative_to(ROOT).as_posix()}" for path in there]
    assert [module for module in named if not any(end.endswith(f"/{module}") for end in ends)] == []


_ENTRY = re.compile(r"( *)([\w/]+/|[\w.*]+\.\w+(?:, [\w.*]+\.\w+)*)(?:  |$| (?=\w))")


def _files_in(tree: str) -> Iterator[str]:
    """The files that a tree names: each line has a folder, or files of the folder above that is indented less."""
    folders: list[tuple[int, str]] = []
    for line in "".join(text for _, _, text in FENCE.findall(tree)).splitlines():
        if not line:
            continue
        entry = _ENTRY.match(line)
        assert entry, f"this line of the tree names nothing: {line}"
        depth, names = len(entry[1]), entry[2].split(", ")
        folders = [each for each in folders if each[0] < depth]
        above = "".join(name for _, name in folders)
        if names[0].endswith("/"):
            folders.append((depth, names[0]))
            assert (ROOT / above / names[0]).is_dir(), line
        for name in names:
            if "*" in name:
                yield from (path.relative_to(ROOT).as_posix() for path in (ROOT / above).glob(name))
            elif not name.endswith("/"):
                yield above + name
