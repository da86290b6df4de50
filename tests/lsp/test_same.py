"""Editor and command line report the same: for every sample, every bad script, and the script of every real payload."""

import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from scn_compiler import check, decompile
from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.edits.formatting import format_edits
from scn_compiler.ide.structure.document_symbols import document_symbols
from scn_compiler.lsp.positions import LineIndex, line_index
from scn_compiler.lsp.token_encoding import encode_tokens
from scn_dsl.source import Source
from support.cli import scn
from support.lsp_client import Talk, talking
from support.paths import CORPUS, ROOT, SAMPLES

SEVERITIES = {"error": 1, "warning": 2, "info": 3}
CODE_POINTS = {"general": {"positionEncodings": ["utf-32"]}}
RELATED = {"textDocument": {"publishDiagnostics": {"relatedInformation": True}}}


def scripts(kind: str) -> Iterator[tuple[str, bytes]]:
    if kind == "corpus":
        for path in sorted(CORPUS.rglob("*.json")):
            made = decompile(path.read_bytes().decode("utf-8", "replace")).text
            if made:
                yield path.relative_to(CORPUS).as_posix().replace("/", "-"), made.encode("utf-8", "replace")
    else:
        for path in sorted((ROOT / kind).glob("*.scn")):
            yield path.name, path.read_bytes()


@pytest.fixture(
    params=["samples", *(pytest.param(name, marks=pytest.mark.slow) for name in ("tests/lint/bad", "corpus"))]
)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param == "corpus" and not CORPUS.is_dir():
        pytest.skip("the corpus of real payloads is missing")
    for name, data in scripts(request.param):
        (tmp_path / name).with_suffix(".scn").write_bytes(data)
    assert len(list(tmp_path.glob("*.scn"))) > 10
    return tmp_path


def place(lines: LineIndex, source: Source, shown: dict[str, int]) -> dict[str, int]:
    """A place of the command line as a protocol position."""
    offset = source.line_starts[shown["line"] - 1] + shown["column"] - 1
    position = lines.position(offset)
    return {"line": position.line, "character": position.character}


def range_of(lines: LineIndex, source: Source, found: Any) -> Any:
    return {"start": place(lines, source, found["start"]), "end": place(lines, source, found["end"])}


def as_protocol(found: Any, lines: LineIndex, source: Source) -> Any:
    """A finding of `scn check --format json` as a protocol diagnostic."""
    hint = f"\nhelp: {found['hint']}" if found["hint"] else ""
    return (
        found["code"],
        found["message"] + hint,
        SEVERITIES[found["severity"]],
        range_of(lines, source, found),
        [(other["message"], range_of(lines, source, other)) for other in found["related"]],
    )


def as_told(found: Any) -> Any:
    related = [
        (other["message"], other["location"]["range"]) for other in found.get("relatedInformation", [])
    ]
    return found["code"], found["message"], found["severity"], found["range"], related


def edited(text: str, edits: Any) -> str:
    lines = line_index(text, "utf-32")
    spans = [
        tuple(
            lines.starts[at["line"]] + at["character"]
            for at in (each["range"]["start"], each["range"]["end"])
        )
        for each in edits
    ]
    for (start, end), each in sorted(zip(spans, edits, strict=True), key=lambda pair: pair[0], reverse=True):
        text = text[:start] + each["newText"] + text[end:]
    return text


def test_editor_and_command_line_report_the_same_problems(folder: Path) -> None:
    report = json.loads(scn("check", "--format", "json", ".", cwd=folder).stdout)
    with talking() as (talk, _):
        talk.initialize({**CODE_POINTS, **RELATED}, folder)
        told = talk.ask("workspace/diagnostic", previousResultIds=[])

    unread = {each["file"] for each in report["unreadable"]}
    found: dict[str, list[Any]] = {path.name: [] for path in folder.glob("*.scn")}
    for each in report["diagnostics"]:
        text = (folder / each["file"]).read_bytes().decode("utf-8")
        found[each["file"]].append(as_protocol(each, line_index(text, "utf-32"), Source(text)))
    here = {
        Path(each["uri"]).name: list(map(as_told, each["items"])) for each in told["items"] if each["items"]
    }
    assert here.keys() >= unread
    assert {name: each for name, each in here.items() if name not in unread} == {
        name: each for name, each in found.items() if each
    }


@pytest.mark.slow
def test_each_script_is_formatted_the_same(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    there = tmp_path_factory.mktemp("formatted") / "scripts"
    shutil.copytree(folder, there)
    scn("fmt", ".", cwd=there)
    with talking() as (talk, _):
        talk.initialize(CODE_POINTS)
        for path in sorted(folder.glob("*.scn")):
            text = _text(path)
            if text is not None:
                assert edited(text, _layout(talk, path, text)) == _text(there / path.name), path.name


def _text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return None


def _layout(talk: Talk, path: Path, text: str) -> Any:
    options = {"tabSize": 2, "insertSpaces": True}
    uri = talk.open(text, path.as_uri())
    return talk.ask("textDocument/formatting", textDocument={"uri": uri}, options=options)


@pytest.mark.slow
def test_threads_that_read_the_same_scripts_at_once_get_what_one_alone_gets() -> None:
    texts = [path.read_bytes().decode("utf-8", "replace") for path in SAMPLES]
    texts += [text.replace("scenario: ", f"scenario: {number} ") for number, text in enumerate(texts)]

    def answers(text: str) -> object:
        draft = OpenScript(text, path="the-same.scn")
        return (
            check(text),
            format_edits(text),
            document_symbols(draft),
            encode_tokens(line_index(text, "utf-16")),
        )

    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(answers, 4 * texts))

    assert together == 4 * [answers(text) for text in texts]
