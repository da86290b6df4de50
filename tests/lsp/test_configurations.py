"""Configurations that are open in the editor: problems, completion and hover while they are edited."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from scn_compiler.lsp import config_diagnostics
from support.lsp_client import Talk
from support.lsp_diagnostics import GOOD, PULL, codes, next_diagnostics, written
from support.lsp_here import here, settled, tell

MARKDOWN = {"textDocument": {"hover": {"contentFormat": ["markdown"]}}}


def asked(talk: Talk, method: str, uri: str, line: int = 0, character: int = 0, **more: Any) -> Any:
    position = {"line": line, "character": character}
    return talk.ask(f"textDocument/{method}", textDocument={"uri": uri}, position=position, **more)


def messages(found: list[Any]) -> list[str]:
    return [each["message"] for each in found]


def retyped(talk: Talk, uri: str, version: int, text: str) -> list[Any]:
    """The next diagnostics after the text of a document has been replaced."""
    since = len(talk.said)
    talk.change(uri, version, {"text": text})
    return next_diagnostics(talk, uri, since)


# Problems


def test_a_mistake_is_shown_while_it_is_typed_and_goes_once_it_is_fixed(talk: Talk, tmp_path: Path) -> None:
    config = written(tmp_path, "scn.toml", "")
    talk.initialize({}, tmp_path)
    talk.open('traget = "cekura"\n', config)

    (shown,) = talk.diagnostics(config)
    assert shown["message"] == "unknown key `traget`\nhelp: did you mean `target`?"
    assert shown["range"] == {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 6}}
    assert messages(retyped(talk, config, 2, "target =")) == ["not valid TOML: invalid value"]
    assert retyped(talk, config, 3, 'target = "cekura"\n') == []


def test_what_is_only_half_written_is_no_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        config_diagnostics, "PAUSE", 60
    )  # however slow the machine is, the author doesn't pause
    config = written(tmp_path, "scn.toml", "")
    text = 'target = "eqho"\n'

    async def typing() -> list[Any]:
        app, said = await here(tmp_path)
        item = {"uri": config, "languageId": "toml", "version": 1, "text": ""}
        tell(app.session, "textDocument/didOpen", {"textDocument": item})
        await settled()
        for end in range(1, len(text) + 1):
            document = {"uri": config, "version": end + 1}
            changes = {"textDocument": document, "contentChanges": [{"text": text[:end]}]}
            tell(app.session, "textDocument/didChange", changes)
            await settled()
        return said

    said = asyncio.run(typing())
    assert [each for each in said if each.get("method") == "textDocument/publishDiagnostics"] == []


def test_the_text_in_the_editor_counts_although_another_one_is_saved(talk: Talk, tmp_path: Path) -> None:
    config = written(tmp_path, "scn.toml", "nonsense = 1\n")
    talk.initialize({}, tmp_path)
    talk.open(GOOD, (tmp_path / "a.scn").as_uri())
    assert messages(talk.diagnostics(config))
    since = len(talk.said)

    talk.open("strict = true\n", config)
    assert next_diagnostics(talk, config, since) == []
    since = len(talk.said)
    talk.tell("textDocument/didClose", textDocument={"uri": config})
    assert messages(next_diagnostics(talk, config, since))[0].startswith("unknown key `nonsense`")


def test_a_deleted_configuration_has_no_problems_although_it_is_still_open(
    talk: Talk, tmp_path: Path
) -> None:
    config = written(tmp_path, "scn.toml", "nonsense = 1\n")
    talk.initialize({}, tmp_path)
    talk.open("nonsense = 1\n", config)
    assert messages(talk.diagnostics(config))
    since = len(talk.said)

    (tmp_path / "scn.toml").unlink()
    talk.tell("workspace/didChangeWatchedFiles", changes=[{"uri": config, "type": 3}])

    assert next_diagnostics(talk, config, since) == []


def test_a_configuration_that_another_one_extends_is_read(talk: Talk, tmp_path: Path) -> None:
    written(tmp_path, "scn.toml", "[environments.staging]\n")
    config = written(tmp_path, "sub/scn.toml", "")
    talk.initialize({}, tmp_path)
    talk.open('extends = "../scn.tml"\n', config)
    assert messages(talk.diagnostics(config))[0].startswith("expected a .toml file name")

    assert messages(retyped(talk, config, 2, 'extends = "../no.toml"\n')) == ["`../no.toml` does not exist"]
    text = 'extends = "../scn.toml"\nenvironment = "stagin"\n'
    assert messages(retyped(talk, config, 3, text))[0].startswith("unknown environment `stagin`")
    assert retyped(talk, config, 4, text.replace("stagin", "staging")) == []


def test_findings_in_defaults_are_hidden_while_the_text_differs_from_the_saved_one(
    talk: Talk, tmp_path: Path
) -> None:
    text = '[fields]\nfolder = "a//b"\n'
    config = written(tmp_path, "scn.toml", text)
    talk.initialize({}, tmp_path)
    talk.open(text, config)
    talk.open(GOOD, (tmp_path / "a.scn").as_uri())
    assert codes(talk.diagnostics(config)) == ["SCN505"]

    assert retyped(talk, config, 2, f"\n{text}") == []
    since = len(talk.said)
    talk.change(config, 3, {"text": text})
    assert codes(next_diagnostics(talk, config, since)) == ["SCN505"]


def test_a_pyproject_is_only_looked_at_if_it_is_about_scn(talk: Talk, tmp_path: Path) -> None:
    config = written(tmp_path, "pyproject.toml", "")
    talk.initialize({}, tmp_path)
    talk.open("[tool.ruff]\nselect = [", config)

    (shown,) = retyped(talk, config, 2, "[tool.scn]\nstrct = true\n")
    assert shown["message"].startswith("unknown key `strct`")
    assert shown["range"]["start"] == {"line": 1, "character": 0}
    assert len(talk.heard("textDocument/publishDiagnostics")) == 1


def test_other_files_of_toml_are_left_alone(talk: Talk, tmp_path: Path) -> None:
    other = written(tmp_path, "Cargo.toml", "")
    talk.initialize({}, tmp_path)
    talk.open("target = 1\n", other)
    script = talk.open(GOOD, (tmp_path / "a.scn").as_uri())

    assert talk.diagnostics(script) == []
    assert asked(talk, "completion", other)["items"] == []
    assert asked(talk, "hover", other) is None
    assert {each["uri"] for each in talk.heard("textDocument/publishDiagnostics")} == {script}


def test_a_configuration_has_no_problems_of_a_script(talk: Talk, tmp_path: Path) -> None:
    config = written(tmp_path, "scn.toml", "")
    talk.initialize(PULL, tmp_path)
    talk.open('target = "cekura"\n', config)

    assert talk.ask("textDocument/diagnostic", textDocument={"uri": config})["items"] == []
    assert talk.ask("workspace/diagnostic", previousResultIds=[])["items"] == []
    assert talk.heard("textDocument/publishDiagnostics") == []


@pytest.mark.parametrize(
    ("method", "more"),
    [
        ("documentSymbol", {}),
        ("codeLens", {}),
        ("foldingRange", {}),
        ("documentLink", {}),
        ("semanticTokens/full", {}),
        ("formatting", {"options": {"tabSize": 2, "insertSpaces": True}}),
        ("documentHighlight", {"position": {"line": 0, "character": 0}}),
        ("definition", {"position": {"line": 0, "character": 0}}),
        ("prepareRename", {"position": {"line": 0, "character": 0}}),
        (
            "codeAction",
            {"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}},
             "context": {"diagnostics": []}},
        ),
    ],
)  # fmt: skip
def test_a_configuration_is_left_to_servers_of_toml_otherwise(
    talk: Talk, tmp_path: Path, method: str, more: dict[str, Any]
) -> None:
    config = written(tmp_path, "scn.toml", "")
    talk.initialize({}, tmp_path)
    talk.open("target   =   1\nWHEN a\n", config)

    assert talk.ask(f"textDocument/{method}", textDocument={"uri": config}, **more) is None


# Completion and hover


def test_keys_and_values_are_offered(talk: Talk, tmp_path: Path) -> None:
    config = written(tmp_path, "scn.toml", "")
    talk.initialize({}, tmp_path)
    talk.open("target = \n\n", config)

    values = asked(talk, "completion", config, 0, 9)["items"]
    keys = asked(talk, "completion", config, 1, 0)["items"]

    assert "cekura-suite" in [each["label"] for each in values]
    (ignore,) = [each for each in keys if each["label"] == "ignore"]
    assert ignore["textEdit"]["newText"] == 'ignore = [""]'
    assert ignore["detail"].startswith("The rules to ignore")
    assert "target" not in [each["label"] for each in keys]


def test_the_page_of_a_rule_comes_with_its_name(talk: Talk, tmp_path: Path) -> None:
    config = written(tmp_path, "scn.toml", "")
    talk.initialize({}, tmp_path)
    talk.open("ignore = []\n", config)
    offered = asked(talk, "completion", config, 0, 10)["items"]

    (item,) = [each for each in offered if each["label"] == "unused-label"]

    resolved = talk.ask("completionItem/resolve", **item)
    assert "SCN307 unused-label" in resolved["documentation"]["value"]


def test_a_key_is_explained(talk: Talk, tmp_path: Path) -> None:
    config = written(tmp_path, "pyproject.toml", "")
    talk.initialize(MARKDOWN, tmp_path)
    talk.open("[tool.scn]\nstrict = true\n", config)

    found = asked(talk, "hover", config, 1, 2)

    assert found["contents"]["value"].startswith("**`strict`**: Fail on warnings")
    assert found["range"] == {"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 6}}
    assert asked(talk, "hover", config, 0, 2) is None
