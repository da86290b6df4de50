"""Documents that go away or have several names, and folders and configurations that change."""

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from scn_compiler.lsp.uris import document_key, path_of, uri_of
from support.cases import every
from support.cli import scn
from support.lsp_client import Talk, talking
from support.lsp_diagnostics import ADVISED, BAD, GOOD, PULL, codes, next_diagnostics, written

WATCHING = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}
CREATED, CHANGED, DELETED = 1, 2, 3
UNTIDY = GOOD.replace("  say: Hello", "      say:   Hello")


def on_disk(talk: Talk, kind: int, *uris: str) -> None:
    talk.tell("workspace/didChangeWatchedFiles", changes=[{"uri": uri, "type": kind} for uri in uris])


def pulled(talk: Talk, uri: str) -> list[str]:
    return codes(talk.ask("textDocument/diagnostic", textDocument={"uri": uri})["items"])


def in_folders(talk: Talk, *known: dict[str, Any]) -> dict[str, Any]:
    items = talk.ask("workspace/diagnostic", previousResultIds=list(known))["items"]
    return {each["uri"]: each for each in items}


# Renamed, deleted, closed


def test_a_script_that_was_renamed_has_an_empty_report_under_its_old_name(talk: Talk, tmp_path: Path) -> None:
    talk.initialize(PULL, tmp_path)
    old, new = written(tmp_path, "old.scn", BAD), (tmp_path / "new.scn").as_uri()
    talk.open(BAD, old)
    assert pulled(talk, old) == ["SCN101"]

    talk.tell("textDocument/didClose", textDocument={"uri": old})
    (tmp_path / "old.scn").rename(tmp_path / "new.scn")
    talk.open(BAD, new)
    on_disk(talk, DELETED, old)

    assert (pulled(talk, old), pulled(talk, new)) == ([], ["SCN101"])
    assert in_folders(talk, {"uri": old, "value": "1"})[old]["items"] == []


@pytest.mark.parametrize("closed_first", [True, False])
def test_a_script_that_was_deleted_leaves_nothing_behind(
    talk: Talk, tmp_path: Path, closed_first: bool
) -> None:
    talk.initialize({}, tmp_path)
    uri = talk.open(BAD, written(tmp_path, "a.scn", BAD))
    assert codes(talk.diagnostics(uri, 1)) == ["SCN101"]
    since = len(talk.said)

    (tmp_path / "a.scn").unlink()
    if not closed_first:
        on_disk(talk, DELETED, uri)
    talk.tell("textDocument/didClose", textDocument={"uri": uri})
    if closed_first:
        on_disk(talk, DELETED, uri)

    assert next_diagnostics(talk, uri, since) == []
    assert talk.heard("window/showMessage") == []


def test_an_open_script_whose_file_was_deleted_has_no_problems_in_its_folder(
    talk: Talk, tmp_path: Path
) -> None:
    """VS Code keeps documents open after their tabs are closed, and then trusts the folder's diagnostics."""
    talk.initialize(PULL, tmp_path)
    uri, outside = talk.open(BAD, written(tmp_path, "a.scn", BAD)), talk.open(BAD)
    (tmp_path / "a.scn").unlink()

    found = in_folders(talk, {"uri": uri, "value": "1"}, {"uri": "untitled:b", "value": "1"})

    assert found[uri]["items"] == []
    assert outside not in found


@every(
    ("method", "more"),
    [
        ("documentSymbol", {}),
        ("codeLens", {}),
        ("foldingRange", {}),
        ("documentLink", {}),
        ("semanticTokens/full", {}),
        ("hover", {"position": {"line": 0, "character": 0}}),
        ("completion", {"position": {"line": 0, "character": 0}}),
        ("selectionRange", {"positions": [{"line": 0, "character": 0}]}),
    ],
)
def test_automatic_requests_about_a_deleted_script_get_an_empty_answer(
    server: Talk, method: str, more: dict[str, Any]
) -> None:
    gone = {"uri": "file:///nowhere/gone.scn"}

    assert server.ask(f"textDocument/{method}", textDocument=gone, **more) is None


