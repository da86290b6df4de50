"""The playground's page with several files: each pane is about the open one, in Chromium and Firefox."""

import pytest

from scn_compiler.config import Config
from scn_compiler.playground.answers import PageHost, answer
from support.browsers import SCRIPT, Playground

pytestmark = pytest.mark.browser

TYPO = SCRIPT.replace("say: Hello", "sya: Hello")
SECOND = SCRIPT.replace("hours", "days").replace("Hello! Are", "Good morning! Are")


def choose(playground: Playground, name: str) -> None:
    playground.page.locator("#files [role=tab]", has_text=name).click()


def test_a_fix_is_not_made_in_a_text_that_has_changed_since(playground: Playground) -> None:
    playground.open({"hours.scn": TYPO})
    playground.says("1 error")
    playground.show("problems")
    playground.wait("#results .fix")

    playground.page.route("**/answer", lambda _: None)
    playground.page.locator("#editor .cm-content").focus()
    playground.press("Control+Home")
    playground.type("# One more line\n")
    playground.click("Replace with `say:`", within="#results")
    playground.has("has changed since this problem was found", "#toast")
    playground.becomes(f"# One more line\n{TYPO}")


def test_a_place_in_a_file_that_only_scn_can_read_is_text(playground: Playground) -> None:
    if playground.page.context.browser.browser_type.name == "firefox":
        pytest.skip("a test can't answer Firefox")
    lines = 'fragment: bye\nWHEN contains "bye"\n  say: Bye!\n  end call\n'
    host = PageHost(local=True, base=Config(read=lambda _: lines))
    playground.page.route(
        "**/answer", lambda route: route.fulfill(json=answer(route.request.post_data_json, host))
    )
    playground.open({"hours.scn": f"import: far.scn\n{SCRIPT}\ninsert: bye\n"})
    playground.show("play")
    playground.page.get_by_label("The agent says").fill("bye")
    playground.press("Enter")
    playground.has("line 2 of far.scn", "#results span.link")
    assert playground.page.locator("#results button.link").count() == 1


def test_payload_and_graph_are_those_of_the_open_file(playground: Playground) -> None:
    playground.open({"hours.scn": SCRIPT, "broken.scn": f"{SECOND}\nWHEN\n", "scn.toml": ""})
    playground.has("Great, thank you.", "#results .cm-content")
    copy = playground.page.locator("#results").get_by_role("button", name="Copy")
    assert copy.is_enabled()

    choose(playground, "broken.scn")
    playground.has("line 12", "#results .bar button")
    assert "Great" not in playground.page.locator("#results .cm-content").inner_text()
    assert copy.is_disabled()
    choose(playground, "scn.toml")
    playground.has("`scn.toml` isn't a script", "#results .bar span")
    choose(playground, "hours.scn")
    playground.has("Great, thank you.", "#results .cm-content")
    playground.show("graph")
    playground.wait("#results [data-line='5']")
    choose(playground, "scn.toml")
    playground.has("`scn.toml` isn't a script", "#results .bar span")
    assert playground.page.locator("#results [data-line]").count() == 0


def test_each_script_has_its_own_call_until_others_are_opened(playground: Playground) -> None:
    playground.open({"hours.scn": SCRIPT, "days.scn": SECOND, "scn.toml": ""})
    playground.show("play")
    playground.page.get_by_label("The agent says").fill("We are open until five.")
    playground.press("Enter")
    playground.has("hangs up", "#results .caller")

    choose(playground, "days.scn")
    playground.has("Good morning!", "#results .caller")
    assert playground.page.locator("#results .agent").count() == 0
    choose(playground, "scn.toml")
    playground.has("isn't a script", "#results .bar")
    playground.click("Add as test")
    playground.has("isn't a script", "#toast")
    assert playground.files() == ["hours.scn", "days.scn", "scn.toml"]
    choose(playground, "hours.scn")
    playground.has("hangs up", "#results .caller")
    playground.page.locator("#samples").select_option(index=1)
    playground.wait("#results .caller:not(:has-text('Are you open'))")
    assert playground.page.locator("#results .agent").count() == 0


def test_a_renamed_scenario_stays_the_one_that_is_played(playground: Playground) -> None:
    playground.open({"hours.scn": f"{SECOND}\n{SCRIPT}"})
    playground.show("play")
    playground.page.get_by_label("Scenario to play").select_option(index=1)
    playground.has("Hello!", "#results .caller")

    playground.page.locator("#editor .cm-line", has_text="opening hours").click()
    playground.press("End")
    playground.type(" today")
    playground.has("Ask for the opening hours today", "#results select")
    assert playground.page.get_by_label("Scenario to play").input_value() == "1"
    playground.has("Hello!", "#results .caller")
