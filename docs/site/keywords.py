"""Makes the words of the language known to the search: else it ranks pages by how often they have a word."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from scn_compiler.ide.hover.manual_pages import KEYWORD_SECTIONS, LANGUAGE
from scn_compiler.platforms.cekura.tags import CEKURA_MARKUP
from scn_dsl.vocabulary import DETAILS, FIELDS
from staging import ROOT, page_names

_CEKURA = "reference/platforms/cekura"
_CALL = "Search.setIndex("
_FIELDS = ("Fields", "Other fields", "Records")
"""The sections of the language reference that list fields."""
_FENCE = re.compile(r"^```.*?^```$", re.M | re.S)
_CODE = re.compile(r"`[^`\n]+`")


def add_keywords(index: Path) -> None:
    """Give the index of the search a title for each word, which leads to the section that explains the word."""
    text = index.read_text(encoding="utf-8").removeprefix(_CALL).removesuffix(")")
    found = json.loads(text)
    for word, page, section in search_words():
        anchor = section.lower().replace(" ", "-")
        found["alltitles"].setdefault(word, []).append([found["docnames"].index(page), anchor])
    index.write_text(f"{_CALL}{json.dumps(found, separators=(',', ':'))})", encoding="utf-8")


def search_words() -> Iterator[tuple[str, str, str]]:
    """The words, each with the page and the section about it."""
    for word, section in KEYWORD_SECTIONS.items():
        yield word, LANGUAGE, section
    listed = {section: code_of(LANGUAGE, section) for section in _FIELDS}
    for word in FIELDS:
        if word not in KEYWORD_SECTIONS and word not in DETAILS:
            section = next(each for each, code in listed.items() if has_word(code, word))
            yield word, LANGUAGE, section
    for word in CEKURA_MARKUP.tags:
        yield word, _CEKURA, "Tags"


def code_of(page: str, section: str) -> str:
    """The code in the sentences and tables of a section of a page, a piece on each line; without examples."""
    file = next(file for file, each in page_names().items() if each == page)
    _, _, below = (ROOT / file).read_text(encoding="utf-8").partition(f"\n## {section}\n")
    text, *_ = re.split(r"^## ", below, maxsplit=1, flags=re.M)
    return "\n".join(_CODE.findall(_FENCE.sub("", text)))


def has_word(code: str, word: str) -> bool:
    """Whether a word is in code, not only as a part of a longer one."""
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", code) is not None
