"""`scn names`: what it prints, what it writes into the configuration, and how it ends."""

import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina

from scn_compiler.inert_text import line_with_command
from support.cekura_stub import CekuraStub, Drop, Html, Status
from support.cli import Run, scn

CONFIG = """environment = "staging"

[environments.shared]
names.metrics = { "Politeness" = 42, "Old metric" = 49 }  # the old one is in use

[environments.staging]
extends = "shared"
fields = { project = "Clinic" }
names.agents = { "Front desk" = 21, "Night desk" = 29 }
names.projects = { "Clinic" = 1 }

# The other one
[environments.production]
extends = "shared"
"""
SCRIPT = """scenario: A
role: B
language: en
agent: {0}

FIRST_MESSAGE
  say: Hi
WHEN contains "bye"
  end call
"""
KINDS = ("--only", "agents,metrics")


class Project:
    """A folder with a configuration and a script, and the stub that its environment leads to."""

    def __init__(self, folder: Path, stub: CekuraStub) -> None:
        self.folder = folder
        self.stub = stub
        self.file = folder / "scn.toml"
        self.file.write_text(CONFIG, encoding="utf-8")
        (folder / "calls").mkdir()
        (folder / "calls" / "a.scn").write_text(SCRIPT.format("Night desk"), encoding="utf-8")
        self.env = {"CEKURA_API_KEY": stub.key, "CEKURA_API_URL": stub.url, "HOME": str(folder)}

    def names(self, *words: str, **env: str) -> Run:
        return scn("names", *words, cwd=self.folder, env=self.env | env)

    @property
    def own(self) -> dict[str, dict[str, int]]:
        """The names that the environment itself has in the configuration."""
        found: dict[str, dict[str, int]] = tomllib.loads(self.file.read_text(encoding="utf-8"))[
            "environments"
        ]["staging"]["names"]
        return found


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with stamina.set_testing(True, attempts=2), CekuraStub() as stub:
        yield Project(tmp_path, stub)


def test_a_table_compares_the_names_with_the_platform(project: Project) -> None:
    done = project.names(*KINDS)

    assert done.stdout == (
        "agents\n"
        "  known  Front desk        21  `Reception` on the platform\n"
        "  gone   Night desk        29  gone from the platform; used in calls/a.scn:4\n"
        "\n"
        "metrics\n"
        "  known  Politeness        42\n"
        "  new    Expected Outcome  41\n"
        "  gone   Old metric        49  gone from the platform; no script uses it\n"
    )
    assert done.stderr == (
        "1 new name: add it to scn.toml with `scn names --write`\n"
        "scn: `Old metric` comes from the environment `shared`: change it there\n"
        "1 name is gone from the platform: change its id, or use `scn names --write --prune`\n"
    )
    assert done.returncode == 1
    assert project.file.read_text(encoding="utf-8") == CONFIG


def test_new_names_are_written_and_everything_else_stays(project: Project) -> None:
    done = project.names("--write")

    assert project.file.read_text(encoding="utf-8") == CONFIG.replace(
        'names.projects = { "Clinic" = 1 }\n',
        'names.projects = { "Clinic" = 1 }\n'
        'names.profiles = { "Returning patient" = 31 }\n'
        'names.metrics = { "Expected Outcome" = 41 }\n'
        'names.phones = { "Front desk" = 51 }\n'
        "\n"
        "[environments.staging.names.personalities]\n"
        '"Any language" = 14\n'
        '"Deutsche Anruferin" = 13\n'
        '"Impatient caller" = 12\n'
        '"Normal caller" = 11\n',
    )
    assert "wrote 7 names to scn.toml\n" in done.stderr
    assert (project.file.stat().st_mode & 0o777) == 0o644

    again = project.names("--write")
    assert "wrote" not in again.stderr
    assert project.own["agents"] == {"Front desk": 21, "Night desk": 29}


