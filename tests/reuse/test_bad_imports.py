"""Imports and values with mistakes; which of several values wins."""

from scn_compiler import api
from scn_compiler.reuse.values import GivenValue
from support.cases import every
from support.several_files import findings, payloads, places

CALL = "scenario: One\nrole: A caller\nlanguage: en\nFIRST_MESSAGE\n  wait\n"
END = "WHEN The agent says goodbye\n  end call\n"
NAME = "fragment: name\nWHEN The agent asks for a name\n  say: {}\n"


def said(text: str, files: dict[str, str] | None = None, **config: object) -> list[str]:
    (payload,) = payloads(text, files, **config)
    return [each["action"] for each in payload["conditional_actions"]["conditions"][1:-1]]


def answering(words: str, *above: str) -> str:
    return "\n".join([*above, f"{CALL}WHEN The agent asks for a name\n  say: {words}\n{END}"])


def test_files_that_import_each_other_show_the_chain() -> None:
    files = {"a.scn": "import: b.scn\n", "b.scn": "import: c.scn\n", "c.scn": "import: a.scn\n"}

    (found,) = findings(f"import: a.scn\n{CALL}{END}", files)

    assert (found.place, found.name) == ("c.scn:1", "circular-reuse")
    assert found.message == "these files import each other: `a.scn` → `b.scn` → `c.scn` → `a.scn`"
    assert found.notes == ("a.scn:1 `b.scn` is imported here", "b.scn:1 `c.scn` is imported here")


def test_a_file_that_imports_the_script_shows_the_chain() -> None:
    script = f"import: a.scn\n{CALL}{END}"

    (found,) = findings(script, {"a.scn": "import: main.scn\n", "main.scn": script})

    assert (found.place, found.notes) == ("a.scn:1", ("main.scn:1 `a.scn` is imported here",))


def test_a_file_that_imports_itself_is_told_so() -> None:
    (found,) = findings(f"import: main.scn\n{CALL}{END}", {"main.scn": ""})

    assert (found.place, found.message) == ("main.scn:1", "this file imports itself")


def test_a_diamond_is_fine() -> None:
    files = {
        "a.scn": "import: c.scn\n",
        "b.scn": "import: c.scn\n",
        "c.scn": f"let x = Dana\n{NAME.format('$x')}",
    }

    assert findings(f"import: a.scn\nimport: b.scn\n{CALL}insert: name\n{END}", files) == []


def test_a_missing_file_has_no_consequences() -> None:
    script = (
        "import: nmae.scn\nscenario: One\ninsert: name\nWHEN The agent says goodbye, $name\n  say: $name\n"
    )

    (found,) = findings(script, {"name.scn": ""})

    assert (found.place, found.name, found.hint) == ("main.scn:1", "bad-import", "did you mean `name.scn`?")


def test_a_missing_file_is_named_from_the_file_that_imports_it() -> None:
    files = {"shared/a.scn": "import: bb.scn\n", "shared/b.scn": ""}

    (found,) = findings(f"import: shared/a.scn\n{CALL}{END}", files)

    assert (found.place, found.hint) == ("shared/a.scn:1", "did you mean `b.scn`?")


@every("written", ["/etc/name.scn", "C:/name.scn", "~/name.scn", "https://host/name.scn"])
def test_a_path_outside_of_the_project_is_refused(written: str) -> None:
    (found,) = findings(f"import: {written}\n{CALL}{END}")

    assert (found.name, found.message) == ("bad-import", f"`{written}` isn't a path inside of the project")


def test_backslashes_and_quotes_in_a_path_are_fixed() -> None:
    files = {"shared/name.scn": NAME.format("Dana")}

    for written in (r"shared\name.scn", '"shared/name.scn"'):
        (found,) = findings(f"import: {written}\n{CALL}insert: name\n{END}", files)

        assert found.edits == {("main.scn:1", "shared/name.scn")}


def test_two_imported_fragments_of_one_name_are_in_conflict_unless_the_file_has_its_own() -> None:
    files = {"a.scn": NAME.format("Dana"), "b.scn": NAME.format("Max")}
    imports = "import: a.scn\nimport: b.scn\n"

    (found,) = findings(f"{imports}{CALL}insert: name\n{END}", files)

    assert (found.place, found.message) == ("main.scn:2", "two imported files declare the fragment `name`")
    assert found.notes == ("a.scn:1 one is here", "b.scn:1 the other is here")
    assert said(f"{imports}{NAME.format('Eve')}{CALL}insert: name\n{END}", files) == ["Eve"]
    assert findings(f"{imports}{NAME.format('Eve')}{CALL}insert: name\n{END}", files) == []


