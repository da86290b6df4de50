"""Files and JSON that come into the playground's page from elsewhere, and what leaves it, in Chromium and Firefox."""

import json
from pathlib import Path
from typing import Any

import pytest

from support.browsers import SCRIPT, Opening, Playground

pytestmark = pytest.mark.browser

BLOCK = {
    "id": 0,
    "condition": "FIRST_MESSAGE",
    "action": "Hi <endcall />",
    "type": "standard",
    "fixed_message": True,
}
PAYLOAD: dict[str, Any] = {
    "name": "Say hello",
    "scenario_language": "en",
    "scenario_type": "conditional_actions",
    "conditional_actions": {"role": "A caller", "conditions": [BLOCK]},
}

DROP = """([name, text, where]) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], name));
    const place = where === "editor" ? document.querySelector("#editor").shadowRoot.querySelector(".cm-content") : document.body;
    const event = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true, composed: true });
    place.dispatchEvent(event);
    return event.defaultPrevented;
}"""


def drop(playground: Playground, name: str, text: str, where: str = "page") -> None:
    assert playground.page.evaluate(DROP, [name, text, where]), "the browser would leave the page"


@pytest.mark.parametrize("where", ["page", "editor"])
def test_a_dropped_script_opens_beside_the_others(playground: Playground, where: str) -> None:
    playground.open({"hours.scn": SCRIPT})

    drop(playground, "my call.scn", "scenario: Dropped\r\n", where)
    playground.becomes("scenario: Dropped\n")
    assert playground.files() == ["hours.scn", "my-call.scn"]


def test_a_dropped_payload_becomes_a_script_and_other_json_a_file(playground: Playground) -> None:
    playground.open({"hours.scn": SCRIPT})

    drop(playground, "payload.json", json.dumps(PAYLOAD))
    playground.has("scenario: Say hello")
    drop(playground, "rows.json", '[{"day": "Sunday"}]')
    playground.has('"Sunday"')
    assert playground.files() == ["hours.scn", "say-hello.scn", "rows.json"]


def test_a_dropped_picture_is_named_and_changes_nothing(playground: Playground) -> None:
    playground.open({"hours.scn": SCRIPT})

    drop(playground, "cat.png", "no picture")
    playground.has("The page can't open cat.png.", "#toast")
    assert playground.files() == ["hours.scn"]


def test_files_are_opened_from_disk(playground: Playground, tmp_path: Path) -> None:
    (tmp_path / "calls.scn").write_text("scenario: From disk\n", encoding="utf-8")
    playground.open({"hours.scn": SCRIPT})

    with playground.page.expect_file_chooser() as chooser:
        playground.click("File menu")
        playground.click("Open from disk…", "menuitem")
    chooser.value.set_files(tmp_path / "calls.scn")
    playground.becomes("scenario: From disk\n")


def test_a_file_is_saved_to_disk(playground: Playground) -> None:
    if playground.page.context.browser.browser_type.name == "firefox":
        pytest.skip("Firefox doesn't tell its driver about downloads")
    playground.open({"shared/hours.scn": SCRIPT})

    with playground.page.expect_download() as download:
        playground.click("File menu")
        playground.click("Save to disk", "menuitem")
    assert download.value.suggested_filename == "hours.scn"
    assert Path(download.value.path()).read_text(encoding="utf-8") == SCRIPT


@pytest.mark.parametrize("place", ["#toast", "#results"])
def test_json_in_the_editor_becomes_a_script_with_a_click_and_json_with_an_undo(
    playground: Playground, place: str
) -> None:
    text = json.dumps(PAYLOAD, indent=2)
    playground.open({"hours.scn": text}, tab="problems")

    playground.has("This is JSON, not a script.", "#toast")
    playground.click("Decompile it" if place == "#toast" else "Decompile", within=place)
    playground.has("scenario: Say hello")
    playground.says("No problems.")
    assert playground.files() == ["hours.scn"]
    playground.press("Control+z")
    playground.becomes(text)


def test_json_of_something_else_stays_and_the_page_says_why(playground: Playground) -> None:
    playground.open({"hours.scn": '{"a": 1,}'})

    playground.click("Decompile it", within="#toast")
    playground.has("line 1", "#toast")
    playground.becomes('{"a": 1,}')


def test_a_long_link_is_copied_with_a_warning(playground: Playground) -> None:
    numbers = "".join(f"# {number * 7919 % 100_003} {number * 104_729 % 999_983}\n" for number in range(2000))
    playground.open({"hours.scn": SCRIPT + numbers})

    playground.page.evaluate("() => { navigator.clipboard.writeText = async () => undefined }")
    playground.click("Share")
    playground.has("characters: some programs cut it.", "#toast")


def test_a_long_script_is_printed_in_full_without_the_bar(new_page: Opening) -> None:
    playground = new_page()
    if playground.page.context.browser.browser_type.name == "firefox":
        pytest.skip("Firefox can't be told about media features")
    blocks = "".join(f'\nWHEN contains "word {number}"\n  say: Number {number}\n' for number in range(60))
    playground.open({"long.scn": SCRIPT + blocks})

    playground.page.emulate_media(media="print")
    height = playground.page.evaluate(
        "() => document.querySelector('#editor').getBoundingClientRect().height"
    )
    assert height > 180 * 15
    assert not playground.page.locator("#bar").is_visible()


def test_many_problems_are_listed_up_to_a_limit(playground: Playground) -> None:
    playground.open({"hours.scn": SCRIPT + "sya: Hi\n" * 700}, tab="problems")

    playground.has("more problems aren't listed.", "#results")
    assert playground.page.locator("#results li").count() == 500


def test_words_from_right_to_left_are_shown_so(playground: Playground) -> None:
    playground.open(
        {"hours.scn": SCRIPT.replace("Hello! Are you open today?", "שלום! פתוח היום?")}, tab="play"
    )

    words = playground.wait("#results .caller p")
    assert words.evaluate("each => getComputedStyle(each).direction") == "rtl"
