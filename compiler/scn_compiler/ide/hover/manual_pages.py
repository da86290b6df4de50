"""The page of the manual for each topic, and the link to it."""

from scn_compiler.ide.cursor.context import CursorContext
from scn_compiler.ide.hover.topic import Topic
from scn_compiler.lint.rule_pages import explain
from scn_dsl.vocabulary import DETAILS

LANGUAGE = "reference/language"

KEYWORD_SECTIONS = {
    "scn": "Files",
    "scenario": "Scenarios",
    "FIRST_MESSAGE": "Blocks",
    "WHEN": "Triggers",
    "THEN": "Follow-ups",
    "AFTER": "Follow-ups",
    "say": "Actions",
    "do": "Actions",
    "say/do": "Undecided actions",
    "end call": "Actions",
    "wait": "Actions",
    "raw": "Raw values",
    "contains": "Keyword triggers",
    "OR": "Keyword triggers",
    "AND": "Keyword triggers",
    "given": "Variables",
    "caller": "Variables",
    "mock": "Mocks",
    "mock_error": "Mocks",
    "let": "Values",
    "import": "Imports",
    "fragment": "Fragments",
    "insert": "Inserts",
    "examples": "Tables",
    "row": "Tables",
    "rows": "Files of rows",
    "test": "Tests",
    "script": "Tests",
    "hear": "Steps",
    "cut off": "Steps",
    "as": "Steps",
    "silent": "Steps",
    "quiet": "Steps",
    "plays": "Steps",
    "@": "Labels",
    "|": "Lines",
    "||": "Line breaks",
    "allow": "Suppressions",
}
"""The section of the language reference for each keyword."""

TOPIC_SECTIONS = {
    "tag": "Tags",
    "attribute": "Tags",
    "marker": "Markers",
    "template": "Templates",
    "language": "Fields",
    "tool": "Fields",
    "duration": "Durations",
    "target": "Targets",
    "passed": "Platform values",
    "label": "Labels",
}
"""The section for other kinds of topic."""


def manual_link(topic: Topic, context: CursorContext) -> str:
    """Return a line with a link to the topic's page, in Markdown; empty without a manual."""
    title, page = _page(topic)
    address = context.page_address(page) if context.page_address and page else None
    return f"More: [{title}]({address})" if address else ""


def _page(topic: Topic) -> tuple[str, str]:
    """Return the title and the name of a topic's page; empty for none."""
    if topic.kind == "rule":
        rule = explain(topic.name)
        return (rule.kind.name, f"reference/rules/{rule.kind.name}") if rule else ("", "")
    match topic.kind:
        case "keyword":
            section = KEYWORD_SECTIONS.get(topic.name)
        case "field":
            section = "Details" if topic.name in DETAILS else "Fields"
        case kind:
            section = TOPIC_SECTIONS.get(kind)
    return (section, f"{LANGUAGE}#{section.lower().replace(' ', '-')}") if section else ("", "")
