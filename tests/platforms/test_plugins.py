"""Platforms that other packages bring: used as ours are, looked for only where they are needed, and never our bug."""

import json
import os
import re
from pathlib import Path

import pytest

from scn_compiler import plugin_api
from scn_compiler.cli.checking.parallel import MIN_CACHED
from scn_compiler.platforms import TARGETS
from support.lsp_client import SCN, talking
from support.plugins import CALL, FILES, TOY, install, python, scn

PAYLOAD = {
    "toy": "Ask for the way",
    "steps": [
        {"hear": None, "say": "Hello", "last": False},
        {"hear": "The agent asks where to", "say": "Home", "last": True},
    ],
    "speed": 2,
}
OURS = "scenario: Hi\nrole: A caller\nlanguage: en\n\nFIRST_MESSAGE\n  say: Hi\n  end call\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a script for the toy, where the package of the toy is installed."""
    (tmp_path / "way.scn").write_text(CALL, encoding="utf-8")
    return install(tmp_path, TOY)


def changed(before: str, after: str) -> str:
    """The toy, in another way."""
    assert before in TOY
    return TOY.replace(before, after)


# It is used as ours are


def test_its_targets_are_listed_behind_ours_with_where_they_come_from(folder: Path) -> None:
    lines = scn(folder, "targets").stdout.splitlines()

    assert len(lines) == len(TARGETS) + 1
    assert lines[-1].split("  ")[0] == "toy"
    assert lines[-1].endswith("what is heard, and what is said (platform toy, of scn-toy 1.0)")


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
        assert (read.returncode, read.stderr) == (0, "again.scn written (read as toy)\n")
        assert json.loads(scn(folder, "compile", "again.scn").stdout) == PAYLOAD


def test_a_payload_of_ours_is_none_of_the_toy(folder: Path) -> None:
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
    assert lines[0].endswith("a toy has no place for `role:`")


def test_its_keys_are_lines_of_the_language_for_every_target(folder: Path) -> None:
    (folder / "hi.scn").write_text(OURS.replace("role", "toy.speed: 3\nrole", 1), encoding="utf-8")
    (folder / "far").mkdir()

    assert scn(folder, "check", "hi.scn").returncode == 0
    without = scn(folder, "check", "hi.scn", site=folder / "far")
    assert "there is no platform `toy`" in without.stdout


def test_a_misspelt_name_is_answered_with_its_own(folder: Path) -> None:
    (folder / "way.scn").write_text(CALL.replace("target: toy", "target: toyy"), encoding="utf-8")

    assert "did you mean `toy`?" in scn(folder, "check", "way.scn").stdout
    assert "did you mean `toy`?" in scn(folder, "check", "-t", "tyo", "way.scn").stderr


def test_the_first_script_compiles_to_it_as_far_as_it_can(folder: Path) -> None:
    assert scn(folder, "new", "first").returncode == 0

    said = scn(folder, "compile", "-t", "toy", "first.scn")

    assert said.returncode == 1
    assert "a toy hears a sentence and says words" in said.stderr
    assert "bug" not in said.stderr


def test_there_is_no_first_script_for_it_and_that_is_said(folder: Path) -> None:
    said = scn(folder, "new", "-t", "toy", "road")

    assert said.returncode == 2
    assert "there is no first script for `toy`" in said.stderr
    assert not (folder / "road.scn").exists()


def test_what_is_misspelt_in_its_keys_is_its_own_to_say(folder: Path) -> None:
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
    assert "what is heard, and what is said" in said


@pytest.mark.parametrize("missing", ["read", "docs"])
def test_what_a_platform_may_leave_out_is_not_missed(tmp_path: Path, missing: str) -> None:
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

    assert (without.returncode, "there is no key `toy-rules`" in without.stderr) == (2, True)
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


# It costs nothing where it is not needed


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
def test_nobody_looks_for_packages_where_our_platforms_have_the_answer(
    folder: Path, words: tuple[str, ...]
) -> None:
    (folder / "hi.scn").write_text(OURS, encoding="utf-8")
    scn(folder, "compile", "hi.scn", "-o", "hi.json")
    code = (
        "import sys; from scn_compiler.cli import main\ntry: main()\n"
        "finally: print(*{'importlib.metadata', 'scn_toy', 'scn_compiler.platforms.external'} & set(sys.modules),"
        " file=sys.stderr)"
    )

    done = python(folder, code, *words)

    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-1] == "", "looked for"


def test_only_the_package_whose_name_fits_is_loaded(folder: Path) -> None:
    install(folder, "raise SystemExit('loaded')", "scn-other", "other")

    assert json.loads(scn(folder, "compile", "way.scn").stdout) == PAYLOAD
    assert "loaded" in scn(folder, "targets").stderr


# What cannot be used is named, and the rest works

