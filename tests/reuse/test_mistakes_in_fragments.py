"""A mistake in a fragment is reported once, in the fragment; one that a single use makes, at that use."""

from support.cases import every
from support.several_files import findings, payloads, places

HEAD = "role: A caller\nlanguage: en\nFIRST_MESSAGE\n  wait\n"
END = "WHEN The agent says goodbye\n  end call\n"
PAUSE = 'fragment: pause(time)\nWHEN The agent asks for a pause\n  say: Hm <silence time="$time" /> yes.\n'
TWICE = "fragment: name\nWHEN The agent asks for a name\n  say: Dana\n  say: Reyes\n"
NAME = "fragment: name\n@name WHEN The agent asks for a name\n  say: Dana\n"


def scenario(*lines: str, name: str = "One", head: str = HEAD) -> str:
    return "\n".join([f"scenario: {name}", *head.splitlines(), *lines, END])


def test_a_mistake_is_reported_once_however_many_scenarios_insert_it() -> None:
    scenarios = "".join(scenario("insert: name", name=each) for each in "ABC")

    assert places(TWICE + scenarios) == [("main.scn:4", "two-actions")]


def test_a_mistake_is_reported_once_however_many_rows_insert_it() -> None:
    table = scenario("insert: name", name="$day\nexamples: day\nrow: Monday\nrow: Friday\nrow: Sunday")

    assert places(TWICE + table) == [("main.scn:4", "two-actions")]


def test_a_mistake_in_an_imported_fragment_is_reported_in_its_file() -> None:
    script = "import: shared/name.scn\n" + scenario("insert: name") + scenario("insert: name", name="Two")

    assert places(script, {"shared/name.scn": TWICE}) == [("shared/name.scn:4", "two-actions")]


def test_a_mistake_is_reported_even_if_no_scenario_inserts_the_fragment() -> None:
    assert places(TWICE + scenario()) == [("main.scn:4", "two-actions")]


def test_a_mistake_in_a_line_of_the_scenario_is_reported_once_for_all_rows() -> None:
    table = scenario('WHEN contains "$dya"', "  say: $day", name="$day\nexamples: day\nrow: Mon\nrow: Fri")

    assert places(table) == [("main.scn:9", "undeclared-value")]


def test_a_fragment_of_a_fragment_is_reported_once() -> None:
    outer = "fragment: outer\ninsert: name\ninsert: nope\ninsert: inner(y = 1)\n"
    inner = "fragment: inner(x)\nWHEN The agent asks for x\n  say: $x\n"
    script = TWICE + inner + outer + scenario("insert: outer") + scenario("insert: outer", name="Two")

    assert places(script) == [
        ("main.scn:10", "unknown-fragment"),
        ("main.scn:11", "bad-insert"),
        ("main.scn:4", "two-actions"),
    ]


def test_an_argument_that_makes_a_line_wrong_is_reported_at_the_argument() -> None:
    script = (
        PAUSE + scenario('insert: pause(time = "1s")') + scenario('insert: pause(time = "soon")', name="Two")
    )

    (found,) = findings(script)

    assert (found.place, found.name) == ("main.scn:17", "bad-attribute-value")
    assert found.notes == ("main.scn:3 used here",)


def test_a_cell_that_makes_a_line_wrong_is_reported_at_the_cell() -> None:
    table = scenario('insert: pause(time = "$t")', name="$t\nexamples: t\nrow: 1s\nrow: soon\nrow: 2s")

    (found,) = findings(PAUSE + table)

    assert (found.place, found.name) == ("main.scn:7", "bad-attribute-value")


def test_a_cell_of_a_file_is_reported_in_the_file() -> None:
    table = scenario('insert: pause(time = "$t")', name="$t\nrows: pauses.csv")

    found = places(PAUSE + table, {"pauses.csv": "t\n1s\nsoon\n2s\n"})

    assert found == [("pauses.csv:3", "bad-attribute-value")]


def test_a_field_that_an_argument_makes_wrong_is_reported_at_the_argument() -> None:
    speaks = "fragment: speaks(tongue)\nlanguage: $tongue\n"
    own = "role: A caller\nFIRST_MESSAGE\n  wait\n"
    script = (
        speaks
        + scenario('insert: speaks(tongue = "en")', head=own)
        + scenario('insert: speaks(tongue = "klingon")', name="Two", head=own)
    )

    assert places(script) == [("main.scn:14", "bad-field-value")]


def test_what_is_wrong_beside_a_value_is_reported_in_the_fragment() -> None:
    old = PAUSE.replace("silence", "break")
    script = old + scenario('insert: pause(time = "1s")') + scenario('insert: pause(time = "2s")', name="Two")

    assert places(script) == [("main.scn:3", "deprecated-tag")]


