"""Diagnostics wait while the author is typing what they are about; they appear after a pause, and none is lost."""

import asyncio
import random
import time
from pathlib import Path
from typing import Any

import pytest

from scn_compiler import check
from scn_compiler.lsp.app import App
from scn_compiler.lsp.diagnostics import check_document
from support.lsp_client import Message, Talk
from support.lsp_diagnostics import BAD, ENDING, GOOD, PULL, codes, next_diagnostics, written
from support.lsp_here import ask, here, opening, published, settled, tell
from support.typist import keys

CALM = 1500
"""Milliseconds, longer than a busy machine takes to check a short script."""

REFRESH = "workspace/diagnostic/refresh"


def insertion(line: int, column: int, text: str) -> Message:
    place = {"line": line, "character": column}
    return {"range": {"start": place, "end": place}, "text": text}


class Author:
    """Types at the end of a script."""

    def __init__(self, talk: Talk, text: str = GOOD, *, calm: Any = CALM, **options: Any) -> None:
        options.setdefault("capabilities", {})
        talk.initialize(options["capabilities"], initializationOptions={"calm": calm})
        self.talk, self.version = talk, 1
        self.line, self.column = text.count("\n"), 0
        self.uri = talk.open(text)
        if not options["capabilities"]:
            talk.diagnostics(self.uri, 1)

    def type(self, text: str) -> int:
        """Type a text key by key; returns the number of messages so far."""
        for key in text:
            self.change(insertion(self.line, self.column, key))
            self.line, self.column = (self.line + 1, 0) if key == "\n" else (self.line, self.column + 1)
        return len(self.talk.said)

    def change(self, change: Message) -> None:
        self.version += 1
        self.talk.change(self.uri, self.version, change)

    def shown(self) -> list[str]:
        """The codes of the diagnostics that are published for the latest version first."""
        return codes(self.talk.diagnostics(self.uri, self.version))

    def shown_later(self) -> list[str]:
        """The codes that are published next."""
        return codes(next_diagnostics(self.talk, self.uri, len(self.talk.said)))

    def pulled(self) -> Any:
        return self.talk.ask("textDocument/diagnostic", textDocument={"uri": self.uri})


def test_an_error_at_the_cursor_appears_after_a_pause(talk: Talk) -> None:
    author = Author(talk)
    author.type("\nWEHN It is late")
    start = time.monotonic()
    assert author.shown() == []

    assert author.shown_later() == ["SCN101"]

    assert time.monotonic() - start > 0.5 * CALM / 1000
    author.type("x")
    assert author.shown() == ["SCN101"], "what has appeared stays"


def test_an_error_appears_at_once_when_the_author_types_elsewhere(talk: Talk) -> None:
    author = Author(talk, calm=60_000)
    author.type("\nWEHN It is late")
    assert author.shown() == []

    author.type("\n  s")

    assert author.shown() == ["SCN101"]


def test_an_error_appears_at_once_when_the_cursor_leaves_its_line(talk: Talk) -> None:
    author = Author(talk, calm=60_000)
    author.type("\nWEHN It is late")
    assert author.shown() == []
    time.sleep(0.1)

    for line in (author.line, 0):
        talk.ask(
            "textDocument/documentHighlight",
            textDocument={"uri": author.uri},
            position={"line": line, "character": 0},
        )

    assert author.shown_later() == ["SCN101"]


def test_an_error_appears_at_once_when_an_editor_looks_for_actions_elsewhere(talk: Talk) -> None:
    """VS Code asks for no highlights in comments and blank lines."""
    author = Author(talk, calm=60_000)
    author.type("\nWEHN It is late")
    assert author.shown() == []
    time.sleep(0.1)

    for trigger, line in ((1, 0), (2, author.line), (2, 0)):
        since, place = len(talk.said), {"line": line, "character": 0}
        talk.ask(
            "textDocument/codeAction",
            textDocument={"uri": author.uri},
            range={"start": place, "end": place},
            context={"diagnostics": [], "triggerKind": trigger},
        )

    assert codes(next_diagnostics(talk, author.uri, since)) == ["SCN101"]


def test_an_error_appears_at_once_when_the_script_is_saved(talk: Talk) -> None:
    author = Author(talk, calm=60_000)
    author.type("\nWEHN It is late")
    assert author.shown() == []

    talk.tell("textDocument/didSave", textDocument={"uri": author.uri})

    assert author.shown_later() == ["SCN101"]


def test_the_errors_of_a_script_that_is_opened_appear_at_once_and_stay(talk: Talk) -> None:
    author = Author(talk, BAD, calm=60_000)
    assert author.shown() == ["SCN101"]

    author.type("\nWEHN It is late")

    assert author.shown() == ["SCN101"]
    assert [each["range"]["start"]["line"] for each in talk.diagnostics(author.uri, author.version)] == [5]


SHARED = "fragment: opening\n@asked WHEN The agent asks\n  say: Yes\n"
CALLS = GOOD.replace("scenario", "import: shared.scn\n\nscenario", 1) + "\ninsert: opening\n"


