"""Platforms from other packages: they work like built-in ones, and scn looks for them only when it needs them."""

import json
import re
from pathlib import Path

import pytest

from scn_compiler import plugin_api
from scn_compiler.platforms import TARGETS
from support.lsp_client import SCN, talking
from support.plugins import CALL, FILES, OURS, PAYLOAD, TOY, changed, install, python, scn

# Use like a built-in platform


def test_its_targets_are_listed_after_the_built_in_ones_with_their_package(folder: Path) -> None:
    lines = scn(folder, "targets").stdout.splitlines()

    assert len(lines) == len(TARGETS) + 1
    assert lines[-1].split("  ")[0] == "toy"
    assert lines[-1].endswith("what the caller hears and says (platform toy, from scn-toy 1.0)")


def test_a_script_that_names_its_target_is_clean_and_compiles_to_it(folder: Path) -> None:
    checked = scn(folder, "check", "--strict", "way.scn")
    made = scn(folder, "compile", "way.scn")

    assert (checked.returncode, checked.stdout) == (0, "")
    assert (made.returncode, json.loads(made.stdout), made.stderr) == (0, PAYLOAD, "")


@pytest.mark.parametrize("way", ["option", "configuration"])
def test_a_script_that_names_no_target_is_compiled_to_it_on_request(folder: Path, way: str) -> None:
    (folder / "way.scn").write_text(CALL.partition("\n\n")[2], encoding="utf-8")
    if way == "configuration":
        (folder / "scn.toml").write_text('target = "toy"\n', encoding="utf-8")
    asked = ("-t", "toy") if way == "option" else ()

    assert json.loads(scn(folder, "compile", *asked, "way.scn").stdout) == PAYLOAD
    assert scn(folder, "check", *asked, "way.scn").returncode == 0


def test_its_payload_becomes_the_script_that_makes_it_again(folder: Path) -> None:
    (folder / "call.json").write_text(json.dumps(PAYLOAD), encoding="utf-8")

    for asked in ((), ("--from", "toy")):
        read = scn(folder, "decompile", "call.json", "-o", "again.scn", *asked)
        assert (read.returncode, read.stderr) == (0, "wrote again.scn (read as toy)\n")
        assert json.loads(scn(folder, "compile", "again.scn").stdout) == PAYLOAD


def test_the_toy_reads_no_built_in_payload(folder: Path) -> None:
    (folder / "hi.scn").write_text(OURS, encoding="utf-8")
    scn(folder, "compile", "hi.scn", "-o", "hi.json")

    refused = scn(folder, "decompile", "hi.json", "--from", "toy")

    assert refused.returncode == 1
    assert "unknown-payload" in refused.stderr
    assert scn(folder, "decompile", "hi.json").stdout.startswith("scenario: Hi")


def test_what_it_says_of_a_script_is_reported_in_its_place(folder: Path) -> None:
    text = CALL.replace("The agent asks where to", 'contains "where to"').replace(
        "toy.speed: 2", "toy.speed: 2\nrole: A caller"
    )
    (folder / "way.scn").write_text(text, encoding="utf-8")

    lines = scn(folder, "check", "--format", "concise", "way.scn").stdout.splitlines()

    assert [line.split(" ", 2)[0] for line in lines] == ["way.scn:5:1:", "way.scn:10:1:"]
    assert lines[0].endswith("`role:` has no equivalent in a toy")


def test_its_keys_are_lines_of_the_language_for_every_target(folder: Path) -> None:
    (folder / "hi.scn").write_text(OURS.replace("role", "toy.speed: 3\nrole", 1), encoding="utf-8")
    (folder / "far").mkdir()

    assert scn(folder, "check", "hi.scn").returncode == 0
    without = scn(folder, "check", "hi.scn", site=folder / "far")
    assert "unknown platform `toy`" in without.stdout


def test_a_misspelt_name_is_answered_with_its_own(folder: Path) -> None:
    (folder / "way.scn").write_text(CALL.replace("target: toy", "target: toyy"), encoding="utf-8")

    assert "did you mean `toy`?" in scn(folder, "check", "way.scn").stdout
    assert "did you mean `toy`?" in scn(folder, "check", "-t", "tyo", "way.scn").stderr


