"""`grammar/LANGUAGE.md` agrees with the code."""

import re

from scn_compiler import check, compile_text
from scn_compiler.platforms import TARGETS
from scn_compiler.platforms.kit.target import Payload
from scn_dsl.diagnostic import Severity
from scn_dsl.vocabulary import ACTIONS, OPENINGS, PLATFORM_NAMES, STEPS
from support.cases import every
from support.pages import EXAMPLE_FILE as FILE
from support.pages import LANGUAGE

MOST_LINES = 60
"""`scn explain` prints a section in a terminal."""


def test_the_table_at_the_top_links_to_all_sections_in_their_order() -> None:
    headings = re.findall(r"^## (.+)$", LANGUAGE.text, re.MULTILINE)
    rows = re.findall(r"^\| [\w ]+ \| (\[.+) \|$", LANGUAGE.text.split("\n## ")[0], re.MULTILINE)

    assert ["A first script", *re.findall(r"\[([^\]]+)\]\(#", " ".join(rows))] == headings


def test_a_section_is_short_and_starts_with_a_definition() -> None:
    titles = re.findall(r"^## (.+)$", LANGUAGE.text, re.MULTILINE)
    assert len(titles) > 30
    for title in titles:
        text = LANGUAGE.section(title).strip()
        assert len(text.splitlines()) <= MOST_LINES, title
        assert text.startswith("```") == (title == "A first script"), title


def test_lists_of_words_are_complete() -> None:
    for words, title in (
        (PLATFORM_NAMES, "Platform values"),
        (STEPS, "Lines"),
        (STEPS, "Steps"),
        (OPENINGS, "Lines"),
        (OPENINGS[:1], "Blocks"),
    ):
        assert [word for word in words if f"`{word}" not in LANGUAGE.section(title)] == []
    for title in ("Lines", "Actions"):
        assert all(f"`{action}" in LANGUAGE.section(title) for action in ACTIONS)


@every("name", [name for name, target in TARGETS.items() if target.is_fragment])
def test_a_fragment_needs_no_beginning(name: str) -> None:
    compiled = compile_text("WHEN The agent asks for a date\n  say: Friday\n", target=name)
    assert compiled.ok
    assert all(isinstance(payload, Payload) for payload in compiled.payloads)


def test_layout_changes_nothing_in_the_payload() -> None:
    plain = LANGUAGE.examples()[0].script
    made = compile_text(plain, path=FILE).payloads
    for changed in (
        "\ufeff" + plain,
        plain.replace("\n", "\r\n"),
        plain.rstrip("\n"),
        plain.replace("  ", "\t\u00a0"),
        plain.replace("\n", " \t\n\n"),
    ):
        assert [each.value for each in compile_text(changed, path=FILE).payloads] == [
            each.value for each in made
        ]


def test_a_numeric_label_has_as_many_digits_as_the_page_says() -> None:
    most = int(re.findall(r"(\d+)\sdigits", LANGUAGE.section("Ids"))[0])

    for digits, errors in ((most, []), (most + 1, ["bad-label"])):
        script = (
            f"role: r\nlanguage: en\nFIRST_MESSAGE\n  wait\n@{'1' * digits} WHEN The agent asks\n  end call\n"
        )
        assert [each.name for each in check(script) if each.severity is Severity.ERROR] == errors