def test_two_fragments_of_one_name_in_a_file_are_in_conflict() -> None:
    (found,) = findings(f"{NAME.format('Dana')}{NAME.format('Max')}{CALL}insert: name\n{END}")

    assert (found.place, found.name) == ("main.scn:4", "duplicate-declaration")
    assert found.notes == ("main.scn:1 the first one is here",)


def test_the_scenarios_of_an_imported_file_stay_there() -> None:
    script = f"import: a.scn\n{CALL}insert: name\n{END}"

    assert len(payloads(script, {"a.scn": f"{NAME.format('Dana')}{CALL}{END}"})) == 1


def test_a_file_that_is_not_a_script_is_reported_in_it() -> None:
    assert places(f"import: a.scn\n{CALL}{END}", {"a.scn": '{"a": 1}\n'}) == [("a.scn:1", "not-a-script")]


def test_values_that_need_each_other_show_the_chain() -> None:
    (found,) = findings(answering("$a", "let a = $b", "let b = $c", "let c = $a"))

    assert (found.place, found.message) == (
        "main.scn:3",
        "these values need each other: `a` → `b` → `c` → `a`",
    )
    assert found.notes == ("main.scn:1 `a` is here", "main.scn:2 `b` is here")


def test_values_can_be_declared_in_any_order() -> None:
    lets = [f"let v{number} = $v{number + 1}" for number in range(2_000)]

    assert said(answering("$v0", *lets, "let v2000 = Dana")) == ["Dana"]


def test_the_command_line_wins_over_the_script_and_the_script_over_the_environment() -> None:
    script = answering("$a $b $c", "let a = script", "let b = script")
    config = {
        "values": (GivenValue("b", "environment"), GivenValue("c", "environment")),
        "assigned": (GivenValue("a", "command"),),
    }

    assert said(script, **config) == ["command script environment"]


def test_a_default_can_use_values_of_its_file_and_other_parameters() -> None:
    fragment = "let family = Reyes\nfragment: name(first, whole = $first $family)\nWHEN The agent asks\n  say: $whole\n"

    assert said(f'{fragment}{CALL}insert: name(first = "Dana")\n{END}') == ["Dana Reyes"]


def test_a_default_that_nothing_declares_is_reported_in_the_fragment_once() -> None:
    fragment = "fragment: name(whole = $first)\nWHEN The agent asks\n  say: $whole\n"

    assert places(f"{fragment}{CALL}{END}") == [("main.scn:1", "undeclared-value")]
    assert places(f"{fragment}{CALL}insert: name\n{END}") == [("main.scn:1", "undeclared-value")]


def test_dollar_signs_that_stand_for_themselves() -> None:
    assert said(answering("$5 $$5 $$a ${a}b $ $-a US$", "let a = x")) == ["$5 $5 $a xb $ $-a US$"]


def test_a_value_that_nothing_declares_is_an_error_where_the_file_declares_another() -> None:
    (found,) = findings(answering("$nmae", "let name = Dana"))

    assert (found.name, found.hint, found.edits) == (
        "undeclared-value",
        "did you mean `$name`?",
        {("main.scn:8", "$name")},
    )


def test_a_dollar_sign_in_a_script_that_declares_nothing_stays_as_it_is() -> None:
    (found,) = findings(answering("I have ${name}"))

    assert found.message == "nothing declares `name`, so the text keeps `${name}` as it is written"
    assert said(answering("I have ${name}")) == ["I have ${name}"]


ENDLESS = {
    "inserts": "fragment: f0\nWHEN The agent asks\n  say: x\n"
    + "".join(f"fragment: f{at}\ninsert: f{at - 1}\ninsert: f{at - 1}\n" for at in range(1, 31))
    + f"{CALL}insert: f30\n{END}",
    "nested inserts": "".join(f"fragment: f{at}\ninsert: f{at + 1}\n" for at in range(500))
    + f"fragment: f500\nWHEN The agent asks\n  say: x\n{CALL}insert: f0\n{END}",
    "values": "let v0 = word\n"
    + "".join(f"let v{at} = $v{at - 1}$v{at - 1}\n" for at in range(1, 26))
    + answering("Hm"),
    "arguments": "fragment: f0(x)\nWHEN The agent asks\n  say: $x\n"
    + "".join(f'fragment: f{at}(x)\ninsert: f{at - 1}(x = "$x$x")\n' for at in range(1, 26))
    + f'{CALL}insert: f25(x = "word")\n{END}',
    "imports": f"import: 0.scn\n{CALL}{END}",
}


@every("what", ENDLESS)
def test_what_would_hardly_end_is_refused_with_a_message(what: str) -> None:
    files = {f"{number}.scn": f"import: {number + 1}.scn\n" for number in range(500)} | {"500.scn": ""}

    assert {name for _, name in places(ENDLESS[what], files)} == {"circular-reuse"}


