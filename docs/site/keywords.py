"""Makes the words of the language known to the search: else it ranks pages by how often they have a word."""

import json
from collections.abc import Iterator
from pathlib import Path

from scn_compiler.ide.hover.manual_pages import KEYWORD_SECTIONS, LANGUAGE
from scn_compiler.platforms.cekura.tags import CEKURA_MARKUP
from scn_dsl.vocabulary import DETAILS, FIELDS

_CEKURA = "reference/platforms/cekura"
_CALL = "Search.setIndex("


def add_keywords(index: Path) -> None:
    """Give the index of the search a title for each word, which leads to the section that explains the word."""
    text = index.read_text(encoding="utf-8").removeprefix(_CALL).removesuffix(")")
    found = json.loads(text)
    for word, page, section in _words():
        anchor = section.lower().replace(" ", "-")
        found["alltitles"].setdefault(word, []).append([found["docnames"].index(page), anchor])
    index.write_text(f"{_CALL}{json.dumps(found, separators=(',', ':'))})", encoding="utf-8")


def _words() -> Iterator[tuple[str, str, str]]:
    """The words, each with the page and the section about it."""
    for word, section in KEYWORD_SECTIONS.items():
        yield word, LANGUAGE, section
    for word in FIELDS:
        if word not in KEYWORD_SECTIONS and word not in DETAILS:
            yield word, LANGUAGE, "Fields"
    for word in CEKURA_MARKUP.tags:
        yield word, _CEKURA, "Tags"
