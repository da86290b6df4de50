"""README.md and the pages for contributors: required names, and facts that must agree with the code."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.cases import every
from support.pages import DOCS, README, Page, run
from support.paths import ROOT

CONTRIBUTING = ROOT / "docs" / "contributing"
SET_UP = ("uv run scn compile samples/appointment.scn", "uv run pytest")


def texts(language: str) -> list[str]:
    return [fence.text for fence in README.fences(language)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    return tmp_path


def test_set_up_takes_the_two_commands() -> None:
    assert "\n".join(SET_UP) + "\n" in texts("sh")


def test_the_first_set_up_command_compiles_the_sample(folder: Path) -> None:
    done = run(SET_UP[0].removeprefix("uv run "), folder)

    assert done.returncode == 0, done.stdout
    assert '"name": "Check on an appointment"' in done.stdout


@pytest.mark.slow
def test_the_second_set_up_command_finds_the_tests() -> None:
    done = run(
        SET_UP[1].removeprefix("uv run ") + " --collect-only -n 0 tests/repository/test_readme.py", ROOT
    )

    assert done.returncode == 0, done.stdout
    assert test_set_up_takes_the_two_commands.__name__ in done.stdout


def test_it_stays_short() -> None:
    assert README.text.count("\n") <= 250


def test_the_flowchart_is_the_one_that_is_drawn_of_the_first_sample(folder: Path) -> None:
    page = Page(ROOT / "docs" / "how-to" / "graphs.md")

    assert [fence.text for fence in page.fences("mermaid")] == [
        run("scn graph samples/appointment.scn", folder).stdout
    ]


def test_pages_install_only_scn_and_its_requirements() -> None:
    installed = {
        page.name: set(re.findall(r"(?:pip|tool) install ([^`\n)]*)", page.text))
        for page in DOCS
        if not page.name.startswith("docs/contributing/")
    }

    assert installed["README.md"] == {"uv", "."}
    sources = {
        re.sub(r"(?:--reinstall |[./\w-]*\bscnlang-[\d.]+)", "", each)
        for each in set().union(*installed.values())
    }
    assert sources <= {
        "uv",
        ".",
        "'.[lsp]'",
        "'.[mcp]'",
        "'.[sync]'",
        "'.[measure]'",
        "'.[all]'",
        "-py3-none-any.whl",
        "'-py3-none-any.whl[lsp]'",
        "'-py3-none-any.whl[mcp]'",
        "'-py3-none-any.whl[measure]'",
        "'-py3-none-any.whl[all]'",
    }


def test_the_tree_on_the_architecture_page_names_every_module_and_no_other_file() -> None:
    page = (CONTRIBUTING / "architecture.md").read_text(encoding="utf-8")
    tree = page[page.index("\n## The tree\n") :]

    named = set(_files_in(tree))

    there = {
        path.relative_to(ROOT).as_posix()
        for folder in ("dsl", "grammar", "compiler", "editors/highlighting")
        for path in (ROOT / folder).rglob("*.py")
        if path.name != "__init__.py" and not path.name.endswith("constructor_table.py")  # those are built
    }
    assert sorted(there - named) == [], "not in the tree"
    assert sorted(name for name in named if not (ROOT / name).exists()) == [], "only in the tree"


@every("name", ["README", "architecture", "glossary", "recipes"])
def test_every_module_that_a_page_for_contributors_names_exists(name: str) -> None:
    page = (CONTRIBUTING / f"{name}.md").read_text(encoding="utf-8")
    folders = ("dsl", "grammar", "compiler", "tests", "benchmarks", "editors/highlighting", "docs/site")
    there = [path for folder in folders for path in (ROOT / folder).rglob("*.py")] + list(ROOT.glob("*.py"))

    named = [each for each in re.findall(r"`([a-z_][\w/]*\.py)`", page) if "/NAME/" not in each]

    ends = [f"/{path.relative_to(ROOT).as_posix()}" for path in there]
    assert [module for module in named if not any(end.endswith(f"/{module}") for end in ends)] == []


_ENTRY = re.compile(r"( *)([\w/]+/|[\w.*]+\.\w+(?:, [\w.*]+\.\w+)*)(?:  |$| (?=\w))")


def _files_in(tree: str) -> Iterator[str]:
    """The files in a tree: a line has a folder, or files of the nearest folder above with less indentation."""
    folders: list[tuple[int, str]] = []
    for line in "".join(re.findall(r"^```\w*\n(.*?)^```$", tree, re.MULTILINE | re.DOTALL)).splitlines():
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
