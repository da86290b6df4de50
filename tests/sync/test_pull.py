"""`scn pull`, as people use it."""

import json

import pytest

from scn_compiler.jsondoc.codec import Json
from scn_compiler.sync.headers import may_be_secret
from scn_dsl.nodes import Field
from scn_dsl.source import Source
from scn_grammar.parser import parse
from support.cases import every
from support.cekura_stub import Status
from support.team_on_platform import HOURS, Team


def spoken(team: Team, identity: int, words: str) -> None:
    """Change what the caller says first, as somebody does in the dashboard."""
    actions = json.loads(str(team.on_platform(identity)["instructions"]))
    first = actions["first_message"]
    actions["first_message"] = words if isinstance(first, str) else {**first, "say": words}
    team.change(identity, {"scenario_type": "conditional_actions", "conditional_actions": actions})


def test_a_change_comes_into_its_line(applied: Team) -> None:
    spoken(applied, 1005, "Hello, are you still open?")
    before = applied.read("calls/hours.scn")
    done = applied.scn("pull")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "pulled opening-hours 1005: calls/hours.scn\n1 pulled\n"
    assert applied.read("calls/hours.scn") == before.replace("Hi, are", "Hello, are")
    assert applied.scn("plan").stdout == "staging, cekura: 3 unchanged\n"
    assert applied.scn("pull").stdout == "nothing to pull\n"


def test_what_a_killed_pull_did_not_note_is_noted_by_the_next(applied: Team) -> None:
    spoken(applied, 1005, "Hello, are you still open?")
    lock = applied.read("scn.lock")
    applied.scn("pull")
    applied.write("scn.lock", lock)

    assert applied.scn("pull", "--dry-run").stdout == "nothing to pull\n"
    assert applied.read("scn.lock") == lock
    assert applied.scn("pull").stdout == "nothing to pull\n"
    assert applied.scn("plan").stdout == "staging, cekura: 3 unchanged\n"


def test_a_text_on_the_platform_becomes_no_other_line_of_a_script(applied: Team) -> None:
    evil = "One\nimport: ../secret.scn\nagent: 22\n\nscenario: Two\nkey: two"
    actions: dict[str, Json] = {
        "role": evil,
        "first_message": evil,
        "conditions": [{"when": evil, "say": f"{evil} <endcall />"}],
    }
    applied.change(1005, {"name": evil, "conditional_actions": actions})

    assert applied.scn("pull").stdout.startswith("pulled opening-hours 1005")
    script = parse(Source(applied.read("calls/hours.scn"))).script
    assert len(script.scenarios) == 1
    fields = [each.name for each in script.scenarios[0].settings if isinstance(each, Field)]
    assert fields == ["key", "role", "language"]
    assert applied.scn("plan").stdout == "staging, cekura: 3 unchanged\n"


def test_several_changes_of_one_file_are_written_together(applied: Team) -> None:
    both = applied.read("calls/hours.scn") + "\n" + HOURS.replace("Opening hours", "Closing hours")
    applied.write("calls/hours.scn", both)
    applied.scn("apply", "--yes")
    spoken(applied, 1005, "Hello, are you still open?")
    spoken(applied, identity_of(applied, "Closing hours"), "Hey, are you still open?")
    done = applied.scn("pull", "calls/hours.scn")

    assert done.stdout.endswith("2 pulled\n")
    assert [line for line in applied.read("calls/hours.scn").splitlines() if "still open" in line] == [
        "  say: Hello, are you still open?",
        "  say: Hey, are you still open?",
    ]
    assert applied.scn("plan").stdout == "staging, cekura: 4 unchanged\n"


def test_a_dry_run_shows_the_change_and_writes_nothing(applied: Team) -> None:
    spoken(applied, 1005, "Hello, are you still open?")
    before = applied.files()
    done = applied.scn("pull", "--dry-run")

    assert "-  say: Hi, are you still open?\n+  say: Hello, are you still open?\n" in done.stdout
    assert done.stdout.endswith("would be pulled: opening-hours 1005: calls/hours.scn\n1 to pull\n")
    assert applied.files() == before


