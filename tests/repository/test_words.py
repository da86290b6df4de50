"""No text has the habits that `docs/contributing/words.md` warns of most: docstrings, comments, messages and pages."""

import ast
import io
import re
import subprocess
import tokenize
from collections.abc import Iterator
from pathlib import Path

from support.cases import every
from support.paths import ROOT

HABITS = {
    r"\bthere (?:is|are|was) none\b": "say what is missing, or what happens then",
    r"(?<![Tt]here )\b(?:is|are|was) no (?!longer\b|more\b|other\b|less\b)": '"isn\'t a …", "not valid …", "unknown …"',
    r", too[.;:,)]|\btoo[.;:)](?:\s|$)": '"also", before the verb',
    r"\banew\b": '"again", or "re-…"',
    r"\bany more\b": '"no longer"',
    r"\bpass(?:es|ed|ing)? over\b": '"skip"',
    r"\b(?:to the letter|by custom|which of both)\b": '"exactly"; "usually"; "which one"',
    r"\bblanks\b": '"spaces" or "whitespace"',
    r"\bmend(?:s|ed|ing)?\b": '"fix"',
    r"\b[Kk]inds? of problems?\b": '"rule"',
    r"\bstands? (?:above|alone|at|before|behind|below|beside|between|here|in|no|on|outside|there|where)\b": (
        '"is", "goes", "appears"'
    ),
    r"\bas (?:it|they) stands?\b": '"unchanged", "literally"',
    r"\b(?:make|makes|made) (?:scripts?|payloads?|blocks?|lines?|values?) of\b": '"compile", "decompile", "turn … into"',
}
"""Patterns of the habits, with advice."""

SPELLINGS = {
    r"\b[Cc]olour(?:s|ed|ing)?\b": "color",
    r"\b[Bb]ehaviours?\b": "behavior",
    r"\b[Nn]eighbour(?:s|ing)?\b": "neighbor",
    r"\b[Ff]l?avour(?:s|ed|ite)?\b": "favor, flavor",
    r"\b[Rr]ecognis(?:e|es|ed|ing)\b": "recognize",
    r"\b(?:[Nn]ormal|[Oo]rgan)is(?:e|es|ed|ing|ation)\b": "normalize, organize",
    r"\b[Aa]nalys(?:e|ed|ing)\b": "analyze",
    r"\b[Mm]isspelt\b(?!-)": "misspelled",
    r"\b[Ll]ower-case\b": "lowercase",
    r"\b[Uu]pper-case\b": "uppercase",
    r"\b[Pp]lug-ins?\b": "plugin",
}
"""British and other spellings, each with the word to use."""

OPENINGS = {
    r"(?:^|[.:] )What\b[^?]*$": "say who does what, subject first",
    r"(?:^|\. )The same\b": "say what it is",
}
"""Bad starts of a sentence."""

EXEMPT = {"docs/contributing/words.md", "tests/repository/test_words.py"}
"""These two name the habits."""

