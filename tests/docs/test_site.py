"""The documentation site: every page is reachable and complete, and works without a server or a network."""

import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote

import pytest

from scn_dsl.catalog import CATALOG
from support.golden import Golden
from support.pages import PAGES
from support.paths import ROOT

SITE = ROOT / "docs" / "site"
NAVIGATION = ROOT / "docs" / "README.md"
CHROMIUM = shutil.which("chromium")
QUIET = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking".split()

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium isn't installed")


@pytest.fixture
def builder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SITE))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built once; a warning of Sphinx is an error."""
    out = tmp_path_factory.mktemp("built") / "site"
    done = subprocess.run(
        [sys.executable, SITE / "build.py", out], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return out


class _Html(HTMLParser):
    """The links, ids and loaded files of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.loaded: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.ids |= {values[name] for name in ("id", "name") if name in values}
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        elif tag in ("script", "img", "link", "iframe", "source"):
            self.loaded += [values[name] for name in ("src", "href") if name in values]


def test_the_navigation_lists_every_page_of_the_manual(builder: None) -> None:
    from staging import navigation, page_names  # noqa: PLC0415

    listed = {page for _, entries in navigation() for _, page, _ in entries}
    own = {page_names()[page.name] for page in PAGES if page.name.startswith("docs/")} - {"index"}

    assert own <= listed
    assert {"changelog", "reference/language", "cheat-sheet"} <= listed


def test_the_index_of_rules_is_up_to_date(builder: None, golden: Golden) -> None:
    from rules import rules_index  # noqa: PLC0415

    golden(ROOT / "docs" / "reference" / "rules.md", rules_index())


def test_the_search_knows_the_section_in_which_a_word_of_the_language_is(builder: None) -> None:
    from keywords import code_of, has_word, search_words  # noqa: PLC0415

    words = list(search_words())

    assert [each for each in words if not has_word(code_of(*each[1:]), each[0])] == []
    assert {("role", "Fields"), ("knows", "Other fields"), ("by", "Records"), ("model", "Records")} <= {
        (word, section) for word, _, section in words
    }


@pytest.mark.slow
def test_a_folder_with_other_files_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Keep me", encoding="utf-8")

    done = subprocess.run(
        [sys.executable, SITE / "build.py", tmp_path], capture_output=True, encoding="utf-8", check=False
    )

    assert (done.returncode, "contains something other than a site" in done.stderr) == (1, True)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_builds_at_the_same_time_leave_one_whole_site(builder: None, tmp_path: Path) -> None:
    from build import put_in_place  # noqa: PLC0415

    out, builds = tmp_path / "out" / "site", [tmp_path / f"built-{number}" for number in range(20)]
    for folder in builds:
        folder.mkdir()
        for name in range(5):
            (folder / f"{name}.html").write_text(folder.name, encoding="utf-8")

    with ThreadPoolExecutor(len(builds)) as pool:
        list(pool.map(put_in_place, builds, [out] * len(builds)))

    pages = [path.read_text(encoding="utf-8") for path in out.iterdir()]
    assert pages == [pages[0]] * 5
    assert list(tmp_path.iterdir()) == [out.parent]
    assert list(out.parent.iterdir()) == [out]


@pytest.mark.slow
def test_every_rule_has_a_page_at_its_address(site: Path) -> None:
    for name, kind in CATALOG.items():
        page = (site / "reference" / "rules" / f"{name}.html").read_text(encoding="utf-8")
        assert f"{kind.code} {name}" in page


@pytest.mark.slow
def test_every_link_of_the_site_leads_somewhere(site: Path) -> None:
    pages = {path: _Html(path) for path in site.rglob("*.html")}
    broken = [
        f"{path.relative_to(site)}: {link}"
        for path, page in pages.items()
        for link in page.links
        if "://" not in link
        and not link.startswith(("mailto:", "javascript:"))
        and not _leads(path, link, pages)
    ]

    assert broken == []
    assert sum(len(page.links) for page in pages.values()) > 1000


