"""Quick fixes that solve several problems of a rule in a script at once."""

from collections import Counter
from collections.abc import Iterable

from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.edits.code_actions import fix_title
from scn_compiler.pipeline.check import check
from scn_compiler.pipeline.fix import adapt_edits
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.records import Record


class SharedFix(Record):
    """The fixes of several problems of a rule: all with the same title, or all safe.

    Attributes:
        rule: The name of the rule.
        title: The title of each fix; empty if safe fixes have different titles.
        safe: Whether they were chosen because they are safe, and not for their title.
        solved: The problems, in the order of their edits, which don't touch each other.
    """

    rule: str
    title: str
    safe: bool
    solved: tuple[Diagnostic, ...]

    @property
    def key(self) -> tuple[str, str]:
        """The arguments with which `shared_fix` finds it again."""
        return self.rule, "" if self.safe else self.title

    @property
    def label(self) -> str:
        """The title for an editor; it says what happens to how many problems."""
        count = len(self.solved)
        if self.title:
            return f"{fix_title(self.title)}: all {count:,} problems"
        return f"Apply all {count:,} safe fixes for `{self.rule}`"

    def edits(self, text: str) -> tuple[Edit, ...]:
        """Return the edits of all fixes in a script, in order."""
        return tuple(edit for each in self.solved if each.fix for edit in adapt_edits(each.fix, text))


def shared_fixes(chosen: Iterable[Diagnostic], found: tuple[Diagnostic, ...]) -> tuple[SharedFix, ...]:
    """Return the fixes that solve a chosen problem and others; `found` are all problems of the script."""
    keys = {(each.name, "" if each.fix.safe else each.fix.title): None for each in chosen if each.fix}
    fixes = (shared_fix(*key, found) for key in keys)
    return tuple(each for each in fixes if each)


def shared_fix(rule: str, title: str, found: Iterable[Diagnostic]) -> SharedFix | None:
    """Return the fix for all problems of a rule whose fixes have a title; without a title, whose fixes are safe.

    Returns:
        Nothing if fewer than two problems have such a fix. A fix that touches the one above is left out.
    """
    alike = [
        (min(edit.span for edit in each.fix.edits).start, each, each.fix)
        for each in found
        if each.name == rule
        and each.fix
        and (each.fix.title == title if title else each.fix.safe)
        and _is_here(each.fix)
    ]
    solved: list[Diagnostic] = []
    end = -2
    for start, each, fix in sorted(alike, key=lambda one: one[0]):
        if end + 1 < start:  # an edit may grow by one character, to a whole line ending
            solved.append(each)
            end = max(edit.span.end for edit in fix.edits)
    if len(solved) < 2:
        return None
    titles = {each.fix.title for each in solved if each.fix}
    return SharedFix(rule, titles.pop() if len(titles) == 1 else "", not title, tuple(solved))


def is_harmless(script: OpenScript, fix: SharedFix) -> bool:
    """Tell whether a fix leads to no new error of another rule; this checks the script twice.

    An error that another one on its line hides counts as new when it appears.
    """
    parts: list[str] = []
    at = 0
    for edit in fix.edits(script.text):
        parts += (script.text[at : edit.span.start], edit.text)
        at = edit.span.end
    fixed = "".join((*parts, script.text[at:]))
    return not (_errors(script, fixed) - _errors(script, script.text)).keys() - {fix.rule}


def _is_here(fix: Fix) -> bool:
    return bool(fix.edits) and all(edit.span.origin is None for edit in fix.edits)


def _errors(script: OpenScript, text: str) -> Counter[str]:
    found = check(text, path=script.path, target=script.target, config=script.config)
    return Counter(each.name for each in found if each.severity is Severity.ERROR)
