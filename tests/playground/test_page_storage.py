"""The scripts that the playground's page stores in a browser: none is lost, in Chromium and Firefox."""

import pytest

from support.browsers import SCRIPT, Playground

pytestmark = pytest.mark.browser

OTHER = SCRIPT.replace("Ask for the opening hours", "Ask about Sundays")


def second_tab(playground: Playground) -> Playground:
    return Playground(playground.page.context.new_page(), playground.address)


def write_and_store(playground: Playground, text: str) -> None:
    playground.write_at_end(text)
    playground.page.wait_for_timeout(600)


def test_each_of_two_tabs_has_its_own_script_after_a_reload(playground: Playground) -> None:
    other = second_tab(playground)
    playground.go()
    other.go()
    write_and_store(playground, "# first")
    write_and_store(other, "# second")
    write_and_store(playground, "# first again")

    other.page.reload()
    other.has("# second")
    playground.page.reload()
    playground.has("# first again")


def test_a_new_tab_has_the_script_that_was_stored_last_and_the_menu_that_of_the_other_tab(
    playground: Playground,
) -> None:
    other = second_tab(playground)
    playground.go()
    other.go()
    write_and_store(other, "# second")
    write_and_store(playground, "# first")
    write_and_store(other, "# more of it")
    write_and_store(playground, "# newest")

    third = second_tab(playground)
    third.go()
    third.has("# newest")
    third.click("File menu")
    third.click("Open what you wrote before", "menuitem")
    third.has("# more of it")


def test_a_reset_keeps_the_script_that_another_tab_wrote_before(playground: Playground) -> None:
    other = second_tab(playground)
    playground.go()
    other.go()
    write_and_store(other, "# other")
    other.page.close()
    write_and_store(playground, "# mine")

    playground.click("Reset")
    playground.has("starts again", "#toast")
    third = second_tab(playground)
    third.go()
    third.has("# other")


def test_a_reset_keeps_the_script_that_another_tab_stored_last_and_a_reload_does_not_open_it(
    playground: Playground,
) -> None:
    other = second_tab(playground)
    playground.go()
    other.go()
    write_and_store(playground, "# mine")
    write_and_store(other, "# other")

    playground.click("Reset")
    playground.page.reload()
    playground.wait("body[data-readiness=ready]")
    playground.settled()
    assert "# other" not in playground.text
    third = second_tab(playground)
    third.go()
    third.has("# other")
    third.click("File menu")
    third.wait("[role=menuitem]")
    assert third.page.get_by_role("menuitem", name="before").count() == 0


def test_a_reset_forgets_the_script_that_the_tab_found_in_the_browser(playground: Playground) -> None:
    playground.go()
    write_and_store(playground, "# mine")
    playground.page.close()
    later = second_tab(playground)
    later.go()
    later.has("# mine")

    later.click("Reset")
    later.has("starts again", "#toast")
    assert later.page.evaluate("JSON.stringify([localStorage, sessionStorage])").count("mine") == 0


def test_the_last_words_before_a_reload_are_stored(playground: Playground) -> None:
    playground.go()
    playground.write_at_end("# last words")

    playground.page.reload()
    playground.has("# last words")


def test_a_tab_that_is_only_left_changes_nothing_that_another_one_has_stored(playground: Playground) -> None:
    other = second_tab(playground)
    playground.go()
    other.go()
    write_and_store(playground, "# old")
    write_and_store(other, "# new")

    playground.page.close()
    third = second_tab(other)
    third.go()
    third.has("# new")


def test_a_browser_that_refuses_its_storage_runs_the_page(playground: Playground) -> None:
    playground.page.add_init_script("""for (const name of ["localStorage", "sessionStorage"])
        Object.defineProperty(window, name, { get() { throw new DOMException("refused", "SecurityError") } })""")
    playground.go()
    playground.write_at_end("# mine")

    playground.has("The browser can't store this script", "#toast")
    playground.click("Reset")
    playground.has("starts again", "#toast")


def test_the_menu_has_no_script_from_before_in_a_new_browser(playground: Playground) -> None:
    playground.open({"hours.scn": OTHER})

    playground.click("File menu")
    playground.wait("[role=menuitem]")
    assert playground.page.get_by_role("menuitem", name="before").count() == 0