def _leads(path: Path, link: str, pages: dict[Path, _Html]) -> bool:
    file, _, anchor = unquote(link).partition("#")
    goal = (path.parent / file).resolve() if file else path
    return goal.is_file() and (not anchor or goal not in pages or anchor in pages[goal].ids)


@pytest.mark.slow
def test_a_page_loads_nothing_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*.html"):
        for loaded in _Html(path).loaded:
            assert not re.match(r"(https?:)?//", loaded), (path, loaded)
            assert (
                loaded.startswith(("data:", "#"))
                or (path.parent / unquote(loaded).partition("?")[0]).resolve().is_file()
            )


@pytest.mark.slow
def test_scripts_are_coloured_by_our_lexer(site: Path) -> None:
    page = (site / "reference" / "rules" / "undefined-label.html").read_text(encoding="utf-8")

    assert re.search(r'<span class="k\w*">FIRST_MESSAGE</span>', page)
    assert re.search(r'<span class="n\w">@refund</span>', page)


@pytest.mark.slow
def test_a_page_names_the_rules_that_an_example_breaks(site: Path) -> None:
    page = (site / "reference" / "language.html").read_text(encoding="utf-8")

    assert re.search(r'caption-text">reports <a [^>]*href="rules/[\w-]+.html"', page)


@pytest.mark.slow
def test_llms_txt_has_the_pages_and_the_cheat_sheet(site: Path) -> None:
    text = (site / "llms.txt").read_text(encoding="utf-8")

    assert text.startswith("# scn documentation\n\n> scn is ")
    assert "FIRST_MESSAGE" in text
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]
    assert len(links) > 10
    assert [link for link in links if not (site / link).is_file()] == []


@pytest.mark.slow
@needs_chromium
@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("undefined-label", "reference/rules/undefined-label.html"),
        ("SCN301", "reference/rules/undefined-label.html"),
        ("say", "reference/language.html"),
        ("THEN", "reference/language.html"),
        ("as", "reference/language.html"),
        ("personality", "reference/language.html"),
        ("knows", "reference/language.html#other-fields"),
        ("say:", "reference/language.html#actions"),
        ("import:", "reference/language.html#imports"),
        ("<silence>", "reference/platforms/cekura.html#tags"),
        ("<endcall />", "reference/platforms/cekura.html#tags"),
        ("test", "reference/language.html#tests"),
        ("playground", "reference/commands.html#scn-playground"),
        ("dtmf", "reference/platforms/cekura.html"),
    ],
)
def test_a_search_finds_a_page_first_and_without_a_server(
    site: Path, tmp_path: Path, words: str, page: str
) -> None:
    shown = _chromium(tmp_path, "--dump-dom", f"{(site / 'search.html').as_uri()}?q={quote(words)}")
    results = shown[shown.index('id="search-results"') :]

    found = re.sub(r"\?[^#]*", "", re.findall(r'<a href="([^"]+)', results)[0])
    assert found.endswith(page) if "#" in page else found.partition("#")[0].endswith(page)


@pytest.mark.slow
@needs_chromium
def test_a_search_leaves_the_pages_for_contributors_out(site: Path, tmp_path: Path) -> None:
    shown = _chromium(tmp_path, "--dump-dom", f"{(site / 'search.html').as_uri()}?q=trigger")
    results = shown[shown.index("search-results") :]

    assert "reference/language.html" in results
    assert "contributing/" not in results


@pytest.mark.slow
@needs_chromium
def test_the_cheat_sheet_prints_on_one_page(site: Path, tmp_path: Path) -> None:
    printed = tmp_path / "sheet.pdf"
    _chromium(
        tmp_path, f"--print-to-pdf={printed}", "--no-pdf-header-footer", (site / "cheat-sheet.html").as_uri()
    )

    assert len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes())) == 1


def _chromium(folder: Path, *arguments: str) -> str:
    assert CHROMIUM
    command = [
        CHROMIUM,
        *QUIET,
        f"--user-data-dir={folder / 'profile'}",
        "--virtual-time-budget=10000",
        *arguments,
    ]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True, timeout=120).stdout
