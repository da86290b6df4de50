"""Links, storage and requests of the playground's page, in Chromium and Firefox."""

import json

import pytest

from support.browsers import SCRIPT, Opening, Playground, fragment

pytestmark = pytest.mark.browser

OTHER = SCRIPT.replace("Ask for the opening hours", "Ask about Sundays")


def test_a_link_opens_the_same_files_on_the_same_tab(new_page: Opening) -> None:
    playground = new_page()
    playground.open(
        {"hours.scn": SCRIPT, "notes/lines.scn": "fragment: bye\nFIRST_MESSAGE\n  say: Grüße 👋\n"}
    )
    playground.page.locator("#targets").select_option("eqho")
    playground.show("graph")
    playground.click("Share")
    playground.wait("#toast:has-text('Link copied'), dialog:has-text('Copy this link')")
    link = playground.page.evaluate("() => location.href")

    other = new_page()
    other.go(link.removeprefix(other.address))
    other.becomes(SCRIPT)
    other.has("picked here", "#target-source")
    other.wait("#panes [data-tab=graph][aria-selected=true]")
    other.page.locator("#files [role=tab]").nth(1).click()
    other.has("Grüße 👋")
    assert not [request for request in other.requests if "s=" in request.partition("#")[0]]


@pytest.mark.parametrize("broken", ["s=", "s=abc", "s=%25%25", fragment({"a.scn": SCRIPT})[:-9]])
def test_a_broken_link_says_so_and_leaves_the_stored_script_alone(
    playground: Playground, broken: str
) -> None:
    playground.open({"hours.scn": SCRIPT})
    playground.write_at_end("# mine")
    playground.page.wait_for_timeout(600)

    playground.go(f"#{broken}")
    playground.faults.clear()  # Firefox also reports the damaged bytes in its console
    playground.has("This link is incomplete or damaged.", "#toast")
    playground.has("# mine")
    playground.go()
    playground.has("# mine")


def test_the_script_is_still_there_after_a_reload_and_gone_after_a_reset(playground: Playground) -> None:
    playground.go()
    playground.write_at_end("# mine")
    playground.page.wait_for_timeout(600)

    playground.go()
    playground.has("# mine")
    playground.click("Reset")
    playground.has("starts again", "#toast")
    playground.page.locator("#editor .cm-content:not(:has-text('# mine'))").wait_for()
    playground.click("Undo", within="#toast")
    playground.has("# mine")
    playground.click("Reset")
    playground.page.wait_for_timeout(600)
    playground.go()
    assert "# mine" not in playground.text


def test_a_script_with_windows_line_ends_is_fixed_where_its_problem_is(playground: Playground) -> None:
    playground.open({"hours.scn": SCRIPT.replace("say: Hello", "sya: Hello").replace("\n", "\r\n")})

    assert playground.wait("#editor .cm-lintRange-error").inner_text() == "sya"
    playground.show("problems")
    playground.click("Replace with `say:`", within="#results")
    playground.becomes(SCRIPT)


def test_a_shared_script_leads_back_to_ones_own(playground: Playground) -> None:
    playground.go()
    playground.write_at_end("# mine")
    playground.page.wait_for_timeout(600)

    playground.open({"hours.scn": OTHER})
    playground.has("Ask about Sundays")
    playground.click("Back to my script")
    playground.has("# mine")


def test_what_was_written_before_a_shared_script_was_edited_is_in_the_file_menu(
    playground: Playground,
) -> None:
    playground.go()
    playground.write_at_end("# mine")
    playground.page.wait_for_timeout(600)
    playground.open({"hours.scn": OTHER})
    playground.write_at_end("# theirs")
    playground.page.wait_for_timeout(600)

    playground.go()
    playground.has("# theirs")
    for words in ("# mine", "# theirs"):
        playground.click("File menu")
        playground.click("Open what you wrote before", "menuitem")
        playground.has(words)
    playground.page.wait_for_timeout(600)
    playground.go()
    playground.has("# theirs")
    playground.click("Reset")
    playground.go()
    playground.click("File menu")
    playground.wait("[role=menuitem]")
    assert playground.page.get_by_role("menuitem", name="before").count() == 0


def test_a_sample_that_is_only_looked_at_replaces_nothing(playground: Playground) -> None:
    playground.go()
    playground.write_at_end("# mine")
    playground.page.wait_for_timeout(600)
    playground.page.locator("#samples").select_option(index=2)
    playground.has("Sample opened", "#toast")
    playground.page.wait_for_timeout(600)

    playground.go()
    playground.has("# mine")


def test_the_undo_of_a_sample_keeps_what_was_typed_in_it(playground: Playground) -> None:
    playground.go()
    playground.page.locator("#samples").select_option(index=2)
    playground.has("Sample opened", "#toast")
    playground.write_at_end("# typed")
    playground.click("Undo", within="#toast")
    playground.has("Ask for the opening hours")

    playground.click("File menu")
    playground.click("Open what you wrote before", "menuitem")
    playground.has("# typed")


