"""Checks scripts as `scn compile` combines them: clashes between files become findings."""

from scn_compiler import api
from scn_compiler.cli.bugs import bug_at
from scn_compiler.cli.check.files import CheckedFile
from scn_compiler.project.discovery import ConfigDiscovery
from scn_dsl.records import replace
from scn_dsl.source import Source


def check_together(files: list[CheckedFile], configs: ConfigDiscovery, target: str) -> list[CheckedFile]:
    """Add the clashes between files to their findings; files with errors aren't compared."""
    read = [each for each in files if not each.failure]
    try:
        found = api.clashes(
            (
                (
                    Source(each.text, each.input.file_path),
                    each.findings,
                    configs.config_for(each.input.location).config,
                )
                for each in read
            ),
            target,
        )
    except Exception as error:  # reported at the first file; the findings of each file stay
        return [*files, CheckedFile(read[0].input, failure=bug_at(read[0].input, error))]
    clashing = {id(read[number]): clashes for number, clashes in found.items()}
    return [
        replace(
            each,
            findings=replace(each.findings, reported=(*each.findings.reported, *clashing.get(id(each), ()))),
        )
        for each in files
    ]
