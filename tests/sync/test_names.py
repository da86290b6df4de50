"""Names of an environment compared with what a platform has, and names that scripts can write."""

from hypothesis import given
from hypothesis import strategies as st

from scn_compiler import compile_text
from scn_compiler.config import Config
from scn_compiler.project.config_parser import read_config
from scn_compiler.project.toml_edit import toml_lines
from scn_compiler.reuse.values import Environment, NameOfId
from scn_compiler.semantics.defaults import Default
from scn_compiler.sync.names import NameRow, State, Thing, compare_names, project_of, writable_name
from scn_dsl.vocabulary import NAME_TABLES
from support.cases import every
from support.laws import law
from support.scripts import HOSTILE

SCRIPT = """scenario: A
role: B
language: en
{field}: {name}
FIRST_MESSAGE
  say: Hi
WHEN contains "bye"
  end call
"""
KEYS = {"profile": "test_profile", "phone": "phone_number"}


def rows(own: dict[str, int], *things: tuple[int, str], kind: str = "agents") -> list[NameRow]:
    listed = [Thing(kind, id, name) for id, name in things]
    return compare_names(kind, own, listed, lambda _: True)


def changes(
    own: dict[str, int], *things: tuple[int, str], kind: str = "agents"
) -> list[tuple[State, str, int]]:
    return [(each.state, each.name, each.id) for each in rows(own, *things, kind=kind)]


def test_a_thing_keeps_its_names_and_gets_that_of_the_platform_if_it_has_none() -> None:
    assert changes({"Front desk": 1, "Desk": 1}, (1, "Reception"), (2, "Kitchen")) == [
        (State.KNOWN, "Front desk", 1),
        (State.KNOWN, "Desk", 1),
        (State.NEW, "Kitchen", 2),
    ]


def test_new_names_are_in_order() -> None:
    assert [name for _, name, _ in changes({}, (3, "b"), (1, "C"), (2, "a"))] == ["a", "b", "C"]


def test_equal_names_are_told_apart_by_their_ids() -> None:
    assert changes({}, (1, "Desk"), (2, "Desk"), (3, "Desk (2)")) == [
        (State.NEW, "Desk (2)", 3),
        (State.NEW, "Desk (1)", 1),
        (State.NEW, "Desk (2) (2)", 2),
    ]
    assert [each.namesakes for each in rows({}, (1, "Desk"), (2, "Desk"), (3, "Kitchen"))] == [1, 2, 2]


def test_a_name_that_somebody_else_has_stays_theirs() -> None:
    assert changes({"Desk": 1}, (1, "Reception"), (2, "Desk")) == [
        (State.KNOWN, "Desk", 1),
        (State.NEW, "Desk (2)", 2),
    ]
    assert changes({"Mine": 1}, (1, "Desk"), (2, "Desk"))[1] == (State.NEW, "Desk (2)", 2)


def test_a_name_whose_thing_is_gone_is_told_even_if_another_has_it_now() -> None:
    assert changes({"Desk": 1, "Kitchen": 2}, (3, "Desk")) == [
        (State.CHANGED, "Desk", 3),
        (State.GONE, "Kitchen", 2),
    ]
    assert changes({"Desk": 1}, (3, "Desk"), (4, "Desk")) == [
        (State.NEW, "Desk (3)", 3),
        (State.NEW, "Desk (4)", 4),
        (State.GONE, "Desk", 1),
    ]


def test_what_only_the_list_lacks_is_not_gone() -> None:
    asked = []

    def is_gone(id: int) -> bool:
        asked.append(id)
        return id == 2

    found = compare_names(
        "agents", {"Here": 1, "Gone": 2, "Elsewhere": 3}, [Thing("agents", 1, "Here")], is_gone
    )
    assert [(each.state, each.name) for each in found] == [
        (State.KNOWN, "Here"),
        (State.KNOWN, "Elsewhere"),
        (State.GONE, "Gone"),
    ]
    assert asked == [2, 3]


NAMES = st.sampled_from(["", "Desk", "Desk (1)", "Desk (2)", "desk", " Desk", "$Desk", "1", "agent 1"])


@given(
    st.dictionaries(NAMES.filter(str.strip), st.integers(1, 6), max_size=4),
    st.dictionaries(st.integers(1, 5), NAMES, max_size=5),
)
@law(400)
def test_everything_has_a_name_of_its_own_afterwards(own: dict[str, int], platform: dict[int, str]) -> None:
    found = rows(own, *platform.items())
    after = own | {each.name: each.id for each in found if each.state in (State.NEW, State.CHANGED)}
    for row in found:
        if row.state is State.GONE:
            del after[row.name]

    assert set(after.values()) == platform.keys()
    assert {each.state for each in rows(after, *platform.items())} <= {State.KNOWN}
    kept = {name: id for name, id in own.items() if id in platform}
    assert kept.items() <= after.items()


@every(
    ("kind", "name", "written"),
    [
        ("agents", "  Front \n desk\t", "Front desk"),
        ("agents", "Re\x1b[31mception\u202e", "Re[31mception"),
        ("agents", "", "agent 7"),
        ("profiles", " \x00", "profile 7"),
        ("phones", "", "phone number 7"),
        ("agents", "911", "911 (7)"),
        ("agents", "-911", "-911 (7)"),
        ("agents", "٣", "٣ (7)"),
        ("phones", "+15550151", "+15550151"),
        ("agents", "Sales, Bern", "Sales, Bern"),
        ("metrics", "Greeting, name and goodbye", "Greeting name and goodbye"),
        ("agents", "Agent of $clinic", "Agent of clinic"),
        ("agents", "$$", "$"),
        ("agents", "$5 caller", "$5 caller"),
        ("personalities", "👩‍💼 Nora", "👩‍💼 Nora"),
    ],
)
def test_a_name_becomes_one_that_a_script_can_write(kind: str, name: str, written: str) -> None:
    assert writable_name(Thing(kind, 7, name)) == written


@given(st.sampled_from(sorted(NAME_TABLES)), st.text(st.sampled_from(HOSTILE) | st.characters(), max_size=12))
@law(400)
def test_any_name_of_a_platform_can_be_written_in_a_script_and_in_a_configuration(
    field: str, name: str
) -> None:
    kind = NAME_TABLES[field]
    [row] = rows({}, (77, name), kind=kind)
    written = read_config(f"[environments.s.names.{kind}]\n{toml_lines({row.name: row.id})}")
    assert written and not written.problems
    config = written.config.in_environment("s")
    assert [(each.name, each.id) for each in config.names] == [(row.name, 77)]

    compiled = compile_text(SCRIPT.format(field=field, name=row.name), config=config, target="cekura")
    assert compiled.ok, compiled.diagnostics
    value = compiled.payloads[0].value[KEYS.get(field, {"metrics": "metrics"}.get(field, field))]
    assert value in (77, [77])


@every(
    ("field", "names", "project"),
    [
        (Default("project", 4), (), "4"),
        (Default("project", "Clinic"), (NameOfId("projects", "Clinic", 3),), "3"),
        (Default("project", "Clinic"), (NameOfId("projects", "Shop", 3),), ""),
        (Default("agent", 4), (), ""),
    ],
)
def test_the_project_of_an_environment_may_be_a_name(
    field: Default, names: tuple[NameOfId, ...], project: str
) -> None:
    staging = Environment("staging", fields=(field,), names=names)
    assert project_of(Config(defined=(staging,)).in_environment("staging")) == project
