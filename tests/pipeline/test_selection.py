"""Which findings are reported: selected, ignored, suppressed in the script, accepted in a baseline."""

import json
import re
from pathlib import Path

import pytest

from scn_compiler import Config, check, compile_text, fix_text, format_text
from scn_compiler.findings.baseline import InvalidBaseline, read_baseline
from scn_dsl.catalog import CATALOG
from support.cases import every
from support.cli import BROKEN, GOOD, scn
from support.paths import PAGES

TAG = (
    GOOD.replace(" <endcall />", "").format("Tag <blink/>")
    + "@idle WHEN The agent asks\n  say: Yes <blink/>\n  end call\n"
)
"""Two unknown tags, and an unused label: SCN401, SCN307."""


def found_in(text: str, **rest: str) -> list[tuple[str, int]]:
    """The findings, each with its line."""
    return [(each.name, text.count("\n", 0, each.span.start) + 1) for each in check(text, **rest)]


def names(text: str, config: Config = Config(), **rest: str) -> list[str]:
    return [each.name for each in check(text, config=config, **rest)]


def test_the_script_of_these_tests_raises_what_it_should() -> None:
    assert found_in(TAG) == [("unknown-tag", 6), ("unused-label", 7), ("unknown-tag", 8)]


@every(
    ("select", "ignore", "reported"),
    [
        ("ALL", "", "unknown-tag unused-label"),
        ("SCN4", "", "unknown-tag"),
        ("4", "", "unknown-tag"),
        ("4xx", "", "unknown-tag"),
        ("unused-label", "", "unused-label"),
        ("ALL", "scn401", "unused-label"),
        ("ALL", "SCN3 SCN4", ""),
        ("SCN401", "SCN4", "unknown-tag"),
        ("SCN4", "SCN401", ""),
        ("SCN401", "unknown-tag", ""),
        ("ALL SCN307", "ALL", "unused-label"),
    ],
)
def test_the_longer_beginning_counts(select: str, ignore: str, reported: str) -> None:
    config = Config(select=tuple(select.split()), ignore=tuple(ignore.split()))

    assert set(names(TAG, config)) == set(reported.split())


def test_errors_that_make_the_payload_wrong_are_always_reported() -> None:
    config = Config(select=("SCN4",), ignore=("ALL",))

    assert names(BROKEN, config) == ["misspelt-keyword"]
    assert not compile_text(BROKEN, config=config).ok


def test_an_ignored_or_suppressed_error_does_not_stop_a_compile() -> None:
    text = GOOD.format("Long").replace("role: A caller\n", "")
    allowed = text.replace("scenario:", "# scn: allow missing-role it is added later\nscenario:")

    assert not compile_text(text).ok
    assert compile_text(text, config=Config(ignore=("missing-role",))).ok
    assert compile_text(allowed).ok


def test_an_ignored_finding_makes_room_for_others_in_the_line() -> None:
    text = GOOD.format("Two <silence time='0' /> <blink/>")

    assert names(text) == ["bad-attribute-value"]
    assert names(text, Config(ignore=("SCN404",))) == ["unknown-tag"]


def test_an_unknown_selector_is_wrong_usage(folder: Path) -> None:
    for option in ("--select", "--ignore"):
        for command in ("check", "compile"):
            done = scn(command, option, "SCN4,unkown-tag", "one.scn", cwd=folder)
            assert done.returncode == 2
            assert "unknown rule `unkown-tag`: did you mean `unknown-tag`?" in done.stderr
    for code in ("SCN9", "SCN999", "9"):
        done = scn("check", "--select", code, "one.scn", cwd=folder)
        assert f"unknown rule `{code}`: run `scn explain --list` to see all rules" in done.stderr
    with pytest.raises(KeyError):
        check(TAG, config=Config(ignore=("SCN9",)))


def test_an_error_that_must_be_fixed_stays_although_its_rule_is_ignored_by_name(folder: Path) -> None:
    (folder / "bad.scn").write_text(BROKEN, encoding="utf-8")

    done = scn("check", "--ignore", "misspelt-keyword", "bad.scn", "--format", "concise", cwd=folder)

    assert (done.returncode, done.stdout.count("misspelt-keyword")) == (1, 1)


QUOTED = (
    GOOD.format("One").replace("say: Hello One <endcall />", 'say: "Hello"')
    + "\nWHEN refund\n  say: Yes\n  end call\n"
)
"""Two rules that are usually errors, as warnings."""


