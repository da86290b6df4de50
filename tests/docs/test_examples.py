"""Every example in the documentation works: scripts, payloads, commands with their output, Python, configurations."""

import json
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from scn_compiler import check, compile_text, decompile
from scn_compiler.platforms import TARGETS
from scn_compiler.project.config_parser import read_config
from scn_dsl.catalog import CATALOG
from scn_dsl.diagnostic import Severity
from support.cases import every
from support.cekura_stub import CekuraStub
from support.page_calls import CALLS
from support.pages import DOCS, EXAMPLE_FILE, PAGES, Example, Page, documents, fits, run
from support.paths import ROOT

EXAMPLES = [(page, each) for page in DOCS for each in page.examples()]
PAYLOADS = [(each, target, shown) for _, each in EXAMPLES for target, shown in each.payloads]
LANGUAGES = {
    "", "console", "css", "ebnf", "elisp", "html", "ini", "js", "json", "lua", "make", "markdown", "mermaid", "python",
    "scn", "sh", "text", "toml", "vim", "xml", "yaml",
}  # fmt: skip
MARKS = {"part", "decompiled", "warns", "wrong", *CATALOG}

every_page = every("page", DOCS, ids=lambda page: page.name)
every_example = every(
    "example",
    [each for _, each in EXAMPLES],
    ids=[f"{page.name}-line-{each.line}" for page, each in EXAMPLES],
)
every_payload = every(
    ("example", "target", "shown"),
    PAYLOADS,
    ids=[f"{page.name}-line-{each.line}-{target}" for page, each in EXAMPLES for target, _ in each.payloads],
)


def with_fences(*languages: str) -> list[Page]:
    """The pages with such fences; Python on contributor pages consists of excerpts, which are tested elsewhere."""
    return [
        page
        for page in DOCS
        if any(page.fences(language) for language in languages)
        and not (languages == ("python",) and page.name.startswith("docs/contributing/"))
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    return tmp_path


def test_there_are_many_examples() -> None:
    assert len(EXAMPLES) >= 100
    assert len(PAYLOADS) >= 30
    assert len([step for page in DOCS for step in page.steps() if not step.file]) >= 60


@every_page
def test_every_fence_is_marked_in_a_known_way(page: Page) -> None:
    for fence in page.fences():
        assert fence.language in LANGUAGES, fence
        names = {name for mark in fence.marks for name in mark.split(",")}
        if fence.language == "scn" and not fence.file:
            assert names <= MARKS, fence
        if fence.language == "json" and not fence.file:
            assert names <= set(TARGETS), fence
    assert page.text.count("\n```") == 2 * len(page.fences()) or "\n````" in page.text


@every_example
def test_a_script_raises_what_its_fence_says_and_nothing_else(example: Example) -> None:
    found = check(example.script, path=EXAMPLE_FILE, config=example.config)

    assert [each.name for each in found if each.severity is Severity.ERROR] == example.named("wrong")
    warnings = {each.name for each in found if each.severity is Severity.WARNING}
    assert warnings == set(example.named("warns"))


@every_payload
def test_a_script_compiles_to_the_payload_below_it(example: Example, target: str | None, shown: str) -> None:
    compiled = compile_text(example.script, path=EXAMPLE_FILE, target=target, config=example.config)

    assert compiled.ok
    made = [payload.value for payload in compiled.payloads]
    assert made == documents(shown)
    assert [json.dumps(each) for each in made] == [json.dumps(each) for each in documents(shown)], (
        "order of keys"
    )


@every_payload
def test_a_payload_comes_back_from_its_script(example: Example, target: str | None, shown: str) -> None:
    for document in documents(shown):
        script = decompile(json.dumps(document)).text
        assert script is not None
        again = compile_text(script)
        assert [payload.value for payload in again.payloads] == [document]


def test_a_script_marked_as_decompiled_is_what_the_decompiler_writes() -> None:
    marked = [each for _, each in EXAMPLES if "decompiled" in each.marks]

    assert marked
    for example in marked:
        assert decompile(example.payloads[0][1]).text == example.text


@pytest.fixture
def platform(page: Page, monkeypatch: pytest.MonkeyPatch) -> Iterator[CekuraStub | None]:
    """A stub of the platform for the commands of pages that mention its key."""
    if "CEKURA_API_KEY" not in page.text:
        yield None
        return
    with CekuraStub() as stub:
        monkeypatch.setenv("CEKURA_API_URL", stub.url)
        monkeypatch.setenv("CEKURA_API_KEY", stub.key)
        monkeypatch.setenv("CEKURA_DASHBOARD_URL", "https://dashboard.cekura.ai")
        first, others = CALLS.get(page.name, CALLS["docs/reference/commands.md"])
        stub.store.plans, stub.store.usual = [first], others
        yield stub


@pytest.mark.parametrize("page", with_fences("console"), ids=lambda page: page.name)
@pytest.mark.usefixtures("platform")
def test_each_command_does_what_the_page_shows(page: Page, folder: Path) -> None:
    code = 0
    for step in page.steps():
        if step.file:
            file = folder / step.file
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(step.text, encoding="utf-8")
            continue
        done = run(step.text, folder, code)
        assert fits(done.stdout, step.output), f"$ {step.text}\n{done.stdout}"
        assert done.returncode in (0, 1, 2, 3), step.text
        code = done.returncode


@every_page
def test_a_sample_on_a_page_is_the_file(page: Page) -> None:
    for fence in page.fences():
        if fence.file and fence.file.startswith("samples/"):
            assert fence.text == (ROOT / fence.file).read_text(encoding="utf-8"), fence.file


@pytest.mark.parametrize("page", with_fences("python"), ids=lambda page: page.name)
def test_the_python_examples_hold(page: Page, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    names: dict[str, object] = {"__name__": "example"}
    for fence in page.fences("python"):
        if not fence.file:
            exec(compile(fence.text, f"{page.name}, line {fence.line}", "exec"), names)


@every("page", with_fences("toml", "yaml", "json"), ids=lambda page: page.name)
def test_data_can_be_read(page: Page) -> None:
    for fence in page.fences("toml"):
        if fence.file in (None, "scn.toml"):
            config = read_config(fence.text)
            assert config
            assert config.problems == (), fence
        else:
            tomllib.loads(fence.text)
    for fence in page.fences("yaml"):
        yaml.safe_load(fence.text)
    for fence in page.fences("json"):
        documents(fence.text)


def test_output_that_differs_does_not_fit() -> None:
    assert fits("a\nb\nc\n", "a\n…\nc\n")
    assert fits("one (two)\n", "one …\n")
    assert not fits("a\nb\n", "a\n")
    assert not fits("a.b\n", "acb\n")
    assert not fits("", "a\n")


@every("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Page) -> None:
    for target in page.links():
        file, _, anchor = target.partition("#")
        if "://" in file or file.startswith("mailto:"):
            continue
        goal = (page.path.parent / file).resolve() if file else page.path
        assert goal.exists(), target
        if anchor:
            assert anchor in Page(goal).anchors(), target
