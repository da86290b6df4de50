"""Answers of the playground: plain JSON values in and out, for the page's worker and for the server on this machine."""

import json
import logging
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from scn_compiler.config import Config
from scn_compiler.platforms import TARGETS, all_targets
from scn_compiler.playground.page_project import BadAnswerRequest, requested_project
from scn_compiler.project.bugs import bug_text
from scn_dsl.records import Record, field

_LOG = logging.getLogger(__name__)

ANSWERS = {
    "calls": ("play", "call_test", "test", "explore"),
    "problems": ("check",),
    "editor_answers": ("complete", "document", "hover", "actions", "fix", "format"),
    "explanations": ("explain",),
    "payloads": ("compile", "draw", "decompile", "expand"),
}
"""The methods of requests about a project, by the module that answers them: a browser shows problems before it has all."""

_MODULES = {method: module for module, methods in ANSWERS.items() for method in methods}


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


def load_all_answers() -> None:
    """Load what later answers need, so that none waits for it: all modules, and what the first mistake in a script takes."""
    for module in ANSWERS:
        import_module(f"{__package__}.{module}")
    answer({"method": "check", "files": {"a.scn": "sya: Hi\n"}, "open": "a.scn", "target": None})


def answer_text(request: str) -> str:
    """Answer a request of the page's worker: JSON in and out."""
    return json.dumps(answer(json.loads(request)))


def _result(request: Any, host: PageHost) -> Any:
    if not isinstance(request, Mapping):
        raise BadAnswerRequest("a request must be an object")
    method = request.get("method")
    if method == "start":
        return _start(host)
    if not isinstance(method, str) or method not in _MODULES:
        raise BadAnswerRequest(f"unknown method `{method}`")
    module = import_module(f"scn_compiler.playground.{_MODULES[method]}")
    return getattr(module, f"{method}_answer")(requested_project(request, host.base), request)


def _start(host: PageHost) -> dict[str, Any]:
    """Return what the page shows first. A page asks again after pydantic has arrived, so old results are dropped."""
    from scn_compiler.playground.problems import look_for_contracts  # noqa: PLC0415
    from scn_compiler.playground.samples import page_samples  # noqa: PLC0415

    targets = all_targets() if host.local else TARGETS  # a browser has no packages with more
    return {
        "version": _version(),
        "targets": [{"name": name, "title": each.summary} for name, each in targets.items()],
        "samples": list(page_samples()),
        "contracts": look_for_contracts(),
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