class TwoFiles:
    """An author of a fragment, and an open script that inserts it."""

    def __init__(self, talk: Talk, folder: Path, capabilities: Any = None, *, closed: bool = False) -> None:
        talk.initialize(capabilities or {}, folder, initializationOptions={"calm": 60_000})
        self.talk, self.version = talk, 1
        self.shared, self.call = written(folder, "shared.scn", SHARED), written(folder, "call.scn", CALLS)
        for uri, text in {self.shared: SHARED, self.call: CALLS}.items():
            if not (closed and uri == self.call):
                talk.open(text, uri)
                assert capabilities or next_diagnostics(talk, uri, 0) == []

    def type(self, text: str) -> int:
        """Type a text after the name of the fragment; returns the number of messages before."""
        since = len(self.talk.said)
        for key in text:
            self.version += 1
            self.talk.change(
                self.shared, self.version, insertion(0, len("fragment: opening") + self.version - 2, key)
            )
        return since

    def tell(self, method: str) -> int:
        """Save or close the fragment; returns the number of messages before."""
        since = len(self.talk.said)
        self.talk.tell(f"textDocument/{method}", textDocument={"uri": self.shared})
        return since


def test_a_script_has_no_new_errors_while_the_author_types_in_a_file_that_it_imports(
    talk: Talk, tmp_path: Path
) -> None:
    author = TwoFiles(talk, tmp_path)

    since = author.type("s")
    assert codes(next_diagnostics(talk, author.call, since)) == []

    assert codes(next_diagnostics(talk, author.call, author.tell("didSave"))) == ["SCN310"]
    assert codes(next_diagnostics(talk, author.call, author.type("x"))) == ["SCN310"], (
        "what has appeared stays"
    )


def test_a_script_shows_its_errors_when_the_author_goes_on_in_another_file(
    talk: Talk, tmp_path: Path
) -> None:
    author = TwoFiles(talk, tmp_path)
    since = author.type("s")
    assert codes(next_diagnostics(talk, author.call, since)) == []

    other = talk.open(GOOD, written(tmp_path, "other.scn", GOOD))
    since = len(talk.said)
    talk.change(other, 2, insertion(0, 0, "\n"))

    assert codes(next_diagnostics(talk, author.call, since)) == ["SCN310"]


def test_a_script_shows_its_errors_when_the_file_that_it_imports_is_closed(
    talk: Talk, tmp_path: Path
) -> None:
    author = TwoFiles(talk, tmp_path)
    since = author.type("s")
    assert codes(next_diagnostics(talk, author.call, since)) == []
    (tmp_path / "shared.scn").write_text(SHARED.replace("opening", "other"))

    since = author.tell("didClose")

    assert codes(next_diagnostics(talk, author.call, since)) == ["SCN310"]


def test_scripts_that_are_not_open_wait_as_well(talk: Talk, tmp_path: Path) -> None:
    author = TwoFiles(talk, tmp_path, PULL, closed=True)

    def pulled(known: dict[str, str]) -> dict[str, Any]:
        ids = [{"uri": uri, "value": value} for uri, value in known.items()]
        answer = talk.ask("workspace/diagnostic", previousResultIds=ids)
        return {each["uri"]: each for each in answer["items"]}

    first = pulled({})
    author.type("s")
    known = {uri: each["resultId"] for uri, each in first.items()}
    assert pulled(known)[author.call]["kind"] == "unchanged"

    since = author.tell("didSave")
    talk.until(lambda said: said.get("method") == REFRESH, since)
    assert codes(pulled(known)[author.call]["items"]) == ["SCN310"]


@pytest.mark.parametrize("off", [0, 1])
def test_an_editor_can_turn_this_off(off: int, talk: Talk) -> None:
    author = Author(talk, calm=60_000 * off)
    if off:
        talk.tell("workspace/didChangeConfiguration", settings={"scn": {"calm": 0}})

    author.type("\nWEHN It is late")

    assert author.shown() == ["SCN101"]


@pytest.mark.parametrize("wrong", [-1, "slow", 1.5, True, None, 600_000])
def test_a_wrong_delay_changes_nothing(wrong: object, talk: Talk) -> None:
    author = Author(talk, calm=wrong)
    (message,) = talk.heard("window/showMessage")
    assert (
        message["message"] == f"scn: the setting `calm` can't be `{wrong}`: use milliseconds, at most 60000"
    )

    author.type("\nWEHN It is late")

    assert author.shown() == []


def test_a_client_that_pulls_is_told_to_pull_again(talk: Talk) -> None:
    author = Author(talk, capabilities=PULL)
    author.pulled()
    author.type("\nWEHN It is late")
    first = author.pulled()
    assert codes(first["items"]) == []

    talk.until(lambda said: said.get("method") == REFRESH)

    again = talk.ask(
        "textDocument/diagnostic",
        textDocument={"uri": author.uri},
        previousResultId=first["resultId"],
    )
    assert codes(again["items"]) == ["SCN101"]