def test_a_folder_that_was_removed_leaves_no_problem_behind(talk: Talk, tmp_path: Path) -> None:
    config = written(tmp_path, "a/scn.toml", "nonsense = 1\n")
    talk.initialize({}, tmp_path / "a")
    script = talk.open(BAD, written(tmp_path, "a/a.scn", BAD))
    assert talk.diagnostics(config)
    talk.tell("textDocument/didClose", textDocument={"uri": script})
    since = len(talk.said)

    folder = {"uri": (tmp_path / "a").as_uri(), "name": "a"}
    talk.tell("workspace/didChangeWorkspaceFolders", event={"added": [], "removed": [folder]})

    assert next_diagnostics(talk, config, since) == []


# Configurations and baselines


@pytest.mark.parametrize("deleted", [True, False])
@pytest.mark.parametrize("script_open", [True, False])
def test_a_fixed_or_deleted_configuration_has_no_diagnostics(
    talk: Talk, tmp_path: Path, script_open: bool, deleted: bool
) -> None:
    config = written(tmp_path, "scn.toml", "nonsense = 1\n")
    talk.initialize({}, tmp_path)
    script = talk.open(BAD, (tmp_path / "a.scn").as_uri())
    assert talk.diagnostics(config)
    if not script_open:
        talk.tell("textDocument/didClose", textDocument={"uri": script})
    since = len(talk.said)

    if deleted:
        (tmp_path / "scn.toml").unlink()
    else:
        written(tmp_path, "scn.toml", "")
    on_disk(talk, DELETED if deleted else CHANGED, config)

    assert next_diagnostics(talk, config, since) == []


def test_a_configuration_is_looked_at_with_its_folder_though_no_script_is_open(
    talk: Talk, tmp_path: Path
) -> None:
    config = written(tmp_path, "scn.toml", "nonsense = 1\n")
    written(tmp_path, "a.scn", GOOD)
    talk.initialize(PULL, tmp_path)
    in_folders(talk)
    assert talk.diagnostics(config)
    since = len(talk.said)

    on_disk(talk, CHANGED, written(tmp_path, "scn.toml", "nonsens = 1\n"))
    assert next_diagnostics(talk, config, since)
    since = len(talk.said)
    on_disk(talk, CHANGED, written(tmp_path, "scn.toml", ""))
    assert next_diagnostics(talk, config, since) == []


@pytest.mark.parametrize(
    "text", ["[", "target", 'target = "nope"', 'baseline = "none.json"', 'exclude = ["!x"]', "\x00"]
)
def test_mistakes_in_a_configuration_are_never_messages(talk: Talk, tmp_path: Path, text: str) -> None:
    config = written(tmp_path, "scn.toml", "")
    talk.initialize({}, tmp_path)
    uri = talk.open(BAD, (tmp_path / "a.scn").as_uri())
    assert codes(talk.diagnostics(uri, 1)) == ["SCN101"]
    since = len(talk.said)

    on_disk(talk, CHANGED, written(tmp_path, "scn.toml", text))

    assert codes(next_diagnostics(talk, uri, since)) == ["SCN101"]
    assert talk.diagnostics((tmp_path / "none.json").as_uri() if "baseline" in text else config)
    assert talk.heard("window/showMessage") == []


@pytest.mark.parametrize("name", ["known.json", "known [old].txt"])
def test_a_baseline_that_is_written_again_is_noticed(talk: Talk, tmp_path: Path, name: str) -> None:
    script = written(tmp_path, "a.scn", ADVISED)
    written(tmp_path, "scn.toml", f'baseline = "{name}"\n')
    scn("check", "--write-baseline", name, "--isolated", ".", cwd=tmp_path)
    listed = (tmp_path / name).read_text(encoding="utf-8")
    (tmp_path / name).write_text(listed.replace("unused-label", "unused-allow"), encoding="utf-8")
    talk.initialize(WATCHING, tmp_path)
    talk.open(ADVISED, script)
    assert codes(talk.diagnostics(script, 1)) == ["SCN307"]
    since = len(talk.said)

    (tmp_path / name).write_text(listed, encoding="utf-8")
    on_disk(talk, CHANGED, (tmp_path / name).as_uri())

    assert next_diagnostics(talk, script, since) == []
    globs = [
        watcher["globPattern"]
        for each in talk.heard("client/registerCapability")
        for watcher in each["registrations"][0]["registerOptions"]["watchers"]
    ]
    assert f"**/{name.replace('[', '?').replace(']', '?')}" in globs


