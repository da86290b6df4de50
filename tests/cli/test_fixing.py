"""`scn check --fix` and `--diff`."""

from pathlib import Path

import pytest

from support.cli import BROKEN, GOING_ON, GOOD, scn

# On the command line


def test_files_are_written_only_if_something_is_fixed(folder: Path) -> None:
    (folder / "bad.scn").write_bytes(BROKEN.replace("\n", "\r\n").encode())
    before = (folder / "one.scn").stat()

    done = scn("check", "--fix", ".", cwd=folder)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "1 problem fixed, 0 remaining in 3 files\n")
    assert (folder / "bad.scn").read_bytes() == GOOD.format("Broken").replace("\n", "\r\n").encode()
    after = (folder / "one.scn").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_problems_without_a_safe_fix_are_reported(folder: Path) -> None:
    text = (
        GOING_ON.replace("say:", "sya:").format("Broken") + "@later WHEN The agent asks\n  say: Yes\nTHEN\n"
    )
    (folder / "bad.scn").write_text(text, encoding="utf-8")

    plain = scn("check", "bad.scn", cwd=folder)
    done = scn("check", "--fix", "bad.scn", "--format", "concise", cwd=folder)

    assert (
        plain.stderr
        == "2 errors, 1 warning in 1 file; 1 can be fixed with --fix, 1 more with --unsafe-fixes\n"
    )
    assert done.returncode == 1
    assert [line.split()[2] for line in done.stdout.splitlines()] == ["unused-label", "missing-action"]
    assert done.stderr == "1 problem fixed, 2 remaining in 1 file; 1 more can be fixed with --unsafe-fixes\n"
    assert (
        scn("check", "--fix", "--unsafe-fixes", "bad.scn", cwd=folder).stderr
        == "1 problem fixed, 1 remaining in 1 file\n"
    )


def test_a_diff_is_shown_and_nothing_written(folder: Path) -> None:
    (folder / "bad.scn").write_text(BROKEN, encoding="utf-8")

    done = scn("check", "--diff", ".", cwd=folder)

    assert done.returncode == 1
    assert done.stdout.splitlines()[:2] == ["--- bad.scn", "+++ bad.scn (fixed)"]
    assert "-  sya: Hello Broken <endcall />\n+  say: Hello Broken <endcall />\n" in done.stdout
    assert done.stderr == "1 problem would be fixed, 0 would remain in 3 files\n"
    assert (folder / "bad.scn").read_text(encoding="utf-8") == BROKEN
    assert scn("check", "--diff", "one.scn", cwd=folder).returncode == 0


def test_standard_input_is_fixed_on_standard_output(folder: Path) -> None:
    done = scn("check", "--fix", "-", cwd=folder, stdin=BROKEN + "THEN\n")

    assert done.stdout == GOOD.format("Broken") + "THEN\n"
    assert "error[SCN112] missing-action" in done.stderr
    assert done.returncode == 1


def test_unsafe_fixes_alone_are_wrong_usage(folder: Path) -> None:
    assert scn("check", "--unsafe-fixes", cwd=folder).returncode == 2


def test_the_full_form_says_how_to_fix(folder: Path) -> None:
    text = BROKEN + "@later WHEN The agent asks\n  say: Yes\n"

    shown = scn("check", "-", cwd=folder, stdin=text).stdout

    assert "  = fix: replace with `say:` (scn check --fix)\n" in shown
    assert "  = fix: remove the label (scn check --fix --unsafe-fixes)\n" in shown


@pytest.mark.parametrize("command", [("check", "--fix"), ("fmt",)])
def test_a_file_that_cannot_be_written_does_not_keep_the_others_from_it(
    folder: Path, command: tuple[str, ...]
) -> None:
    slip = BROKEN + "\nWHEN   The agent asks\nsay:  Yes\n"
    for name in ("one.scn", "three.scn", "utf16.scn"):
        (folder / name).write_text(slip, encoding="utf-8")
    (folder / "one.scn").chmod(0o444)
    (folder / "utf16.scn").write_bytes(b"\xff\xfea\0")

    done = scn(*command, "one.scn", "utf16.scn", "./three.scn", cwd=folder)

    assert done.returncode == 2
    assert "scn: one.scn: cannot be written: it is read-only\n" in done.stderr
    assert "scn: utf16.scn:1:1: " in done.stderr
    assert "1 file could not be read, 1 file could not be written" in done.stderr
    assert "Usage" not in done.stderr
    assert (folder / "one.scn").read_text(encoding="utf-8") == slip
    assert (folder / "three.scn").read_text(encoding="utf-8") != slip


@pytest.mark.parametrize("options", [("--format", "json"), ("--format", "junit"), ("--color", "always")])
def test_a_difference_has_one_form(folder: Path, options: tuple[str, ...]) -> None:
    done = scn("check", "--diff", *options, "one.scn", cwd=folder)

    assert (done.returncode, done.stdout) == (2, "")
    assert f"{' '.join(options)} cannot be used with --diff" in done.stderr


def test_only_what_is_selected_is_fixed(folder: Path) -> None:
    text = (
        GOOD.format("One").replace("say: Hello One <endcall />", 'say: "Hello"\n  end call')
        + "\nWHEN refund\n  say: Yes\n"
    )
    (folder / "one.scn").write_text(text, encoding="utf-8")
    narrowed = ((), ("--select", "SCN104"), ("--ignore", "wrong-quotes"), ("--ignore", "ALL"))
    shown = [
        scn("check", "one.scn", "--diff", "--unsafe-fixes", *each, cwd=folder).stdout for each in narrowed
    ]

    assert [("+  say: Hello\n" in each, '+WHEN contains "refund"' in each) for each in shown] == [
        (True, True),
        (True, False),
        (False, True),
        (False, False),
    ]
    scn("check", "one.scn", "--fix", "--unsafe-fixes", "--select", "wrong-quotes", cwd=folder)
    assert (folder / "one.scn").read_text(encoding="utf-8") == text.replace('"Hello"', "Hello")