def test_the_first_script_compiles_to_it_as_far_as_it_can(folder: Path) -> None:
    assert scn(folder, "new", "first").returncode == 0

    said = scn(folder, "compile", "-t", "toy", "first.scn")

    assert said.returncode == 1
    assert "a toy waits for a sentence and speaks text" in said.stderr
    assert "bug" not in said.stderr


def test_the_missing_first_script_is_reported(folder: Path) -> None:
    said = scn(folder, "new", "-t", "toy", "road")

    assert said.returncode == 2
    assert "scn has no starter script for `toy`" in said.stderr
    assert not (folder / "road.scn").exists()


def test_misspelt_keys_are_for_the_platform_to_report(folder: Path) -> None:
    (folder / "way.scn").write_text(CALL.replace("speed", "sped"), encoding="utf-8")

    assert scn(folder, "check", "--strict", "way.scn").returncode == 0


def test_the_tab_key_offers_it(folder: Path) -> None:
    code = (
        "import os, sys; sys.argv = ['scn']\n"
        "os.environ.update(_SCN_COMPLETE='bash_complete', COMP_WORDS='scn compile -t to', COMP_CWORD='3')\n"
        "from scn_compiler.cli import main; main()"
    )

    assert python(folder, code).stdout.split() == ["plain,toy"]


def test_an_editor_knows_it(folder: Path) -> None:
    code = (
        "from scn_compiler.ide.completion.complete import complete\n"
        "from scn_compiler.ide.document import OpenScript\n"
        "from scn_compiler.ide.hover.hover import hover\n"
        "text = 'target: toy\\n\\nscenario: A\\nto'\n"
        "print(*(offer.label for offer in complete(OpenScript(text), len(text))))\n"
        "print(*(offer.label for offer in complete(OpenScript('target: '), 8)))\n"
        "print(hover(OpenScript(text), 9).text)\n"
    )

    keys, targets, said = python(folder, code).stdout.split("\n", 2)

    assert "toy.speed:" in keys.split()
    assert "toy" in targets.split()
    assert "what the caller hears and says" in said


@pytest.mark.parametrize("missing", ["read", "docs"])
def test_optional_parts_of_a_platform_may_be_missing(tmp_path: Path, missing: str) -> None:
    install(tmp_path, changed(f", {missing}={missing}", ""))
    (tmp_path / "way.scn").write_text(CALL, encoding="utf-8")
    (tmp_path / "call.json").write_text(json.dumps(PAYLOAD), encoding="utf-8")

    assert json.loads(scn(tmp_path, "compile", "way.scn").stdout) == PAYLOAD
    read = scn(tmp_path, "decompile", "call.json")
    assert read.returncode == int(missing == "read")
    assert "bug" not in read.stderr
    hover = (
        "from scn_compiler.ide.document import OpenScript\n"
        "from scn_compiler.ide.hover.hover import hover\n"
        "print(hover(OpenScript('role: A'), 1).text)"
    )
    assert "role" in python(tmp_path, hover).stdout


def test_a_platform_with_days_has_a_key_in_the_configuration_and_one_without_has_none(folder: Path) -> None:
    (folder / "scn.toml").write_text('toy-rules = "2026-09"\n', encoding="utf-8")

    without = scn(folder, "check", "way.scn")
    as_of = "def as_of(name: str, day: str) -> Target:\n    raise ValueError(day)\n\n\n"
    toy = changed("PLATFORM = Platform(", f"{as_of}PLATFORM = Platform(")
    toy = toy.replace("docs=docs)", "docs=docs, as_of=as_of)")
    install(folder, toy)
    dated = scn(folder, "check", "way.scn")

    assert (without.returncode, "unknown key `toy-rules`" in without.stderr) == (2, True)
    assert (dated.returncode, "ValueError: 2026-09-30" in dated.stderr) == (101, True)


def test_a_payload_that_says_too_little_is_read_where_its_target_is_named(folder: Path) -> None:
    read_as = (
        "def read_as(payload: Json, name: str) -> PayloadReading:\n"
        "    return PayloadReading(Script(scenarios=(Scenario(),)), name, payload, ())\n\n\n"
    )
    toy = changed("PLATFORM = Platform(", f"{read_as}PLATFORM = Platform(")
    install(folder, toy.replace("docs=docs)", "docs=docs, read_as=read_as)"))
    (folder / "call.json").write_text("{}", encoding="utf-8")

    named, unnamed = (scn(folder, "decompile", "call.json", *words) for words in (("--from", "toy"), ()))

    assert (named.returncode, named.stdout.splitlines()[:1]) == (0, ["target: toy"]), named.stderr
    assert "unknown-payload" in unnamed.stderr