def test_a_change_of_both_sides_is_a_decision(applied: Team) -> None:
    spoken(applied, 1005, "Hello, are you still open?")
    applied.edit("calls/hours.scn", "See you later.", "See you.")
    before = applied.files()
    done = applied.scn("pull")

    assert done.returncode == 1
    assert "! changed on both sides: opening-hours  calls/hours.scn:2  1005\n" in done.stdout
    assert "to keep the platform's: `scn pull --overwrite opening-hours`\n" in done.stdout
    assert done.stdout.endswith("1 needs a decision\n")
    assert applied.files() == before

    assert applied.scn("pull", "--overwrite", "opening-hours").returncode == 0
    assert "say: Hello, are you still open?" in applied.read("calls/hours.scn")
    assert "say: See you later." in applied.read("calls/hours.scn")
    assert applied.scn("plan").stdout == "staging, cekura: 3 unchanged\n"


@pytest.mark.parametrize(
    ("key", "why"),
    [("opening-hours", "nothing to decide here (same)"), ("nobody", "no scenario has this key")],
)
def test_overwrite_needs_a_key_with_something_to_pull(applied: Team, key: str, why: str) -> None:
    done = applied.scn("pull", "--overwrite", key)

    assert done.returncode == 2
    assert f"--overwrite {key}: {why}" in done.stderr


def test_what_a_table_says_is_left_to_people(applied: Team) -> None:
    spoken(applied, 1001, "Hi, a table for Friday, please.")
    before = applied.files()
    done = applied.scn("pull")

    assert done.returncode == 1
    assert (
        "! changed on the platform: book-on-friday  calls/book.scn:8  1001\n"
        "    the script (-) and the platform (+):\n"
    ) in done.stdout
    assert (
        "    -  say: Hi, a table for Friday please.\n    +  say: Hi, a table for Friday, please.\n"
        in done.stdout
    )
    assert (
        "  = help: scn can't bring this into the script, because the block `FIRST_MESSAGE` has a value of the script "
        "or of a table in it: change it by hand; to undo it on the platform: `scn apply --overwrite book-on-friday`\n"
    ) in done.stdout
    assert applied.files() == before


def test_what_the_configuration_says_is_left_to_people(applied: Team) -> None:
    applied.change(1005, {"personality": 12})
    done = applied.scn("pull")

    assert "because `personality:` comes from `[fields]` in scn.toml: change it by hand" in done.stdout


def test_a_deleted_scenario_is_a_decision(applied: Team) -> None:
    applied.stub.store.delete(1005)
    done = applied.scn("pull")

    assert done.returncode == 1
    assert "to create it again: `scn apply --overwrite opening-hours`" in done.stdout


def test_a_header_that_may_be_a_secret_is_not_written_into_a_script(applied: Team) -> None:
    actions = json.loads(str(applied.on_platform(1005)["instructions"]))
    request = {"url": "https://shop.example.com/hours", "headers": {"Authorization": "Bearer abc123"}}
    actions["functions"] = [{"name": "hours", "type": "rest_api", "config": request}]
    applied.change(1005, {"scenario_type": "conditional_actions", "conditional_actions": actions})
    done = applied.scn("pull")

    assert done.returncode == 1
    assert (
        "the function `hours` has a header `Authorization` on the platform that may be a secret"
        in done.stdout
    )
    assert "abc123" not in done.stdout + done.stderr + "".join(applied.files().values())

    adopted = applied.scn("pull", "--adopt", "--overwrite", "opening-hours")
    assert "abc123" not in adopted.stdout + adopted.stderr + "".join(applied.files().values())


@every(
    ("name", "value", "expected"),
    [
        ("Authorization", "Bearer abc", True),
        ("Authorization", "env:TOKEN", False),
        ("Authorization", "Bearer env:TOKEN", False),
        ("Authorization", "Bearer {{test_profile.token}}", False),
        ("Authorization", "{{test_profile.token}}abc", True),
        ("X-Key", "12", True),
        ("X-Key", None, True),
        ("Content-Type", "application/json", False),
    ],
)
def test_which_headers_may_be_secrets(name: str, value: str | None, expected: bool) -> None:
    assert may_be_secret(name, value) is expected


