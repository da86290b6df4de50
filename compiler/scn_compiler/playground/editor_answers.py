"""Answers for the editor of the page: completion, hovers, code actions, fixes, formatting."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from scn_compiler.api import fix_text, format_text
from scn_compiler.ide.completion.complete import complete
from scn_compiler.ide.completion.item import CompletionItem, literal
from scn_compiler.ide.configuration.help import complete_configuration, hover_configuration
from scn_compiler.ide.cursor.context import CursorContext
from scn_compiler.ide.edits.refactorings import refactorings
from scn_compiler.ide.edits.remedies import fixes_and_remedies
from scn_compiler.ide.hover.hover import hover
from scn_compiler.ide.hover.topic import Topic
from scn_compiler.ide.hover.topics import describe
from scn_compiler.playground.code_units import code_units
from scn_compiler.playground.markup import html_of
from scn_compiler.playground.page_project import BadAnswerRequest, PageProject
from scn_compiler.playground.problems import findings_in
from scn_compiler.project.project_config import OWN_FILE
from scn_compiler.reuse.library import EXTENSIONS
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span

_STOP = lazy_pattern(
    r"\$\{(?P<number>\d+):(?P<words>(?:\\.|[^\\}])*)\}"
    r"|\$\{(?P<choice>\d+)\|(?P<first>[^,|]*)[^|]*\|\}|\$(?P<plain>\d+)|\\(?P<escaped>[\\$}])|(?P<brace>[{}])"
)


def complete_answer(project: PageProject, request: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the items at `at`, or `None` instead of an empty list."""
    offset = project.offset(request.get("at"))
    found: tuple[CompletionItem, ...]
    if project.is_script_open:
        paths = partial(_paths, project)
        typed = project.text[max(offset - 1, 0) : offset]
        trigger = "" if request.get("explicit") or typed.isalnum() else typed
        found = complete(project.script(), offset, trigger, paths)
    elif project.opened == OWN_FILE:
        found = complete_configuration(project.text, offset, ())
    else:
        found = ()
    if not found:
        return None
    items = [_item(each, rank, project) for rank, each in enumerate(found)]
    return {"from": items[0]["from"], "to": items[0]["to"], "items": items}


def _paths(project: PageProject) -> Iterator[str]:
    return (name for name in project.files if name.endswith(EXTENSIONS) and name != project.opened)


def _item(item: CompletionItem, rank: int, project: PageProject) -> dict[str, Any]:
    snippet = item.snippet + literal(item.closing)
    is_snippet = "$" in snippet and _STOP.sub("", snippet) != snippet and snippet != item.text + item.closing
    topic = item.topic
    return {
        "label": item.label,
        "detail": item.detail,
        "kind": item.kind.value,
        "sort": f"{rank:04}",
        "filter": item.filter,
        **code_units(project.text).ends(Span(item.span.start, item.span.end + len(item.closing))),
        "insert": page_snippet(snippet) if is_snippet else item.text + item.closing,
        "snippet": is_snippet,
        "edits": project.edits(item.extra_edits, project.opened),
        "topic": [topic.kind, topic.name, topic.of] if topic else None,
    }


def page_snippet(snippet: str) -> str:
    """Convert a snippet to a template of CodeMirror, in which only braces are special."""

    def convert(stop: re.Match[str]) -> str:
        if stop["escaped"]:
            return stop["escaped"].replace("}", r"\}")
        if stop["brace"]:
            return f"\\{stop['brace']}"
        words = stop["words"] if stop["words"] is not None else stop["first"] or ""
        words = re.sub(r"\\(.)", r"\1", words)
        number = stop["number"] or stop["choice"] or stop["plain"]
        if set(words) & set("{}"):
            return "${" + re.sub(r"[{}]", r"\\\g<0>", words) + "}"
        return f"${{{number}:{words}}}" if words else f"${{{number}}}"

    return _STOP.sub(convert, snippet)


def document_answer(project: PageProject, request: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the documentation of a completion's `topic`; `None` for an unknown topic."""
    topic = request.get("topic")
    if not (isinstance(topic, list) and len(topic) == 3 and all(isinstance(each, str) for each in topic)):
        raise BadAnswerRequest("`topic` must be that of a completion")
    context = CursorContext(project.script(), project.offset(request.get("at")), manual_page)
    text = describe(Topic(*topic), context)
    return {"html": html_of(text)} if text else None


def manual_page(page: str) -> str:
    """Return the address of a page of the manual, relative to the manual."""
    name, hash_, anchor = page.partition("#")
    return f"{name}.html{hash_}{anchor}"


def hover_answer(project: PageProject, request: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the documentation of the word at `at`, and the problems there."""
    offset = project.offset(request.get("at"))
    if project.is_script_open:
        found = hover(project.script(), offset, manual_page)
    elif project.opened == OWN_FILE:
        found = hover_configuration(project.text, offset, (), manual_page)
    else:
        found = None
    if found is None:
        return None
    return {**code_units(project.text).ends(found.span), "html": html_of(found.text)}


def actions_answer(project: PageProject, request: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the quick fixes and refactorings for the selection `from` … `to`."""
    start, end = sorted((project.offset(request.get("from")), project.offset(request.get("to"))))
    if not project.is_script_open:
        return []
    script = project.script()
    selected = tuple(
        each for each in findings_in(script) if each.span.start <= end and start <= each.span.end
    )
    actions = [
        {"title": each.title, "kind": "quickfix", "edits": project.edits(each.edits, project.opened)}
        for each in fixes_and_remedies(script, selected)
    ]
    for made in refactorings(script, Span(start, end)):
        by_file = {path or project.opened: own for path, own in made.edits.items()}
        if by_file.keys() <= project.files.keys():  # the page can't edit other files
            edits = [edit for path, own in by_file.items() for edit in project.edits(own, path)]
            actions.append({"title": made.label, "kind": "refactor", "edits": edits})
    return actions


def fix_answer(project: PageProject, _request: Mapping[str, Any]) -> dict[str, Any]:
    """Apply the safe fixes in all scripts."""
    files, made = dict(project.files), 0
    for name in project.scripts:
        fixed = fix_text(project.files[name], _check(project, name))
        files[name], made = fixed.text, made + fixed.made
    return {"files": files, "fixed": made}


def _check(project: PageProject, name: str) -> Callable[[str], tuple[Diagnostic, ...]]:
    return lambda text: findings_in(project.script(name, text))


def format_answer(project: PageProject, _request: Mapping[str, Any]) -> dict[str, Any]:
    """Format the open file; one that isn't a script stays as it is."""
    if not project.is_script_open:
        return {"text": project.text}
    return {"text": format_text(project.text, wrap=project.config.wrap).text}