def test_warnings_of_a_rule_that_has_errors_can_be_ignored_and_suppressed() -> None:
    allowed = QUOTED.replace('  say: "', '  # scn: allow wrong-quotes he quotes\n  say: "').replace(
        "WHEN", "# scn: allow SCN107 he means the word\nWHEN"
    )

    assert names(QUOTED) == ["wrong-quotes", "bare-string-trigger"]
    assert names(QUOTED, Config(ignore=("SCN104",))) == ["bare-string-trigger"]
    assert names(QUOTED, Config(ignore=("wrong-quotes", "bare-string-trigger"))) == []
    assert names(allowed) == []


def test_a_suppression_of_an_error_that_must_be_fixed_is_reported_and_has_no_effect() -> None:
    text = BROKEN.replace("  sya:", "  # scn: allow misspelt-keyword it is a name\n  sya:")

    bad, error = check(text)

    assert (bad.name, error.name) == ("bad-allow", "misspelt-keyword")
    assert bad.message == "`misspelt-keyword` can't be suppressed here: the payload would be wrong"


def test_the_options_are_repeatable_and_take_lists(folder: Path) -> None:
    (folder / "tag.scn").write_text(TAG, encoding="utf-8")

    done = scn(
        "check", "--ignore", "SCN5,SCN401", "--ignore", "unused-label", "--strict", "tag.scn", cwd=folder
    )

    assert (done.returncode, done.stdout) == (0, "")


# Suppressions

REASON = "the platform plays it for us"


def above(line: int, comment: str) -> str:
    """The script of these tests with a comment above one of its lines."""
    lines = TAG.split("\n")
    return "\n".join((*lines[: line - 1], comment, *lines[line - 1 :]))


@every(
    ("line", "comment", "left"),
    [
        (6, "# scn: allow unknown-tag REASON", [("unused-label", 8), ("unknown-tag", 9)]),
        (6, "  #scn:allow SCN401 REASON", [("unused-label", 8), ("unknown-tag", 9)]),
        (5, "# scn: allow unknown-tag: REASON", [("unused-label", 8), ("unknown-tag", 9)]),
        (7, "# scn: allow unknown-tag, unused-label REASON", [("unknown-tag", 6)]),
        (7, "# scn: allow unused-label REASON", [("unknown-tag", 6), ("unknown-tag", 9)]),
        (7, "# scn: allow unknown-tag REASON\n\n# more", [("unknown-tag", 6), ("unused-label", 10)]),
    ],
)
def test_a_suppression_applies_to_the_next_line_or_to_the_block_that_it_opens(
    line: int, comment: str, left: list[tuple[str, int]]
) -> None:
    assert found_in(above(line, comment.replace("REASON", REASON))) == left


def test_a_suppression_applies_to_the_lines_that_continue_the_next_one() -> None:
    text = GOOD.format("you").replace(" <endcall />", "") + "  | and <blink/>\n  | and you\n  end call\n"
    allowed = text.replace("  say:", f"  # scn: allow unknown-tag {REASON}\n  say:")

    assert found_in(text) == [("unknown-tag", 7)]
    assert found_in(allowed) == []


def test_a_suppression_applies_in_each_of_several_scenarios() -> None:
    text = above(6, f"# scn: allow unknown-tag {REASON}")

    several = text + "\n" + text.replace("Tag", "Tug")

    assert [name for name, _ in found_in(several)] == ["unused-label", "unknown-tag"] * 2


@every(
    ("comment", "message"),
    [
        ("# scn: allow unkown-tag x", "unknown rule `unkown-tag`"),
        ("# scn: allow unknown-tag", "`allow` needs a reason"),
        ("# scn: allow", "`allow` needs a rule name"),
        ("# scn: ignore unknown-tag x", "unknown command `ignore` after `# scn:`"),
        ("# SCN: Allow unknown-tag x", "unknown command `Allow` after `# scn:`"),
        ("# scn:", "`# scn:` needs `allow` and a rule name"),
        ("# scn: allow empty-text x", "unused suppression of `empty-text`"),
        ("# scn: allow unused-label x", "unused suppression of `unused-label`"),
        (
            "# scn: allow unused-label, managed-tag x",
            "unused suppression of `unused-label`, `managed-tag`",
        ),
    ],
)
def test_a_wrong_suppression_is_reported(comment: str, message: str) -> None:
    (said,) = [each for each in check(above(6, comment)) if each.name in ("bad-allow", "unused-allow")]

    assert said.message == message


