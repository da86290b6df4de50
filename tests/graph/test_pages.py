"""Pictures as pages: colors, code that may run on a page, and scripts with many scenarios."""

import re
import subprocess
import sys

import pytest

from scn_compiler import Config, draw
from scn_compiler.graph.model import NodeKind
from scn_compiler.graph.theme import ALARM, DARK, INK, LIGHT, LINE_COLORS, PAPER
from support.graph import FIRST, HEAD

# Colors


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_words_and_lines_contrast_with_their_background(dark: bool) -> None:
    table = DARK if dark else LIGHT
    assert set(table) == set(NodeKind)
    for kind, colors in table.items():
        assert contrast(colors.ink, colors.fill) >= 7, kind
        assert contrast(colors.line, PAPER[dark]) >= 3, kind
    assert contrast(INK[dark], PAPER[dark]) >= 7
    assert min(contrast(LINE_COLORS[dark], PAPER[dark]), contrast(ALARM[dark], PAPER[dark])) >= 3


# Pages


def page(text: str, nonce: str | None = None) -> str:
    return draw(text, path="a.scn", format="html", nonce=nonce).text or ""


def test_a_page_needs_nothing_from_elsewhere_and_lets_nothing_else_run() -> None:
    text = page(FIRST)

    assert not re.search(r"\b(src|href)=|@import|url\(", text)
    assert "default-src &#x27;none&#x27;; style-src &#x27;sha256-" in text


def test_a_nonce_lets_style_and_script_through_and_is_escaped() -> None:
    text = page(FIRST, nonce='a"b')

    assert text.count('nonce="a&quot;b"') == 2
    assert "script-src &#x27;nonce-a&quot;b&#x27;" in text


def test_a_node_of_a_page_knows_its_line() -> None:
    assert 'class="node say" data-line="3"' in page(FIRST)


def test_a_page_has_the_graph_in_one_element_that_an_editor_can_replace_below_an_empty_bar() -> None:
    text = page(FIRST)

    assert '<div id="bar" role="status"></div>\n<main>\n<section>' in text
    assert text.count("<main>") == text.count("</main>") == 1
    assert "<svg" not in text.partition("</main>")[2]


def test_text_of_a_script_cannot_run_on_the_page() -> None:
    text = page(f"{HEAD}FIRST_MESSAGE\n  say: <script>alert(1)</script></title><img src=x>\n")

    assert text.count("<script") == 1
    assert "<img" not in text


# One scenario, and too many


def test_one_scenario_can_be_drawn_alone() -> None:
    text = HEAD + "".join(f"scenario: {name}\nFIRST_MESSAGE\n  say: {name}!\n" for name in ("One", "Two"))

    drawn = draw(text, scenario="Two")

    assert "One!" not in (drawn.text or "")
    assert "Two!" in (drawn.text or "")
    assert draw(text, scenario="Three").text is None
    assert draw(text, scenario="Three").names == ("One", "Two")


def test_a_picture_that_mermaid_rejects_is_reported() -> None:
    many = FIRST + "".join(f'WHEN contains "w{number:03}"\n  say: {number}\n' for number in range(501))
    long = FIRST + "".join(f'WHEN contains "w{number:03}"\n  say: {"long " * 30}\n' for number in range(300))

    assert draw(FIRST).remark is None
    assert draw(many, format="svg").remark is None
    assert "502" in (draw(many).remark or "")
    assert "at most 50000" in (draw(long).remark or "")


def test_hundreds_of_conditions_and_long_chains_stay_as_wide_as_a_page() -> None:
    many = FIRST + "".join(f'WHEN contains "w{number:03}"\n  say: {number}\n' for number in range(400))
    chain = FIRST + "".join(f"THEN\n  say: {'words ' * 20}\n" for number in range(400))

    for text in (many, chain):
        size = re.search(r'width="(\d+)" height="(\d+)"', draw(text, format="svg").text or "")
        assert size
        assert int(size[1]) < 1600


def test_a_target_and_a_configuration_have_effects() -> None:
    text = "WHEN x y\n  say: One\n"

    assert any(found.name == "no-first-message" for found in draw(text).diagnostics)
    assert not any(found.name == "no-first-message" for found in draw(text, target="cekura-rows").diagnostics)
    assert draw(f"{FIRST}purpose: x\n", config=Config(ignore=("SCN5",))).findings.suppressed
    with pytest.raises(KeyError):
        draw(text, format="png")


def test_drawing_loads_no_pydantic() -> None:
    code = (
        "import sys; from scn_compiler import draw; from scn_compiler.graph.draw import GRAPH_FORMATS\n"
        "for form in GRAPH_FORMATS: draw('FIRST_MESSAGE\\n  say: Hi\\n', format=form)\n"
        "print('pydantic' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"
