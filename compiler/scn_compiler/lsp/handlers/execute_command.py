"""The commands that editors run: a script compiled, drawn, a payload read, the targets."""

from typing import Any

from pygls.exceptions import JsonRpcInvalidParams

from scn_compiler import api
from scn_compiler.ide.document import OpenScript
from scn_compiler.jsondoc.codec import dump
from scn_compiler.lsp.app import App
from scn_compiler.platforms import DEFAULT_TARGET, all_targets, find_target
from scn_compiler.project.loaded import LoadedConfig
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.source import Source

Answer = dict[str, Any]


def register_execute_command(app: App) -> None:
    """Run commands for the client; their answers are plain JSON."""
    session = app.session

    @session.command("scn.compile")
    async def compile_(*arguments: Any) -> Answer:
        uri, target = _texts(arguments, "the uri of a script", "a target")
        if target is not None and not find_target(target):
            raise JsonRpcInvalidParams(f"there is no target `{target}`")
        script, loaded = session.script_and_config(session.document(uri or ""))
        return await session.run_in_thread(_compiled, script, loaded, target)

    @session.command("scn.graph")
    async def graph(*arguments: Any) -> Answer:
        uri, form, nonce = _texts(arguments, "the uri of a script", "a format", "a nonce")
        script = session.open_script_of(session.document(uri or ""))
        return await session.run_in_thread(_drawn, script, form or "svg", nonce)

    @session.command("scn.decompile")
    async def decompile_(*arguments: Any) -> Answer:
        (text,) = _texts(arguments, "the text of a payload")
        return await session.run_in_thread(_decompiled, text or "")

    @session.command("scn.targets")
    async def targets(*_arguments: Any) -> list[Answer]:
        return [
            {"name": name, "summary": each.summary, "default": name == DEFAULT_TARGET}
            for name, each in all_targets().items()
        ]


def _texts(arguments: tuple[Any, ...], first: str, *more: str) -> list[str | None]:
    """The arguments of a command, which are texts: the first one must be there."""
    given = [*arguments, *[None] * (1 + len(more) - len(arguments))]
    wrong = not isinstance(given[0], str) or any(not isinstance(each, str | None) for each in given)
    if wrong or len(given) > 1 + len(more):
        raise JsonRpcInvalidParams(f"this command takes {', '.join((first, *more))}")
    return given


def _compiled(script: OpenScript, loaded: Loaded, target: str | None) -> Answer:
    made = api.compile_text(
        script.text, path=script.path, target=target or script.target, config=script.config
    )
    problems = [
        *_problems(made.diagnostics, Source(script.text)),
        *(f"{loaded.shown}:{each}" for each in _problems(made.findings.in_config, Source(loaded.text))),
    ]
    count = len(problems)
    answer: Answer = {"target": made.target, "payloads": [], "errors": count, "diagnostics": count}
    if problems:
        return {**answer, "problems": problems}
    return {**answer, "payloads": [{"name": each.name, "json": dump(each.value)} for each in made.payloads]}


def _drawn(script: OpenScript, form: str, nonce: str | None) -> Answer:
    try:
        drawn = api.draw(
            script.text,
            path=script.path,
            target=script.target,
            config=script.config,
            format=form,
            nonce=nonce,
        )
    except KeyError:
        raise JsonRpcInvalidParams(f"there is no format `{form}`") from None
    return {"text": drawn.text}


def _decompiled(text: str) -> Answer:
    made = api.decompile(text)
    problems = _problems(made.diagnostics, Source(text), Severity.INFO)
    return {"script": made.text, "target": made.target, "problems": problems}


def _problems(found: tuple[Diagnostic, ...], source: Source, least: Severity = Severity.ERROR) -> list[str]:
    """Each problem with its line, e.g. `3: there is no field `nam``."""
    return [
        f"{source.position(each.span.start).line}: {each.message}" for each in found if each.severity >= least
    ]
