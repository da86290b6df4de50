"""The playground's page in Chromium and Firefox: writing, and what appears beside the script."""

import json

import pytest

from support.browsers import SCRIPT, Opening, Playground
from support.paths import ROOT

pytestmark = pytest.mark.browser

TYPO = SCRIPT.replace("say: Hello", "sya: Hello")
TABLE = """\
scenario: Ask about $day
role: A customer
language: en
examples: day
row: Tuesday
row: Sunday

FIRST_MESSAGE
  say: Are you open on $day?
  end call
"""


def test_a_script_has_colors_a_payload_and_no_problems_when_the_page_opens(playground: Playground) -> None:
    playground.go()

    playground.says("No problems.")
    playground.has('"conditional_actions"', "#results .cm-content")
    keyword, field = (
        playground.page.locator("#editor .cm-line span", has_text=words).first for words in ("WHEN", "role")
    )
    colors = [each.evaluate("each => getComputedStyle(each).color") for each in (keyword, field)]
    assert len(set(colors)) == 2


def test_a_typo_is_underlined_and_its_button_fixes_it(playground: Playground) -> None:
    playground.open({"hours.scn": TYPO})

    playground.says("1 error")
    assert playground.wait("#editor .cm-lintRange-error").inner_text() == "sya"
    playground.show("problems")
    playground.click("Replace with `say:`", within="#results")
    playground.becomes(SCRIPT)


def test_fix_all_and_format_change_the_script_as_one_step_each(playground: Playground) -> None:
    playground.open({"hours.scn": TYPO.replace("  end call", "      end call")})

    playground.click("Fix all")
    playground.has("1 problem fixed", "#toast")
    playground.has("say: Hello")
    playground.click("Format")
    playground.becomes(SCRIPT)
    playground.page.locator("#editor .cm-content").focus()
    playground.press("Control+z", "Control+z")
    playground.says("1 error")


def test_words_are_completed_and_explained(playground: Playground) -> None:
    playground.open({"hours.scn": SCRIPT})

    playground.write_at_end("\n")
    playground.press("Home")
    playground.type("WH")
    playground.wait("#editor .cm-tooltip-autocomplete li:has-text('WHEN')")
    playground.press("Escape", "Backspace", "Backspace")
    playground.page.locator("#editor .cm-line span", has_text="FIRST_MESSAGE").hover()
    playground.has("FIRST_MESSAGE", "#editor .cm-tooltip .documentation")


def test_a_chosen_completion_is_a_template_that_tab_goes_through(playground: Playground) -> None:
    playground.open({"hours.scn": SCRIPT})

    playground.write_at_end("\n")
    playground.press("Home")
    playground.type("WHEN c")
    playground.wait("#editor .cm-tooltip-autocomplete li:has-text('contains')")
    playground.press("Enter")
    playground.has("WHEN contains")


def test_a_refactoring_is_a_few_keys_away(playground: Playground) -> None:
    playground.open({"hours.scn": TYPO})

    playground.page.locator("#editor .cm-line", has_text="sya").click()
    playground.press("Home", "ArrowRight", "Control+.")
    entry = playground.wait("[role=menu] [role=menuitem]")
    assert "say" in entry.inner_text()
    playground.press("Enter")
    playground.says("No problems.")
    playground.becomes(SCRIPT)


def test_the_payload_follows_the_script_and_leads_back_to_it(playground: Playground) -> None:
    playground.open({"hours.scn": SCRIPT})

    playground.has('"action": "Hello! Are you open today?"', "#results .cm-content")
    playground.page.locator("#editor .cm-line", has_text="Great").click()
    playground.has("Great, thank you.", "#results .cm-marked")
    playground.page.locator("#results .cm-line", has_text='"action": "Hello').click()
    playground.has("FIRST_MESSAGE", "#editor .cm-activeLine")


def test_after_an_error_the_last_payload_stays_and_a_bar_says_why(playground: Playground) -> None:
    playground.open({"hours.scn": SCRIPT})
    playground.has("Great, thank you.", "#results .cm-content")

    playground.write_at_end("\nWHEN\n")
    playground.has("This payload is from before the errors: line 12", "#results .bar")
    playground.has("Great, thank you.", "#results .old .cm-content")
    playground.page.locator("#results .bar button").click()
    playground.has("WHEN", "#editor .cm-activeLine")