def test_a_fix_edits_a_fragment_once() -> None:
    old = NAME.replace("Dana", '<break time="1s" /> Dana')
    script = old + scenario("insert: name") + scenario("insert: name", name="Two")

    (found,) = findings(script)

    assert found.edits == {("main.scn:3", "silence")}


def test_a_line_that_only_one_scenario_makes_wrong_is_reported_at_its_insert() -> None:
    after = "fragment: after\nAFTER @name\n  say: With a y.\n"
    script = after + NAME + scenario("insert: name", "insert: after") + scenario("insert: after", name="Two")

    (found,) = findings(script)

    assert (found.place, found.name, found.notes) == (
        "main.scn:21",
        "undefined-label",
        ("main.scn:2 in this line",),
    )


def test_a_fragment_with_a_first_message_starts_the_call() -> None:
    opening = "fragment: opening\nFIRST_MESSAGE\n  say: Hello\n"
    head = "role: A caller\nlanguage: en\n"

    assert places(opening + scenario("insert: opening", head=head)) == []
    assert places(opening + scenario("insert: opening")) == [("main.scn:9", "second-first-message")]
    assert places(opening + scenario("WHEN The agent asks", "  say: x", "insert: opening", head=head)) == [
        ("main.scn:9", "first-message-not-first")
    ]


def test_then_after_an_insert_follows_the_last_block_of_the_fragment() -> None:
    script = NAME + scenario("insert: name", "THEN", "  say: With a y.")

    assert places(script) == []
    (payload,) = payloads(script)
    rows = payload["conditional_actions"]["conditions"]
    assert [(each["condition"], each["action"]) for each in rows][1:3] == [
        ("The agent asks for a name", "Dana"),
        (1, "With a y."),
    ]


def test_a_fragment_that_starts_with_then_follows_the_block_above_its_insert() -> None:
    more = "fragment: more\nTHEN\n  say: And one more thing.\n"
    script = more + scenario("insert: more")

    assert places(script) == []
    (payload,) = payloads(script)
    assert payload["conditional_actions"]["conditions"][1]["condition"] == 0


def test_labels_that_clash_name_both_places_and_the_prefix() -> None:
    script = NAME + scenario(
        "@name WHEN The agent says a name", "  say: Yes", "insert: name", "AFTER @name", "  say: x"
    )

    (found,) = findings(script)

    assert (found.place, found.name) == ("main.scn:11", "duplicate-label")
    assert found.message == "`name` has a label `@name` that this scenario already has"
    assert found.hint == "add `as NAME` to the insert; its labels are then `@NAME.name`"
    assert found.notes == ("main.scn:9 the first one is here", "main.scn:2 the other is here")


def test_labels_that_clash_within_a_fragment_are_reported_there_once() -> None:
    both = "fragment: both\ninsert: name\ninsert: name\n"
    script = NAME + both + scenario("insert: both") + scenario("insert: both as again", name="Two")

    found = [each for each in findings(script) if each.name == "duplicate-label"]

    assert [(each.place, each.message) for each in found] == [
        ("main.scn:6", "the inserts of this fragment repeat the label `@name`")
    ]


def test_a_prefix_goes_before_the_prefix_of_an_insert_in_the_fragment() -> None:
    both = "fragment: both\ninsert: name as first\ninsert: name as second\n"
    script = (
        NAME
        + both
        + scenario("insert: both as x", "AFTER @x.first.name", "  say: 1", "AFTER @x.second.name", "  say: 2")
    )

    assert [name for _, name in places(script) if "label" in name] == []


def test_the_own_field_of_a_scenario_wins_over_that_of_a_fragment() -> None:
    fragment = "fragment: caller\nrole: A stranger\ntags: shared\n"
    script = fragment + scenario("tags: own", "insert: caller")

    assert places(script) == []
    (payload,) = payloads(script)
    assert payload["tags"] == ["own", "shared"]
    assert "A stranger" not in str(payload)


def test_two_fragments_that_set_a_field_differently_are_in_conflict() -> None:
    fragments = "fragment: a\nrole: A boy\n\nfragment: b\nrole: A girl\n"
    head = "language: en\nFIRST_MESSAGE\n  wait\n"
    script = fragments + scenario("insert: a", "insert: b", head=head)

    (found,) = findings(script)

    assert (found.place, found.message) == ("main.scn:11", "two fragments set `role` to different values")
    assert found.notes == ("main.scn:2 one is here", "main.scn:5 the other is here")