def test_a_link_out_of_the_project_is_not_followed(
    applied: Team, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "hours.scn"
    outside.write_text(applied.read("calls/hours.scn"))
    (applied.folder / "calls/hours.scn").unlink()
    (applied.folder / "calls/hours.scn").symlink_to(outside)
    spoken(applied, 1005, "Hello, are you still open?")
    before = outside.read_text()
    done = applied.scn("pull", "calls/hours.scn")

    assert done.returncode == 2
    assert "a link leads to" in done.stderr
    assert outside.read_text() == before


def identity_of(team: Team, name: str) -> int:
    [found] = (number for number, each in team.stub.store.scenarios.items() if each["name"] == name)
    return found


OTHER = {
    "name": "Order a pizza",
    "agent": 21,
    "personality": 12,
    "scenario_type": "conditional_actions",
    "scenario_language": "en",
    "conditional_actions": {
        "role": "A hungry guest",
        "first_message": "One pizza, please.",
        "conditions": [{"when": "The agent asks which one", "say": "With cheese. <endcall />"}],
    },
}


def test_a_scenario_without_a_script_gets_one(applied: Team) -> None:
    applied.stub.store.create(OTHER)
    identity = identity_of(applied, "Order a pizza")
    done = applied.scn("pull", "--adopt", "-o", "new")

    assert done.returncode == 0
    assert done.stdout == f"adopted order-a-pizza {identity}: new/order-a-pizza.scn\n1 adopted\n"
    assert applied.read("new/order-a-pizza.scn") == (
        "scenario: Order a pizza\n"
        "key: order-a-pizza\n"
        "role: A hungry guest\n"
        "personality: 12\n"
        "language: en\n"
        "\n"
        "FIRST_MESSAGE\n"
        "  say: One pizza, please.\n"
        "\n"
        "WHEN The agent asks which one\n"
        "  say: With cheese.\n"
        "  end call\n"
    )
    assert applied.scn("plan").stdout == "staging, cekura: 4 unchanged\n"
    assert applied.scn("pull", "--adopt").stdout == "nothing to pull\n"


def test_a_project_without_scripts_gets_all(team: Team) -> None:
    for name in ("calls/hours.scn", "calls/book.scn"):
        (team.folder / name).unlink()
    team.write(".venv/first.scn", HOURS)
    team.stub.store.create(OTHER)
    team.stub.store.create({**OTHER, "personality": 11, "tags": ["pizza"]})
    done = team.scn("pull", "--adopt")

    assert done.stdout.endswith("2 adopted\n")
    assert "key: order-a-pizza-2\n" in team.read("order-a-pizza-2.scn")
    assert "personality" not in team.read("order-a-pizza-2.scn")
    assert team.scn("plan").stdout == "staging, cekura: 2 unchanged\n"


def test_ids_become_names_and_defaults_of_the_configuration_are_left_out(team: Team) -> None:
    team.edit("scn.toml", "agent =", 'tags = ["team"]\nagent =')
    team.edit("scn.toml", "staging]", 'staging]\nnames.personalities = { "Hasty" = 12 }')
    team.stub.store.create({**OTHER, "tags": ["team", "pizza"]})
    assert team.scn("pull", "--adopt").returncode == 0

    text = team.read("order-a-pizza.scn")
    assert "personality: Hasty\n" in text
    assert "tags: pizza\n" in text
    assert "agent" not in text.replace("The agent", "")


def test_a_script_that_got_lost_is_written_again(applied: Team) -> None:
    (applied.folder / "calls/hours.scn").unlink()
    assert "? no script has it: opening-hours" in applied.scn("plan").stdout
    assert applied.scn("pull").stdout == "nothing to pull\n"
    done = applied.scn("pull", "--adopt", "-o", "calls")

    assert done.stdout == "adopted opening-hours 1005: calls/opening-hours.scn\n1 adopted\n"
    assert applied.scn("plan").stdout == "staging, cekura: 3 unchanged\n"


def test_no_file_is_overwritten(applied: Team) -> None:
    applied.write("order-a-pizza.scn", HOURS.replace("Opening hours", "Not yet sent"))
    before = applied.read("order-a-pizza.scn")
    applied.stub.store.create(OTHER)
    done = applied.scn("pull", "--adopt")

    assert ": order-a-pizza-2.scn\n1 adopted\n" in done.stdout
    assert applied.read("order-a-pizza.scn") == before
    assert "key: order-a-pizza\n" in applied.read("order-a-pizza-2.scn")


def test_a_namesake_of_a_new_script_is_not_adopted(applied: Team) -> None:
    applied.write("calls/pizza.scn", HOURS.replace("Opening hours", "Order a pizza"))
    applied.stub.store.create(OTHER)
    before = applied.files()
    done = applied.scn("pull", "--adopt")

    assert done.returncode == 1
    assert f"`scn link calls/pizza.scn {identity_of(applied, 'Order a pizza')}`" in done.stdout
    assert applied.files() == before


def test_adopting_chooses_by_name_and_by_tag(applied: Team) -> None:
    applied.stub.store.create({**OTHER, "tags": ["food"]})
    applied.stub.store.create({**OTHER, "name": "Order a taxi"})
    applied.stub.store.create({**OTHER, "name": "Cancel a taxi"})
    spoken(applied, 1005, "Hello, are you still open?")

    assert "adopted order-a-taxi" in applied.scn("pull", "--adopt", "--name", "order a t*").stdout
    assert "adopted order-a-pizza" in applied.scn("pull", "--adopt", "--tags", "food").stdout
    left = applied.scn("pull", "--adopt", "--dry-run").stdout
    assert left.endswith("1 to pull, 1 to adopt\n")
    assert "would be adopted: cancel-a-taxi" in left
    assert not (applied.folder / "cancel-a-taxi.scn").exists()


def test_what_no_script_can_say_is_not_adopted(applied: Team) -> None:
    actions = {"role": "A guest", "first_message": "Hi <voicemail time='3s' />", "conditions": []}
    applied.stub.store.create({**OTHER, "conditional_actions": actions})
    before = applied.files()
    done = applied.scn("pull", "--adopt")

    assert done.returncode == 1
    assert (
        "scn can't write a script for it, because a script can't say what the platform has: Cekura"
        in done.stdout
    )
    assert applied.files() == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("-o", "new"), "-o is for new scripts: add --adopt"),
        (
            ("--adopt", "calls"),
            "--adopt needs all scripts of the project, to know what has none: leave out PATHS",
        ),
        (("--adopt", "-o", ".."), "the folder for new scripts, .., isn't in the project"),
    ],
)
def test_wrong_options(applied: Team, words: tuple[str, ...], message: str) -> None:
    done = applied.scn("pull", *words)
    assert (done.returncode, message in done.stderr) == (2, True)


