"""Lines about reuse as other languages write them: includes, functions and calls, variables, ends of fragments."""

import re

from scn_dsl.diagnostic import NO_KEYWORD
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_dsl.vocabulary import BLOCK
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import classify
from scn_grammar.recovery.line_forms import first_match, form
from scn_grammar.recovery.mistake import WITHOUT_KEYWORD, Diagnosis, Mistake, replacement

_TITLE, _SETTING, _OTHER = LineKind.TITLE, LineKind.SETTING, LineKind.UNKNOWN
_FILE = r"(?P<value>[\w./\\-]*\w\.(?!scn\w)\w{1,5})"
_NO_FILE = r"[\"'<](?P<value>[\w./-]*[\w-])[\"'>]"
_NAME = r"(?P<name>[a-z_][\w-]*)"
_SETS = "var|set|const|val|local|export|define|declare|assign|variable|param|env"
_IMPORT = "unknown keyword `{0}`: `import:` makes the fragments and values of a file available"
_INSERT = "unknown keyword `{0}`: `insert:` inserts the lines of a fragment"
_LET = "unknown keyword `{0}`: `let` names a value"
_LET_HINT = r"write `let \g<name> = …`; for a value that the agent under test has, write `given \g<name> = …`"
_JUMP = "scripts can't jump to a block: every `WHEN` block is active during the whole call"
_JUMP_HINT = (
    "to insert the lines of a fragment, write `insert: {0}`; to follow up on a block, write `AFTER @{0}`"
)
_MERGE = "scripts can't have YAML anchors: lines that scenarios share go in a fragment"