def test_a_field_that_a_fragment_sets_twice_is_reported_in_the_fragment() -> None:
    script = "fragment: a\nlanguage: en\nlanguage: de\n" + scenario(
        "insert: a", head="role: A\nFIRST_MESSAGE\n  wait\n"
    )

    assert places(script) == [("main.scn:3", "duplicate-field")]


def test_equal_triggers_of_two_inserts_name_both() -> None:
    (found,) = findings(NAME + scenario("insert: name", "insert: name as b"))

    assert (found.place, found.name) == ("main.scn:10", "duplicate-trigger")
    assert found.notes == ("main.scn:2 in this line", "main.scn:9 earlier trigger")


def test_fragments_that_insert_each_other_are_reported_once_with_the_chain() -> None:
    fragments = "fragment: a\ninsert: b\n\nfragment: b\ninsert: c\n\nfragment: c\ninsert: a\n"
    script = "import: circle.scn\n" + scenario("insert: a", "insert: b", "insert: c")

    (found,) = findings(script, {"circle.scn": fragments})

    assert (found.place, found.name) == ("circle.scn:8", "circular-reuse")
    assert found.message == "these fragments insert each other: `a` → `b` → `c` → `a`"
    assert found.notes == ("circle.scn:2 `b` is inserted here", "circle.scn:5 `c` is inserted here")


def test_a_failed_insert_has_no_consequences() -> None:
    head = "language: en\n"
    script = scenario("insert: opening", "AFTER @opening.name", "  say: x", head=head)

    assert places(script) == [("main.scn:3", "unknown-fragment")]


def test_a_fragment_whose_line_is_wrong_has_no_consequences() -> None:
    broken = "fragment: name(first\nWHEN The agent asks for a name\n  say: $first\n"

    assert places(broken + scenario('insert: name(first = "Dana")')) == [("main.scn:1", "bad-fragment")]


def test_a_comment_in_a_fragment_suppresses_a_problem_of_every_insert() -> None:
    allowed = PAUSE.replace("silence", "break").replace(
        "\nWHEN", "\n# scn: allow deprecated-tag the old name is fine\nWHEN"
    )
    inserts = scenario('insert: pause(time = "1s")') + scenario('insert: pause(time = "2s")', name="Two")

    assert places(allowed + inserts) == []
    assert places("import: pause.scn\n" + inserts, {"pause.scn": allowed}) == []


def test_a_parameter_that_nothing_uses_is_reported() -> None:
    (found,) = findings(NAME.replace("name\n@", "name(first)\n@") + scenario('insert: name(first = "Dana")'))

    assert (found.place, found.message) == ("main.scn:1", "nothing uses the parameter `first`")


@every(
    ("line", "message"),
    [
        ("insert: say", "`say` needs a value for `a` and `b`"),
        ('insert: say(a = "1")', "`say` needs a value for `b`"),
        ('insert: say(a = "1", b = "2", c = "3")', "`say` has no parameter `c`"),
        ('insert: say(a = "1", B = "2")', "`say` has no parameter `B`"),
        ('insert: say(a = "1", b = "2", b = "3")', "duplicate argument `b`"),
        ('insert: say(a = "1", "2")', 'the argument `"2"` needs a name'),
    ],
)
def test_arguments_that_do_not_fit_show_the_signature(line: str, message: str) -> None:
    (found,) = findings(
        "fragment: say(a, b, last = x)\nWHEN The agent asks\n  say: $a $b $last\n" + scenario(line)
    )

    assert (found.place, found.name, found.message) == ("main.scn:9", "bad-insert", message)
    assert found.message.startswith("dup") or found.notes == ("main.scn:1 `fragment: say(a, b, last = x)`",)


def test_labels_that_one_fragment_brings_twice_name_its_first_insert() -> None:
    (found,) = [
        each
        for each in findings(NAME + scenario("insert: name", "insert: name"))
        if each.name == "duplicate-label"
    ]

    assert found.notes[0] == "main.scn:9 the first one is inserted here"
    assert found.hint == "add `as NAME` to the insert; its labels are then `@NAME.name`"


def test_labels_with_a_prefix_that_is_taken_need_another_one() -> None:
    script = NAME + scenario("insert: name as id", "insert: name as id")
    (found,) = [each for each in findings(script) if each.name == "duplicate-label"]

    assert found.hint == "write another name than `id` after `as`"


def test_a_label_without_its_prefix_is_recognized() -> None:
    (found,) = findings(NAME + scenario("insert: name as id", "AFTER @name", "  say: Did that work?"))

    assert (found.name, found.hint) == ("undefined-label", "did you mean `@id.name`?")