def test_a_baseline_that_is_written_again_is_noticed_by_whoever_asks(talk: Talk, tmp_path: Path) -> None:
    script = written(tmp_path, "a.scn", ADVISED)
    written(tmp_path, "scn.toml", 'baseline = "known.json"\n')
    talk.initialize(PULL, tmp_path)
    talk.open(ADVISED, script)
    assert pulled(talk, script) == ["SCN307"]

    scn("check", "--write-baseline", "known.json", "--isolated", ".", cwd=tmp_path)

    assert pulled(talk, script) == []


def test_an_excluded_script_is_left_as_it_is(talk: Talk, tmp_path: Path) -> None:
    written(tmp_path, "scn.toml", 'exclude = ["drafts"]\n')
    talk.initialize({}, tmp_path)
    start, end = {"line": 0, "character": 0}, {"line": 9, "character": 0}
    options = {"tabSize": 2, "insertSpaces": True}
    edits = {}
    for name in ("drafts/a.scn", "a.scn"):
        uri = talk.open(UNTIDY, written(tmp_path, name, UNTIDY))
        document = {"textDocument": {"uri": uri}, "options": options}
        edits[name] = [
            bool(talk.ask("textDocument/formatting", **document)),
            bool(talk.ask("textDocument/rangeFormatting", **document, range={"start": start, "end": end})),
            bool(
                talk.ask(
                    "textDocument/onTypeFormatting",
                    **document,
                    position={"line": 6, "character": 0},
                    ch="\n",
                )
            ),
        ]

    assert edits == {"drafts/a.scn": [False] * 3, "a.scn": [True] * 3}


@pytest.mark.slow
def test_a_configuration_on_another_drive_is_used(tmp_path: Path) -> None:
    """On Windows, no relative path leads from one drive to another."""
    written(
        tmp_path, "scn.toml", 'ignore = ["unused-label"]\nexclude = ["drafts"]\nbaseline = "known.json"\n'
    )
    written(tmp_path, "known.json", "{")
    code = (
        "import os, sys\n"
        "def relpath(path, start=None):\n    raise ValueError('path is on another mount')\n"
        "os.path.relpath = relpath\n"
        "from scn_compiler.lsp.transport import serve_stdio\n"
        "sys.exit(serve_stdio())\n"
    )
    with talking(sys.executable, "-c", code) as (talk, _):
        talk.initialize({}, tmp_path)

        assert talk.diagnostics(talk.open(ADVISED, (tmp_path / "a.scn").as_uri()), 1) == []
        assert codes(talk.diagnostics(talk.open(BAD, (tmp_path / "b.scn").as_uri()), 1)) == ["SCN101"]
        assert talk.diagnostics((tmp_path / "known.json").as_uri())


# Names


@every("name", ["a@b.scn", "a (1).scn", "a+b.scn", "a%40b.scn", "ä.scn", "a#b?.scn", "[a].scn", "a;b=c.scn"])
def test_the_uri_of_a_path_leads_back_to_it(name: str) -> None:
    assert path_of(uri_of(f"/calls/{name}")) == f"/calls/{name}"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("file:///a@b.scn", "file:///a%40b.scn"),
        ("file:///a(1)+b.scn", "file:///a%281%29%2Bb.scn"),
        ("file:///a%2fb.scn", "file:///a%2Fb.scn"),
        ("file:///C:/calls/a.scn", "file:///c%3A/calls/a.scn"),
        ("file:///C:/calls/a.scn", "file:///c:/calls/a.scn"),
        ("file:///%C3%A4.scn", "file:///ä.scn"),
        ("file:///calls/./a.scn", "file:///calls/x/../a.scn"),
        ("file://localhost/a.scn", "file:///a.scn"),
        ("FILE:///a.scn", "file:///a.scn"),
        ("vscode-vfs://github/a%40b.scn", "vscode-vfs://github/a@b.scn"),
        ("untitled:Untitled-1", "untitled:Untitled%2D1"),
    ],
)
def test_spellings_of_one_uri_are_one_document(talk: Talk, one: str, other: str) -> None:
    assert document_key(one) == document_key(other)
    talk.initialize(PULL)
    talk.open(BAD, one)

    assert pulled(talk, other) == ["SCN101"]
    talk.change(other, 2, {"text": GOOD})
    assert pulled(talk, one) == []
    talk.tell("textDocument/didClose", textDocument={"uri": other})
    assert pulled(talk, one) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("file:///a%2540.scn", "file:///a%40.scn"),
        ("file:///A.scn", "file:///a.scn"),
        ("untitled:/a.scn", "file:///a.scn"),
    ],
)
def test_different_documents_stay_different(one: str, other: str) -> None:
    assert document_key(one) != document_key(other)


