"""Runs `scn fmt`; loads click only to raise a usage error."""

from scn_compiler import api
from scn_compiler.cli.bugs import EXIT_BUG, ask_for_reports, bug_at
from scn_compiler.cli.output.render import concise, count_files, failed_files
from scn_compiler.project.console import echo
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import EXIT_UNREADABLE, Input, ReadFailure, Unreadable, read_file
from scn_dsl.diagnostic import Severity
from scn_dsl.records import KeywordRecord
from scn_dsl.source import Source


class FmtOptions(KeywordRecord):
    """The options of `scn fmt`, except those of the configuration; the defaults are those of the command line.

    Attributes:
        only_check: Whether to list the files that would change instead of writing them.
        diff: Whether to print the changes instead of writing them.
        wrap: Columns to wrap texts at; `None` for the value of the configuration.
    """

    only_check: bool = False
    diff: bool = False
    wrap: int | None = None

    @property
    def writes(self) -> bool:
        return not (self.only_check or self.diff)


def run_fmt(paths: tuple[str, ...], configs: ConfigDiscovery, options: FmtOptions) -> int:
    """Format the scripts in `paths`, and return the exit code.

    Raises:
        click.ClickException: if a path or a configuration can't be used, or a script can't be printed; some files may
            already be written.
    """
    inputs = configs.find_scripts(paths)
    if options.writes:
        from scn_compiler.cli.output.files import tidy_folders  # noqa: PLC0415

        tidy_folders(each.path for each in inputs if not each.is_stream)
    changed = broken = unread = unwritten = 0
    bugs: list[ReadFailure] = []
    for source_file in inputs:
        try:
            text = read_file(source_file)
        except Unreadable as failure:
            echo(f"scn: {failure}", err=True)
            unread += 1
            continue
        if source_file.is_excluded:
            _deliver(source_file, text, text, options)
            continue
        try:
            wrap = options.wrap
            width = configs.config_for(source_file.location).config.wrap if wrap is None else wrap
            formatted = api.format_text(text, wrap=width)
        except Exception as bug:  # a bug that shows at one file doesn't stop the others
            bugs.append(bug_at(source_file, bug))
            echo(f"scn: {bugs[-1]}", err=True)
            continue
        errors = [each for each in formatted.diagnostics if each.severity is Severity.ERROR]
        broken += bool(errors)
        for error in errors:
            echo(concise(error, Source(text), source_file.display_name), err=True, styled=True)
        if _deliver(source_file, text, formatted.text, options):
            changed += formatted.text != text
        else:
            unwritten += 1
    if not inputs:
        echo("no files to format: all scripts are excluded", err=True)
        return 0
    unchanged = len(inputs) - unread - unwritten - len(bugs) - changed
    counts = _counts(changed, unchanged, writes=options.writes)
    echo(", ".join((*counts, *failed_files(unread, unwritten, len(bugs)))), err=True)
    if ask_for_reports(bugs):
        return EXIT_BUG
    failed = broken or (changed and not options.writes)
    return EXIT_UNREADABLE if unwritten or unread else int(bool(failed))


def _counts(changed: int, unchanged: int, *, writes: bool) -> list[str]:
    """Return the counts of reformatted and unchanged files, without zeros."""
    verbs = ("reformatted", "left unchanged") if writes else ("would be reformatted", "already formatted")
    counts = zip((changed, unchanged), verbs, strict=True)
    return [f"{count_files(count)} {verb}" for count, verb in counts if count]


def _deliver(source_file: Input, before: str, after: str, options: FmtOptions) -> bool:
    """Write or print the new layout; return `False` if the file can't be written."""
    name = source_file.display_name
    if options.diff:
        from scn_compiler.cli.output.diff import show_diff  # noqa: PLC0415

        show_diff(before, after, name, "formatted")
    elif options.only_check:
        if before != after:
            echo(name)
    elif source_file.is_stream:
        from scn_compiler.cli.output.documents import show_script  # noqa: PLC0415

        show_script(after, name)
    elif before != after:
        from scn_compiler.cli.output.files import write_or_report  # noqa: PLC0415

        return write_or_report(source_file.path, after, before)
    return True
