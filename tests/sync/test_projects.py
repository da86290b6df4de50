"""The scripts that a run is about: those of one project, for one environment."""

import pytest

from support.cli import scn
from support.team_on_platform import Team


def test_a_project_inside_of_another_is_left_alone(applied: Team) -> None:
    applied.write("other/scn.toml", "")
    applied.write("other/broken.scn", "sya: what\n")

    assert applied.scn("plan").stdout == "staging, cekura: 3 unchanged\n"
    both = applied.scn("plan", "calls", "other")
    assert both.returncode == 2
    assert (
        "these scripts belong to two projects: calls/hours.scn (.) and other/broken.scn (other)"
        in both.stderr
    )


def test_the_folder_of_a_project_is_the_whole_project(applied: Team) -> None:
    (applied.folder / "calls" / "hours.scn").unlink()
    applied.write("other/scn.toml", "")
    applied.write("other/broken.scn", "sya: what\n")

    assert "? no script has it: opening-hours" in applied.scn("plan", ".").stdout
    assert "opening-hours" not in applied.scn("plan", "calls").stdout
    above = scn(
        "apply", "--yes", "--prune", applied.folder.name, cwd=applied.folder.parent, env=applied.environment
    )
    assert "deleted opening-hours" in above.stdout
    assert "the project's folder" in applied.scn("plan", "--prune", "calls").stderr


def test_environments_in_one_account_have_scenarios_of_their_own(applied: Team) -> None:
    applied.edit(
        "scn.toml", "[environments.production]", '[environments.production.fields]\nmax_duration = "5m"'
    )

    assert applied.scn("plan", "--env", "production").stdout.startswith("production, cekura: 3 to create\n")
    assert applied.scn("apply", "--yes", "--env", "production").returncode == 0
    assert len(applied.stub.store.scenarios) == 6
    assert applied.scn("plan", "--env", "production").stdout == "production, cekura: 3 unchanged\n"
    assert applied.scn("plan").stdout == "staging, cekura: 3 unchanged\n"


def test_scenarios_of_another_environment_are_not_adopted(applied: Team) -> None:
    applied.stub.store.create({"name": "Only there", "agent": 21, "instructions": "Hello."})
    done = applied.scn("pull", "--adopt", "--env", "production", "--dry-run")

    assert "would be adopted: only-there" in done.stdout
    assert done.stdout.endswith("\n1 to adopt\n")


def test_new_scripts_are_in_the_project_that_is_named(applied: Team) -> None:
    applied.stub.store.create({"name": "Only there", "agent": 21, "instructions": "Hello."})
    above, name = applied.folder.parent, applied.folder.name
    done = scn("pull", "--adopt", name, cwd=above, env=applied.environment)

    assert done.returncode == 0, done.stderr
    assert (applied.folder / "only-there.scn").is_file()


@pytest.mark.parametrize(
    ("folder", "rules", "warned"),
    [
        (".", "*.lock\n", True),
        (".", "/scn.lock\n", True),
        ("calls", "*.lock\n", True),
        (".", "*.lock\n!scn.lock\n", False),
        (".", "out/\n", False),
    ],
)
def test_a_lock_that_git_ignores_is_named(team: Team, folder: str, rules: str, warned: bool) -> None:
    (team.folder / ".git").mkdir()
    team.write(".gitignore", rules)
    if folder != ".":
        team.write(f"{folder}/scn.toml", team.read("scn.toml"))
    words = (folder,) if folder != "." else ()

    assert team.scn("plan", *words).stderr == ""
    done = team.scn("apply", "--yes", *words)
    assert done.returncode == 0
    lock = "scn.lock" if folder == "." else f"{folder}/scn.lock"
    assert (f"scn: .gitignore excludes {lock}, but your team needs it" in done.stderr) == warned
    assert ("add the line `!scn.lock` to .gitignore" in done.stderr) == warned
