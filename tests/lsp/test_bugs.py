"""A bug in scn at one document is shown there, and the other documents keep their problems."""

import sys
from pathlib import Path

from support.lsp_client import talking
from support.lsp_diagnostics import BAD, PULL, codes, written

BROKEN_SERVER = (
    "import importlib, sys\n"
    "diagnostics = importlib.import_module('scn_compiler.lsp.diagnostics')\n"
    "find = diagnostics.find\n"
    "def broken(text, **options):\n"
    "    if 'Unlucky' in text: raise ZeroDivisionError\n"
    "    return find(text, **options)\n"
    "diagnostics.find = broken\n"
    "from scn_compiler.lsp.transport import serve_stdio\n"
    "sys.exit(serve_stdio())\n"
)
UNLUCKY = BAD.replace("scenario: A", "scenario: Unlucky")


def test_published_diagnostics_of_other_documents_go_on() -> None:
    with talking(sys.executable, "-c", BROKEN_SERVER) as (talk, _):
        talk.initialize()
        unlucky, other = (
            talk.open(UNLUCKY, "file:///calls/unlucky.scn"),
            talk.open(BAD, "file:///calls/b.scn"),
        )

        (shown,) = talk.diagnostics(unlucky)
        assert shown["message"].startswith(
            "this is a bug in scn, not in your file: ZeroDivisionError in broken"
        )
        assert shown["range"]["start"] == {"line": 0, "character": 0}
        assert codes(talk.diagnostics(other)) == ["SCN101"]


def test_pulled_diagnostics_of_a_folder_go_on(tmp_path: Path) -> None:
    closed, others = written(tmp_path, "a.scn", UNLUCKY), [written(tmp_path, f"{n}.scn", BAD) for n in "bc"]
    with talking(sys.executable, "-c", BROKEN_SERVER) as (talk, _):
        talk.initialize(PULL, tmp_path)
        opened = talk.open(UNLUCKY, (tmp_path / "d.scn").as_uri())

        items = {
            each["uri"]: each["items"]
            for each in talk.ask("workspace/diagnostic", previousResultIds=[])["items"]
        }
        pulled = talk.ask("textDocument/diagnostic", textDocument={"uri": opened})["items"]

        assert "bug in scn" in items[closed][0]["message"]
        assert "bug in scn" in pulled[0]["message"]
        assert [codes(items[uri]) for uri in others] == [["SCN101"], ["SCN101"]]


def test_a_bug_in_what_an_editor_asks_by_itself_is_one_message_and_an_empty_answer() -> None:
    code = (
        "import importlib, sys\n"
        "symbols = importlib.import_module('scn_compiler.lsp.handlers.document_symbol')\n"
        "def broken(*given):\n    raise RuntimeError('out of order')\n"
        "symbols.document_symbols = broken\n"
        "from scn_compiler.lsp.transport import serve_stdio\n"
        "sys.exit(serve_stdio())\n"
    )
    with talking(sys.executable, "-c", code) as (talk, _):
        talk.initialize()
        uri = talk.open(BAD)

        answers = [talk.ask("textDocument/documentSymbol", textDocument={"uri": uri}) for _ in range(5)]

        assert answers == [None] * 5
        (shown,) = talk.heard("window/showMessage")
        assert "RuntimeError: out of order" in shown["message"]
        assert codes(talk.diagnostics(uri, 1)) == ["SCN101"]


def test_a_bug_while_a_file_is_looked_for_or_read_is_shown_there(tmp_path: Path) -> None:
    code = (
        "import importlib, sys\n"
        "handlers = importlib.import_module('scn_compiler.lsp.handlers.workspace_diagnostics')\n"
        "read = handlers.read_script\n"
        "def broken(path, folders):\n"
        "    if path.endswith('a.scn'): raise ZeroDivisionError\n"
        "    return read(path, folders)\n"
        "handlers.read_script = broken\n"
        "from scn_compiler.lsp.transport import serve_stdio\n"
        "sys.exit(serve_stdio())\n"
    )
    closed, other = written(tmp_path, "a.scn", BAD), written(tmp_path, "b.scn", BAD)
    with talking(sys.executable, "-c", code) as (talk, _):
        talk.initialize(PULL, tmp_path)

        items = talk.ask("workspace/diagnostic", previousResultIds=[])["items"]

        found = {each["uri"]: each["items"] for each in items}
        assert "bug in scn" in found[closed][0]["message"]
        assert codes(found[other]) == ["SCN101"]
