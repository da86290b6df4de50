"""Documentation of words in Markdown: keywords, fields, tags, attributes, values, labels, rules."""

import re
from collections.abc import Callable, Iterator

from scn_compiler.ide.cursor.context import CursorContext, declared_functions, profile_variables
from scn_compiler.ide.cursor.line import lines_below
from scn_compiler.ide.hover.manual_pages import manual_link
from scn_compiler.ide.hover.topic import Topic
from scn_compiler.lint.rule_pages import explain
from scn_compiler.platforms import find_target
from scn_compiler.platforms.kit.target import AttributeSpec, TagSpec, ValueKind
from scn_compiler.semantics.field_values import FIELD_READERS
from scn_dsl.keyword_docs import KEYWORDS
from scn_dsl.patterns import lazy_pattern
from scn_dsl.vocabulary import FIELDS, FieldKind
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import SILENT

_MAX_LINES = 12
"""The number of lines shown of a block."""

_FENCE = lazy_pattern(r"^(`{3,})\w*\n(.*?)^\1$", re.DOTALL | re.MULTILINE)


def describe(topic: Topic, context: CursorContext, *more: str) -> str:
    """Document a topic in Markdown, with `more` before the link to its page; empty for an unknown kind or name."""
    writer = _WRITERS.get(topic.kind)
    parts = [part for part in writer(topic, context) if part] if writer else []
    return "\n\n".join(filter(None, (*parts, *more, manual_link(topic, context)))) if parts else ""


