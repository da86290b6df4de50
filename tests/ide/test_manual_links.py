"""Hovers end with a link to the manual."""

import re

from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.hover.hover import hover
from scn_compiler.ide.hover.manual_pages import KEYWORD_SECTIONS, TOPIC_SECTIONS
from scn_dsl.keyword_docs import KEYWORDS
from scn_dsl.vocabulary import LET, REUSE
from support.paths import ROOT


def test_a_hover_ends_with_a_link_to_the_page_of_the_manual() -> None:
    text = "scenario: A\nFIRST_MESSAGE\n  say: Hi <silence time='1s' />\n\nWHEN contains \"a\"\n  sya: B\n"

    def last(word: str) -> str:
        shown = hover(OpenScript(text, "example.scn"), text.index(word), "at/{}".format)
        assert shown
        return shown.text.split("\n\n")[-1]

    assert last("FIRST_MESSAGE") == "More: [Blocks](at/reference/language#blocks)"
    assert last("silence") == "More: [Tags](at/reference/language#tags)"
    assert last("sya") == "More: [misspelt-keyword](at/reference/rules/misspelt-keyword)"
    assert last("scenario") == "More: [missing-role](at/reference/rules/missing-role)"


def test_each_word_links_to_a_section_of_the_language() -> None:
    headings = re.findall("^## (.+)$", (ROOT / "grammar" / "LANGUAGE.md").read_text("utf-8"), re.MULTILINE)

    assert set(KEYWORD_SECTIONS) == set(KEYWORDS)
    assert {*REUSE, LET} <= set(KEYWORDS)
    assert {*KEYWORD_SECTIONS.values(), *TOPIC_SECTIONS.values(), "Details", "Fields"} <= set(headings)
