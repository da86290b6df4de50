"""Values of the command line that no script of a run uses: their names are most likely misspelled."""

from __future__ import annotations

from scn_compiler.project.files import STDIN
from scn_compiler.reuse.library import UnreadableFile, join
from scn_compiler.reuse.substitution import value_names_in
from scn_dsl.file_names import SCRIPT_SUFFIX, TEST_SUFFIX, script_beside
from scn_dsl.patterns import lazy_pattern
from scn_dsl.suggest import did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from scn_compiler.project.files import Input
    from scn_compiler.project.project_config import ProjectConfig
    from scn_compiler.reuse.values import GivenValue

_LET = lazy_pattern(r"(?m)^[ \t\xa0]*let[ \t\xa0]+(\w+)")
_FILE = lazy_pattern(r"(?m)^[ \t\xa0]*(?:import|script)[ \t\xa0]*:[ \t\xa0]*(\S.*?)[ \t\xa0\r]*$")


def unused_assignments(
    assigned: tuple[GivenValue, ...], scripts: Iterable[Input], config_for: Callable[[str], ProjectConfig]
) -> Iterator[str]:
    """Yield a message for each value that neither the scripts nor the files that they import use or declare.

    There are none if a file can't be read again, or not at all: it may use the value.
    """
    left = {each.name for each in assigned}
    known: set[str] = set()
    pending = [each.location for each in scripts if not each.is_excluded]
    seen = set(pending)
    if not pending or any(each.path == STDIN or each.is_pipe for each in scripts):
        return
    for path in pending:
        project = config_for(path)
        known.update(each.name for each in project.config.values)
        try:
            text = project.config.read(path) if project.config.read else ""
        except UnreadableFile:
            return
        known.update(value_names_in(text), _LET.findall(text), value_names_in(project.text))
        left -= known
        if not left:
            return
        named = [join(path, each) for each in _FILE.findall(text) if each.endswith(SCRIPT_SUFFIX)]
        named += [script_beside(path)] if path.endswith(TEST_SUFFIX) and "script" not in text else []
        pending += [each for each in named if each not in seen]
        seen.update(named)
    for each in assigned:
        if each.name in left:
            hint = did_you_mean(each.name, tuple(known)) or f"write `${each.name}` where its value belongs"
            yield f"--set {each.name}: no script uses this value: {hint}"
