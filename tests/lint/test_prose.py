"""Ordinary speech raises none of the warnings about texts and triggers of other systems.

`prose/*.txt` has one spoken text per line: numbers, symbols, names, many languages. None may raise a warning
about a text that wasn't meant as speech. Neither may real payloads, if they are available.
"""

from collections import Counter
from pathlib import Path

import pytest

from scn_compiler import api
from scn_dsl.diagnostic import Diagnostic
from support.cases import every
from support.paths import ROOT, SHARED

PROSE = sorted((Path(__file__).parent / "prose").glob("*.txt"))
CORPUS = sorted((SHARED / "corpus").rglob("*.json"))
SAMPLES = sorted(path for path in (ROOT / "samples").glob("*.scn") if not path.name.endswith(".test.scn"))
NEVER_MEANT = {
    "code-in-text",
    "escape-in-text",
    "foreign-placeholder",
    "foreign-trigger",
    "markdown-in-speech",
    "several-wordings",
    "stage-direction",
}
HEAD = "role: A caller\nFIRST_MESSAGE\n  wait\n"


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def found_in(text: str, **options: str) -> list[str]:
    """Each such warning with its line."""
    found: tuple[Diagnostic, ...] = api.check(text, path="a.scn", **options)
    return [
        f"{each.name}: {text[: each.span.end].splitlines()[-1].strip()}"
        for each in found
        if each.name in NEVER_MEANT
    ]


def test_there_is_much_prose_and_nothing_twice() -> None:
    lines = Counter(line for path in PROSE for line in lines_of(path))

    assert len(lines) > 1900
    assert [line for line, count in lines.items() if count > 1 or not line.strip()] == []


@every("keyword", ["say", "do"])
@every("path", PROSE, ids=lambda path: path.stem)
def test_ordinary_speech_raises_nothing(path: Path, keyword: str) -> None:
    blocks = [
        f"WHEN The agent asks {number}\n  {keyword}: {line}\n" for number, line in enumerate(lines_of(path))
    ]

    assert found_in(HEAD + "".join(blocks), target="cekura") == []


@every("path", PROSE, ids=lambda path: path.stem)
def test_a_sentence_about_ordinary_speech_is_a_trigger(path: Path) -> None:
    blocks = [f"WHEN The agent says something like {line}\n  say: Yes\n" for line in lines_of(path)]

    assert found_in(HEAD + "".join(blocks), target="cekura") == []


@every("path", [path for path in PROSE if path.stem != "signs"], ids=lambda path: path.stem)
def test_ordinary_words_may_be_looked_for(path: Path) -> None:
    keywords = [line.replace("\\", "").replace('"', "") for line in lines_of(path)]
    blocks = [f'WHEN contains "{keyword}"\n  say: Yes\n' for keyword in keywords]

    assert found_in(HEAD + "".join(blocks), target="cekura") == []


@every("path", SAMPLES, ids=lambda path: path.stem)
def test_samples_raise_nothing(path: Path) -> None:
    assert found_in(path.read_text(encoding="utf-8")) == []


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS, reason="needs real payloads")
def test_real_payloads_raise_nothing() -> None:
    scripts = [made.text for path in CORPUS if (made := api.decompile(path.read_text(encoding="utf-8"))).text]

    assert scripts
    assert [found for script in scripts for found in found_in(script)] == []
