"""`workspace/executeCommand` for calls: play one, and add it to the tests of its script."""

import os
from functools import lru_cache
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.structure.call_document import BadMessages, call_document, heard_lines
from scn_compiler.lsp.app import App
from scn_compiler.lsp.handlers.execute_command import errors_of
from scn_compiler.lsp.places import lines_of_file, uri_of_file
from scn_compiler.lsp.positions import LineIndex, line_index
from scn_compiler.lsp.session import ScriptServer
from scn_compiler.lsp.text_document import ScriptDocument
from scn_compiler.lsp.uris import path_key
from scn_compiler.pipeline.compile import Compiled, compile_text
from scn_compiler.pipeline.play_call import HeardLine, PlayedCall, play_compiled
from scn_compiler.pipeline.tests_file import added_test, other_purpose
from scn_compiler.project.project_config import ProjectConfig
from scn_compiler.rehearsal.policy import policy_of
from scn_dsl.diagnostic import Edit
from scn_dsl.file_names import TEST_SUFFIX, tests_beside
from scn_dsl.records import Record
from scn_dsl.source import Source

PLAY_CALL = "scn.playCall"
"""The command of clients that plays a call, which a lens calls."""

_Answer = dict[str, Any]
_WANTED = "the URI of a script, a scenario (its name, or a position in it), and a list of messages, each with `text`"


class _Call(Record):
    """The arguments of a command: a script, and the call to play."""

    document: ScriptDocument
    script: OpenScript
    project: ProjectConfig
    scenario: str | int | None
    heard: tuple[HeardLine, ...]

    def played(self) -> PlayedCall:
        compiled = _compiled(self.script)
        policy = policy_of(self.script.config.policy)
        source = Source(self.script.text, self.script.path)
        return play_compiled(compiled, source, scenario=self.scenario, heard=self.heard, policy=policy)


@lru_cache(maxsize=8)
def _compiled(script: OpenScript) -> Compiled:
    """Compile a script; between two messages of a call it stays the same."""
    return compile_text(script.text, path=script.path, config=script.config, payloads=False)


def register_play_call(app: App) -> None:
    """Register the commands; their answers are plain JSON."""
    session = app.session

    @session.command("scn.play")
    async def play(*arguments: Any) -> _Answer:
        call = _call_of(session, arguments)
        answer, compiled = await session.run_in_thread(_play, call, session.encoding)
        return {**answer, "held": app.held.wait_for(call.document, compiled.findings)}

    @session.command("scn.callTest")
    async def call_test(*arguments: Any) -> _Answer:
        call = _call_of(session, arguments)
        return await session.run_in_thread(_test, session, call)


def _call_of(session: ScriptServer, arguments: tuple[Any, ...]) -> _Call:
    """Check the arguments of a command."""
    uri, scenario, heard = (*arguments, *[None] * 3)[:3]
    if not isinstance(uri, str) or len(arguments) > 3:
        raise JsonRpcInvalidParams(f"the arguments of this command are {_WANTED}")
    try:
        lines = heard_lines([] if heard is None else heard)
    except BadMessages as error:
        raise JsonRpcInvalidParams(str(error)) from None
    document = session.document(uri)
    if isinstance(scenario, dict):
        scenario = document.offset_at_position(_position(scenario))
    elif not isinstance(scenario, str | None):
        raise JsonRpcInvalidParams(f"the arguments of this command are {_WANTED}")
    script, project = session.script_and_config(document)
    return _Call(document, script, project, scenario, lines)


def _position(value: _Answer) -> types.Position:
    line, character = value.get("line"), value.get("character", 0)
    if type(line) is not int or type(character) is not int or line < 0 or character < 0:
        raise JsonRpcInvalidParams("a position in a scenario has a `line` and a `character`, from 0")
    return types.Position(line=line, character=character)


def _play(call: _Call, encoding: str) -> tuple[_Answer, Compiled]:
    played = call.played()
    lines = line_index(call.script.text, encoding)
    problems = errors_of(played.compiled, call.script, call.project)
    return {**call_document(played, lines.range), "problems": problems}, played.compiled


def _test(session: ScriptServer, call: _Call) -> _Answer:
    """Return where a call goes as a test, and its text; or why that is impossible."""
    played, path = call.played(), call.script.path
    if played.call is None:
        return {"problem": played.problem}
    if path is None:
        return {"problem": "save the script first: its tests go in a file beside it"}
    if path.endswith(TEST_SUFFIX):
        return {"problem": "this is a file of tests"}
    tests = tests_beside(path)
    lines = lines_of_file(session, tests)
    if lines is None and os.path.lexists(tests):
        return {"problem": f"{_name(tests)} can't be read here: open it first"}
    known = lines or line_index("", session.encoding)
    key = path_key(path)
    problem = other_purpose(known.text, tests, lambda tested: path_key(tested) == key, _name)
    if problem:
        return {"problem": f"{_name(tests)} {problem}"}
    return {
        "problem": "",
        "uri": uri_of_file(session, tests),
        "exists": lines is not None,
        **_edit(known, added_test(known.text, played.call.test)),
    }


def _edit(lines: LineIndex, edit: Edit) -> _Answer:
    return {"range": lines.range(edit.span), "text": edit.text}


def _name(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]
