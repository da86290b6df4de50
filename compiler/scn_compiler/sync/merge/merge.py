"""Brings a scenario of a platform into the script that it came from, and proves that the script then compiles to it."""

from collections import Counter
from collections.abc import Iterable

from scn_compiler.config import Config
from scn_compiler.jsondoc.codec import dump
from scn_compiler.pipeline.compile import Compiled, compile_text
from scn_compiler.pipeline.decompile import decompile
from scn_compiler.pipeline.format import format_text
from scn_compiler.sync.canonical import RequestBody, canonical
from scn_compiler.sync.merge.blocks import BlocksMerge
from scn_compiler.sync.merge.pieces import NotMergeable, Pieces
from scn_compiler.sync.merge.settings import SettingsMerge, Side
from scn_dsl.diagnostic import Severity
from scn_dsl.records import Record
from scn_dsl.source import Source
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import body_start, split
from scn_grammar.parser import parse


class ScriptFile(Record):
    """A script, and what it takes to compile it.

    Attributes:
        path: Its file.
        target: The target that it is sent as; by default its own.
    """

    text: str
    path: str | None = None
    config: Config = Config()
    target: str | None = None


class Merged(Record):
    """The result of a merge.

    Attributes:
        text: The script with the changes; `None` if a person has to make them.
        reason: Why that is, as a part of a sentence.
    """

    text: str | None
    reason: str = ""


def merge_into(
    file: ScriptFile, number: int, platform: str, body: RequestBody, fields: Iterable[str]
) -> Merged:
    """Bring a platform's scenario into a script.

    Args:
        file: The script.
        number: The place of the scenario among those of the script, from 0.
        platform: For example `cekura`.
        body: The scenario as the platform has it.
        fields: The fields of the payload that the script decides about.

    Returns:
        A script that compiles to the same fields as the platform has, and to the same payloads for its other scenarios. It has
        all comments.
    """
    try:
        return Merged(_Merge(file, number, platform, body, frozenset(fields)).run())
    except NotMergeable as error:
        return Merged(None, str(error))


class _Merge:
    def __init__(
        self, file: ScriptFile, number: int, platform: str, body: RequestBody, fields: frozenset[str]
    ) -> None:
        self.file = file
        self.number = number
        self.platform = platform
        self.compiled = self._compile(file.text)
        own: RequestBody = self.compiled.payloads[number].value
        mine, theirs = canonical(own, platform), canonical(body, platform)
        self.wanted = {name: value for name, value in mine.items() if name not in fields}
        self.wanted.update({name: value for name, value in theirs.items() if name in fields})
        try:
            self.before, self.after = self._side(mine), self._side(self.wanted, must_be_right=True)
        except NotMergeable:  # the canonical form may lack what a payload needs
            changed = {name for name in fields if mine.get(name) != theirs.get(name)}
            kept = {name: value for name, value in own.items() if name not in changed}
            given = {name: value for name, value in body.items() if name in changed}
            self.before, self.after = self._side(own), self._side({**kept, **given}, must_be_right=True)

    def run(self) -> str:
        """Return the merged script: with the fewest words changed, or else with whole lines printed again, or new labels."""
        problems = []
        for exact, labels in ((True, False), (False, False), (True, True)):
            text = self._formatted(self._edited(exact=exact, labels=labels))
            problem = self._problem(text)
            if not problem:
                return text
            problems.append(problem)
        raise NotMergeable(problems[0])

    def _compile(self, text: str) -> Compiled:
        file = self.file
        return compile_text(text, path=file.path, target=file.target, config=file.config)

    def _side(self, body: RequestBody, *, must_be_right: bool = False) -> Side:
        """Return a payload as a script, with names instead of ids."""
        read = decompile(dump(body), config=self.file.config)
        errors = [each for each in read.diagnostics if each.severity is Severity.ERROR]
        if read.text is None or (errors and must_be_right):
            reason = errors[0].message if errors else "scn can't read it"
            raise NotMergeable(f"a script can't say what the platform has: {reason}")
        config = self.file.config
        only_names = Config(environment=config.environment, names=config.names, defined=config.defined)
        compiled = compile_text(read.text, target=read.target, config=only_names, payloads=False)
        return Side(parse(Source(read.text)).script.scenarios[0], compiled.document.scenarios[0])

    def _edited(self, *, exact: bool, labels: bool) -> str:
        scenarios = self.compiled.document.scenarios
        scenario = self.compiled.payloads[self.number].scenarios[0]
        title = scenario.scenario.title
        pieces = Pieces(self.file.text, title.at if title else -1)
        settings = SettingsMerge(
            pieces,
            scenario,
            self.before,
            self.after,
            self.file.config,
            alone=len(scenarios) == 1,
            exact=exact,
        )
        rows = (self.before.resolved.rows, self.after.resolved.rows)
        BlocksMerge(pieces, scenario.rows, *rows, exact=exact, labels=labels).run()
        settings.run()
        return pieces.text()

    def _formatted(self, text: str) -> str:
        """Format a script if it was formatted before."""
        was = format_text(self.file.text)
        return format_text(text).text if was.text == self.file.text else text

    def _problem(self, text: str) -> str:
        """Say why a script isn't the merged one; empty if it is."""
        compiled = self._compile(text)
        errors = [each for each in compiled.diagnostics if each.severity is Severity.ERROR]
        if errors:
            return f"the script would have an error: {errors[0].message}"
        if len(compiled.payloads) != len(self.compiled.payloads):
            return "the script would have another number of scenarios"
        for index, (old, new) in enumerate(zip(self.compiled.payloads, compiled.payloads, strict=True)):
            if index != self.number and new.value != old.value:
                return f"the scenario `{old.name}` would change as well"
        if _key(compiled, self.number) != _key(self.compiled, self.number):
            return "its key would change"
        body = canonical(compiled.payloads[self.number].value, self.platform)
        if body != self.wanted:
            names = [name for name in {**body, **self.wanted} if body.get(name) != self.wanted.get(name)]
            return f"the change doesn't fit into its lines: {', '.join(f'`{name}`' for name in names)} would differ"
        if _comments(self.file.text) - _comments(text):
            return "a comment would get lost"
        return ""


def _key(compiled: Compiled, number: int) -> str:
    key = compiled.payloads[number].scenarios[0].settings.fields.get("key")
    return str(key.value) if key else ""


def _comments(text: str) -> Counter[str]:
    return Counter(line.text for line in split(text, body_start(text)) if line.kind is LineKind.COMMENT)
