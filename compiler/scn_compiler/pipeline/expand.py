"""Writes a script without fragments, tables and values: what it stands for."""

from scn_compiler.config import Config
from scn_compiler.pipeline.compile import Compiled, compile_text
from scn_compiler.reuse.substitution import literal_script
from scn_dsl.records import Record
from scn_dsl.source import Source
from scn_grammar.parser import parse
from scn_grammar.printer import print_script


class ExpandedText(Record):
    """An expanded script.

    Attributes:
        text: The script; empty if it has errors, or no scenario.
        compiled: The script, compiled; its findings are those of the script as it is written.
    """

    text: str
    compiled: Compiled


def expand_text(text: str, *, path: str | None = None, config: Config = Config()) -> ExpandedText:
    """Write a script without imports, fragments, tables and values; names of ids become ids.

    Comments don't stay. A script that has nothing to expand stays as it is.

    Args:
        text: The script.
        path: Its file; the paths of imports are relative to it.
        config: The configuration of the project; its `choice` chooses scenarios.

    Raises:
        Nothing: errors in the script are reported, not raised.
    """
    compiled = compile_text(text, path=path, config=config, payloads=False)
    script = compiled.document.script
    if not compiled.ok or compiled.is_library:
        return ExpandedText("", compiled)
    if script == parse(Source(text)).script:
        return ExpandedText(text, compiled)
    return ExpandedText(print_script(literal_script(script)), compiled)
