"""Answers of the playground: plain JSON values in and out, for the page's worker and for the server on this machine."""

import logging
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from scn_compiler.config import Config
from scn_compiler.playground.calls import explore_answer, play_answer, tests_answer
from scn_compiler.playground.checking import are_contracts_checked, check_answer, forget_unchecked
from scn_compiler.playground.editing import (
    actions_answer,
    complete_answer,
    document_answer,
    fix_answer,
    format_answer,
    hover_answer,
    target_list,
)
from scn_compiler.playground.explanations import explain_answer
from scn_compiler.playground.page_project import BadAnswerRequest, PageProject, requested_project
from scn_compiler.playground.payloads import compile_answer, decompile_answer, draw_answer, expand_answer
from scn_compiler.playground.samples import page_samples
from scn_compiler.project.bugs import bug_text
from scn_dsl.records import Record, field

_LOG = logging.getLogger(__name__)

ANSWERS: dict[str, Callable[[PageProject, Mapping[str, Any]], Any]] = {
    "check": check_answer,
    "complete": complete_answer,
    "document": document_answer,
    "hover": hover_answer,
    "actions": actions_answer,
    "fix": fix_answer,
    "format": format_answer,
    "compile": compile_answer,
    "draw": draw_answer,
    "decompile": decompile_answer,
    "expand": expand_answer,
    "play": play_answer,
    "test": tests_answer,
    "explore": explore_answer,
    "explain": explain_answer,
}
"""The methods of requests about a project."""


class PageHost(Record):
    """Where the page is served.

    Attributes:
        local: Whether an installed Python answers.
        files: The project that the page starts with; empty for its own.
        opened: The open file of that project.
        base: The configuration of scripts if the page has no `scn.toml`.
    """

    local: bool = False
    files: dict[str, str] = field(default_factory=dict)
    opened: str | None = None
    base: Config = field(default_factory=Config)


_BROWSER = PageHost()


def answer(request: Any, host: PageHost = _BROWSER) -> dict[str, Any]:
    """Answer a request of the page.

    Args:
        request: An object with a `method`, the project (`files`, `open`, `target`), and what the method needs.
        host: Where the page is served.

    Shapes:
        `{"result": …}`, or `{"error": sentence}`. Offsets count UTF-16 code units, as JavaScript does.

    Raises:
        Nothing: mistakes in the request, and bugs in scn, become errors.
    """
    try:
        return {"result": _result(request, host)}
    except BadAnswerRequest as error:
        return {"error": str(error)}
    except Exception as error:
        _LOG.exception("the answer failed")
        return {"error": bug_text(error)}


def _result(request: Any, host: PageHost) -> Any:
    if not isinstance(request, Mapping):
        raise BadAnswerRequest("a request must be an object")
    method = request.get("method")
    if method == "start":
        return _start(host)
    if not isinstance(method, str) or method not in ANSWERS:
        raise BadAnswerRequest(f"unknown method `{method}`")
    return ANSWERS[method](requested_project(request, host.base), request)


def _start(host: PageHost) -> dict[str, Any]:
    """Return what the page shows first. A page asks again after pydantic has arrived, so old results are dropped."""
    forget_unchecked()
    return {
        "version": _version(),
        "targets": target_list(),
        "samples": list(page_samples()),
        "contracts": are_contracts_checked(),
        "local": host.local,
        "project": {"files": host.files, "open": host.opened, "target": None} if host.opened else None,
    }


@cache
def _version() -> str:
    """Return scn's version; a browser has a built file with it, and no metadata of packages."""
    built = Path(__file__).parents[1] / "cli" / "version.txt"
    if built.is_file():
        return built.read_text(encoding="utf-8")
    from importlib.metadata import version  # noqa: PLC0415  (slow)

    return version("scnlang")