_FORMS = (
    form(_SETTING, rf"(?P<seen>from)[ ]+[\"']?{_FILE}[\"']?[ ]+import\b.*", _IMPORT, r"write `import: \g<value>`",
         "import: {value}", "misspelt-keyword"),
    form(_SETTING, rf"(?P<seen>import)[ ]+(?:[\w*{{][\w*{{}}, ]*[ ])?from[ ]+[\"']{_FILE}[\"'];?",
         "`import:` needs only the path of a file", r"write `import: \g<value>`", "import: {value}", "bad-import"),
    form(_SETTING, r"(?P<seen>from)[ ]+(?P<value>[a-z_][\w/]*)[ ]+import[ ]+[\w*, ]+", _IMPORT,
         r"write `import: \g<value>.scn`", "import: {value}.scn", "misspelt-keyword"),
    form(_SETTING, rf"(?P<seen>\{{%-?[ ]*(?:include|import|extends|from))[ ]+[\"']{_FILE}[\"'].*%\}}", _IMPORT,
         r"write `import: \g<value>`", "import: {value}", "misspelt-keyword"),
    form(_SETTING, rf"(?P<seen>\{{\{{[>#]?[ ]?(?:include|import|>))[ ]*[\"']?{_FILE}[\"']?[ ]*\}}\}}", _IMPORT,
         r"write `import: \g<value>`", "import: {value}", "misspelt-keyword"),
    form(_SETTING, rf"(?P<seen>[@!]?(?:include|require|requires|use|using|source|load|extends?|inherits?|@import))"
         rf"\b[ ]?[:=]?[ (]*[\"'<]?{_FILE}[\"'>]?[ ]?\)?;?", _IMPORT, r"write `import: \g<value>`", "import: {value}",
         "misspelt-keyword"),
    form(_SETTING, rf"(?P<seen>import)\b[ ]*(?:[=(][ (]*)?[\"'<]?{_FILE}[\"'>]?[ ]?\)?;?", "missing `:` after `{0}`",
         r"write `import: \g<value>`", "import: {value}", "missing-colon", safe=True),
    form(_SETTING, rf"(?P<seen>[@!]?(?:include|require|requires|load|extends?|inherits?|@import))\b[ ]?[:=]?[ (]*"
         rf"{_NO_FILE}[ ]?\)?;?", _IMPORT, r"write `import: \g<value>.scn`", "import: {value}.scn", "misspelt-keyword"),
    form(_SETTING, rf"(?P<seen>import)\b[ ]?=?[ (]*{_NO_FILE}[ ]?\)?;?", "missing `:` after `{0}`",
         r"write `import: \g<value>.scn`", "import: {value}.scn", "missing-colon"),
    form(_SETTING, rf"(?P<seen>use|using)[ ]?=?[ (]*[\"']{_NAME}[\"'][ ]?\)?;?", _INSERT,
         r"write `insert: \g<name>`; to import a file, write `import: \g<name>.scn`", name="misspelt-keyword"),
    form(_SETTING, r"(?P<seen>data|csv|dataset|data_?file|rows?[ ]?from|examples?[ ]?from|table)[ ]?[:=]?[ ]*[\"']?"
         r"(?P<value>[\w./\\-]+\.(?:csv|tsv|jsonl))[\"']?", "unknown keyword `{0}`: `rows:` takes rows from a file",
         r"write `rows: \g<value>`", "rows: {value}", "misspelt-keyword"),
    form(_SETTING, r"(?P<seen>rows?)[ ]*[=(]?[ ]*[\"']?(?P<value>[\w./\\-]+\.(?:csv|tsv|jsonl))[\"']?\)?",
         "missing `:` after `{0}`", r"write `rows: \g<value>`", "rows: {value}", "missing-colon", safe=True),
    form(_SETTING, r"(?P<seen>examples?)[ ]?:?", "missing columns after `examples:`",
         "write the names of the columns: `examples: day | answer`", name="empty-text"),
    form(_SETTING, r"(?P<seen>examples)[ ]?:[ ]*(?P<rest>\S.*)", "`{0}` must be lowercase", "write `examples:`",
         r"examples: \g<rest>", "wrong-case-keyword", safe=True),
    form(_SETTING, r"(?P<seen>examples?|table|columns?|headers?|header[ _]?row|where)[ ]?:[ ]*(?P<value>\S.*[ ]\|[ ].*)",
         "unknown keyword `{0}`: `examples:` names the columns of a table", "write `examples: …`",
         "examples: {value}", "misspelt-keyword"),
    form(_OTHER, r"(?P<seen>end[ _-]?(?:fragment|def|macro|snippet|template|insert|import|examples?|table|rows?))[;.:]?",
         "fragments and tables don't need an end: a fragment ends at the next `fragment:` or `scenario:`",
         "remove this line", ""),
    form(_OTHER, r"(?P<seen>\{%-?[ ]*end\w+[ ]*-?%\})",
         "fragments don't need an end: a fragment ends at the next `fragment:` or `scenario:`", "remove this line", ""),
    form(_SETTING, rf"(?P<seen><<[ ]*(?:set|declare))[ ]+\$?{_NAME}[ ]*(?:to\b|=)[ ]*(?P<rest>.*?)[ ]*>>", _LET,
              _LET_HINT, r"let \g<name> = \g<rest>", "misspelt-keyword"),
    form(_OTHER, rf"(?P<seen><<[ ]*(?:jump|detour|goto)[ ]+{_NAME}[ ]*>>)", _JUMP, _JUMP_HINT.replace("{0}", r"\g<name>")),
    form(_OTHER, r"(?P<seen>->)[ ]*(?P<name>[a-z_]+(?:[_.][a-z0-9_]+)+)", _JUMP, _JUMP_HINT.replace("{0}", r"\g<name>")),
    form(_SETTING, rf"(?P<seen><<)[ ]?:[ ]*\*{_NAME}", _MERGE, r"write `insert: \g<name>`", r"insert: \g<name>"),
    form(_SETTING, rf"(?P<seen>\*){_NAME}", _MERGE, r"write `insert: \g<name>`", r"insert: \g<name>"),
    form(_TITLE, rf"(?P<seen>&){_NAME}", _MERGE, r"write `fragment: \g<name>`", r"fragment: \g<name>"),
    form(_SETTING, rf"(?P<seen>~)[ ]+(?:temp[ ]+)?{_NAME}[ ]*=[ ]*(?P<rest>\S.*)",
         "values can't change during a call: `let` names a value", r"write `let \g<name> = …` above the blocks",
         r"let \g<name> = \g<rest>"),
    form(_SETTING, rf"(?P<seen>{_SETS}|%set|\{{%-?[ ]*set)[ ]+\$?{_NAME}(?:[ ]?:[ ]?\w+(?=[ ]?=))?[ ]*"
         rf"(?::=|=|[ ]to(?=[ ][\d\"'$]))[ ]*(?P<rest>\S.*?)(?:[ ]*-?%\}}|;)?", _LET, _LET_HINT,
         r"let \g<name> = \g<rest>", "misspelt-keyword"),
    form(_SETTING, rf"(?P<seen>var|val|const)[ ]+{_NAME}[ ]*:[ ]*(?P<rest>[^=\s].*)", _LET, _LET_HINT,
         r"let \g<name> = \g<rest>", "misspelt-keyword"),
    form(_SETTING, rf"(?P<seen>\$){_NAME}[ ]*:?=[ ]*(?P<rest>\S.*)", "`{0}` uses a value, and `let` names one", _LET_HINT,
         r"let \g<name> = \g<rest>"),
    form(_SETTING, rf"(?P<seen>let)[ ]?:[ ]*{_NAME}[ ]*=[ ]*(?P<rest>\S.*)", "unexpected `:` after `{0}`",
         r"write `let \g<name> = …`", r"let \g<name> = \g<rest>", "misspelt-keyword", safe=True),
)  # fmt: skip
_ASSIGNED = form(
    _SETTING, rf"(?P<seen>(?!let\b|given\b|caller\b|mock){_NAME})[ ]*:?=[ ]*(?P<rest>[^=\s].*)",
    WITHOUT_KEYWORD, _LET_HINT, r"let \g<name> = \g<rest>", case=NO_KEYWORD,
)  # fmt: skip
_WORDS = "call(?![ ]*[:=])|invoke|execute|exec|perform|apply|include|run|use|insert(?![ ]?:)|render"