def test_a_client_that_cannot_be_told_to_pull_again_gets_everything_at_once(talk: Talk) -> None:
    author = Author(talk, capabilities={"textDocument": {"diagnostic": {}}})
    author.pulled()

    author.type("\nWEHN It is late")

    assert codes(author.pulled()["items"]) == ["SCN101"]


def test_quick_fixes_do_not_wait(talk: Talk) -> None:
    author = Author(talk, calm=60_000)
    author.type("\nWEHN It is late")
    assert author.shown() == []
    place = {"line": author.line, "character": 2}

    actions = talk.ask(
        "textDocument/codeAction",
        textDocument={"uri": author.uri},
        range={"start": place, "end": place},
        context={"diagnostics": [], "only": ["quickfix"]},
    )

    assert "WHEN" in actions[0]["title"]


def test_a_text_that_is_replaced_as_a_whole_is_not_being_typed(talk: Talk) -> None:
    author = Author(talk, calm=60_000)

    author.change({"text": BAD})

    assert author.shown() == ["SCN101"]


@pytest.mark.parametrize("pulls", [False, True])
def test_after_a_pause_an_editor_shows_what_a_check_reports(pulls: bool, tmp_path: Path) -> None:
    """Pauses after random keys of a script with mistakes, for clients of both kinds."""
    text = BAD.replace("@", "") + "\n@unused WEHN It is late\n  say: <brek /> {{x\nTHEN\n  sya: No" + ENDING

    async def typing() -> None:
        app, said = await here(capabilities=PULL if pulls else {})
        app.session.preferences = app.session.preferences.updated({"calm": 30})
        uri = (tmp_path / "a.scn").as_uri()
        tell(app.session, "textDocument/didOpen", opening(uri, ""))
        for number, key in enumerate(keys(text, "top down")):
            line = key.text.count("\n", 0, key.typed.start)
            column = key.typed.start - key.text.rfind("\n", 0, key.typed.start) - 1
            change = insertion(line, column, key.text[key.typed.start : key.typed.end])
            document = {"uri": uri, "version": number + 2}
            tell(
                app.session,
                "textDocument/didChange",
                {"textDocument": document, "contentChanges": [change]},
            )
            if number % 17:
                continue
            await settled()
            if pulls:
                await ask(app.session, said, "textDocument/diagnostic", {"textDocument": {"uri": uri}})
            await asyncio.sleep(0.04)
            await settled()
            if pulls:
                answer = await ask(
                    app.session, said, "textDocument/diagnostic", {"textDocument": {"uri": uri}}
                )
            shown = answer["items"] if pulls else published(said, uri)
            assert codes(shown) == [each.code for each in check(key.text, path=str(tmp_path / "a.scn"))]

    asyncio.run(typing())


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 10))])
@pytest.mark.parametrize("pulls", [False, True])
def test_after_a_pause_files_that_need_each_other_show_what_a_check_reports(
    pulls: bool, seed: int, tmp_path: Path
) -> None:
    """Random keys in an imported file and its importer, with saves, other cursors and pauses in between."""
    rng = random.Random(seed)
    texts = {"shared.scn": SHARED, "call.scn": CALLS}
    uris = {name: written(tmp_path, name, text) for name, text in texts.items()}

    async def shown(app: App, said: list[Any], uri: str) -> list[str]:
        if not pulls:
            return codes(published(said, uri))
        params = {"textDocument": {"uri": uri}}
        return codes((await ask(app.session, said, "textDocument/diagnostic", params))["items"])

    async def work() -> None:
        app, said = await here(tmp_path, PULL if pulls else {})
        app.session.preferences = app.session.preferences.updated({"calm": 30})
        for name, text in texts.items():
            tell(app.session, "textDocument/didOpen", opening(uris[name], text))
        for version in range(2, 120):
            name = rng.choice(list(texts))
            at = rng.randrange(len(texts[name]) + 1)
            new = rng.choice([*"aW:@\n ", "", "say: x"])
            gone = rng.choice([0, 0, 1, 7]) if new else 5
            before = texts[name][:at]
            ends = [before, texts[name][: at + gone]]
            places = [{"line": each.count("\n"), "character": len(each.rpartition("\n")[2])} for each in ends]
            change = {"range": dict(zip(("start", "end"), places, strict=True)), "text": new}
            texts[name] = before + new + texts[name][at + gone :]
            document = {"uri": uris[name], "version": version}
            tell(
                app.session,
                "textDocument/didChange",
                {"textDocument": document, "contentChanges": [change]},
            )
            if rng.random() < 0.5:
                await shown(app, said, uris[rng.choice(list(texts))]) if pulls else await settled()
            if rng.random() < 0.1:
                tell(app.session, "textDocument/didSave", {"textDocument": {"uri": uris[name]}})
            if rng.random() < 0.1:
                await asyncio.sleep(0.05)
                await settled()
                for each, uri in uris.items():
                    script = app.session.open_script_of(app.session.document(uri))
                    found = check_document(
                        script, app.session.projects.config_for(script.path), app.session.projects
                    )
                    assert await shown(app, said, uri) == [one.code for one in found.in_script], each

    asyncio.run(work())
