"""Checking reports the same as compiling, and caches unchanged scenarios."""

from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scn_compiler import Config, check, compile_text
from scn_compiler.lint.triggers import prefilter
from scn_compiler.pipeline.check import LONG_SCENARIO, _check_long_part, _check_part
from scn_grammar import parser
from support.cases import some
from support.cli import GOOD
from support.effort import forget
from support.laws import many, wild_texts
from support.paths import BAD_SCRIPTS, SAMPLES

BY_PATH = {path: path.read_bytes().decode("utf-8", "replace") for path in sorted([*SAMPLES, *BAD_SCRIPTS])}
FILES = [path for path, text in BY_PATH.items() if "test:" not in text]
TEXTS = [BY_PATH[path] for path in FILES]
"""All scripts; a check looks at tests, and a compilation doesn't."""

scenarios = st.builds("scenario: {}\n{}\n".format, st.sampled_from(["a", "b", "c c", '"d"', ""]), wild_texts)
heads = st.sampled_from(
    [
        "",
        "language: en\nrole: x\n",
        "scn 2\nlangauge: en\n",
        "language: zz\ntags: a,,b\n",
        "# only a remark\n\n",
    ]
)
files = st.builds(lambda head, parts: head + "".join(parts), heads, st.lists(scenarios, max_size=4))


@some("text", TEXTS, ids=[path.name for path in FILES])
def test_a_file_is_checked_as_it_is_compiled(text: str) -> None:
    assert check(text) == compile_text(text).diagnostics


@some("text", TEXTS, ids=[path.name for path in FILES])
def test_a_file_with_that_one_in_its_middle_is_checked_as_compiled(text: str) -> None:
    around = "language: en\nscenario: above\nrole: a\nFIRST_MESSAGE\n  wait\n\n{}\nscenario: below\nrole: b\n"
    whole = around.format(text if "scenario:" in text else f"scenario: in the middle\n{text}")

    assert check(whole) == compile_text(whole).diagnostics


@many
@given(files)
def test_any_file_is_checked_as_it_is_compiled(text: str) -> None:
    assert check(text) == compile_text(text).diagnostics
    assert check(text, target="cekura-when") == compile_text(text, target="cekura-when").diagnostics


def test_a_scenario_that_only_moved_is_not_checked_again() -> None:
    script = "language: en\nscenario: a\nFIRST_MESSAGE\n  end call\nscenario: b\nFIRST_MESSAGE\n  end call\n"
    before = check(script)
    counted = _check_part.cache_info().misses
    after = check(
        script.replace("language: en\nscenario: a\n", "language: en\nscenario: a\nrole: somebody new\n")
    )

    assert _check_part.cache_info().misses == counted + 1
    assert [found.message for found in before] == ["the caller has no role"] * 2
    assert [(found.message, found.span.start) for found in after] == [
        ("the caller has no role", before[1].span.start + len("role: somebody new\n"))
    ]


LINES = [
    *('WHEN contains "book 01"', 'WHEN contains "book 01 now" OR contains "2"', 'WHEN contains "Book 01"'),
    *("WHEN The agent asks for a day", "THEN", "AFTER @a", '@a WHEN contains "x"', "  say: x [laughs] |"),
    *("  do: <b>y", "  end call", "  sya: z", "", "# scn: allow vague-trigger", "role: r", "scenario: t"),
]
edits = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 3), st.lists(st.sampled_from(LINES), max_size=4))
)


@many
@given(st.lists(st.sampled_from(LINES), max_size=40), edits)
def test_an_edited_long_script_is_checked_like_a_new_one(
    lines: list[str], edits: list[tuple[int, int, list[str]]]
) -> None:
    with patch.object(parser, "_LONG", 0), patch.object(prefilter, "_MOST_KEYWORDS", 0):
        for at, count, new in [(0, 0, []), *edits]:
            lines[at : at + count] = new
            text = "\n".join(lines)
            again = check(text)
            forget()
            assert check(text) == again
            check(text[:-1])


def test_of_a_long_scenario_only_the_last_versions_are_remembered() -> None:
    short = "scenario: a\nrole: b\nlanguage: en\nFIRST_MESSAGE\n  say: So\n  end call\n"
    long = short.replace("  end call\n", "") + "  | and so on\n" * (LONG_SCENARIO // 10)
    for version in range(20):
        check(short + long.replace("so on", f"so on {version}", 1))

    assert 0 < _check_long_part.cache_info().currsize <= 8


def test_a_large_configuration_is_hashed_once_for_all_scenarios(monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[Config] = []
    hash_of = Config.__hash__

    def counted(config: Config) -> int:
        hashed.append(config)
        return hash_of(config)

    monkeypatch.setattr(Config, "__hash__", counted)

    assert check("".join(GOOD.format(n) for n in range(20)), config=Config(ignore=("SCN6",))) == ()

    assert len(hashed) == 1
