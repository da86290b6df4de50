"""The documents that scripts compile to: one for each payload, or a single one for a target that holds them all."""

from scn_compiler import api
from scn_compiler.cli.output.stderr import ProblemReport
from scn_compiler.jsondoc.codec import dump
from scn_compiler.pipeline.compile import Compiled
from scn_compiler.platforms import all_targets, target_named
from scn_compiler.platforms.kit.target import Payload
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import Input
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.records import Record
from scn_dsl.source import Source


class CompiledFile(Record):
    """A script and its compilation."""

    input: Input
    text: str
    compiled: Compiled


class Document(Record):
    """One document of a target.

    Attributes:
        script: The path of its script inside the folder that the command line names; `suite` for a combined document.
        scenario: The name of its scenario, if its script has several.
        scripts: The scripts that it was compiled from.
    """

    script: str
    scenario: str | None
    payload: Payload
    target: str
    scripts: tuple[Input, ...]

    def json(self, *, compact: bool) -> str:
        """Return the payload as JSON that ends with a line break."""
        return dump(self.payload.value, compact=compact) + "\n"


def documents_of(
    files: list[CompiledFile], target: str | None, configs: ConfigDiscovery
) -> tuple[list[Document], list[Diagnostic]]:
    """Return the documents in order, and the printed findings of combining them for a target that holds many."""
    if target and api.combines(target, len(files)):
        return _combined(files, target, configs)
    documents: list[Document] = []
    for file in files:
        payloads = file.compiled.payloads
        for payload in payloads:
            scenario = payload.name if len(payloads) > 1 else None
            script = file.input.relative_path
            documents.append(Document(script, scenario, payload, file.compiled.target, (file.input,)))
    return documents, []


def _combined(
    files: list[CompiledFile], target: str, configs: ConfigDiscovery
) -> tuple[list[Document], list[Diagnostic]]:
    projects = [configs.config_for(file.input.location) for file in files]
    combined = api.combine(
        [
            api.Part(Source(file.text, file.input.file_path), file.compiled, project.config)
            for file, project in zip(files, projects, strict=True)
        ],
        target,
    )
    report = ProblemReport()
    for number, found in combined.findings:
        file = files[number]
        report.add(file.input, file.text, (found,), projects[number])
    scripts = tuple(file.input for file in files)
    return [Document("suite", None, combined.payload, target, scripts)], report.printed


def suite_target(documents: list[Document]) -> str | None:
    """Return the target that holds all documents in one; `None` if there is no such target."""
    platforms = {target_named(each.target).platform for each in documents}
    suites = (target for target in all_targets().values() if target.holds_many)
    return next((suite.name for suite in suites if platforms == {suite.platform}), None)
