"""Tables of numbers that are edited in a TOML text, while all other bytes stay."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from scn_compiler.project.toml_edit import TableEdit, edited
from support.cases import every
from support.laws import law

NAMES = ("environments", "staging", "names")
AGENTS = (*NAMES, "agents")
MANY = {f"Caller number {number}": number for number in range(1, 8)}


def add(text: str, kind: str = "agents", **entries: int) -> str:
    found = edited(text, (TableEdit((*NAMES, kind), entries),))
    assert found is not None
    return found


@every(
    ("text", "result"),
    [
        (
            '[environments.staging]\nnames.agents = { "Desk" = 1 } # why\n',
            '[environments.staging]\nnames.agents = { "Desk" = 1, "B" = 2 } # why\n',
        ),
        (
            '[environments.staging]\nnames.agents = {"Desk"=1}',
            '[environments.staging]\nnames.agents = {"Desk"=1, "B" = 2}',
        ),
        (
            "[environments.staging.names]\nagents = {}\n",
            '[environments.staging.names]\nagents = { "B" = 2 }\n',
        ),
        (
            '[environments.staging.names.agents]\n"Desk" = 1 # first\n# last\n\n# next\n[fields]\n',
            '[environments.staging.names.agents]\n"Desk" = 1 # first\n"B" = 2\n# last\n\n# next\n[fields]\n',
        ),
        (
            "[environments.staging.names.agents]\r\n\r\n[fields]\r\n",
            '[environments.staging.names.agents]\r\n"B" = 2\r\n\r\n[fields]\r\n',
        ),
        (
            "[environments.staging]\nnames.agents.Desk = 1\nnames.agents.Kitchen = 3\nlet.a = 1\n",
            '[environments.staging]\nnames.agents.Desk = 1\nnames.agents.Kitchen = 3\nnames.agents."B" = 2\nlet.a = 1\n',
        ),
    ],
)
def test_an_entry_is_added_to_a_table_as_it_is_written(text: str, result: str) -> None:
    assert add(text, B=2) == result


@every(
    ("text", "result"),
    [
        (
            "[environments.staging]\nnames.metrics = {}\nlet.a = 1\n",
            '[environments.staging]\nnames.metrics = {}\nnames.agents = { "B" = 2 }\nlet.a = 1\n',
        ),
        (
            '[environments.staging]\nextends = "x"\n# end\n\n# next\n[fields]\n',
            '[environments.staging]\nextends = "x"\n# end\n\n[environments.staging.names.agents]\n"B" = 2\n\n# next\n[fields]\n',
        ),
        (
            "[environments.staging]\n# next\n[fields]\n",
            '[environments.staging]\n\n[environments.staging.names.agents]\n"B" = 2\n\n# next\n[fields]\n',
        ),
        (
            "[environments.staging]\n[environments.production]\n",
            '[environments.staging]\n\n[environments.staging.names.agents]\n"B" = 2\n\n[environments.production]\n',
        ),
        (
            'environments.staging.extends = "x"\ntarget = "cekura"\n',
            'environments.staging.extends = "x"\ntarget = "cekura"\n\n[environments.staging.names.agents]\n"B" = 2\n',
        ),
        (
            "environments = { staging = { let = {} } }\n",
            'environments = { staging = { let = {}, names.agents = { "B" = 2 } } }\n',
        ),
        ("", '[environments.staging.names.agents]\n"B" = 2\n'),
        ('extends = "base.toml"', 'extends = "base.toml"\n\n[environments.staging.names.agents]\n"B" = 2\n'),
        (
            "\ufeff[environments.staging]\n",
            '\ufeff[environments.staging]\n\n[environments.staging.names.agents]\n"B" = 2\n',
        ),
    ],
)
def test_a_table_that_is_missing_comes_after_the_others_of_its_environment(text: str, result: str) -> None:
    assert add(text, B=2) == result


def test_a_table_that_gets_too_long_for_a_line_has_a_line_for_each_entry() -> None:
    text = '[environments.staging]\n# the agents\nnames.agents = { "Desk" = 1 }\nlet = { a = 1 }\n'
    assert add(text, **MANY) == (
        '[environments.staging]\n# the agents\nnames.agents."Desk" = 1\n'
        + "".join(f'names.agents."{name}" = {id}\n' for name, id in MANY.items())
        + "let = { a = 1 }\n"
    )
    commented = '[environments.staging]\nnames.agents = { "Desk" = 1 } # all\n'
    assert add(commented, **MANY).count("\n") == 2


@every(
    ("text", "result"),
    [
        (
            '[environments.staging.names.agents]\n"A" = 1 # a\n"B" = 2\n',
            '[environments.staging.names.agents]\n"B" = 5\n',
        ),
        (
            '[environments.staging]\nnames.agents = { "A" = 1, "B" = 2 }\n',
            '[environments.staging]\nnames.agents = { "B" = 5 }\n',
        ),
        (
            '[environments.staging]\nnames.agents = { "B" = 2, "A" = 1 }\n',
            '[environments.staging]\nnames.agents = { "B" = 5 }\n',
        ),
        (
            "[environments.staging]\nnames.agents.A = 1\nnames.agents.B = 2\n",
            "[environments.staging]\nnames.agents.B = 5\n",
        ),
    ],
)
def test_an_entry_is_removed_and_another_one_changed(text: str, result: str) -> None:
    assert edited(text, (TableEdit(AGENTS, {"B": 5}, ("A",)),)) == result


@every("removed", [("A",), ("B",), ("C",), ("A", "B"), ("B", "C"), ("C", "A"), ("A", "C", "B")])
@every(
    "text",
    [
        '[environments.staging]\nnames.agents = { "A" = 1, "B" = 2, "C" = 3 } # why\n',
        '[environments.staging.names.agents]\n"A" = 1\n"B" = 2 # b\n# why\n"C" = 3\n',
    ],
)
def test_any_entries_are_removed(text: str, removed: tuple[str, ...]) -> None:
    result = edited(text, (TableEdit(AGENTS, {}, removed),))
    assert result is not None
    assert "# why" in result and ",}" not in result.replace(" ", "") and "{," not in result.replace(" ", "")


def test_a_layout_that_is_too_unusual_is_not_edited() -> None:
    assert (
        edited(r'environments."stag\u0069ng".names.agents."\u0041" = 1', (TableEdit(AGENTS, {"A": 2}),))
        is None
    )
    assert edited("a = 1\n", (TableEdit(AGENTS, {}, ("A",)),)) is None


STYLES = st.sampled_from(
    [
        '[environments.{0}]\nextends = "shared"\nnames.agents = {{ {1} }} # {0}\nlet = {{ a = "}}" }}\n',
        '# {0}\n[environments.{0}.names]\nagents = {{ {1} }}\nmetrics."M" = 4\n',
        "[environments.{0}.names.agents]\n{2}\n# end of {0}\n",
        "[environments.{0}.let]\ntext = '''\n[a]\nb = 1\n'''\n[environments.{0}.names.metrics]\nM = 4\n",
        "[environments.{0}.fields]\ntags = [\n  'a', # ]\n  'b',\n]\n",
        "[ environments . {0} ]\nnames . agents = {{ {1} }}\n",
    ]
)
ENTRIES = st.dictionaries(st.sampled_from(["A", "B b", 'C "c"', "D\\d", "E'e", "F.f", "Ü", "# g", "[h]", "i = 1"]),
                          st.integers(1, 99), min_size=1, max_size=4)  # fmt: skip


@given(STYLES, STYLES, ENTRIES, ENTRIES, st.booleans())
@law(500)
def test_other_lines_stay_whatever_the_layout(
    first: str, second: str, old: dict[str, int], new: dict[str, int], crlf: bool
) -> None:
    inline = ", ".join(f"{_key(name)} = {id}" for name, id in old.items())
    lines = "\n".join(f"{_key(name)} = {id}" for name, id in old.items())
    text = first.format("staging", inline, lines) + "\n" + second.format("production", inline, lines)
    text = text.replace("\n", "\r\n") if crlf else text
    values = tomllib.loads(text)
    before = values["environments"]["staging"].get("names", {}).get("agents", {})
    entries = before | new
    result = edited(text, (TableEdit(AGENTS, entries), TableEdit((*NAMES, "phones"), new)))

    if result is None:  # a header inside of a text
        assert "[a]" in first
        return
    after = tomllib.loads(result)
    assert after["environments"]["staging"]["names"]["agents"] == entries
    assert after["environments"]["staging"]["names"]["phones"] == new
    assert after["environments"]["production"] == values["environments"]["production"]
    assert set(map(str.strip, text.splitlines())) - set(map(str.strip, result.splitlines())) <= {
        line
        for line in map(str.strip, text.splitlines())
        if "agents = {" in line or line.endswith(tuple("0123456789"))
    }
    assert ("\r\n" in result) == crlf and result.count("\r\n") in (0, result.count("\n"))


def _key(name: str) -> str:
    return "'" + name + "'" if "'" not in name else '"' + name + '"'