def test_a_needless_suppression_is_removed_and_nothing_else() -> None:
    whole = above(6, f"  # scn: allow unused-label {REASON}")
    part = above(6, f"  # scn: allow unused-label, unknown-tag {REASON}")

    assert fix_text(whole).text == TAG
    assert fix_text(part).text == above(6, f"  # scn: allow unknown-tag {REASON}")


def test_a_suppression_may_be_needed_again_once_the_errors_are_gone() -> None:
    text = above(6, f"# scn: allow unused-label {REASON}").replace("say: Yes", "sya: Yes")

    assert "unused-allow" not in names(text)
    assert "unused-allow" in names(text.replace("sya", "say"))
    assert "unused-allow" not in names(text.replace("sya", "say"), target="cekura-when")


def test_the_formatter_leaves_a_suppression_where_it_is() -> None:
    text = above(8, f"  # scn: allow unknown-tag {REASON}").replace("\n@idle", "\n\n@idle")

    assert format_text(text).text == text


def test_every_page_of_these_names_shows_what_it_is_about() -> None:
    for name in ("bad-allow", "unused-allow"):
        page = (PAGES / f"{name}.md").read_text(encoding="utf-8")
        wrong, right = re.findall(r"^```scn\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
        assert names(wrong) == [name]
        assert names(right) == []


# Baselines


def test_a_baseline_entry_applies_after_the_line_has_moved(folder: Path) -> None:
    (folder / "sub" / "tag.scn").write_text(TAG, encoding="utf-8")

    written = scn("check", "sub/tag.scn", "--write-baseline", "known.json", cwd=folder)
    assert (written.returncode, written.stderr) == (0, "wrote 3 problems to known.json\n")
    listed = json.loads((folder / "known.json").read_text(encoding="utf-8"))
    assert listed["findings"][0] == {
        "path": "sub/tag.scn", "name": "unknown-tag", "line": "say: Hello Tag <blink/>", "count": 1,
    }  # fmt: skip

    (folder / "sub" / "tag.scn").write_text(
        "# moved down\n\n" + TAG.replace("  say: Yes", "say: Yes"), encoding="utf-8"
    )
    done = scn("check", "--baseline", "../known.json", ".", cwd=folder / "sub")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "no problems in 2 files; 3 in the baseline\n"


def test_more_of_what_is_known_is_new_and_what_is_gone_is_counted(folder: Path) -> None:
    (folder / "tag.scn").write_text(TAG, encoding="utf-8")
    scn("check", "tag.scn", "--write-baseline", "known.json", cwd=folder)

    twice = TAG.replace("@idle ", "").replace("say: Yes <blink/>", "say: No <blink/>")
    (folder / "tag.scn").write_text(twice, encoding="utf-8")
    done = scn("check", "tag.scn", "--baseline", "known.json", "--format", "concise", cwd=folder)

    assert [line.split(" ")[0] for line in done.stdout.splitlines()] == ["tag.scn:8:11:"]
    assert done.stderr == "1 warning in 1 file; 1 in the baseline, 2 entries no longer match\n"
    assert "no longer" not in scn("check", "one.scn", "--baseline", "known.json", cwd=folder).stderr
    (folder / "tag.scn").unlink()
    assert (
        "3 entries no longer match" in scn("check", "one.scn", "--baseline", "known.json", cwd=folder).stderr
    )


def test_known_errors_do_not_fail_a_check_and_are_not_fixed(folder: Path) -> None:
    (folder / "bad.scn").write_text(BROKEN, encoding="utf-8")
    scn("check", "--write-baseline", "known.json", cwd=folder)

    done = scn("check", "--fix", "--baseline", "known.json", cwd=folder)

    assert (done.returncode, done.stderr) == (0, "no problems in 3 files; 1 in the baseline\n")
    assert (folder / "bad.scn").read_text(encoding="utf-8") == BROKEN


@pytest.mark.parametrize(
    "text", ["", "[]", '{"version": 2, "findings": []}', '{"version": 1, "findings": [{}]}']
)
def test_an_invalid_baseline_is_refused(folder: Path, text: str) -> None:
    (folder / "known.json").write_text(text, encoding="utf-8")

    done = scn("check", "--baseline", "known.json", cwd=folder)

    assert done.returncode == 2
    assert "known.json is not a valid baseline" in done.stderr
    with pytest.raises(InvalidBaseline):
        read_baseline(text)


def test_the_codes_of_a_group_are_those_of_the_table() -> None:
    assert CATALOG["bad-allow"].code == "SCN125"
    assert CATALOG["unused-allow"].code == "SCN126"
