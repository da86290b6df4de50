"""The site's examples as projects for the playground."""

import base64
import json
import re
import zlib
from typing import Any

import pytest

from scn_compiler.lint.rule_pages import explain
from scn_compiler.playground.answers import answer
from support.paths import ROOT

FENCE = re.compile(r"^`{3}(?P<language>\w*)(?P<marks>[^`\n]*)\n(?P<text>.*?)^`{3}$", re.M | re.S)


@pytest.fixture
def examples(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT / "docs" / "site"))
    import examples  # noqa: PLC0415  (after the path is set)

    return examples


def project(examples: Any, text: str, number: int = -1) -> dict[str, Any]:
    """The project that the button of a page's fence opens; empty without a button."""
    fences = list(FENCE.finditer(text))
    return opened_at(examples.try_it(fences, number % len(fences), "how-to/page"))


def opened_at(place: str) -> dict[str, Any]:
    """The project that a button opens; empty without a button."""
    found = re.search(r'data-page="../playground/" data-project="s=([\w-]+)"', place)
    if not found:
        return {}
    packed = base64.urlsafe_b64decode(found[1] + "=" * (-len(found[1]) % 4))
    return json.loads(zlib.decompress(packed, wbits=-15))  # type: ignore[no-any-return]


def test_a_script_opens_with_the_files_that_it_imports(examples: Any) -> None:
    page = "".join(
        f"```{head}\n{text}\n```\n"
        for head, text in (
            ("scn shared/a.scn", "import: b.scn"),
            ("scn shared/b.scn", "fragment: b"),
            ("scn other.scn", "fragment: other"),
            ("csv days.csv", "day\nMonday"),
            ("scn calls/c.scn", "import: ../shared/a.scn\nrows: ../days.csv"),
        )
    )

    opened = project(examples, page)
    assert opened["open"] == "calls/c.scn"
    assert set(opened["files"]) == {"calls/c.scn", "shared/a.scn", "shared/b.scn", "days.csv"}


def test_an_example_of_mistakes_opens_at_its_problems(examples: Any) -> None:
    page = '```scn part wrong misspelt-keyword\nWHEN contains "x"\n  sya: Hi\n```\n'

    assert project(examples, page)["tab"] == "problems"


@pytest.mark.parametrize(
    ("rule", "tabs"),
    [
        ("misspelt-keyword", ["problems", "payload"]),
        ("unknown-name", ["problems", "payload"]),  # needs a configuration
        ("not-a-script", ["problems", "payload"]),
        ("bad-import", ["problems", None]),  # the imported file isn't in the page
        ("never-fires", [None, "payload"]),  # needs a measurement
    ],
)
def test_an_example_of_a_rule_opens_where_the_playground_shows_it(
    examples: Any, rule: str, tabs: list[str | None]
) -> None:
    page = explain(rule)
    assert page
    opened = [
        opened_at(examples.try_rule(page, text, "how-to/page")) for text in ("", page.wrong, page.right)
    ]
    assert [each.get("tab") for each in opened] == [None, *tabs]
    assert all(each["files"].get("scn.toml") == page.configuration for each in opened if each)


def test_only_scripts_have_a_button(examples: Any) -> None:
    assert project(examples, "```json\n{}\n```\n") == {}
    assert project(examples, "```console\n$ scn check\n```\n") == {}


def test_parts_in_the_manual_of_the_language_become_scripts_without_errors(examples: Any) -> None:
    text = (ROOT / "grammar" / "LANGUAGE.md").read_text(encoding="utf-8")
    parts = [
        number
        for number, fence in enumerate(FENCE.finditer(text))
        if fence["language"] == "scn" and fence["marks"].split() == ["part"]
    ]

    wrong = {}
    for number in parts:
        opened = project(examples, text, number)
        found = answer({"method": "check", **opened})["result"]["diagnostics"]
        if errors := [each["message"] for each in found if each["severity"] == "error"]:
            wrong[opened["files"][opened["open"]]] = errors
    assert len(parts) > 20
    assert wrong == {}
