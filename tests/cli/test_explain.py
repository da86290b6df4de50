"""`scn explain` explains rules, keywords, fields and concepts; without a name, it lists them."""

from pathlib import Path

import pytest

from scn_compiler.cli.options import complete_explained
from scn_compiler.cli.output.markdown import terminal_text
from scn_compiler.ide.hover.lookup import look_up, word_groups
from scn_compiler.platforms import DEFAULT_TARGET, TARGETS
from support.cases import every
from support.cli import scn

WORDS = [(group.kind, word) for group in word_groups(DEFAULT_TARGET) for word in group.words]
TAGS = [(target.name, tag) for target in TARGETS.values() for tag in target.markup.tags]


def explain(*words: str) -> str:
    done = scn("explain", *words, cwd=Path.cwd())
    assert done.returncode == 0, done.stderr
    return done.stdout


@every(("kind", "word"), WORDS)
def test_every_word_of_the_index_is_explained(kind: str, word: str) -> None:
    texts = look_up(word, DEFAULT_TARGET)

    assert texts
    assert all(len(text) > 20 for text in texts), texts


def test_there_are_words_of_every_sort() -> None:
    kinds = {kind for kind, _ in WORDS}

    assert kinds == {"section", "keyword", "field", "tag", "marker", "template", "tool", "target"}


@every(("target", "tag"), TAGS)
def test_a_tag_of_any_target_is_found(target: str, tag: str) -> None:
    assert any(f"<{tag}" in text for text in look_up(tag, DEFAULT_TARGET))


@every("written", ["dtmf", "DTMF", "<dtmf>", "<dtmf />", "</dtmf>"])
def test_a_tag_may_be_written_as_in_a_script(written: str) -> None:
    assert '<dtmf digits="…" />' in explain(written)


@every(
    ("words", "shown"),
    [
        (("say",), "say: TEXT"),
        (("say:",), "say: TEXT"),
        (("AFTER",), "AFTER @label"),
        (("after",), "AFTER @label"),
        (("end", "call"), "hangs up"),
        (("[laughter]",), "[laughter]"),
        (("{{test_profile}}",), "{{test_profile}}"),
        (("labels",), "AFTER @refund"),
        (("label",), "AFTER @refund"),
        (("eqho",), "eqho"),
        (("environment",), "[environments.staging]"),
        (("environments",), "[environments.staging]"),
        (("column",), "examples: "),
        (("columns",), "examples: "),
        (("cell",), "examples: "),
        (("table",), "examples: "),
        (("fragment",), "insert: "),
        (("import",), "PATH"),
        (("parameter",), "fragment: "),
        (("arguments",), "insert: "),
    ],
)
def test_a_word_is_explained(words: tuple[str, ...], shown: str) -> None:
    assert shown in explain(*words)


def test_a_name_with_two_meanings_gets_both_explanations() -> None:
    text = explain("tags")

    assert "`tags:`" in text
    assert "\nTags\n" in text


def test_without_a_name_everything_is_listed() -> None:
    text = explain()

    for word in ("FIRST_MESSAGE", "dtmf", "role", "laughter", "cekura-suite", "Triggers", "--list"):
        assert word in text


def test_an_explanation_of_a_rule_names_its_page() -> None:
    assert explain("SCN301").endswith("In a browser: scn docs undefined-label\n")


@every(
    ("name", "meant"),
    [("misspeled-keyword", "misspelt-keyword"), ("labells", "labels"), ("dtfm", "dtmf"), ("xyzzy", None)],
)
def test_an_unknown_name_is_wrong_usage_with_a_suggestion(name: str, meant: str | None) -> None:
    done = scn("explain", name, cwd=Path.cwd())

    assert (done.returncode, done.stdout) == (2, "")
    hint = f"did you mean `{meant}`?" if meant else "run `scn explain` to list everything that it explains"
    assert f"can't explain `{name}`: {hint}" in done.stderr


def test_an_unknown_code_leads_to_the_list() -> None:
    done = scn("explain", "SCN999", cwd=Path.cwd())

    assert done.returncode == 2
    assert "unknown rule `SCN999`: run `scn explain --list` to list the rules" in done.stderr


@pytest.mark.parametrize("arguments", [("--list", "--markdown"), ("SCN101", "--list"), ("say", "--markdown")])
def test_explain_does_one_thing(arguments: tuple[str, ...]) -> None:
    done = scn("explain", *arguments, cwd=Path.cwd())

    assert done.returncode == 2
    assert "only one of them" in done.stderr


def test_markdown_becomes_plain_text() -> None:
    markdown = "**A label** is [a name](x.md) and\nmore.\n\n- one\n  two\n- three\n\n```scn part wrong stray-line\nsay: a\n```"

    assert terminal_text(markdown) == (
        "A label is a name and more.\n\n- one two\n- three\n\nReports stray-line:\n\n    say: a\n"
    )


def test_the_shell_completes_words_and_rules() -> None:
    offered = {each.value for each in complete_explained(None, None, "d")}  # type: ignore[arg-type]

    assert {"dtmf", "do", "duplicate-label"} <= offered
