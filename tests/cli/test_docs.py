"""`scn docs` opens the requested page, and links lead to the manual."""

import json
import webbrowser
from pathlib import Path

import pytest

from scn_compiler.project import manual
from support.cli import BROKEN, scn

PAGES = (
    "index",
    "tutorial",
    "cheat-sheet",
    "reference/commands",
    "how-to/ci",
    "reference/rules/undefined-label",
)


@pytest.fixture(autouse=True)
def bundled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A manual in the package, without a build."""
    site = tmp_path / "site"
    for page in PAGES:
        (site / page).parent.mkdir(parents=True, exist_ok=True)
        (site / f"{page}.html").write_text("<p>Hello</p>", encoding="utf-8")
    monkeypatch.setattr(manual, "_BUNDLED", site)
    monkeypatch.setattr(manual, "_BUILDER", tmp_path / "none.py")
    monkeypatch.delenv(manual.ADDRESS_VARIABLE, raising=False)
    return site


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that a browser had to open."""
    addresses: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda address: addresses.append(address) or True)
    return addresses


@pytest.mark.parametrize(
    ("asked", "page"),
    [
        ((), "index.html"),
        (("tutorial",), "tutorial.html"),
        (("ci",), "how-to/ci.html"),
        (("how-to/ci",), "how-to/ci.html"),
        (("check",), "reference/commands.html#scn-check"),
        (("SCN301",), "reference/rules/undefined-label.html"),
        (("undefined-label",), "reference/rules/undefined-label.html"),
    ],
)
def test_a_page_is_opened(
    asked: tuple[str, ...], page: str, bundled: Path, opened: list[str], tmp_path: Path
) -> None:
    done = scn("docs", *asked, cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert opened == [f"{bundled.as_uri()}/{page}"]


def test_an_address_can_be_printed_instead(bundled: Path, opened: list[str], tmp_path: Path) -> None:
    done = scn("docs", "tutorial", "--print", cwd=tmp_path)

    assert done.stdout == f"{bundled.as_uri()}/tutorial.html\n"
    assert opened == []


def test_without_a_browser_the_address_is_printed(
    bundled: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda _: False)

    done = scn("docs", cwd=tmp_path)

    assert done.stdout == f"{bundled.as_uri()}/index.html\n"
    assert "no browser found" in done.stderr


def test_an_unknown_page_is_wrong_usage_with_a_suggestion(opened: list[str], tmp_path: Path) -> None:
    done = scn("docs", "tutoral", cwd=tmp_path)

    assert done.returncode == 2
    assert "unknown page `tutoral`: did you mean `tutorial`?" in done.stderr
    assert opened == []


def test_another_copy_of_the_manual_can_be_named(opened: list[str], tmp_path: Path) -> None:
    done = scn("docs", "SCN301", cwd=tmp_path, env={"SCN_DOCS_URL": "https://docs.example.org/scn"})

    assert done.returncode == 0
    assert opened == ["https://docs.example.org/scn/reference/rules/undefined-label.html"]


def test_an_installation_without_a_manual_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, opened: list[str]
) -> None:
    monkeypatch.setattr(manual, "_BUNDLED", tmp_path / "nothing")

    done = scn("docs", cwd=tmp_path)

    assert done.returncode == 2
    assert "this installation has no documentation" in done.stderr


def test_rules_link_to_the_manual_or_to_their_source(bundled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_manual = (bundled / "reference" / "rules" / "undefined-label.html").as_uri()
    assert manual.rule_address("undefined-label") == in_manual

    source = manual.rule_address("misspelt-keyword")
    assert source is not None
    assert source.endswith("/lint/pages/misspelt-keyword.md")

    monkeypatch.setenv(manual.ADDRESS_VARIABLE, "https://docs.example.org/")
    served = manual.rule_address("misspelt-keyword")
    assert served == "https://docs.example.org/reference/rules/misspelt-keyword.html"
    assert manual.rule_address("no-such-rule") is None


@pytest.mark.parametrize(
    ("address", "linked"), [("", None), ("https://docs.example.org/", "misspelt-keyword.html")]
)
def test_sarif_links_to_a_manual_that_is_served(address: str, linked: str | None, tmp_path: Path) -> None:
    (tmp_path / "a.scn").write_text(BROKEN, encoding="utf-8")

    done = scn("check", "--format", "sarif", "a.scn", cwd=tmp_path, env={"SCN_DOCS_URL": address})

    (rule,) = json.loads(done.stdout)["runs"][0]["tool"]["driver"]["rules"]
    assert rule.get("helpUri", "").endswith(linked or "")
    assert ("helpUri" in rule) == (linked is not None)


def test_a_page_of_the_manual_has_an_address_and_no_other_file_has(
    bundled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (bundled.parent / "secret.html").write_text("", encoding="utf-8")

    assert manual.page_address("tutorial#fix") == f"{(bundled / 'tutorial.html').as_uri()}#fix"
    for page in ("no-page", "../secret", str(bundled.parent / "secret"), "", "reference/rules/../../x"):
        assert manual.page_address(page) is None
    monkeypatch.setenv(manual.ADDRESS_VARIABLE, "https://docs.example.com/scn")
    assert manual.page_address("tutorial#fix") == "https://docs.example.com/scn/tutorial.html#fix"


def test_only_rules_have_a_source() -> None:
    source = manual.page_source("reference/rules/undefined-label")

    assert source
    assert source.name == "undefined-label.md"
    assert manual.page_source("tutorial") is None
    assert manual.page_source("reference/rules/../rule_pages") is None