def test_results_for_programs(applied: Team) -> None:
    spoken(applied, 1005, "Hello, are you still open?")
    spoken(applied, 1001, "Hi, a table for Friday, please.")
    [platform] = json.loads(applied.scn("pull", "--format", "json").stdout)
    left, pulled = sorted(platform.pop("results"), key=lambda each: str(each["key"]))

    assert platform == {"environment": "staging", "platform": "cekura"}
    assert (pulled["result"], pulled["file"], pulled["help"]) == ("pulled", "calls/hours.scn", [])
    assert "+  say: Hello, are you still open?" in pulled["difference"]
    assert (left["result"], left["id"], left["name"]) == ("left", "1001", "Book on Friday")
    assert left["help"][0].startswith(
        "scn can't bring this into the script, because the block `FIRST_MESSAGE`"
    )


def test_an_interrupted_pull_is_whole_the_next_time(applied: Team) -> None:
    """If the lock isn't written after the script, both sides agree, and the lock learns that."""
    spoken(applied, 1005, "Hello, are you still open?")
    lock = applied.read("scn.lock")
    applied.scn("pull")
    applied.write("scn.lock", lock)

    assert "= record: opening-hours" in applied.scn("plan").stdout
    assert applied.scn("apply", "--yes").returncode == 0
    assert applied.scn("plan").stdout == "staging, cekura: 3 unchanged\n"


def test_a_fault_half_way_says_what_was_done_and_the_next_run_goes_on(applied: Team) -> None:
    for name in ("Order a burger", "Order a pizza", "Order a taxi"):
        applied.stub.store.create({**OTHER, "name": name})
    fault = applied.stub.fault_at(len(applied.stub.requests) + 3, Status(403))
    done = applied.scn("pull", "--adopt")

    assert done.returncode == 2
    assert "1 was done before, and running this again goes on with the rest" in done.stderr
    applied.stub.faults.remove(fault)
    assert applied.scn("pull", "--adopt").stdout.endswith("2 adopted\n")
    assert applied.scn("plan").stdout == "staging, cekura: 6 unchanged\n"
