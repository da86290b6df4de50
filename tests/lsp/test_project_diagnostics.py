"""Diagnostics of whole folders, and the effects of a project's configuration."""

from pathlib import Path

import pytest

from support.cli import scn
from support.lsp_client import Talk
from support.lsp_diagnostics import ADVISED, BAD, GOOD, PULL, codes, next_diagnostics, written

WATCHING = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}
CHANGED = 2


def changed_on_disk(talk: Talk, uri: str) -> None:
    talk.tell("workspace/didChangeWatchedFiles", changes=[{"uri": uri, "type": CHANGED}])


# Whole folders


def test_folders_are_answered_for_open_or_not(talk: Talk, tmp_path: Path) -> None:
    for number in range(40):
        written(tmp_path, f"sub/{number:02}.scn", BAD)
    written(tmp_path, "good.scn", GOOD)
    written(tmp_path, "latin.scn", "").removeprefix("file://")
    (tmp_path / "latin.scn").write_bytes("scenario: A\nrole: caf\xe9\n".encode("latin-1"))
    written(tmp_path, ".hidden/x.scn", BAD)
    talk.initialize(PULL, tmp_path)
    talk.open(GOOD, (tmp_path / "sub/00.scn").as_uri(), version=7)

    items = talk.ask("workspace/diagnostic", previousResultIds=[])["items"]

    by_name = {Path(each["uri"]).name: each for each in items}
    assert len(items) == len(by_name) == 42
    assert (by_name["00.scn"]["version"], by_name["00.scn"]["items"]) == (7, [])
    assert codes(by_name["39.scn"]["items"]) == ["SCN101"]
    assert by_name["good.scn"]["items"] == []
    assert "not valid UTF-8" in by_name["latin.scn"]["items"][0]["message"]
    assert by_name["latin.scn"]["items"][0]["range"]["start"] == {"line": 1, "character": 9}


def test_only_changes_in_a_folder_are_reported_again(talk: Talk, tmp_path: Path) -> None:
    one, two = written(tmp_path, "one.scn", BAD), written(tmp_path, "two.scn", BAD)
    talk.initialize(PULL, tmp_path)
    first = talk.ask("workspace/diagnostic", previousResultIds=[])["items"]
    known = [{"uri": each["uri"], "value": each["resultId"]} for each in first]
    written(tmp_path, "two.scn", GOOD)
    (tmp_path / "one.scn").rename(tmp_path / "three.scn")

    again = {each["uri"]: each for each in talk.ask("workspace/diagnostic", previousResultIds=known)["items"]}

    assert again[two]["items"] == []
    assert again[one]["items"] == []
    assert codes(again[(tmp_path / "three.scn").as_uri()]["items"]) == ["SCN101"]
    same = [
        {"uri": each["uri"], "value": each["resultId"]} for each in again.values() if each.get("resultId")
    ]
    third = talk.ask("workspace/diagnostic", previousResultIds=same)["items"]
    assert {each["kind"] for each in third} == {"unchanged"}


def test_a_long_answer_comes_in_parts_with_its_progress(talk: Talk, tmp_path: Path) -> None:
    for number in range(50):
        written(tmp_path, f"{number}.scn", BAD)
    talk.initialize(PULL, tmp_path)

    rest = talk.ask("workspace/diagnostic", previousResultIds=[], partialResultToken="p", workDoneToken="w")

    told = talk.heard("$/progress")
    parts = [each["value"]["items"] for each in told if each["token"] == "p"]
    assert (rest["items"], sum(map(len, parts))) == ([], 50)
    assert len(parts) > 3
    steps = [each["value"] for each in told if each["token"] == "w"]
    assert (steps[0]["kind"], steps[-1]["kind"]) == ("begin", "end")
    assert [each["percentage"] for each in steps[1:-1]] == [32, 64, 96, 100]


def test_a_long_answer_can_be_cancelled_and_delays_nothing(talk: Talk, tmp_path: Path) -> None:
    for number in range(600):
        written(tmp_path, f"{number}.scn", BAD.replace("A", f"{number}"))
    talk.initialize(PULL, tmp_path)
    uri = talk.open(BAD)
    long = talk.begin("workspace/diagnostic", previousResultIds=[])

    talk.ask("textDocument/diagnostic", textDocument={"uri": uri})
    assert not any(said.get("id") == long for said in talk.said)
    talk.tell("$/cancelRequest", id=long)

    assert talk.answer(long)["error"]["code"] == -32800


# Configuration


