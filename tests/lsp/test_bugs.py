"""A bug in scn at one document is shown there, and the other documents keep their problems."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.lsp_client import Talk, connected, listening
from support.lsp_diagnostics import BAD, PULL, codes, written

BROKEN_SERVER = """
import importlib

diagnostics = importlib.import_module("scn_compiler.lsp.diagnostics")
symbols = importlib.import_module("scn_compiler.lsp.handlers.document_symbol")
handlers = importlib.import_module("scn_compiler.lsp.handlers.workspace_diagnostics")
find, read = diagnostics.find, handlers.read_script

def broken(text, **options):
    if "Unlucky" in text: raise ZeroDivisionError
    return find(text, **options)

def out_of_order(*given):
    raise RuntimeError("out of order")

def unreadable(path, folders):
    if path.endswith("unreadable.scn"): raise ZeroDivisionError
    return read(path, folders)

diagnostics.find, symbols.document_symbols, handlers.read_script = broken, out_of_order, unreadable

from scn_compiler.lsp.transport import serve_tcp
serve_tcp(0)
"""
UNLUCKY = BAD.replace("scenario: A", "scenario: Unlucky")


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a server with three bugs."""
    with listening(sys.executable, "-c", BROKEN_SERVER) as (port, _):
        yield port


@pytest.fixture
def talk(port: int) -> Iterator[Talk]:
    with connected(port) as talk:
        yield talk


def test_published_diagnostics_of_other_documents_go_on(talk: Talk) -> None:
    talk.initialize()
    unlucky, other = talk.open(UNLUCKY, "file:///calls/unlucky.scn"), talk.open(BAD, "file:///calls/b.scn")

    (shown,) = talk.diagnostics(unlucky)
    assert shown["message"].startswith("this is a bug in scn, not in your file: ZeroDivisionError in broken")
    assert shown["range"]["start"] == {"line": 0, "character": 0}
    assert codes(talk.diagnostics(other)) == ["SCN101"]


def test_pulled_diagnostics_of_a_folder_go_on(talk: Talk, tmp_path: Path) -> None:
    closed, others = written(tmp_path, "a.scn", UNLUCKY), [written(tmp_path, f"{n}.scn", BAD) for n in "bc"]
    talk.initialize(PULL, tmp_path)
    opened = talk.open(UNLUCKY, (tmp_path / "d.scn").as_uri())

    items = {
        each["uri"]: each["items"] for each in talk.ask("workspace/diagnostic", previousResultIds=[])["items"]
    }
    pulled = talk.ask("textDocument/diagnostic", textDocument={"uri": opened})["items"]

    assert "bug in scn" in items[closed][0]["message"]
    assert "bug in scn" in pulled[0]["message"]
    assert [codes(items[uri]) for uri in others] == [["SCN101"], ["SCN101"]]


def test_a_bug_in_what_an_editor_asks_by_itself_is_one_message_and_an_empty_answer(talk: Talk) -> None:
    talk.initialize()
    uri = talk.open(BAD)

    answers = [talk.ask("textDocument/documentSymbol", textDocument={"uri": uri}) for _ in range(5)]

    assert answers == [None] * 5
    (shown,) = talk.heard("window/showMessage")
    assert "RuntimeError: out of order" in shown["message"]
    assert codes(talk.diagnostics(uri, 1)) == ["SCN101"]


def test_a_bug_while_a_file_is_looked_for_or_read_is_shown_there(talk: Talk, tmp_path: Path) -> None:
    closed, other = written(tmp_path, "unreadable.scn", BAD), written(tmp_path, "b.scn", BAD)
    talk.initialize(PULL, tmp_path)

    items = talk.ask("workspace/diagnostic", previousResultIds=[])["items"]

    found = {each["uri"]: each["items"] for each in items}
    assert "bug in scn" in found[closed][0]["message"]
    assert codes(found[other]) == ["SCN101"]