def test_a_script_that_uses_the_new_names_compiles(project: Project) -> None:
    project.stub.store.agents[23] = project.stub.store.agents[21] | {
        "id": 23,
        "name": "$1 desk, \x1b[31m'red'",
    }
    project.names("--write")
    (project.folder / "calls" / "a.scn").write_text(SCRIPT.format("$1 desk, [31m'red'"), encoding="utf-8")

    assert '"agent": 23' in scn("compile", "calls", cwd=project.folder).stdout


@pytest.mark.parametrize("output", ["text", "json", "toml"])
def test_a_name_on_the_platform_steers_neither_a_terminal_nor_a_runner(project: Project, output: str) -> None:
    project.stub.store.agents[21]["name"] = "::error::a\r\n##[group]b\x1b[31m\u202e"
    project.stub.store.agents[29] = project.stub.store.agents[21] | {"id": 29}
    project.file.write_text("environment = 'staging'\n[environments.staging]\n", encoding="utf-8")
    done = project.names("--format", output, "--only", "agents")

    assert line_with_command(done.stdout) is None
    assert not set("\r\x1b\u202e") & set(done.stdout)


def test_without_names_to_report_the_run_ends_well(project: Project) -> None:
    project.file.write_text("[environments.staging]\n", encoding="utf-8")
    done = project.names("--env", "staging")
    assert done.returncode == 0
    assert done.stderr == "10 new names: add them to scn.toml with `scn names --env staging --write`\n"
    assert project.names("--env", "staging", "--write").returncode == 0

    done = project.names("--env", "staging", "--write")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "scn.toml has names for everything\n")


def test_pruning_removes_what_is_gone_and_says_who_uses_it(project: Project) -> None:
    done = project.names("--write", "--prune", *KINDS)

    assert "gone  Night desk" in done.stdout and "used in calls/a.scn:4" in done.stdout
    assert "removed 1 name from scn.toml\n" in done.stderr
    assert project.own["agents"] == {"Front desk": 21}
    assert "`Old metric` comes from the environment `shared`" in done.stderr
    assert done.returncode == 1
    assert '"Old metric" = 49' in project.file.read_text(encoding="utf-8")

    done = project.names("--write", "--prune", "--env", "shared", "--only", "metrics")
    assert (done.returncode, '"Old metric"' in project.file.read_text(encoding="utf-8")) == (0, False)


def test_a_name_that_something_else_has_now_changes_only_when_asked_to(project: Project) -> None:
    agents = project.stub.store.agents
    agents[23] = agents.pop(21) | {"id": 23, "name": "Front desk"}
    done = project.names("--write", "--only", "agents")
    assert "changed  Front desk  23  was 21, which is gone; no script uses it\n" in done.stdout
    assert (done.returncode, project.own["agents"]["Front desk"]) == (1, 21)

    done = project.names("--write", "--prune", "--only", "agents")
    assert (done.returncode, project.own["agents"]) == (0, {"Front desk": 23})


def test_equal_names_are_told_apart(project: Project) -> None:
    metrics = project.stub.store.metrics
    metrics[44] = metrics[41] | {"id": 44}
    done = project.names("--only", "metrics", "--write")

    assert "new   Expected Outcome (41)  41  2 have the name `Expected Outcome`\n" in done.stdout
    assert project.own["metrics"] == {"Expected Outcome (41)": 41, "Expected Outcome (44)": 44}


def test_a_list_that_a_key_may_not_read_leaves_the_others_and_its_own_names_alone(project: Project) -> None:
    project.stub.fail(Status(403, {"detail": "Not for \x1b[31mthis key"}), "GET", "*/short_list/", times=9)
    done = project.names("--write", "--prune", *KINDS)

    assert "scn: can't list agents: the API key may not do this: Not for \\u001b[31mthis key\n" in done.stderr
    assert project.own["agents"] == {"Front desk": 21, "Night desk": 29}
    assert "Expected Outcome" in done.stdout
    assert done.returncode == 1