@every("form", ["{{day}}", "{day}", "%day%", "<day>"])
def test_a_value_in_the_form_of_another_system_is_told_its_own(form: str) -> None:
    (found,) = findings(answering(f"On {form}.", "let day = Monday"))

    assert found.hint == "write `$day` for the value `day`"
    assert found.edits == {("main.scn:8", "$day")}


@every(
    "comment",
    [
        "# import: a.scn",
        "#import: a.scn",
        "#include",
        "#include a.scn",
        '# The agent says #include "a.scn"',
        '#include "days.csv"',
        '#included "a.scn"',
    ],
)
def test_a_comment_that_no_language_reads_as_an_import_stays_a_comment(comment: str) -> None:
    assert findings(f"{comment}\n{CALL}{END}", {"a.scn": ""}) == []


def test_a_commented_import_in_a_file_of_several_scenarios_is_told_once() -> None:
    script = f'language: en\n#include "a.scn"\n{CALL}{END}{CALL.replace("One", "Two")}{END}'

    assert [each.message for each in api.check(script) if each.name == "bad-import"] == [
        "`#include` is a comment, so it imports nothing"
    ]


@every(
    "line",
    ["language: $x", "agent: $x", "profile: $x", "metrics: $x, 4", "tools: $x, end_call", "max_duration: $x"],
)
def test_a_field_with_an_unknown_value_is_told_once(line: str) -> None:
    field = line.partition(":")[0]
    script = f"let day = Monday\n{CALL}{END}".replace(
        "language: en", line if field == "language" else f"language: en\n{line}"
    )

    found = [each for each in findings(script) if script.splitlines()[int(each.place[9:]) - 1] == line]

    assert [each.name for each in found] == ["undeclared-value"]


def test_a_value_in_a_line_without_its_keyword_is_told_at_its_place() -> None:
    line = "  sa,: $nope"
    script = f"let day = Monday\n{CALL}@bye {END.replace('  end', '  say: Bye')[:-6]}AFTER @bye\n{line}\n  end call\n"

    (found,) = [each for each in api.check(script) if "sa,:" in str(each.hint)]

    assert [script[each.span.start : each.span.end] for each in found.related] == ["$nope"]


FRAGMENT_OF_DAY = "fragment: day(day)\nWHEN The agent asks for a day\n  {}\n"


@every(
    ("script", "place"),
    [
        (f"let day = Monday\n{CALL}WHEN The agent asks about {{{{day}}}}\n  say: Yes\n{END}", "main.scn:7"),
        (f'let day = Monday\n{CALL}WHEN contains "{{{{ day }}}}"\n  say: Yes\n{END}', "main.scn:7"),
        (f"{FRAGMENT_OF_DAY.format('say: {{day}}')}{CALL}insert: day(day = 1)\n{END}", "main.scn:3"),
        (f"{FRAGMENT_OF_DAY.format('say: {{day}}')}{CALL}{END}", "main.scn:3"),
        (
            f'let day = Monday\n{FRAGMENT_OF_DAY.format("say: $day")}{CALL}insert: day(day = "{{{{day}}}}")\n{END}',
            "main.scn:10",
        ),
    ],
)
def test_a_template_that_names_a_value_is_told_the_value_first(script: str, place: str) -> None:
    found = [each for each in findings(script) if each.name == "bad-template"]

    assert [(each.place, each.hint, each.edits) for each in found] == [
        (place, "write `$day` for the value `day`", {(place, "$day")})
    ]


def test_a_parameter_of_another_fragment_is_not_suggested() -> None:
    script = f"{FRAGMENT_OF_DAY.format('say: $day')}{answering('On {{day}}.')}insert: day(day = 1)\n"

    (found,) = [each for each in findings(script) if each.name == "bad-template"]

    assert found.hint == "write `{{test_profile.day}}`"


def test_an_import_of_a_file_of_rows_is_told_what_takes_rows() -> None:
    (found,) = findings(f"import: days.csv\n{CALL}insert: name\n{END}", {"days.csv": "day\nMonday\n"})

    assert found.message == "`days.csv` is a file of rows, and `import:` takes a script"
    assert found.hint == "below a `scenario:` line, write `rows: days.csv`"


def test_an_import_below_a_title_has_no_consequences() -> None:
    script = f"{CALL}import: a.scn\ninsert: name\nWHEN The agent asks for $v\n  say: Yes.\n{END}"

    assert places(script, {"a.scn": NAME}) == [("main.scn:6", "stray-line")]


def test_a_let_line_without_a_value_is_named_as_it_is_written() -> None:
    assert [each.message for each in findings(f"let a =\n{CALL}{END}")] == ["missing value after `let a =`"]
