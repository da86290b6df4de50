"""Quick fixes that solve several problems of a rule at once: which ones are offered, and what they leave alone."""

from collections import Counter

from scn_compiler import check
from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.edits.shared_fix import SharedFix, is_harmless, shared_fixes
from scn_dsl.diagnostic import Diagnostic, Severity
from support.cases import every, some
from support.near_misses import LINES, TRIGGERS
from support.paths import BAD_SCRIPTS, SAMPLES
from support.refactoring import after_edits

PATH = "a.scn"
HEAD = "scenario: A\nrole: B\nlanguage: en\n\n"
SCRIPTS = {path.stem: path.read_bytes().decode("utf-8", "replace") for path in (*SAMPLES, *BAD_SCRIPTS)}
TWICE = {name: f"{text}\n{text}" for name, text in SCRIPTS.items()}
MISSES = {each.typed: f"{each.above}{each.typed}{each.typed}{each.below}" for each in (*TRIGGERS, *LINES)}
TEXTS = {**{f"{name} twice": text for name, text in TWICE.items()}, **SCRIPTS, **MISSES}


def offered(text: str, rule: str | None = None) -> list[SharedFix]:
    """The fixes that an editor offers, at any problem or at the problems of a rule."""
    found = check(text, path=PATH)
    chosen = [each for each in found if rule in (None, each.name)]
    return [each for each in shared_fixes(chosen, found) if is_harmless(OpenScript(text, PATH), each)]


def errors(found: tuple[Diagnostic, ...]) -> Counter[str]:
    return Counter(each.name for each in found if each.severity is Severity.ERROR)


def test_all_lines_of_a_pasted_chat_are_fixed_at_once() -> None:
    text = (
        HEAD
        + "FIRST_MESSAGE\n  Caller: Hi.\nWHEN The agent greets\n  Caller: My pizza is late.\n  end call\n"
    )

    (fix,) = offered(text)

    assert fix.label == "Write `say:`: all 2 problems"
    assert after_edits(text, fix.edits(text)) == text.replace("Caller", "say")


def test_a_single_problem_has_its_own_fix_only() -> None:
    assert offered(HEAD + "FIRST_MESSAGE\n  Caller: Hi.\n") == []


def test_safe_fixes_with_different_titles_are_applied_together() -> None:
    text = HEAD + 'FIRST_MESSAGE\n  sya: Hi.\nWHNE contains "bye"\n  say: Bye\n  end call\n'

    (fix,) = offered(text, "misspelt-keyword")

    assert (fix.label, fix.safe) == ("Apply all 2 safe fixes for `misspelt-keyword`", True)
    assert check(after_edits(text, fix.edits(text)), path=PATH) == ()


def test_an_unsafe_fix_says_what_it_does_to_all_problems() -> None:
    blocks = "WHEN The agent greets\n  say/do: Hi.\nWHEN The agent leaves\n  say/do: Bye.\n"
    text = f"{HEAD}FIRST_MESSAGE\n  wait\n{blocks}"

    (fix,) = offered(text, "undecided-action")

    assert (fix.label, fix.safe) == ("Replace with `do:`: all 2 problems", False)
    assert (
        offered(f"{HEAD}FIRST_MESSAGE\n  say/do: Hi.\n{blocks}", "undecided-action") == []
    )  # an error there


def test_unsafe_fixes_with_different_titles_are_not_mixed() -> None:
    text = SCRIPTS["bad-label"]
    titles = {each.fix.title for each in check(text, path=PATH) if each.fix and each.name == "bad-label"}

    assert len(titles) > 1
    for fix in offered(text, "bad-label"):
        assert len({each.fix.title for each in fix.solved if each.fix}) == 1 or fix.safe


@every("name", ["unknown-field", "extra-words"])
def test_fixes_that_only_work_one_by_one_are_not_offered_together(name: str) -> None:
    """Two `role:` lines, or two actions in one block, are errors of other rules."""
    found = check(SCRIPTS[name], path=PATH)
    unsafe = {each.label for each in shared_fixes(found, found) if each.rule == name and not each.safe}

    assert unsafe
    assert unsafe - {each.label for each in offered(SCRIPTS[name], name)}


@some("name", TEXTS)
def test_a_fix_of_several_problems_leads_to_no_error_of_another_rule(name: str) -> None:
    for text in (TEXTS[name], TEXTS[name].replace("\r\n", "\n").replace("\n", "\r\n")):
        before = check(text, path=PATH)
        for fix in offered(text):
            after = check(after_edits(text, fix.edits(text)), path=PATH)
            assert not (errors(after) - errors(before)).keys() - {fix.rule}, fix.label