def test_a_key_for_all_projects_is_told_to_choose_one(project: Project) -> None:
    project.file.unlink()
    env = {"CEKURA_API_KEY": project.stub.user_token}
    done = project.names(*KINDS, "--only", "agents,projects", **env)
    assert done.stdout == "projects\n  Clinic      1\n  Restaurant  2\n"
    assert "; set CEKURA_PROJECT_ID, or `project` in the environment's `fields`\n" in done.stderr

    done = project.names("--only", "agents", CEKURA_PROJECT_ID="2", **env)
    assert (done.returncode, done.stdout) == (0, "agents\n  Table bookings  22\n")


@pytest.mark.parametrize(
    ("words", "env", "message"),
    [
        ((), {"CEKURA_API_KEY": ""}, "no API key: set CEKURA_API_KEY"),
        ((), {"CEKURA_API_KEY": "wrong"}, "the platform doesn't accept the API key"),
        ((), {"CEKURA_API_URL": "http://127.0.0.1:9"}, "http://127.0.0.1:9 doesn't answer"),
        (("--prune",), {}, "--prune needs --write"),
        (("--only", "agent"), {}, "unknown kind `agent`: did you mean `agents`?"),
        (("--only", ""), {}, "unknown kind ``: the kinds are agents, personalities, profiles"),
        (("--env", "test"), {}, "scn.toml has no environment `test`"),
        (
            ("--isolated", "--write"),
            {},
            "add `[environments.staging]` to scn.toml, and choose it with `--env staging`",
        ),
    ],
)
def test_what_is_missing_is_said(
    project: Project, words: tuple[str, ...], env: dict[str, str], message: str
) -> None:
    done = project.names(*words, **env)

    assert message in done.stderr
    assert (done.returncode, done.stdout) == (2, "")
    assert project.file.read_text(encoding="utf-8") == CONFIG


@pytest.mark.parametrize("fault", [Status(500), Drop(), Html()])
def test_a_platform_in_trouble_ends_the_run_before_anything_is_written(
    project: Project, fault: Status | Drop | Html
) -> None:
    project.stub.fail(fault, "GET", "*/metrics/", times=9)
    done = project.names("--write")

    assert (done.returncode, done.stdout) == (2, "")
    assert project.file.read_text(encoding="utf-8") == CONFIG
    assert project.stub.key not in done.stderr


def test_an_environment_has_to_be_chosen_to_write(project: Project) -> None:
    project.file.write_text(CONFIG.replace('environment = "staging"\n', ""), encoding="utf-8")
    done = project.names("--write")

    choices = "`--env shared` or `--env staging` or `--env production`"
    assert f"--write needs an environment that the names belong to: choose {choices}\n" in done.stderr
    assert project.names("--only", "agents").stdout == "agents\n  Reception  21\n"


def test_a_platform_without_ids_has_no_names(project: Project) -> None:
    project.file.write_text('target = "eqho"\n', encoding="utf-8")
    done = project.names()

    assert done.stderr == "Error: scripts for `eqho` have no ids, so there are no names to look up\n"
    assert done.returncode == 2


def test_toml_has_the_lines_to_add(project: Project) -> None:
    done = project.names("--format", "toml", *KINDS)
    assert done.stdout == '[environments.staging.names.metrics]\n"Expected Outcome" = 41\n'

    project.file.unlink()
    done = project.names("--format", "toml", *KINDS)
    assert tomllib.loads(done.stdout)["environments"]["NAME"]["names"]["agents"] == {"Reception": 21}


def test_json_has_everything(project: Project) -> None:
    project.stub.fail(Status(403), "GET", "*/phone-numbers/")
    done = project.names("--format", "json", "--only", "agents,phones")

    assert json.loads(done.stdout) == {
        "environment": "staging",
        "names": [
            {"kind": "agents", "state": "known", "name": "Front desk", "id": 21, "platform_name": "Reception",
             "before": None, "used_in": []},
            {"kind": "agents", "state": "gone", "name": "Night desk", "id": 29, "platform_name": None,
             "before": None, "used_in": ["calls/a.scn:4"]},
        ],
        "failed": {"phones": "the API key may not do this: Something went wrong."},
    }  # fmt: skip