def test_the_configuration_of_the_folder_applies(talk: Talk, tmp_path: Path) -> None:
    written(tmp_path, "scn.toml", 'ignore = ["unused-label"]\n[fields]\nlanguage = "en"\n')
    written(tmp_path, "sub/pyproject.toml", '[tool.scn]\nselect = ["SCN1"]\n')
    talk.initialize({}, tmp_path)
    without = ADVISED.replace("language: en\n", "")

    assert talk.diagnostics(talk.open(without, (tmp_path / "a.scn").as_uri()), 1) == []
    assert talk.diagnostics(talk.open(without, (tmp_path / "sub" / "b.scn").as_uri()), 1) == []
    assert talk.diagnostics(talk.open(ADVISED, (tmp_path.parent / "c.scn").as_uri()), 1) != []


def test_excluded_files_and_accepted_problems_are_not_reported(talk: Talk, tmp_path: Path) -> None:
    written(tmp_path, "known.scn", ADVISED)
    scn("check", "--write-baseline", "known.json", ".", cwd=tmp_path)
    written(tmp_path, "scn.toml", 'exclude = ["drafts"]\nbaseline = "known.json"\n')
    draft = written(tmp_path, "drafts/a.scn", BAD)
    talk.initialize({}, tmp_path)

    assert talk.diagnostics(talk.open(ADVISED, (tmp_path / "known.scn").as_uri()), 1) == []
    assert talk.diagnostics(talk.open(BAD, draft), 1) == []
    assert codes(talk.diagnostics(talk.open(ADVISED, (tmp_path / "new.scn").as_uri()), 1)) == ["SCN307"]


def test_a_mistake_in_a_configuration_is_shown_only_there_until_it_is_fixed(
    talk: Talk, tmp_path: Path
) -> None:
    config = written(tmp_path, "scn.toml", 'target = "cekura"\nigmore = ["SCN6"]\n')
    talk.initialize({}, tmp_path)
    script = (tmp_path / "a.scn").as_uri()

    assert codes(talk.diagnostics(talk.open(BAD, script), 1)) == ["SCN101"]
    talk.diagnostics(talk.open(BAD, (tmp_path / "b.scn").as_uri()), 1)

    (shown,) = talk.diagnostics(config)
    assert shown["range"]["start"] == {"line": 1, "character": 0}
    assert "igmore" in shown["message"]
    assert talk.heard("window/showMessage") == []
    since = len(talk.said)
    written(tmp_path, "scn.toml", 'target = "cekura"\nignore = ["SCN6"]\n')
    changed_on_disk(talk, config)
    assert next_diagnostics(talk, config, since) == []


def test_a_default_that_a_platform_refuses_is_shown_in_the_configuration(talk: Talk, tmp_path: Path) -> None:
    config = written(tmp_path, "scn.toml", '[fields]\nfolder = "a//b"\n')
    talk.initialize({}, tmp_path)
    talk.open(GOOD, (tmp_path / "a.scn").as_uri())

    assert codes(talk.diagnostics(config)) == ["SCN505"]


def test_files_that_change_on_disk_are_looked_at_again(talk: Talk, tmp_path: Path) -> None:
    talk.initialize(WATCHING, tmp_path)
    registered = talk.until(lambda said: said.get("method") == "client/registerCapability")["params"]
    globs = {each["globPattern"] for each in registered["registrations"][0]["registerOptions"]["watchers"]}
    uri = talk.open(ADVISED, (tmp_path / "a.scn").as_uri())
    assert codes(talk.diagnostics(uri, 1)) == ["SCN307"]
    since = len(talk.said)

    changed_on_disk(talk, written(tmp_path, "scn.toml", 'ignore = ["unused-label"]\n'))

    assert globs == {"**/*.scn", "**/scn.toml", "**/pyproject.toml"}
    assert next_diagnostics(talk, uri, since) == []


def test_a_configuration_that_another_extends_counts_and_is_watched(talk: Talk, tmp_path: Path) -> None:
    written(tmp_path, "scn.toml", 'extends = "base.toml"\n')
    base = written(tmp_path, "base.toml", "strict = true\n")
    talk.initialize(WATCHING, tmp_path)
    uri = talk.open(ADVISED, (tmp_path / "a.scn").as_uri())
    assert codes(talk.diagnostics(uri, 1)) == ["SCN518", "SCN307"]
    watched = talk.until(
        lambda said: said.get("method") == "client/registerCapability" and "base.toml" in str(said)
    )
    since = len(talk.said)

    written(tmp_path, "base.toml", 'strict = true\nignore = ["unused-label", "incomplete-body"]\n')
    changed_on_disk(talk, base)

    assert watched
    assert next_diagnostics(talk, uri, since) == []