def test_a_deleted_file_comes_back_and_nothing_else_changes(playground: Playground) -> None:
    playground.open({"hours.scn": SCRIPT, "notes.scn": OTHER}, "notes.scn")
    playground.click("File menu")
    playground.click("Delete", "menuitem")
    playground.has("notes.scn deleted", "#toast")
    playground.write_at_end("# typed")

    playground.click("Undo", within="#toast")
    playground.becomes(OTHER)
    playground.page.locator("#files [data-tab='hours.scn']").click()
    playground.has("# typed")


def test_a_browser_that_stores_nothing_is_named(playground: Playground) -> None:
    playground.page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full') }")
    playground.go()
    playground.write_at_end("# mine")
    playground.has("The browser can't store this script", "#toast")


def test_the_address_forgets_a_link_once_its_script_is_edited(playground: Playground) -> None:
    playground.open({"hours.scn": OTHER})
    playground.write_at_end("# more")
    playground.page.wait_for_timeout(600)

    assert "#" not in playground.page.evaluate("() => location.href")
    playground.page.reload()
    playground.has("# more")


def test_a_link_can_be_opened_in_a_page_that_is_already_there(playground: Playground) -> None:
    playground.open({"hours.scn": SCRIPT})

    playground.page.evaluate("to => { location.hash = to }", fragment({"other.scn": OTHER}))
    playground.has("Ask about Sundays")
    assert playground.files() == ["other.scn"]


def test_everything_the_page_asks_for_is_its_own(playground: Playground) -> None:
    playground.open({"hours.scn": SCRIPT})
    playground.requests.clear()

    playground.write_at_end('\nWHEN contains "x"')
    for tab in ("graph", "play", "tests", "problems"):
        playground.show(tab)
    playground.settled()
    assert set(playground.requests) - {f"{playground.address}icon.svg"} == {f"{playground.address}answer"}


def test_the_policy_lets_nothing_in_from_elsewhere(playground: Playground) -> None:
    playground.go()

    refused = playground.page.evaluate("""async () => {
        const failures = [];
        await fetch("https://example.invalid/").catch(() => failures.push("fetch"));
        const style = document.createElement("style");
        style.textContent = "body { color: rgb(1, 2, 3) }";
        document.body.append(style);
        if (getComputedStyle(document.body).color !== "rgb(1, 2, 3)") failures.push("style");
        return failures;
    }""")

    assert refused == ["fetch", "style"]
    for _ in range(100):  # the console may tell them later
        if playground.faults:
            break
        playground.page.wait_for_timeout(50)
    assert playground.faults
    playground.faults.clear()


def test_a_server_that_is_gone_is_named_and_the_script_stays(new_page: Opening) -> None:
    playground = new_page()
    playground.open({"hours.scn": SCRIPT})
    playground.page.route("**/answer", lambda route: route.abort())

    playground.write_at_end("# offline")
    port = playground.address.rpartition(":")[2].strip("/")
    playground.says(f"scn doesn't answer: run `scn playground --port {port}` again")
    playground.has("# offline")
    playground.page.unroute("**/answer")
    playground.type(" and back")
    playground.says("No problems.")
    playground.faults.clear()  # browsers report requests that fail


def test_a_page_whose_first_question_had_no_answer_asks_it_again(new_page: Opening) -> None:
    playground = new_page()
    playground.page.route("**/answer", lambda route: route.fulfill(body="no JSON"))
    playground.page.goto(playground.address)
    playground.says("scn doesn't answer")

    playground.page.unroute("**/answer")
    playground.write_at_end("# here")
    playground.says("No problems.")
    playground.wait("#samples option:nth-child(3)", state="attached")


def test_an_embedded_page_is_compact_and_stores_nothing(playground: Playground) -> None:
    playground.go(f"?embed#{fragment({'hours.scn': SCRIPT})}")

    assert not playground.page.locator("#samples").is_visible()
    assert playground.page.locator("#larger").is_visible()
    playground.write_at_end("# gone")
    playground.page.wait_for_timeout(600)
    playground.go()
    assert "# gone" not in playground.text


def test_files_of_the_command_line_open_and_edits_of_them_survive_a_reload(
    new_page: Opening, served_file: str
) -> None:
    playground = new_page()
    playground.address = served_file
    playground.go()
    playground.has("The files from the command line are open.", "#toast")
    assert playground.files() == ["given.scn"]

    playground.write_at_end("# mine")
    playground.page.wait_for_timeout(600)
    playground.go()
    playground.has("Your edited version of these files is open.", "#toast")
    playground.has("# mine")
    playground.click("Open them from disk", within="#toast")
    playground.becomes(SCRIPT)
    playground.click("Back to my version", within="#toast")
    playground.has("# mine")


def test_files_of_the_command_line_that_have_changed_on_disk_open_again(
    new_page: Opening, served_file: str
) -> None:
    playground = new_page()
    playground.address = served_file
    saved = {"files": {"given.scn": f"{OTHER}# mine"}, "open": "given.scn", "given": {"given.scn": OTHER}}
    playground.go()
    playground.page.evaluate("text => localStorage.setItem('scn.project', text)", json.dumps(saved))

    playground.go()
    playground.has("The files from the command line are open.", "#toast")
    playground.becomes(SCRIPT)
    playground.click("Back to my script")
    playground.has("# mine")
