"""The playground's page for everybody, in Chromium and Firefox: keyboard, screen readers, colors, small screens."""

import json

import pytest

from support.browsers import SCRIPT, Opening, Playground

pytestmark = pytest.mark.browser

BROKEN = SCRIPT.replace("say: Hello", "sya: Hello") + '\nWHEN contains "until five"\n  do: Nod\n'
TABS = ("payload", "graph", "play", "tests", "problems")
THEMES = ("light", "dark")


def audit(playground: Playground, axe: str) -> list[str]:
    """The rules of accessibility that the page violates, with the elements."""
    playground.page.evaluate(axe)
    found = playground.page.evaluate("async () => JSON.stringify((await axe.run()).violations)")
    return [
        f"{each['id']}: {node['target']} {node.get('failureSummary', '')}"
        for each in json.loads(found)
        for node in each["nodes"]
    ]


def use_theme(playground: Playground, theme: str) -> None:
    button = playground.page.locator("#theme")
    while theme not in (button.get_attribute("aria-label") or ""):
        button.click()
    playground.page.wait_for_timeout(100)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("script", [SCRIPT, BROKEN], ids=["good", "broken"])
def test_axe_finds_nothing_in_any_tab(playground: Playground, axe: str, theme: str, script: str) -> None:
    playground.open(
        {"hours.scn": script, "hours.test.scn": "script: hours.scn\n\ntest: silence\nhear: Hm\nsilent\n"}
    )
    use_theme(playground, theme)

    for tab in TABS:
        playground.show(tab)
        playground.page.wait_for_timeout(500)
        assert (tab, audit(playground, axe)) == (tab, [])


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_in_dialogs_menus_and_lists(playground: Playground, axe: str, theme: str) -> None:
    playground.open({"hours.scn": BROKEN})
    use_theme(playground, theme)

    for name in ("Decompile", "Help", "New file"):
        playground.click(name)
        playground.wait("dialog")
        assert (name, audit(playground, axe)) == (name, [])
        playground.press("Escape")
        playground.page.locator("dialog").wait_for(state="detached")
    playground.show("problems")
    playground.page.locator("#results .code-link").first.click()
    playground.wait("dialog .documentation")
    assert audit(playground, axe) == []
    playground.press("Escape")
    playground.click("File menu")
    playground.wait("[role=menu]")
    assert audit(playground, axe) == []
    playground.press("Escape")
    playground.write_at_end("\nWH")
    playground.wait("#editor .cm-tooltip-autocomplete")
    assert audit(playground, axe) == []


def focused(playground: Playground) -> str:
    """The id, tab or name of the element with the focus."""
    return playground.page.evaluate("""() => {
        const inner = (each) => each.shadowRoot?.activeElement ? inner(each.shadowRoot.activeElement) : each;
        const found = document.activeElement;
        const deep = inner(found);
        const id = found.id || found.dataset.tab || found.closest("[id]")?.id || "";
        return deep === found ? id : `${id} ${deep.getAttribute("aria-label")}`;
    }""")  # type: ignore[no-any-return]


def test_tab_reaches_every_control_and_leaves_the_editor(playground: Playground) -> None:
    playground.open({"hours.scn": SCRIPT})
    playground.page.locator("#samples").focus()

    reached = [focused(playground)]
    for _ in range(24):
        playground.press("Tab")
        reached.append(focused(playground))
    controls = [
        "samples",
        "targets",
        "fix",
        "format",
        "expand",
        "decompile",
        "share",
        "reset",
        "theme",
        "help",
    ]
    order = [*controls, "hours.scn", "new-file", "file-menu", "editor Text of hours.scn", "payload"]
    assert [each for each in dict.fromkeys(reached) if each in order] == order
    playground.press("Shift+Tab")
    assert playground.text == SCRIPT