BROKEN = {
    "it cannot be imported": ("import nothing_of_this_name\n", "No module named 'nothing_of_this_name'"),
    "it ends the program": ("raise SystemExit(3)\n", "SystemExit: 3"),
    "it is no Python": ("def\n", "SyntaxError"),
    "it has no platform": ("", "`PLATFORM` in scn_toy is no `Platform`"),
    "its platform is none": ("PLATFORM = 'toy'\n", "`PLATFORM` in scn_toy is no `Platform`"),
    "its platform has another name": (
        changed('Platform("toy"', 'Platform("boat"'),
        "`PLATFORM` in scn_toy is called `boat`",
    ),
    "its targets are none": (
        changed("(TARGET,)", "('toy',)"),
        "`targets` of `PLATFORM` in scn_toy is no tuple of `Target`",
    ),
    "it has no targets": (
        changed("(TARGET,)", "()"),
        "`targets` of `PLATFORM` in scn_toy is no tuple of `Target`",
    ),
    "a target is of another platform": (changed('"toy", "toy", "what', '"toy", "cekura", "what'), "`cekura`"),
    "a target is called as one of ours": (changed('Target("toy", ', 'Target("cekura", '), "`cekura`"),
    "two targets have one name": (changed("(TARGET,)", "(TARGET, TARGET)"), "two targets are called `toy`"),
    "a form is none": (changed("Form.BODY", "'body'"), "`form` of the target `toy` is no `Form`"),
    "nothing emits": (changed("Markup(), emit)", "Markup(), None)"), "`emit` of the target `toy`"),
    "its reader is none": (
        changed("read=read", "read=3"),
        "`read` of `PLATFORM` in scn_toy cannot be called",
    ),
}


@pytest.mark.parametrize(("code", "reason"), BROKEN.values(), ids=BROKEN)
def test_a_platform_that_cannot_be_used_is_named_with_its_package_below_the_targets(
    tmp_path: Path, code: str, reason: str
) -> None:
    install(tmp_path, code)

    listed = scn(tmp_path, "targets")

    assert (listed.returncode, len(listed.stdout.splitlines())) == (0, len(TARGETS))
    assert listed.stderr.startswith("scn: the platform `toy` of scn-toy 1.0 cannot be used: ")
    assert reason in listed.stderr
    assert len(listed.stderr.splitlines()) == 1


def test_a_platform_that_cannot_be_used_is_named_where_it_is_asked_for(tmp_path: Path) -> None:
    install(tmp_path, "import nothing_of_this_name\n")
    (tmp_path / "way.scn").write_text(CALL, encoding="utf-8")
    (tmp_path / "call.json").write_text(json.dumps(PAYLOAD), encoding="utf-8")
    (tmp_path / "hi.scn").write_text(OURS, encoding="utf-8")

    checked = scn(tmp_path, "check", "way.scn")
    asked = scn(tmp_path, "compile", "-t", "toy", "way.scn")
    read = scn(tmp_path, "decompile", "call.json")

    assert (checked.returncode, asked.returncode, read.returncode) == (1, 2, 1)
    for said in (checked.stdout, asked.stderr, read.stderr):
        assert "the platform `toy` of scn-toy 1.0 cannot be used: ModuleNotFoundError: " in said
        assert "Traceback" not in said
    assert scn(tmp_path, "compile", "hi.scn").returncode == 0


@pytest.mark.parametrize("name", ["cekura", "role", "given", "Toy", "my-toy", "9"])
def test_a_platform_cannot_have_a_name_that_is_taken_or_no_name(tmp_path: Path, name: str) -> None:
    install(tmp_path, TOY, platform=name)

    listed = scn(tmp_path, "targets")

    assert len(listed.stdout.splitlines()) == len(TARGETS)
    assert f"the platform `{name}` of scn-toy 1.0 cannot be used: " in listed.stderr
    (tmp_path / "hi.scn").write_text(OURS, encoding="utf-8")
    assert scn(tmp_path, "compile", "hi.scn").returncode == 0


def test_of_two_packages_with_one_platform_the_first_has_it_and_the_other_is_named(folder: Path) -> None:
    install(folder, changed("what is heard, and what is said", "another toy"), "scn-a-toy")

    listed = scn(folder, "targets")

    assert "another toy (platform toy, of scn-a-toy 1.0)" in listed.stdout
    assert listed.stderr == (
        "scn: the platform `toy` of scn-toy 1.0 cannot be used: scn-a-toy 1.0 brings it already\n"
    )
    assert scn(folder, "compile", "way.scn").returncode == 0