def fenced(code: str, language: str = "scn") -> str:
    """Fence code, with more backticks than any run of backticks in it."""
    longest = max((len(run) for run in re.findall("`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{code.rstrip()}\n{fence}"


def without_marks(markdown: str) -> str:
    """Convert Markdown to plain text, for clients that don't render it."""

    def indented(code: re.Match[str]) -> str:
        return "".join(f"    {line}\n" for line in code[2].splitlines()).rstrip("\n")

    plain = _FENCE.sub(indented, markdown)
    plain = re.sub(r"\*\*([^*\n]+)\*\*", r"\1", plain)
    return re.sub(r"^---\n", "", plain, flags=re.MULTILINE)


def code(text: str) -> str:
    """Format text as inline code on one line."""
    text = " ".join(text.split())
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def _keyword(topic: Topic, context: CursorContext) -> Iterator[str]:
    known = KEYWORDS.get(topic.name)
    if known is None:
        return
    yield f"**`{known.form}`**: {context.meaning(topic.name)}"
    if topic.name not in context.docs.meanings:  # `more` is about callers
        yield known.more
    if becomes := context.docs.becomes.get(topic.name):
        yield f"In the payload: {becomes}."
    if known.example and topic.name not in context.docs.meanings:
        yield fenced(known.example)


def _field(topic: Topic, context: CursorContext) -> Iterator[str]:
    spec = FIELDS.get(topic.name)
    if spec is None:
        return
    yield f"**`{topic.name}:`** {context.meaning(topic.name)}"
    yield f"Value: {spec.kind.value}."
    if topic.name == "tools" and context.docs.tools:
        yield "With these tools the caller can:"
        yield "\n".join(f"- `{name}`: {summary}" for name, summary in context.docs.tools.items())
        yield context.docs.tools_note
    key = context.docs.keys.get(topic.name)
    if key:
        yield f"In the payload: `{key}`."
    elif spec.of_file:
        yield "It applies to the whole file and goes above the first scenario."
    elif context.docs.document:
        yield f"The target `{context.target.name}` doesn't support it."


def _tag(topic: Topic, context: CursorContext) -> Iterator[str]:
    spec = context.target.markup.tags.get(topic.name)
    if spec is None:
        return
    yield f"**`{_form(spec)}`**: {spec.summary}"
    yield "\n".join(_attribute_line(context, spec, each) for each in spec.attributes)
    yield _where(spec)
    yield _source(spec, context)


def _source(spec: TagSpec, context: CursorContext) -> str:
    """Return the source of a tag, with abbreviations spelled out."""
    known = context.docs.sources
    return "Source: " + re.sub(r"\w+", lambda word: known.get(word[0], word[0]), spec.source)


def _form(spec: TagSpec) -> str:
    needed = [f'{each.name}="…"' for each in spec.attributes if each.required]
    head = " ".join([f"<{spec.name}", *needed])
    forms = {"self": f"{head} />", "block": f"{head}>…</{spec.name}>"}
    return "` or `".join(forms[shape] for shape in spec.shapes)


def _attribute_line(context: CursorContext, spec: TagSpec, each: AttributeSpec) -> str:
    known = context.docs.attributes.get((spec.name, each.name))
    needed = (
        " (required)" if each.required else " (one of these is required)" if each.name in spec.one_of else ""
    )
    return f"- `{each.name}`{needed}: {known.summary + '; ' if known else ''}{_value_kind(each)}"


def _value_kind(spec: AttributeSpec) -> str:
    """Describe the values that an attribute accepts."""
    match spec.kind:
        case ValueKind.NUMBER:
            return f"a number, {number_range(spec)}" if number_range(spec) else spec.kind.value
        case ValueKind.CHOICE:
            return " or ".join(f"`{choice}`" for choice in spec.choices)
        case ValueKind.SOUND if spec.open:
            return (
                "for example " + ", ".join(f"`{choice}`" for choice in spec.choices) + ", or an http(s) URL"
            )
        case ValueKind.SOUND:
            return f"one of {len(spec.choices)} names, for example `{spec.choices[0]}`, or an http(s) URL"
        case _:
            return str(spec.kind.value)


def _where(spec: TagSpec) -> str:
    parts = [f"Where: {spec.place.value}"]
    if spec.followup_only:
        parts.append("only in a follow-up (`THEN`, `AFTER`)")
    if spec.in_instructions:
        parts.append("also in `do:`")
    elif not spec.managed:
        parts.append("only in `say:`")
    if spec.holds:
        parts.append("can contain " + ", ".join(f"`<{name}>`" for name in spec.holds))
    elif spec.holds is None:
        parts.append("can contain other tags")
    if spec.managed:
        parts.append("reserved for the platform itself")
    if spec.replaced_by:
        parts.append(f"deprecated: use `<{spec.replaced_by}>`")
    return "; ".join(parts) + "."


def _attribute(topic: Topic, context: CursorContext) -> Iterator[str]:
    spec = context.target.markup.tags.get(topic.of)
    found = next((each for each in spec.attributes if each.name == topic.name), None) if spec else None
    if found is None or spec is None:
        return
    known = context.docs.attributes.get((topic.of, topic.name))
    yield f"**`{topic.name}`** of `<{topic.of}>`: {known.summary if known else ''}".rstrip(": ")
    kind = _value_kind(found)
    yield f"{kind[0].upper()}{kind[1:]}. " + (
        "Required." if found.required else "Optional." if topic.name not in spec.one_of else ""
    )
    if found.kind is ValueKind.SOUND and not found.open:
        yield ", ".join(f"`{choice}`" for choice in found.choices)
    yield _source(spec, context)


def number_range(spec: AttributeSpec) -> str:
    """Describe the range of a number; empty without bounds."""
    if spec.low is None and spec.high is None:
        return ""
    text = f"{spec.low:g} to {spec.high:g}" if spec.high is not None else f"at least {spec.low:g}"
    if spec.soft_low is not None and spec.soft_high is not None:
        text += f"; {spec.soft_low:g} to {spec.soft_high:g} is safe"
    return text


def _language(topic: Topic, context: CursorContext) -> Iterator[str]:
    if name := context.docs.languages.get(topic.name):
        yield f"**`{topic.name}`**: {name}"


def _tool(topic: Topic, context: CursorContext) -> Iterator[str]:
    if summary := context.docs.tools.get(topic.name):
        yield f"**`{topic.name}`**: the caller can {summary}"


def _duration(topic: Topic, _context: CursorContext) -> Iterator[str]:
    if seconds := duration_in_seconds(topic.name):
        yield f"**`{topic.name}`**: {seconds}"


def duration_in_seconds(duration: str) -> str:
    """Convert a duration to seconds, in words; empty if `duration` isn't valid."""
    try:
        return f"{FIELD_READERS[FieldKind.DURATION](duration):,} seconds"
    except ValueError:
        return ""


def _target(topic: Topic, _context: CursorContext) -> Iterator[str]:
    if known := find_target(topic.name):
        yield f"**`{known.name}`**: {known.summary}"
        yield f"Compiles to {known.form.value}."


def _marker(topic: Topic, context: CursorContext) -> Iterator[str]:
    if summary := context.docs.markers.get(topic.name):
        yield f"**`[{topic.name}]`**: {summary}"
        yield "A sound in square brackets. Other words in brackets are text."


def _template(topic: Topic, context: CursorContext) -> Iterator[str]:
    root = re.split(r"[.\[]", topic.name)[0]
    if root not in context.docs.templates:
        return
    yield f"**`{{{{{topic.name}}}}}`**: {context.docs.templates[root]}"
    names = topic.name.split(".")
    if known := profile_variables(context).get(topic.name):
        yield code(known)
    elif (
        root == "function"
        and len(names) == 3
        and (path := declared_functions(context).get(names[1], {}).get(names[2]))
    ):
        yield f"From the response of `{names[1]}`: {code(path)}"


def _passed(topic: Topic, context: CursorContext) -> Iterator[str]:
    yield f"**`{context.target.platform}.{topic.name}:`** a JSON value that goes into the payload unchanged"
    if known := context.docs.passed.get(topic.name):
        yield known.summary[0].upper() + known.summary[1:] + "."


def _rule(topic: Topic, _context: CursorContext) -> Iterator[str]:
    page = explain(topic.name)
    if page is None:
        return
    yield f"**{page.title}** ({page.kind.severity.word}): {page.kind.summary}"
    yield page.why
    if page.configuration:
        yield "Configuration:\n\n" + fenced(page.configuration, "toml")
    yield "Wrong:\n\n" + fenced(page.wrong, page.language)
    yield "Right:\n\n" + fenced(page.right, page.language)
    yield f"Fix: {page.fix}"


def _label(topic: Topic, context: CursorContext) -> Iterator[str]:
    places = (at for name, at in context.scope.labels_above(context.scope.end) if name == topic.name)
    at = next(places, None)
    if at is not None:
        yield fenced(block_text(context.script.text, at))


def block_text(text: str, at: int) -> str:
    """Return the first lines of the block at offset `at`."""
    end = text.find("\n", at)
    end = end if end != -1 else len(text)
    for number, line in enumerate(lines_below(text, at)):
        if line.kind in (LineKind.OPENING, LineKind.SETTING, LineKind.TITLE, LineKind.VERSION):
            break
        if number == _MAX_LINES:
            return text[at:end] + "\n  …"
        end = line.end if line.kind not in SILENT else end
    return text[at:end]


_WRITERS: dict[str, Callable[[Topic, CursorContext], Iterator[str]]] = {
    "keyword": _keyword,
    "field": _field,
    "tag": _tag,
    "attribute": _attribute,
    "language": _language,
    "tool": _tool,
    "duration": _duration,
    "target": _target,
    "marker": _marker,
    "template": _template,
    "passed": _passed,
    "rule": _rule,
    "label": _label,
}
