"""Broken platforms of other packages: scn names the package, and doesn't report a bug of its own."""

import json
import os
from pathlib import Path

import pytest

from scn_compiler.platforms import TARGETS
from support.plugins import CALL, OURS, PAYLOAD, TOY, changed, install, scn

# Unusable platforms are named, and the rest works

BROKEN = {
    "it cannot be imported": ("import nothing_of_this_name\n", "No module named 'nothing_of_this_name'"),
    "it ends the program": ("raise SystemExit(3)\n", "SystemExit: 3"),
    "it is no Python": ("def\n", "SyntaxError"),
    "it has no platform": ("", "`PLATFORM` in scn_toy isn't a `Platform`"),
    "its platform is none": ("PLATFORM = 'toy'\n", "`PLATFORM` in scn_toy isn't a `Platform`"),
    "its platform has another name": (
        changed('Platform("toy"', 'Platform("boat"'),
        "`PLATFORM` in scn_toy has the name `boat`",
    ),
    "its targets are none": (
        changed("(TARGET,)", "('toy',)"),
        "`targets` of `PLATFORM` in scn_toy isn't a tuple of `Target`",
    ),
    "it has no targets": (
        changed("(TARGET,)", "()"),
        "`targets` of `PLATFORM` in scn_toy isn't a tuple of `Target`",
    ),
    "a target is of another platform": (changed('"toy", "toy", "what', '"toy", "cekura", "what'), "`cekura`"),
    "a target is called as one of ours": (changed('Target("toy", ', 'Target("cekura", '), "`cekura`"),
    "two targets have one name": (changed("(TARGET,)", "(TARGET, TARGET)"), "two targets are named `toy`"),
    "a form is none": (changed("Form.BODY", "'body'"), "`form` in the `toy` target isn't a `Form`"),
    "nothing emits": (changed("Markup(), emit)", "Markup(), None)"), "`emit` in the `toy` target"),
    "it has what only a platform of ours has": (
        changed("read=read", "read=read, sources=('toy-form',)"),
        "`sources` of `PLATFORM` in scn_toy is only for built-in platforms",
    ),
    "its reader is none": (
        changed("read=read", "read=3"),
        "`read` of `PLATFORM` in scn_toy isn't callable",
    ),
}


@pytest.mark.parametrize(("code", "reason"), BROKEN.values(), ids=BROKEN)
def test_a_platform_that_cannot_be_used_is_named_with_its_package_below_the_targets(
    tmp_path: Path, code: str, reason: str
) -> None:
    install(tmp_path, code)

    listed = scn(tmp_path, "targets")

    assert (listed.returncode, len(listed.stdout.splitlines())) == (0, len(TARGETS))
    assert listed.stderr.startswith("scn: can't use the `toy` platform from scn-toy 1.0: ")
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
        assert "can't use the `toy` platform from scn-toy 1.0: ModuleNotFoundError: " in said
        assert "Traceback" not in said
    assert scn(tmp_path, "compile", "hi.scn").returncode == 0


@pytest.mark.parametrize("name", ["cekura", "role", "given", "Toy", "my-toy", "9"])
def test_a_platform_cannot_have_a_name_that_is_taken_or_no_name(tmp_path: Path, name: str) -> None:
    install(tmp_path, TOY, platform=name)

    listed = scn(tmp_path, "targets")

    assert len(listed.stdout.splitlines()) == len(TARGETS)
    assert f"can't use the `{name}` platform from scn-toy 1.0: " in listed.stderr
    (tmp_path / "hi.scn").write_text(OURS, encoding="utf-8")
    assert scn(tmp_path, "compile", "hi.scn").returncode == 0


def test_of_two_packages_with_one_platform_the_first_has_it_and_the_other_is_named(folder: Path) -> None:
    install(folder, changed("what the caller hears and says", "another toy"), "scn-a-toy")

    listed = scn(folder, "targets")

    assert "another toy (platform toy, from scn-a-toy 1.0)" in listed.stdout
    assert listed.stderr == (
        "scn: can't use the `toy` platform from scn-toy 1.0: scn-a-toy 1.0 already provides it\n"
    )
    assert scn(folder, "compile", "way.scn").returncode == 0


def test_a_package_that_is_installed_twice_is_one(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    again = install(tmp_path_factory.mktemp("again"), TOY)

    listed = scn(folder, "targets", site=Path(f"{folder}{os.pathsep}{again}"))

    assert (listed.returncode, listed.stderr) == (0, "")
    assert len(listed.stdout.splitlines()) == len(TARGETS) + 1


def test_malformed_entry_points_do_no_harm(folder: Path) -> None:
    install(folder, "", "scn-rubbish", entry="this is no entry point")

    assert scn(folder, "compile", "way.scn").returncode == 0


def test_a_package_that_says_neither_name_nor_version_is_called_after_its_module(folder: Path) -> None:
    (folder / "scn_toy-1.0.dist-info" / "METADATA").unlink()

    assert scn(folder, "targets").stdout.splitlines()[-1].endswith("(platform toy, from scn_toy)")


# Exceptions are bugs of the package

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
def test_a_crash_of_an_emitter_is_a_bug_of_its_package(tmp_path: Path, mistake: str) -> None:
    head = "def emit(document: ResolvedScript) -> Emitted:\n"
    install(tmp_path, changed(head, f"{head}{mistake}\n"))
    (tmp_path / "way.scn").write_text(CALL, encoding="utf-8")

    done = scn(tmp_path, "compile", "way.scn", "-o", "way.json")
    first, second = done.stderr.splitlines()

    assert (done.returncode, done.stdout) == (101, "")
    assert first.startswith("scn: way.scn: this is a bug in scn-toy 1.0, which provides the `toy` platform: ")
    assert second.startswith(
        "scn: report this bug to the authors of the package, and include the line above, way.scn"
    )
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
def test_a_crash_of_a_reader_is_a_bug_of_its_package(tmp_path: Path, mistake: str) -> None:
    head = "def read(payload: Json) -> PayloadReading | None:\n"
    install(tmp_path, changed(head, f"{head}{mistake}\n"))
    (tmp_path / "call.json").write_text(json.dumps(PAYLOAD), encoding="utf-8")

    done = scn(tmp_path, "decompile", "call.json", "-o", "way.scn")

    assert done.returncode == 101
    assert done.stderr.startswith("scn: call.json: this is a bug in scn-toy 1.0")
    assert not (tmp_path / "way.scn").exists()


def test_a_bug_of_a_platform_reaches_those_who_call_us_from_several_processes(tmp_path: Path) -> None:
    head = "def emit(document: ResolvedScript) -> Emitted:\n"
    install(tmp_path, changed(head, f"{head}    raise ValueError\n"))
    for number in range(60):
        (tmp_path / f"{number}.scn").write_text(CALL, encoding="utf-8")

    done = scn(tmp_path, "check", "--jobs", "2", ".")

    assert done.returncode == 101
    assert "this is a bug in scn-toy 1.0" in done.stderr