_FENCE = re.compile(r"^(\s*)(`{3,}|~{3,}).*?^\1\2`*\s*$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"(`+)(?:(?!\1).)+\1", re.DOTALL)
_TS_COMMENT = re.compile(r"//(.*)$|/\*(.*?)\*/", re.MULTILINE | re.DOTALL)


def _files(*patterns: str) -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return [name for name in listed.splitlines() if name not in EXEMPT and (ROOT / name).is_file()]


def _prose_of_markdown(text: str) -> Iterator[tuple[int, str]]:
    """Paragraphs with their lines; code is replaced by a word, headings and table heads are left out."""
    blank = _FENCE.sub(lambda found: "\n" * found[0].count("\n"), text)
    blank = _CODE.sub(lambda found: "`x`" + "\n" * found[0].count("\n"), blank)
    start = 1
    for part in re.split(r"(\n\s*\n|\n(?=\s*(?:[-*|]|\d+\.) ))", blank):
        if not part.lstrip().startswith("#"):
            yield start, " ".join(part.split())
        start += part.count("\n")


def _prose_of_python(text: str, *, strings: bool) -> Iterator[tuple[int, str]]:
    """Docstrings, comments and, if wanted, the texts of other strings."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string.lstrip("#: ")
    tree = ast.parse(text)
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and (strings or id(node) in alone):
            yield node.lineno, " ".join(_CODE.sub("`x`", node.value).split())


def _prose(name: str) -> Iterator[tuple[int, str]]:
    text = (ROOT / name).read_text(encoding="utf-8")
    if name.endswith(".md"):
        return _prose_of_markdown(text)
    if name.endswith(".py"):
        return _prose_of_python(text, strings=not name.startswith("tests/"))
    return (
        (text.count("\n", 0, found.start()) + 1, (found[1] or found[2] or "").strip())
        for found in _TS_COMMENT.finditer(text)
    )


_OPEN = re.compile(r"\((?:[^()\\]|\\.)*\)[?*+]?|\[[^]]*\][?*+]?|\w[?*]")


def _literal(pattern: str) -> str:
    """The longest text that each match of a pattern contains: to look for it first is ten times as fast."""
    while (shorter := _OPEN.sub("\0", pattern)) != pattern:
        pattern = shorter
    return "" if "|" in pattern else max(re.split(r"\\.|[^a-zA-Z ]", pattern), key=len)


_PATTERNS = [
    (_literal(each), re.compile(each)) for each in (*HABITS, *SPELLINGS, r"\bWhat\b", r"\bThe same\b")
]


def _has_a_habit(text: str) -> bool:
    return any(literal in text and pattern.search(text) for literal, pattern in _PATTERNS)


_JOINED_STRINGS = re.compile(r'"\s*[frb]*"')


def _may_have_a_habit(name: str) -> bool:
    """Whether the words of a file have a habit anywhere: to find its comments and strings takes longer."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return _has_a_habit(" ".join(_JOINED_STRINGS.sub("", text).split()))


def _habits_in(prose: str) -> Iterator[str]:
    if not _has_a_habit(prose):
        return
    for pattern, better in (HABITS | SPELLINGS).items():
        for found in re.finditer(pattern, prose):
            yield f"{found[0]!r}: {better}"
    for sentence in re.split(r"(?<=[.?!;]) ", prose):
        yield from (
            f"{sentence[:40]!r}: {better}"
            for pattern, better in OPENINGS.items()
            if re.search(pattern, sentence)
        )


FILES = _files("*.md", "*.py", "*.ts")


@every("name", FILES)
def test_a_text_has_none_of_the_worst_habits(name: str) -> None:
    if name.endswith(".py") and not _may_have_a_habit(name):
        return
    found = [f"{name}:{line}: {habit}" for line, prose in _prose(name) for habit in _habits_in(prose)]

    assert found == [], "\n" + "\n".join(found)


@every(
    "prose",
    [
        "this is no JSON",
        "an entry is found, too.",
        "What is kept is a hash.",
        "The same of a draft.",
        "write it anew",
        "it stands below the field",
        "a mended file",
        "the colours of a plug-in",
        "a misspelt name",
    ],
)
def test_a_habit_is_found(prose: str) -> None:
    assert list(_habits_in(prose))


@every(
    "prose",
    [
        "There is no other way.",
        "it is no longer found",
        "too long",
        "What does it do?",
        "`x` stands for any name.",
        "Run `scn explain misspelt-keyword`, or read about misspelt-keyword.",
    ],
)
def test_plain_english_passes(prose: str) -> None:
    assert list(_habits_in(prose)) == []


def test_words_that_are_on_two_lines_are_found(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(
        'f = "There is " f"{1}" "no key, and `x`\\n"\ng = ("it is "\n    "no key")\n', encoding="utf-8"
    )
    (tmp_path / "b.py").write_text('"""This is\nno key."""\n', encoding="utf-8")

    for name in ("a.py", "b.py"):
        assert _may_have_a_habit(str(tmp_path / name))
        assert any(_habits_in(prose) for _, prose in _prose(str(tmp_path / name)))


def test_there_are_files_of_every_sort() -> None:
    assert {Path(name).suffix for name in FILES} == {".md", ".py", ".ts"}