def test_a_strict_configuration_reports_like_a_strict_check(talk: Talk, tmp_path: Path) -> None:
    written(tmp_path, "strict/scn.toml", "strict = true\n")
    talk.initialize({}, tmp_path)
    for folder, found in (("loose", []), ("strict", ["SCN518"])):
        uri = talk.open(GOOD, written(tmp_path, f"{folder}/a.scn", GOOD))
        assert codes(talk.diagnostics(uri, 1)) == found


@pytest.mark.parametrize(
    ("capability", "request_name"),
    [("diagnostics", "diagnostic"), ("codeLens", "codeLens"), ("inlayHint", "inlayHint")],
)
def test_a_client_that_asks_is_told_to_ask_again(
    talk: Talk, tmp_path: Path, capability: str, request_name: str
) -> None:
    talk.initialize({"workspace": {capability: {"refreshSupport": True}}}, tmp_path)

    changed_on_disk(talk, written(tmp_path, "scn.toml", ""))

    assert talk.until(lambda said: said.get("method") == f"workspace/{request_name}/refresh")


def test_the_target_that_the_client_chooses_counts(talk: Talk) -> None:
    talk.initialize(initializationOptions={"target": "cekura-when"})
    branching = "\n@a WHEN The agent greets\n  say: A\n" + 2 * "AFTER @a\n  say: B\n"
    uri = talk.open(GOOD + branching)
    assert codes(talk.diagnostics(uri, 1)) == ["SCN210"]
    since = len(talk.said)

    talk.tell("workspace/didChangeConfiguration", settings={"scn": {"target": None}})

    assert next_diagnostics(talk, uri, since) == []


def test_an_unknown_target_is_named_and_ignored(talk: Talk) -> None:
    talk.initialize(initializationOptions={"target": "cekrua"})

    assert talk.diagnostics(talk.open(GOOD), 1) == []
    assert "unknown target `cekrua`" in talk.heard("window/showMessage")[0]["message"]


ENVIRONMENTS = """\
[environments.staging.names]
agents = { "Front desk" = 301 }
[environments.production.names]
agents = { "Night desk" = 944 }
"""
NAMED = GOOD.replace("language: en\n", "language: en\nagent: Front desk\n")


def test_the_environment_that_the_client_chooses_counts(talk: Talk, tmp_path: Path) -> None:
    written(tmp_path, "scn.toml", ENVIRONMENTS)
    talk.initialize({}, tmp_path, initializationOptions={"environment": "staging"})
    uri = talk.open(NAMED, (tmp_path / "a.scn").as_uri())
    assert talk.diagnostics(uri, 1) == []
    since = len(talk.said)

    talk.tell("workspace/didChangeConfiguration", settings={"scn": {"environment": "production"}})

    assert codes(next_diagnostics(talk, uri, since)) == ["SCN308"]


def test_an_unknown_environment_is_an_error_in_the_configuration(talk: Talk, tmp_path: Path) -> None:
    file = written(tmp_path, "scn.toml", ENVIRONMENTS)
    talk.initialize({}, tmp_path, initializationOptions={"environment": "stagin"})

    talk.open(GOOD, (tmp_path / "a.scn").as_uri())

    (found,) = talk.diagnostics(file)
    assert "has no environment `stagin`: did you mean `staging`?" in found["message"]


def test_a_folder_without_environments_does_without_the_chosen_one(talk: Talk, tmp_path: Path) -> None:
    written(tmp_path, "scn.toml", 'target = "cekura"\n')
    talk.initialize({}, tmp_path, initializationOptions={"environment": "staging"})

    assert talk.diagnostics(talk.open(GOOD, (tmp_path / "a.scn").as_uri()), 1) == []
    assert talk.heard("window/showMessage") == []


def test_folders_that_come_and_go_are_looked_at(talk: Talk, tmp_path: Path) -> None:
    written(tmp_path, "a/a.scn", BAD)
    written(tmp_path, "b/b.scn", BAD)
    talk.initialize(PULL, tmp_path / "a")
    folders = {name: {"uri": (tmp_path / name).as_uri(), "name": name} for name in "ab"}

    talk.tell(
        "workspace/didChangeWorkspaceFolders", event={"added": [folders["b"]], "removed": [folders["a"]]}
    )

    items = talk.ask("workspace/diagnostic", previousResultIds=[])["items"]
    assert [Path(each["uri"]).name for each in items] == ["b.scn"]


def test_a_script_without_a_file_is_checked_as_the_open_folder_wants(talk: Talk, tmp_path: Path) -> None:
    written(tmp_path, "scn.toml", 'ignore = ["unused-label"]\n')
    talk.initialize({}, tmp_path)

    assert talk.diagnostics(talk.open(ADVISED, "untitled:Untitled-1"), 1) == []