def test_a_script_compiles_for_each_target(playground: Playground) -> None:
    playground.open({"hours.scn": SCRIPT})
    names = playground.page.locator("#targets option").evaluate_all("all => all.map(each => each.value)")

    assert {"cekura", "eqho", "sophiie", "bimpe", "sensay"} <= set(names)
    for name in filter(None, names):
        playground.page.locator("#targets").select_option(name)
        playground.wait(f"#results :is(.about:text-is('for {name}'), .bar:has-text('line'))")


def test_the_graph_follows_the_script_and_leads_to_its_lines(playground: Playground) -> None:
    playground.open({"hours.scn": SCRIPT})

    playground.show("graph")
    node = playground.wait("#results [data-line='5']")
    node.click()
    playground.has("FIRST_MESSAGE", "#editor .cm-activeLine")
    playground.wait("#results .chosen[data-line='5']")
    playground.write_at_end('\nWHEN contains "closed"\n  end call')
    playground.wait("#results [data-line='12']")


def test_a_payload_becomes_a_script(playground: Playground) -> None:
    payload = (ROOT / "README.md").read_text(encoding="utf-8").split("```json late-order.json\n")[1]
    playground.open({"hours.scn": SCRIPT})

    playground.click("Decompile")
    playground.page.get_by_label("Payload, as JSON").fill("{")
    playground.click("Decompile", within="dialog")
    playground.has("line 1", "dialog .remarks")
    playground.page.get_by_label("Payload, as JSON").fill(payload.split("```")[0])
    playground.click("Decompile", within="dialog")
    playground.has("scenario: Ask where an order is")
    assert playground.files() == ["hours.scn", "ask-where-an-order-is.scn"]


def test_a_script_of_a_payload_gets_a_free_name_and_all_remarks_are_shown(playground: Playground) -> None:
    block = {"id": 0, "condition": "FIRST_MESSAGE", "action": "Hi", "type": "standard", "fixed_message": True}
    payload = {"instructions": "", "conditional_actions": {"role": "A caller", "conditions": [block]}}
    playground.open({"payload.scn": SCRIPT})

    playground.click("Decompile")
    playground.page.get_by_label("Payload, as JSON").fill(json.dumps(payload))
    playground.click("Decompile", within="dialog")
    playground.has("Decompiled into payload-2.scn.", "dialog .remarks")
    assert playground.page.locator("dialog .remarks li").count() > 1
    assert playground.files() == ["payload.scn", "payload-2.scn"]


def test_a_call_can_be_played_undone_and_kept_as_a_test(playground: Playground) -> None:
    playground.open({"hours.scn": SCRIPT})

    playground.show("play")
    playground.has("Hello! Are you open today?", "#results .caller")
    message = playground.page.get_by_label("The agent says")
    message.fill("Good morning")
    message.press("Enter")
    playground.has("The caller says nothing.", "#results .note")
    message.fill("We are open until five.")
    message.press("Enter")
    playground.has("hangs up", "#results .caller")
    playground.has("Great, thank you.", "#editor .cm-marked")
    playground.click("Undo")
    playground.wait("#results .log:not(:has-text('hangs up'))")
    playground.click("Redo")
    playground.has("hangs up", "#results .caller")

    playground.click("Add as test")
    playground.has("The call is now a test in hours.test.scn.", "#toast")
    assert playground.files() == ["hours.scn", "hours.test.scn"]
    playground.show("tests")
    playground.has("passed", "#results .problems")
    assert playground.page.locator("#editor .cm-marked").count() == 0
    playground.page.locator("#files [role=tab]").first.click()
    playground.show("play")
    playground.page.locator("#editor .cm-line", has_text="Great").click()
    playground.press("End")
    playground.type(" Bye!")
    playground.has("Great, thank you. Bye!", "#results .caller")


def test_all_endings_can_be_listed(playground: Playground) -> None:
    playground.open({"hours.scn": SCRIPT})

    playground.show("tests")
    playground.has("no tests", "#results")
    playground.click("Explore endings")
    playground.has("hours.scn", "#results .explored")


def test_a_table_is_expanded_into_a_file_of_its_own(playground: Playground) -> None:
    playground.open({"days.scn": TABLE})

    playground.click("Expand")
    playground.has("scenario: Ask about Sunday")
    assert playground.files() == ["days.scn", "days-expanded.scn"]


