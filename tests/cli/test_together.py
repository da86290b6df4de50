"""`scn check` of several files finds everything for which `scn compile` refuses to combine them."""

from pathlib import Path

import pytest

from support.cli import Run, scn

HEAD = "language: en\nrole: A caller\nagent: 7\npersonality: 3\n\n"
SCENARIO = "scenario: {0}\nFIRST_MESSAGE\n  say: Hello\nWHEN The agent says goodbye\n  end call\n"
UNTITLED = SCENARIO.split("\n", 1)[1]


def keyed(name: str, key: str) -> str:
    return SCENARIO.format(name).replace("\n", f'\ncekura.key: "{key}"\n', 1)


def many(first: int, count: int) -> str:
    return "".join(SCENARIO.format(number) for number in range(first, first + count))


CLASHES = {
    "one name": ({"a": SCENARIO.format("One"), "b": SCENARIO.format("One")}, "duplicate-scenario-name", "b.scn", "a.scn:6:1"),
    "one file name": ({"x/a": UNTITLED, "y/a": UNTITLED}, "duplicate-scenario-name", "y/a.scn", "x/a.scn:"),
    "one key": ({"a": keyed("One", "k"), "b": keyed("Two", "k")}, "duplicate-field", "b.scn", "a.scn:7:13"),
    "a key that is a name": ({"a": keyed("One", "Two"), "b": SCENARIO.format("Two")}, "duplicate-field", "b.scn", "a.scn:7:13"),
    "too many": ({"a": many(0, 150), "b": many(200, 100)}, "too-many-scenarios", "b.scn", "200"),
    "too large": (
        {name: f"scenario: {name}\ninstructions: {'word ' * 120_000}\n" for name in ("a", "b")},
        "too-many-scenarios", "b.scn", "1 MB",
    ),
}  # fmt: skip


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / f"{name}.scn"
        path.parent.mkdir(exist_ok=True)
        path.write_text(HEAD + text, encoding="utf-8")


def checked(folder: Path, *options: str) -> Run:
    return scn("check", "-t", "cekura-suite", "--format", "concise", *options, ".", cwd=folder)


@pytest.mark.parametrize(("files", "name", "at", "also"), CLASHES.values(), ids=CLASHES)
def test_check_finds_everything_that_compile_refuses(
    tmp_path: Path, files: dict[str, str], name: str, at: str, also: str
) -> None:
    write(tmp_path, files)

    compiled = scn("compile", "-t", "cekura-suite", ".", cwd=tmp_path)
    done = checked(tmp_path)

    found = [line for line in done.stdout.splitlines() if f" {name} " in line]
    assert (compiled.returncode, done.returncode) == (1, 1)
    assert f"error[{found[0].split()[1]}] {name}" in compiled.stderr
    assert found[0].startswith(at)
    assert also in found[0]


@pytest.mark.parametrize(("files", "name", "at", "also"), CLASHES.values(), ids=CLASHES)
def test_a_file_alone_or_for_another_target_is_clean(
    tmp_path: Path, files: dict[str, str], name: str, at: str, also: str
) -> None:
    write(tmp_path, files)

    for target in ("cekura", "cekura-when"):
        assert name not in scn("check", "-t", target, ".", cwd=tmp_path).stdout
    if name != "too-many-scenarios":
        for each in files:
            assert scn("check", "-t", "cekura-suite", f"{each}.scn", cwd=tmp_path).returncode == 0


def test_a_second_name_of_the_suite_is_a_warning_unless_it_is_the_same(tmp_path: Path) -> None:
    write(tmp_path, {name: f"suite: Nightly\n{SCENARIO.format(name)}" for name in "ab"})
    assert "duplicate-field" not in checked(tmp_path).stdout

    write(tmp_path, {"b": f"suite: Daily\n{SCENARIO.format('b')}"})
    done = checked(tmp_path)

    assert done.returncode == 0
    assert "b.scn:6:8: SCN117 duplicate-field" in done.stdout
    assert checked(tmp_path, "--strict").returncode == 1
    assert "duplicate-field" in scn("compile", "-t", "cekura-suite", ".", cwd=tmp_path).stderr


@pytest.mark.slow
def test_the_cache_of_clean_files_hides_no_clash(tmp_path: Path) -> None:
    write(tmp_path, {f"{number:03}": SCENARIO.format(number % 110) for number in range(120)})
    for number in range(120):  # each is clean on its own, and cached
        scn("check", "-t", "cekura-suite", f"{number:03}.scn", cwd=tmp_path)
    for _ in range(2):
        assert checked(tmp_path).stdout.count("duplicate-scenario-name") == 10
        assert checked(tmp_path, "--jobs", "2").stdout.count("duplicate-scenario-name") == 10


def test_a_clash_can_be_suppressed_ignored_and_known(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"a": SCENARIO.format("One"), "b": "# scn: allow SCN507 one shop\n" + SCENARIO.format("One")},
    )
    assert "duplicate-scenario-name" not in checked(tmp_path).stdout

    write(tmp_path, {"b": SCENARIO.format("One")})
    assert "duplicate-scenario-name" not in checked(tmp_path, "--ignore", "SCN507").stdout
    checked(tmp_path, "--write-baseline", "known.json")
    known = checked(tmp_path, "--baseline", "known.json")
    assert (known.returncode, "duplicate-scenario-name" in known.stdout) == (0, False)


def test_a_file_with_errors_of_its_own_hides_no_clash_of_the_others(tmp_path: Path) -> None:
    write(tmp_path, {"a": SCENARIO.format("One"), "b": SCENARIO.format("One"), "c": "sya: Hello\n"})
    (tmp_path / "d.scn").write_bytes(b"\xff")

    done = checked(tmp_path)

    assert "b.scn:6:1: SCN507 duplicate-scenario-name" in done.stdout
    assert done.returncode == 2


def test_fixes_come_before_the_check_of_all_files(tmp_path: Path) -> None:
    write(tmp_path, {"a": SCENARIO.format("One"), "b": SCENARIO.format("One").replace("say:", "sya:")})

    done = checked(tmp_path, "--fix")

    assert "1 problem fixed" in done.stderr
    assert "b.scn:6:1: SCN507 duplicate-scenario-name" in done.stdout


def test_standard_input_is_one_of_the_files(tmp_path: Path) -> None:
    write(tmp_path, {"a": SCENARIO.format("One")})

    done = scn("check", "-t", "cekura-suite", "a.scn", "-", cwd=tmp_path, stdin=HEAD + SCENARIO.format("One"))

    assert "duplicate-scenario-name" in done.stdout
    assert "<stdin>:6:1" in done.stdout
