"""Answers about words: the page of a rule, a keyword, a field, a tag, a concept."""

from collections.abc import Mapping
from typing import Any

from scn_compiler.api import explain
from scn_compiler.ide.hover.lookup import known_names, look_up
from scn_compiler.lint.rule_pages import page_markdown
from scn_compiler.platforms import DEFAULT_TARGET
from scn_compiler.playground.markup import html_of
from scn_compiler.playground.page_project import BadAnswerRequest, PageProject
from scn_dsl.catalog import CATALOG
from scn_dsl.suggest import did_you_mean


def explain_answer(project: PageProject, request: Mapping[str, Any]) -> dict[str, Any]:
    """Explain a `word`: a rule by code or name, or a word of the language for the picked target."""
    word = request.get("word")
    if not (isinstance(word, str) and word.strip()):
        raise BadAnswerRequest("`word` must be a rule, a keyword or a concept")
    page = explain(word)
    if page:
        markdown = f"*{page.kind.severity.word}*: {page.kind.summary}\n\n{page_markdown(page.kind.name)}"
        return {"title": page.title, "html": html_of(markdown)}
    target = project.target or DEFAULT_TARGET
    texts = look_up(word, target)
    if not texts:
        hint = did_you_mean(word, (*CATALOG, *known_names(target)))
        raise BadAnswerRequest(f"can't explain `{word}`" + (f": {hint}" if hint else ""))
    return {"title": word.strip(), "html": "\n<hr>\n".join(map(html_of, texts))}