# Costs nothing unless needed


@pytest.mark.parametrize(
    "words",
    [
        ("check", "hi.scn"),
        ("check", "-t", "cekura", "hi.scn"),
        ("compile", "hi.scn"),
        ("decompile", "hi.json"),
    ],
    ids=" ".join,
)
def test_scn_looks_for_packages_only_if_no_built_in_platform_has_the_answer(
    folder: Path, words: tuple[str, ...]
) -> None:
    (folder / "hi.scn").write_text(OURS, encoding="utf-8")
    scn(folder, "compile", "hi.scn", "-o", "hi.json")
    code = (
        "import sys; from scn_compiler.cli import main\ntry: main()\n"
        "finally: print(*{'importlib.metadata', 'scn_toy', 'scn_compiler.platforms.plugins'} & set(sys.modules),"
        " file=sys.stderr)"
    )

    done = python(folder, code, *words)

    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-1] == "", "scn looked for packages"


def test_only_the_package_whose_name_fits_is_loaded(folder: Path) -> None:
    install(folder, "raise SystemExit('loaded')", "scn-other", "other")

    assert json.loads(scn(folder, "compile", "way.scn").stdout) == PAYLOAD
    assert "loaded" in scn(folder, "targets").stderr


# The cache of clean files


@pytest.fixture
def many(folder: Path) -> Path:
    for number in range(10):
        (folder / f"{number:03}.scn").write_text(OURS if number % 2 else CALL, encoding="utf-8")
    assert scn(folder, "check", ".").returncode == 0
    return folder


def test_clean_files_are_known_while_their_platform_stays_as_it_is(many: Path) -> None:
    code = (
        "from scn_compiler.cli import main\n"
        "from scn_compiler.cli import parallel\n"
        "def process_one(_, job): raise SystemExit(f'{job.input.path} is checked again')\n"
        "parallel._process_one = process_one; main()"
    )

    assert python(many, code, "check", ".", "--jobs", "1").returncode == 0
    install(many, TOY + "\n")
    assert "is checked again" in python(many, code, "check", ".", "--jobs", "1").stderr


def test_files_are_no_longer_clean_when_their_platform_is_gone(many: Path) -> None:
    (many / "far").mkdir()

    done = scn(many, "check", "--format", "concise", ".", site=many / "far")

    assert done.stdout.count("unknown-target") == 6


def test_a_platform_that_changed_is_asked_again_for_files_that_were_clean(many: Path) -> None:
    install(many, changed('("scenario",), "a toy"', '(), "a toy"'))

    assert scn(many, "check", "--format", "concise", ".").stdout.count("`scenario:` has no equivalent") == 6


# Over the protocol; the example itself


@pytest.mark.slow
def test_an_editor_can_choose_its_target(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(folder))
    with talking(*SCN) as (talk, _):
        talk.initialize(initializationOptions={"target": "toy"})
        uri = talk.open(CALL.partition("\n\n")[2])

        made = talk.ask("workspace/executeCommand", command="scn.compile", arguments=[uri])
        listed = talk.ask("workspace/executeCommand", command="scn.targets", arguments=[])

    assert (made["target"], json.loads(made["payloads"][0]["json"])) == ("toy", PAYLOAD)
    assert [each["name"] for each in listed] == [*TARGETS, "toy"]


def test_the_example_names_its_entry_point_and_is_short() -> None:
    assert '[project.entry-points."scnlang.platforms"]\ntoy = "scn_toy"\n' in FILES["pyproject.toml"]
    assert len(TOY.splitlines()) < 100


def test_the_example_imports_what_packages_may_import_and_nothing_else() -> None:
    imports = re.findall(r"^(?:from|import) (scn_\S+)", TOY, re.MULTILINE)

    assert imports == ["scn_compiler.plugin_api"]


def test_every_name_that_packages_may_import_is_listed_once() -> None:
    assert len(set(plugin_api.__all__)) == len(plugin_api.__all__)
    assert all(hasattr(plugin_api, name) for name in plugin_api.__all__)
    public = {name for name in vars(plugin_api) if name[0] not in "_@"}  # pytest adds names with an @
    assert public == set(plugin_api.__all__)
