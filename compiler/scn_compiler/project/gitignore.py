"""What git ignores: the `.gitignore` files of a repository, nested ones included; no other settings of git.

A `.gitignore` that is a link is not read, as git reads none.
"""

import os
import re
import stat
from typing import TYPE_CHECKING

from scn_dsl.records import Record, replace

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec, Pattern

_NAME = ".gitignore"
_FOLDER_MARK = "ps_d"
_MAX_SIZE = 100_000
"""A `.gitignore` of more bytes is not read: it would take longer than all the rest."""

_ANYTHING = r"\[\^/\]\*"
_PLAIN = r"(?:\\.|\[(?!\^/\]\*)[^]]*\]|[^][\\()*?+{}|^$/])+"
_MAX_DEPTHS = 3
"""A rule with more `**` is passed over: trying all the ways in which it may match would take too long."""

_STAR_THEN_STAR = rf"{_ANYTHING}({_PLAIN})(?={_ANYTHING})"
"""In the regular expression of a rule: a `*` before another one needs to match in one way only, the shortest."""


class GitIgnore(Record):
    """The rules that hold in a folder, the outermost first.

    Attributes:
        top: The folder that is walked; all paths begin with it, unless it is the current folder.
        rules: The rules of each `.gitignore`, and the length of the absolute path of its folder, slash included.
    """

    top: str
    rules: "tuple[tuple[GitIgnoreSpec, int], ...]" = ()

    @classmethod
    def above(cls, top: str) -> "GitIgnore":
        """The rules of the folders above `top`, up to the repository's root.

        A folder that is itself ignored was named because it is meant: only the rules inside it hold there.
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
        """The rules in `folder`, which has a `.gitignore`."""
        return self._with_rules_of(self._absolute(folder))

    def ignores(self, path: str, *, is_folder: bool) -> bool:
        """Whether git ignores `path`, which lies in a folder that it does not ignore."""
        return bool(self.rules) and self._decide(self._absolute(path), is_folder=is_folder)

    def _absolute(self, path: str) -> str:
        inside = path if self.top == os.curdir else path[len(self.top) :].lstrip(os.sep)
        top = os.path.abspath(self.top)  # noqa: PTH100
        return os.path.join(top, inside) if inside and path != self.top else top  # noqa: PTH118

    def _decide(self, path: str, *, is_folder: bool) -> bool:
        """What the last rule says that is about `path`; the innermost file is the last one."""
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


def repository_root(folder: str) -> str | None:
    """The nearest folder that is `folder` or above it and is a git repository."""
    while not os.path.lexists(os.path.join(folder, ".git")):  # noqa: PTH118
        parent = os.path.dirname(folder)  # noqa: PTH120
        if parent == folder:
            return None
        folder = parent
    return folder


def _matches_itself(pattern: "Pattern", path: str, *, is_folder: bool) -> bool:
    """Whether a pattern is about `path`, not only about a folder above it.

    pathspec takes a folder's pattern for one of all that is in it, and marks where the folder ends. Git does not: in a
    folder that is meant again, other rules hold as before.
    """
    return _folder_end(pattern, path) == -1 or (
        is_folder and _folder_end(pattern, f"{path}/") == len(path) + 1
    )


def _folder_end(pattern: "Pattern", path: str) -> int | None:
    """Where the folder that a pattern names ends in `path`; -1 if it names the path itself, `None` for no match."""
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
    except ValueError:  # git passes over a rule that is none
        spec = GitIgnoreSpec.from_lines(line for line in lines if _is_rule(line))
    for pattern in spec.patterns:
        if pattern.regex and pattern.regex.pattern.count("[^/]*") > 1:
            pattern.regex = re.compile(re.sub(_STAR_THEN_STAR, r"(?>[^/]*?\1)", pattern.regex.pattern))
    return spec


def _is_rule(line: str) -> bool:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415  (likewise)

    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True