def test_the_keyboard_alone_writes_fixes_looks_and_plays(playground: Playground) -> None:
    playground.open({"hours.scn": SCRIPT})
    playground.page.locator("#file-menu").focus()
    playground.press("Tab", "Control+End")
    playground.type('\nWHEN contains "nine to five"\nsya: Hi')
    playground.wait("#editor .cm-lintRange-error:has-text('sya')")
    playground.press("Escape", "F8", "Control+.")
    playground.wait("[role=menu]")
    playground.press("Enter")
    playground.says("No problems.")
    playground.press("Control+k", "Control+i")
    playground.wait("#editor .cm-tooltip .documentation")
    playground.press("Escape")
    playground.page.locator("#editor .cm-tooltip").wait_for(state="detached")
    playground.press("Tab")
    assert focused(playground) == "payload"
    playground.press("ArrowRight", "ArrowRight")
    assert focused(playground) == "play"
    playground.has("Hello!", "#results .caller")
    for _ in range(12):
        playground.press("Tab")
        if focused(playground) == "message":
            break
    playground.type("From nine to five")
    playground.press("Enter")
    playground.has("Hi", "#results .caller")


def test_the_focus_can_be_seen_everywhere(playground: Playground) -> None:
    playground.open({"hours.scn": SCRIPT})
    playground.page.locator("#samples").focus()

    unseen = []
    for _ in range(20):
        playground.press("Tab")
        playground.page.wait_for_timeout(50)  # the editor shows its focus a moment later
        outline = playground.page.evaluate("""() => {
            let found = document.activeElement;
            const frame = getComputedStyle(found, "::after").borderTopStyle;
            if (found === document.body || frame === "solid") return "solid";
            while (found.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
            return getComputedStyle(found).outlineStyle;
        }""")
        if outline == "none":
            unseen.append(focused(playground))
    assert unseen == []


def test_messages_are_announced(playground: Playground) -> None:
    playground.open({"hours.scn": SCRIPT})

    roles = playground.page.evaluate("""() => Object.fromEntries(
        ["status", "toast"].map((id) => [id, document.getElementById(id).getAttribute("role")]))""")
    assert roles == {"status": "status", "toast": "status"}
    playground.show("play")
    playground.wait("#results [role=log]")


def test_an_error_that_stays_is_announced_once_while_one_types_on(playground: Playground) -> None:
    playground.open({"hours.scn": BROKEN})
    playground.has("line 6: unknown keyword", "#results .bar")

    playground.page.evaluate("""() => {
        window.announced = [];
        const note = (changes) => changes.forEach(({ target }) => window.announced.push(target.id || target.className));
        for (const each of document.querySelectorAll("[role=status]"))
            new MutationObserver(note).observe(each, { childList: true, characterData: true, subtree: true });
    }""")
    playground.write_at_end("# a comment")
    playground.page.wait_for_timeout(900)
    assert playground.page.evaluate("() => announced") == []


@pytest.mark.parametrize("width", [320, 390, 820, 1440])
def test_nothing_is_wider_than_the_screen(new_page: Opening, width: int) -> None:
    playground = new_page(width=width, height=844)
    playground.open({"hours.scn": BROKEN})

    for tab in TABS:
        playground.show(tab)
        playground.page.wait_for_timeout(200)
        over = playground.page.evaluate("width => document.documentElement.scrollWidth > width", width)
        assert (tab, over) == (tab, False)


def test_on_a_phone_a_chosen_result_fills_the_screen_and_a_problem_leads_back(new_page: Opening) -> None:
    playground = new_page(width=360, height=640)
    playground.open({"hours.scn": BROKEN})

    playground.show("play")
    playground.has("Hello!", "#results .caller")
    box = playground.page.locator("#message").bounding_box()
    assert box and box["y"] + box["height"] < 640
    playground.show("problems")
    playground.page.locator("#results .place").first.click()
    line = playground.wait("#editor .cm-activeLine").bounding_box()
    assert line and 0 <= line["y"] < 640
    right = playground.page.locator("#panes .badge").bounding_box()
    assert right and right["x"] + right["width"] <= 360


def test_the_theme_is_remembered(playground: Playground) -> None:
    playground.go()
    use_theme(playground, "dark")
    dark = playground.page.evaluate("() => getComputedStyle(document.body).backgroundColor")

    playground.go()
    assert playground.page.evaluate("() => getComputedStyle(document.body).backgroundColor") == dark
    use_theme(playground, "light")
    assert playground.page.evaluate("() => getComputedStyle(document.body).backgroundColor") != dark
