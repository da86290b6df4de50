"""Shared by the tests of highlighters: scripts to try, and a comparison with scn's semantic tokens."""

import csv
import re
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from scn_compiler import decompile
from scn_compiler.ide.semantic_tokens.kinds import TokenKind
from scn_compiler.ide.semantic_tokens.tokens import tokens
from support.pages import RULE_PAGES
from support.paths import BAD_SCRIPTS, CLINIC, CORPUS, NEAR_MISSES, ROOT, SAMPLES, TESTS

HARNESSES = TESTS / "editors" / "highlighters"
GENERATOR = ROOT / "editors" / "highlighting"

Spans = Iterable[tuple[int, int, str]]
"""A colored span, with the highlighter's name for the color."""

_FENCE = re.compile(r"^```scn[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MISS = re.compile(r"^- (.*)$", re.MULTILINE)
_HARDLY_SEEN = "\0\r\x0b\x0c\x85\u2028\u2029"
"""Characters that other programs treat as line ends, or ignore."""


@cache
def scripts() -> dict[str, str]:
    """Scripts by name: samples, broken ones, examples of pages, near misses, real ones."""
    found = {path.name: path.read_bytes().decode() for path in (*SAMPLES, *CLINIC)}
    found |= {f"bad/{path.name}": path.read_bytes().decode() for path in BAD_SCRIPTS}
    pages = [
        ROOT / "grammar" / "LANGUAGE.md",
        *sorted((ROOT / "docs" / "reference" / "platforms").glob("*.md")),
        *RULE_PAGES,
    ]
    for page in pages:
        for number, text in enumerate(_FENCE.findall(page.read_text(encoding="utf-8"))):
            found[f"{page.name}-{number}"] = text
    for kind in ("lines", "triggers", "prose"):
        text = (NEAR_MISSES / f"{kind}.txt").read_text(encoding="utf-8")
        for number, line in enumerate(_MISS.findall(text)):
            found[f"{kind}-{number}"] = f"WHEN {line}\n  say: Hello\n" if kind == "triggers" else f"{line}\n"
    found |= made()
    return {name: text for name, text in (found | real()).items() if not set(text) & set(_HARDLY_SEEN)}


def made() -> dict[str, str]:
    """Every construct once, in rare forms."""
    return {path.name: path.read_bytes().decode() for path in sorted(HARNESSES.glob("*.scn"))}


@cache
def real() -> dict[str, str]:
    """The scripts of real payloads; empty if those are missing."""
    if not CORPUS.is_dir():
        return {}
    with (CORPUS / "INDEX.tsv").open(encoding="utf-8") as index:
        names = [
            row["file"] for row in csv.DictReader(index, delimiter="\t") if row["file"].startswith("cekura")
        ]
    made = {name: decompile((CORPUS / name).read_text(encoding="utf-8")).text for name in names}
    return {name: text for name, text in made.items() if text}


def differences(text: str, spans: Spans, names: Mapping[TokenKind, str]) -> list[str]:
    """The visible characters that a highlighter colors differently from the tokens.

    `names` has the highlighter's name for each kind.
    """
    wanted = _painted(text, ((start, end, names[kind]) for start, end, kind in tokens(text)))
    found = _painted(text, spans)
    known = set(names.values())
    told: list[str] = []
    for at, char in enumerate(text):
        one, other = wanted[at], found[at] if found[at] in known else None
        if one != other and not char.isspace():
            line = text.count("\n", 0, at) + 1
            told.append(f"line {line}, {text[max(0, at - 12) : at]!r} {char!r}: {other} instead of {one}")
    return told


def assert_equal(found: Mapping[str, Spans], names: Mapping[TokenKind, str]) -> None:
    told = {name: differences(text, found[name], names) for name, text in scripts().items()}
    assert {name: shown[:3] for name, shown in told.items() if shown} == {}


def _painted(text: str, spans: Spans) -> list[str | None]:
    colours: list[str | None] = [None] * len(text)
    for start, end, name in spans:
        colours[start:end] = [name] * (end - start)
    return colours


def writer(name: str) -> Any:
    """Import a module of the generator."""
    if str(GENERATOR) not in sys.path:
        sys.path.insert(0, str(GENERATOR))
    return __import__(name)