def test_a_package_that_is_installed_twice_is_one(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    again = install(tmp_path_factory.mktemp("again"), TOY)

    listed = scn(folder, "targets", site=Path(f"{folder}{os.pathsep}{again}"))

    assert (listed.returncode, listed.stderr) == (0, "")
    assert len(listed.stdout.splitlines()) == len(TARGETS) + 1


def test_entry_points_that_are_written_wrongly_stop_nobody(folder: Path) -> None:
    install(folder, "", "scn-rubbish", entry="this is no entry point")

    assert scn(folder, "compile", "way.scn").returncode == 0


def test_a_package_that_says_neither_name_nor_version_is_called_after_its_module(folder: Path) -> None:
    (folder / "scn_toy-1.0.dist-info" / "METADATA").unlink()

    assert scn(folder, "targets").stdout.splitlines()[-1].endswith("(platform toy, of scn_toy)")


# What it raises is its own bug

MISTAKES = {
    "raises": "    raise ValueError('no\\nway')",
    "never ends": "    return emit(document)",
    "returns nothing": "    return None",
    "returns what is no JSON": "    return Emitted((Payload('a', {1: 2}),))",
    "returns a tuple": "    return Emitted((Payload('a', {'b': (1, 2)}),))",
    "returns no number": "    return Emitted((Payload('a', float('nan')),))",
    "has no name that is text": "    return Emitted((Payload(3, {}),))",
    "reports what there is not": "    return Emitted((), (report('no-such-kind', None, ''),))",
    "reports no place": "    return Emitted((), (report('unknown-field', None, 'x'),))",
    "reports text": "    return Emitted((), ('wrong',))",
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_of_a_platform_that_emits_is_a_bug_of_its_package(tmp_path: Path, mistake: str) -> None:
    head = "def emit(document: ResolvedScript) -> Emitted:\n"
    install(tmp_path, changed(head, f"{head}{mistake}\n"))
    (tmp_path / "way.scn").write_text(CALL, encoding="utf-8")

    done = scn(tmp_path, "compile", "way.scn", "-o", "way.json")
    first, second = done.stderr.splitlines()

    assert (done.returncode, done.stdout) == (101, "")
    assert first.startswith("scn: this is a bug in scn-toy 1.0, which brings the platform `toy`: ")
    assert second == "scn: please report it to those who make that package, with the input that led to it"
    assert not (tmp_path / "way.json").exists()


READINGS = {
    "raises": "    return payload['nothing']",
    "returns text": "    return 'target: toy'",
    "reads another target": "    return PayloadReading(Script(), 'cekura', payload, ())",
    "remarks what there is not": "    return PayloadReading(Script(), 'toy', payload, ('wrong',))",
    "has a script that is none": "    return PayloadReading(Script(scenarios=(3,)), 'toy', payload, ())",
    "keeps what is no JSON": "    return PayloadReading(Script(), 'toy', {1}, ())",
}


@pytest.mark.parametrize("mistake", READINGS.values(), ids=READINGS)
def test_a_mistake_of_a_platform_that_reads_is_a_bug_of_its_package(tmp_path: Path, mistake: str) -> None:
    head = "def read(payload: Json) -> PayloadReading | None:\n"
    install(tmp_path, changed(head, f"{head}{mistake}\n"))
    (tmp_path / "call.json").write_text(json.dumps(PAYLOAD), encoding="utf-8")

    done = scn(tmp_path, "decompile", "call.json", "-o", "way.scn")

    assert done.returncode == 101
    assert done.stderr.startswith("scn: this is a bug in scn-toy 1.0")
    assert not (tmp_path / "way.scn").exists()


def test_a_bug_of_a_platform_reaches_those_who_call_us_from_several_processes(tmp_path: Path) -> None:
    head = "def emit(document: ResolvedScript) -> Emitted:\n"
    install(tmp_path, changed(head, f"{head}    raise ValueError\n"))
    for number in range(60):
        (tmp_path / f"{number}.scn").write_text(CALL, encoding="utf-8")

    done = scn(tmp_path, "check", "--jobs", "2", ".")

    assert done.returncode == 101
    assert "this is a bug in scn-toy 1.0" in done.stderr


# What is remembered of clean files


@pytest.fixture
def many(folder: Path) -> Path:
    for number in range(MIN_CACHED):
        (folder / f"{number:03}.scn").write_text(OURS if number % 2 else CALL, encoding="utf-8")
    assert scn(folder, "check", ".").returncode == 0
    return folder


def test_clean_files_are_known_while_their_platform_stays_as_it_is(many: Path) -> None:
    code = (
        "from scn_compiler.cli import main\n"
        "from scn_compiler.cli.checking import parallel\n"
        "def check_one(job): raise SystemExit(f'{job.input.path} is checked again')\n"
        "parallel.check_one = check_one; main()"
    )

    assert python(many, code, "check", ".", "--jobs", "1").returncode == 0
    install(many, TOY + "\n")
    assert "is checked again" in python(many, code, "check", ".", "--jobs", "1").stderr


def test_files_are_not_clean_any_more_when_their_platform_has_gone(many: Path) -> None:
    (many / "far").mkdir()

    done = scn(many, "check", "--format", "concise", ".", site=many / "far")

    assert done.stdout.count("unknown-target") == MIN_CACHED / 2 + 1


def test_a_platform_that_changed_is_asked_again_for_files_that_were_clean(many: Path) -> None:
    install(many, changed('("scenario",), "a toy"', '(), "a toy"'))

    assert scn(many, "check", "--format", "concise", ".").stdout.count("no place for `scenario:`") == 51


# Over the protocol, and the example itself


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
    public = {name for name in vars(plugin_api) if not name.startswith("_")}
    assert public == set(plugin_api.__all__)
