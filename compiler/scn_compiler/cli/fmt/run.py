"""Runs `scn fmt`; loads click only to raise a usage error."""

from scn_compiler.cli.bugs import EXIT_BUG, ask_for_reports
from scn_compiler.cli.fmt.files import FormattedFile, format_each
from scn_compiler.cli.output.render import concise, failed_files
from scn_compiler.project.console import echo
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import EXIT_UNREADABLE, ReadFailure
from scn_dsl.records import KeywordRecord
from scn_dsl.source import Source
from scn_dsl.wording import counted


class FmtOptions(KeywordRecord):
    """The options of `scn fmt`, except those of the configuration; the defaults are those of the command line.

    Attributes:
        only_check: Whether to list the files that would change instead of writing them.
        diff: Whether to print the changes instead of writing them.
        wrap: Columns to wrap texts at; `None` for the value of the configuration.
        jobs: The number of processes; `None` to choose it by the number of files.
        cache: Whether to use the cache, if there are many files.
    """

    only_check: bool = False
    diff: bool = False
    wrap: int | None = None
    jobs: int | None = None
    cache: bool = True

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
    results = format_each(
        inputs,
        configs,
        options.wrap,
        writes=options.writes,
        workers=options.jobs,
        cache=options.cache,
    )
    for file in results:
        if file.failure:
            echo(f"scn: {file.failure}", err=True)
            if file.failure.is_bug:
                bugs.append(file.failure)
            else:
                unread += 1
            continue
        broken += bool(file.errors)
        for error in file.errors:
            echo(concise(error, Source(file.text), file.input.display_name), err=True, styled=True)
        if _deliver(file, options):
            changed += file.formatted is not None
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
    return [f"{counted(count, 'file')} {verb}" for count, verb in counts if count]


def _deliver(file: FormattedFile, options: FmtOptions) -> bool:
    """Write or print the new layout; return `False` if the file can't be written."""
    name = file.input.display_name
    if file.input.is_stream and options.writes:
        from scn_compiler.cli.output.documents import show_script  # noqa: PLC0415

        show_script(file.text if file.formatted is None else file.formatted, name)
    elif file.formatted is None:
        pass
    elif options.diff:
        from scn_compiler.cli.output.diff import show_diff  # noqa: PLC0415

        show_diff(file.text, file.formatted, name, "formatted")
    elif options.only_check:
        echo(name)
    else:
        from scn_compiler.cli.output.files import write_or_report  # noqa: PLC0415

        return write_or_report(file.input.path, file.formatted, file.text)
    return True
