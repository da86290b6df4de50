"""The `.gitignore` files of a repository, including nested ones; other settings of git don't count.

A `.gitignore` that is a link is not read, as in git.
"""

import os
import re
import stat

from scn_dsl.records import Record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec, Pattern

_NAME = ".gitignore"
_FOLDER_MARK = "ps_d"
_MAX_SIZE = 100_000
"""A larger `.gitignore` (in bytes) is not read: that would take longer than everything else."""

_ANYTHING = r"\[\^/\]\*"
_PLAIN = r"(?:\\.|\[(?!\^/\]\*)[^]]*\]|[^][\\()*?+{}|^$/])+"
_MAX_DEPTHS = 3
"""Patterns with more `**` are skipped: trying all ways to match them would take too long."""

_STAR_THEN_STAR = rf"{_ANYTHING}({_PLAIN})(?={_ANYTHING})"
"""A `*` before another one, in the regular expression of a pattern: only its shortest match matters."""


class GitIgnore(Record):
    """The rules that apply in a folder, the outermost first.

    Attributes:
        top: The folder that is walked; all paths start with it, unless it is the current folder.
        rules: The rules of each `.gitignore`, with the length of its folder's absolute path, including the slash.
    """

    top: str
    rules: "tuple[tuple[GitIgnoreSpec, int], ...]" = ()

    @classmethod
    def above(cls, top: str) -> "GitIgnore":
        """Read the rules of the folders above `top`, up to the repository's root.

        If `top` itself is ignored, the user named it on purpose, so only the rules inside it apply.
        """
        found = cls(top)
        folder = os.path.abspath(top)  # noqa: PTH100
        root = repository_root(folder)
        while root and root != folder:
            found = found._with_rules_of(root)
            root = os.path.join(root, folder[len(root) :].strip(os.sep).split(os.sep)[0])  # noqa: PTH118, PTH206
            if found._decide(root, is_folder=True):
                return cls(top)
        return found

    def inside(self, folder: str) -> "GitIgnore":
        """Add the rules of `folder`, which has a `.gitignore`."""
        return self._with_rules_of(self._absolute(folder))

    def ignores(self, path: str, *, is_folder: bool) -> bool:
        """Return whether git ignores `path`; its folder must not be ignored."""
        return bool(self.rules) and self._decide(self._absolute(path), is_folder=is_folder)

    def _absolute(self, path: str) -> str:
        inside = path if self.top == os.curdir else path[len(self.top) :].lstrip(os.sep)
        top = os.path.abspath(self.top)  # noqa: PTH100
        return os.path.join(top, inside) if inside and path != self.top else top  # noqa: PTH118

    def _decide(self, path: str, *, is_folder: bool) -> bool:
        """Apply the last rule that matches `path`; the innermost file counts as last."""
        for spec, length in reversed(self.rules):
            inside = path[length:].replace(os.sep, "/")
            for pattern in reversed(spec.patterns):
                if pattern.include is not None and _matches_itself(pattern, inside, is_folder=is_folder):
                    return pattern.include
        return False

    def _with_rules_of(self, folder: str) -> "GitIgnore":
        spec = _read(os.path.join(folder, _NAME))  # noqa: PTH118
        if spec is None:
            return self
        return replace(self, rules=(*self.rules, (spec, len(folder.rstrip(os.sep)) + 1)))


def ignored_by_git(path: str) -> bool:
    """Return whether a `.gitignore` has a pattern for a file in a folder that git doesn't ignore."""
    folder = os.path.dirname(path) or os.curdir  # noqa: PTH120
    rules = GitIgnore.above(folder)
    return rules.inside(folder).ignores(path, is_folder=False)


def repository_root(folder: str) -> str | None:
    """Find the nearest git repository at `folder` or above it."""
    while not os.path.lexists(os.path.join(folder, ".git")):  # noqa: PTH118
        parent = os.path.dirname(folder)  # noqa: PTH120
        if parent == folder:
            return None
        folder = parent
    return folder


def _matches_itself(pattern: "Pattern", path: str, *, is_folder: bool) -> bool:
    """Return whether a pattern matches `path` itself, not only a folder above it.

    pathspec applies a folder's pattern to everything in the folder, and marks where the folder ends. Git doesn't: in a
    folder that a later rule includes again, the other rules still apply.
    """
    return _folder_end(pattern, path) == -1 or (
        is_folder and _folder_end(pattern, f"{path}/") == len(path) + 1
    )


def _folder_end(pattern: "Pattern", path: str) -> int | None:
    """Return where the folder that a pattern matches ends in `path`; -1 if it matches the path itself, `None` if nothing."""
    found = pattern.match_file(path)
    if found is None:
        return None
    match = getattr(found, "match", None)
    return match.end(_FOLDER_MARK) if match and _FOLDER_MARK in match.re.groupindex else -1


def _read(path: str) -> "GitIgnoreSpec | None":
    try:
        state = os.lstat(path)
        if not stat.S_ISREG(state.st_mode) or state.st_size > _MAX_SIZE:
            return None
        with open(path, encoding="utf-8-sig", errors="surrogateescape") as stream:  # noqa: PTH123
            lines = [line for line in stream.read().split("\n") if line.count("**") <= _MAX_DEPTHS]
    except OSError:
        return None
    from pathspec import GitIgnoreSpec  # noqa: PLC0415  (only folders with a .gitignore need it)

    try:
        spec = GitIgnoreSpec.from_lines(lines)
    except ValueError:  # git skips invalid rules
        spec = GitIgnoreSpec.from_lines(line for line in lines if _is_rule(line))
    for pattern in spec.patterns:
        if pattern.regex and pattern.regex.pattern.count("[^/]*") > 1:
            pattern.regex = re.compile(re.sub(_STAR_THEN_STAR, r"(?>[^/]*?\1)", pattern.regex.pattern))
    return spec


def _is_rule(line: str) -> bool:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415  (only folders with a .gitignore need it)

    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True