@pytest.mark.parametrize("name", ["a@b.scn", "a (1).scn", "a+b.scn", "a%40b.scn", "a;b.scn", "ä.scn"])
@pytest.mark.parametrize("escaped", [True, False])
def test_a_folder_is_answered_for_however_its_client_spells_names(
    talk: Talk, tmp_path: Path, name: str, escaped: bool
) -> None:
    written(tmp_path, name, BAD)
    talk.initialize(PULL, tmp_path)
    plain = name.replace("%", "%25").replace(" ", "%20")
    uri = (tmp_path / name).as_uri() if escaped else f"{tmp_path.as_uri()}/{plain}"
    first = next(iter(in_folders(talk).values()))

    again = in_folders(talk, {"uri": uri, "value": "old"})
    same = in_folders(talk, {"uri": uri, "value": first["resultId"]})
    talk.open(BAD, uri, version=7)
    opened = in_folders(talk, {"uri": uri, "value": "old"})

    assert {each: codes(found["items"]) for each, found in again.items()} == {uri: ["SCN101"]}
    assert {each: found["kind"] for each, found in same.items()} == {uri: "unchanged"}
    assert {each: found["version"] for each, found in opened.items()} == {uri: 7}


@pytest.mark.skipif(os.name == "nt", reason="file names are Unicode on Windows")
def test_a_name_that_is_not_utf_8_hides_no_other(talk: Talk, tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.scn"))).write_bytes(BAD.encode())
    written(tmp_path, "b.scn", BAD)
    talk.initialize(PULL, tmp_path)

    found = in_folders(talk)

    assert [codes(each["items"]) for each in found.values()] == [["SCN101"], ["SCN101"]]
    assert f"{tmp_path.as_uri()}/%FF.scn" in found


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="links need permissions on Windows")
def test_an_unreadable_file_is_shown_and_hides_no_other(talk: Talk, tmp_path: Path) -> None:
    for name in ("a.scn", "sub/c.scn", "z.scn"):
        written(tmp_path, name, BAD)
    (tmp_path / "loop.scn").symlink_to("loop.scn")
    (tmp_path / "nowhere.scn").symlink_to("gone.scn")
    talk.initialize(PULL, tmp_path)

    found = {Path(uri).name: each["items"] for uri, each in in_folders(talk).items()}

    assert [codes(found[name]) for name in ("a.scn", "c.scn", "z.scn")] == [["SCN101"]] * 3
    assert "cannot be read" in found["loop.scn"][0]["message"]


@pytest.mark.slow
def test_a_folder_that_cannot_be_listed_is_shown_and_hides_no_other(tmp_path: Path) -> None:
    code = (
        "import errno, os, sys\n"
        "scandir, listdir = os.scandir, os.listdir\n"
        "def refusing(function):\n"
        "    def look(folder='.'):\n"
        "        if str(folder).endswith('locked'): raise PermissionError(errno.EACCES, 'Permission denied')\n"
        "        return function(folder)\n"
        "    return look\n"
        "os.scandir, os.listdir = refusing(scandir), refusing(listdir)\n"
        "from scn_compiler.lsp.transport import serve_stdio\n"
        "sys.exit(serve_stdio())\n"
    )
    for name in ("a.scn", "locked/b.scn", "z.scn"):
        written(tmp_path, name, BAD)
    with talking(sys.executable, "-c", code) as (talk, _):
        talk.initialize(PULL, tmp_path)

        found = {Path(uri).name: each["items"] for uri, each in in_folders(talk).items()}

    assert (codes(found["a.scn"]), codes(found["z.scn"])) == (["SCN101"], ["SCN101"])
    assert found["locked"][0]["message"] == "cannot be read: can't list this folder: permission denied"