@pytest.mark.parametrize("command", ["names", "drift"])
def test_lists_are_of_the_project_that_the_environment_names(project: Project, command: str) -> None:
    scn(command, cwd=project.folder, env=project.env)

    asked = {each.query["project_id"] for each in project.stub.requests if "project_id" in each.query}
    assert asked == {"1"}


def test_a_project_without_an_id_is_looked_up_first(project: Project) -> None:
    project.file.write_text(CONFIG.replace('"Clinic" = 1', '"Other" = 1'), encoding="utf-8")
    done = project.names()
    assert done.stderr == (
        "Error: the project `Clinic` has no id in `staging`: look it up with `scn names --only projects`\n"
    )
    assert (done.returncode, project.stub.requests) == (2, [])
    assert (
        project.names("--only", "projects").stdout
        == "projects\n  known  Other  1  `Clinic` on the platform\n"
    )


def test_names_can_be_written_into_a_pyproject(project: Project) -> None:
    text = CONFIG.replace("[environments", "[tool.scn.environments").replace(
        "environment =", "tool.scn.environment ="
    )
    project.file.unlink()
    (project.folder / "pyproject.toml").write_text(text + '\n[tool.other]\na = "b"\n', encoding="utf-8")

    assert "wrote 1 name to pyproject.toml" in project.names("--write", *KINDS).stderr
    assert 'names.metrics = { "Expected Outcome" = 41 }\n' in (project.folder / "pyproject.toml").read_text(
        encoding="utf-8"
    )
    assert scn("check", "calls", cwd=project.folder).returncode == 0


def test_an_environment_of_another_file_gets_its_names_here(project: Project) -> None:
    (project.folder / "base.toml").write_text(CONFIG, encoding="utf-8")
    project.file.write_text('extends = "base.toml"', encoding="utf-8")
    project.names("--write", *KINDS)

    assert project.file.read_text(encoding="utf-8") == (
        'extends = "base.toml"\n\n[environments.staging.names.metrics]\n"Expected Outcome" = 41\n'
    )
    assert (project.folder / "base.toml").read_text(encoding="utf-8") == CONFIG


def test_a_layout_that_cannot_be_edited_is_left_alone(project: Project) -> None:
    text = 'environments."stag\\u0069ng".names.metrics = { "Politeness" = 42 }\n'
    project.file.write_text(text, encoding="utf-8")
    done = project.names("--write", "--env", "staging", "--only", "metrics")

    assert done.stderr == (
        "scn: scn.toml has a layout that scn can't edit: add these lines yourself\n"
        '[environments.staging.names.metrics]\n"Expected Outcome" = 41\n'
    )
    assert (done.returncode, project.file.read_text(encoding="utf-8")) == (2, text)


def test_names_in_fragments_and_in_default_fields_are_found(project: Project) -> None:
    (project.folder / "shared.scn").write_text("fragment: desk\nagent: Night desk\n", encoding="utf-8")
    script = SCRIPT.format("Night desk").replace("agent: Night desk\n", "insert: desk\n")
    (project.folder / "calls" / "a.scn").write_text(f"import: ../shared.scn\n{script}", encoding="utf-8")
    assert "used in shared.scn" in project.names("--only", "agents").stdout

    fields = 'fields = { project = "Clinic", agent = "Night desk" }'
    project.file.write_text(CONFIG.replace('fields = { project = "Clinic" }', fields), encoding="utf-8")
    (project.folder / "calls" / "a.scn").write_text(script.replace("insert: desk\n", ""), encoding="utf-8")
    assert "used in scn.toml:8" in project.names("--only", "agents").stdout


@pytest.mark.skipif(sys.platform == "win32", reason="permissions")
def test_a_configuration_that_is_read_only_stays(project: Project) -> None:
    project.file.chmod(0o400)
    done = project.names("--write")

    assert "scn.toml: cannot be written: it is read-only" in done.stderr
    assert (done.returncode, project.file.read_text(encoding="utf-8")) == (2, CONFIG)