def test_files_are_added_renamed_and_deleted(playground: Playground) -> None:
    playground.open({"hours.scn": SCRIPT})

    playground.click("New file")
    playground.page.get_by_role("textbox", name="Name").fill("hours.scn")
    playground.press("Enter")
    playground.has("already a file", "dialog")
    playground.page.get_by_role("textbox", name="Name").fill("lines.scn")
    playground.press("Enter")
    playground.wait("#files :text-is('lines.scn')")
    playground.type("# empty")
    playground.click("File menu")
    playground.press("ArrowDown", "Enter")
    playground.page.get_by_role("textbox", name="Name").fill("shared/lines.scn")
    playground.press("Enter")
    playground.wait("#files :text-is('shared/lines.scn')")
    playground.click("File menu")
    playground.press("End", "Enter")
    playground.has("shared/lines.scn deleted", "#toast")
    assert playground.files() == ["hours.scn"]
    playground.click("Undo", within="#toast")
    playground.wait("#files :text-is('shared/lines.scn')")
    playground.becomes("# empty")


def test_a_click_into_the_editor_closes_a_menu_and_keeps_the_focus_there(playground: Playground) -> None:
    playground.open({"hours.scn": SCRIPT})
    playground.click("File menu")
    playground.wait("[role=menu]")

    playground.page.locator("#editor .cm-line", has_text="role").click(position={"x": 20, "y": 8})
    playground.page.locator("[role=menu]").wait_for(state="detached")
    playground.press("End")
    playground.type(" today")
    playground.has("who is in a hurry today")


def test_an_imported_file_is_checked_as_it_is_in_the_page(playground: Playground) -> None:
    script = "import: lines.scn\n" + SCRIPT.replace(
        'WHEN contains "until five"', 'insert: bye\nWHEN contains "x"'
    )
    lines = 'fragment: bye\nWHEN contains "bye"\n  sya: Bye!\n  end call\n'
    playground.open({"hours.scn": script, "lines.scn": lines})

    playground.show("problems")
    playground.has("lines.scn", "#results h2")
    playground.page.locator("#results .place", has_text="sya").click()
    playground.has("sya", "#editor .cm-activeLine")


def test_every_sample_opens_and_can_be_undone(playground: Playground) -> None:
    playground.open({"hours.scn": SCRIPT})

    names = playground.page.locator("#samples option").evaluate_all("all => all.map(each => each.value)")
    assert len(names) > 5
    for name in names[1:]:
        playground.page.locator("#samples").select_option(name)
        playground.has("Sample opened", "#toast")
        playground.wait("#status:not(:has-text('error'))")
    playground.page.locator("#samples").select_option(names[1])
    playground.has("Sample opened", "#toast")
    playground.click("Undo", within="#toast")
    playground.settled()


def test_a_long_script_gets_its_problems_while_it_is_typed(new_page: Opening) -> None:
    playground = new_page()
    blocks = "".join(f'\nWHEN contains "word {number}"\n  say: Number {number}\n' for number in range(60))
    playground.open({"long.scn": SCRIPT + blocks})

    playground.write_at_end('\nWHEN contains "last"\nsya: Last')
    playground.says("1 error")
    assert json.dumps(playground.text.splitlines()[-1]) == '"  sya: Last"'


def test_the_picture_in_the_manual_shows_the_page(new_page: Opening, pytestconfig: pytest.Config) -> None:
    picture = ROOT / "docs" / "playground.png"
    playground = new_page(width=1240, height=620)
    if playground.page.context.browser.browser_type.name != "chromium":
        pytest.skip("one picture is enough")
    playground.go()
    playground.page.locator("#editor .cm-line", has_text="Great").click()
    playground.show("play")
    message = playground.page.get_by_label("The agent says")
    message.fill("Good morning, this is the bookshop.")
    message.press("Enter")
    playground.has("The caller says nothing.", "#results .note")
    message.fill("Today we're open until five.")
    message.press("Enter")
    playground.has("hangs up", "#results .caller")
    playground.page.mouse.move(0, 0)

    if pytestconfig.getoption("--accept"):
        playground.page.screenshot(path=picture)
    size = picture.read_bytes()[16:24]
    assert (int.from_bytes(size[:4]), int.from_bytes(size[4:])) == (1240, 620)