_FUNCTION = lazy_pattern(
    r"(?P<seen>def|fn|func|function|macro|proc|procedure|sub|snippet|template|component|\{%-?[ ]*macro)[ ]+"
    r"(?P<name>[A-Za-z_][\w-]*)[ ]*(?:\((?P<inside>[^()]*)\))?[ ]*(?:->[ ]*\w+[ ]*)?(?:[:{]|-?%\})?",
    re.IGNORECASE,
)
_PARAMETER = lazy_pattern(
    r"[*]{0,2}(?P<name>[A-Za-z_]\w*)[ ]*(?::[ ]*[\w.\[\]| ]+?)?[ ]*(?:=[ ]*(?P<value>\"[^\"]*\"|'[^']*'|[^\s\"'=]+))?"
)
_CALLED = lazy_pattern(
    rf"(?P<seen>[@!.]?(?:{_WORDS})(?=[ :=])|@|\{{%-?[ ]*(?:call|include))[ ]?[:=]?[ ]*"
    r"(?P<call>(?P<name>[A-Za-z_][\w-]*)[ ]?(?:\((?:\"[^\"]*\"|[^\"()])*\))?(?:[ ]+as[ ]+@?[a-z][\w-]*)?)[ ]*(?:;|-?%\})?",
    re.IGNORECASE,
)
_BARE_CALL = lazy_pattern(
    r"(?P<call>(?P<name>[a-z_][\w-]*)\((?:[ ]*[A-Za-z_]\w*[ ]*=(?:\"[^\"]*\"|[^\"()])*|[ ]*)\)(?:[ ]+as[ ]+@?[a-z][\w-]*)?);?"
)
_NEVER_CALLED = frozenset("say do wait end print hangup hang_up end_call sleep pass listen contains".split())
"""Names of functions that mean something else here."""

EMPTY_HINTS = {
    "do": "write an instruction for the caller; to hang up, write `end call`",
    "import": "write the path of a script: `import: shared/opening.scn`",
    "insert": 'write the name of a fragment: `insert: verify(code = "AB12")`',
    "examples": "write the names of the columns: `examples: day | answer`",
    "row": "write a cell for each column: `row: Tuesday | Tuesday is fine.`",
    "rows": "write the path of a `.csv`, `.tsv` or `.jsonl` file: `rows: days.csv`",
}
"""Hints for `do:` and for the lines about reuse, if they have no value."""


def reuse_line(line: str) -> Diagnosis | None:
    """Diagnose a line that shares lines or values as another language does."""
    if classify(line) is not LineKind.UNKNOWN or "\n" in line:
        return None
    return first_match(_FORMS, line) or _function(line) or _called(line)


def assignment(line: str, above: str) -> Diagnosis | None:
    """Diagnose `NAME = VALUE`, outside of blocks."""
    return None if above == BLOCK or "\n" in line else first_match((_ASSIGNED,), line)


def _function(line: str) -> Diagnosis | None:
    match = _FUNCTION.fullmatch(line)
    if not match or not (match["inside"] or "").removeprefix("self").strip(" ,"):
        return None
    parameters = [
        _PARAMETER.fullmatch(each.strip()) for each in (match["inside"] or "").split(",") if each.strip()
    ]
    span = Span(*match.span("seen"))
    message = f"unknown keyword `{match['seen']}`: `fragment:` starts lines that scenarios insert"
    plain = [each for each in parameters if each and each["name"] != "self"]
    written = ", ".join(
        f"{each['name']} = {each['value']}".replace("'", '"') if each["value"] else each["name"]
        for each in plain
    )
    meant = f"fragment: {match['name']}{f'({written})' if written else ''}"
    edits = replacement(0, len(line), meant)
    fix = f"write `{meant}`" if all(parameters) else None
    return _TITLE, Mistake("misspelt-keyword", message, span, f"write `{meant}`", edits, fix, safe=False)


def _called(line: str) -> Diagnosis | None:
    match = _CALLED.fullmatch(line) or _BARE_CALL.fullmatch(line)
    if not match or match["name"].casefold() in _NEVER_CALLED:
        return None
    seen = match.groupdict().get("seen")
    has_arguments = "=" in match["call"] or '"' in match["call"]
    is_certain = (seen or "").casefold() == "insert" or (seen in ("@", None) and "(" in match["call"])
    if not (has_arguments or is_certain or (seen and line[len(seen) :].lstrip()[:1] == ":")):
        return None
    meant = f"insert: {match['call'].strip()}"
    edits, title = replacement(0, len(line), meant), f"write `{meant[:70]}`"
    if seen is None or seen == "@":
        message, span = "a line that inserts a fragment starts with `insert:`", Span(0, match.end("name"))
    elif seen.casefold() == "insert":
        message, span = f"missing `:` after `{seen}`", Span(*match.span("seen"))
        safe = seen == "insert" and has_arguments
        return _SETTING, Mistake("missing-colon", message, span, title, edits, title, safe=safe)
    else:
        message, span = _INSERT.replace("{0}", seen), Span(*match.span("seen"))
    return _SETTING, Mistake("misspelt-keyword", message, span, title, edits, title, safe=False)
