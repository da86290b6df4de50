"""Loads what a script declares and what it imports: each file once, with the lines that can't be followed reported."""

import posixpath
from functools import lru_cache

from scn_compiler.reuse.lets import VALUE, add_lets, report_shadowed
from scn_compiler.reuse.library import (
    DEEPEST,
    EXTENSIONS,
    IMPORT,
    KnownFragment,
    Library,
    Read,
    UnreadableFile,
    join,
    uses_of_file,
    without_chain,
)
from scn_compiler.reuse.scope import NamedValue, ValueScope
from scn_compiler.reuse.signature import FragmentCall, SignatureMistake, name_in, read_signature, without_sign
from scn_compiler.reuse.values import GivenValue
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Related
from scn_dsl.nodes import Field, Fragment, Scenario, Script, Setting, Text, Use
from scn_dsl.source import NOWHERE, Origin, Source, Span, Step
from scn_dsl.suggest import did_you_mean, first, nearest
from scn_grammar.parser import Parsed, parse


class Loader:
    """Loads the library of a script, and each file that it imports once.

    Attributes:
        found: Problems in the lines that declare and import, in whichever file.
        files: The libraries of imported files by path.
        others: The files of rows.
    """

    def __init__(
        self, given: tuple[GivenValue, ...], assigned: tuple[GivenValue, ...], read: Read | None
    ) -> None:
        self._read = read
        self.found: list[Diagnostic] = []
        self.files: dict[str, Library] = {}
        self.others: list[Source] = []
        wins = {each.name: NamedValue(each.name, each.value) for each in assigned}
        self.outside = ValueScope(
            values={each.name: NamedValue(each.name, each.value) for each in given} | wins, assigned=wins
        )
        self._open: list[tuple[str, Span]] = []

    def load(self, script: Script, text: str, path: str | None, origin: Origin | None = None) -> Library:
        """Build the library of a script."""
        if origin is None and path:
            self._open.append((join(None, path.replace("\\", "/")), NOWHERE))
        declares = bool(script.uses or script.fragments or any(each.uses for each in script.scenarios))
        scope = ValueScope(self.outside, declares=declares)
        library = Library(path, text, script, origin, scope)
        for use in uses_of_file(script):
            if use.name == "import" and isinstance(use.line, Field):
                self._import(use.line, library)
        scope.is_open |= any(_means_import(each) for each in script.defaults)
        sections: tuple[Scenario | Fragment, ...] = (*script.scenarios, *script.fragments)
        scope.is_open |= any(each.title and _imports(each.uses) for each in sections)
        for fragment in script.fragments:
            self._declare(fragment, library)
        add_lets(script.uses, library, scope, self.found)
        return library

    def _declare(self, fragment: Fragment, library: Library) -> None:
        title = fragment.title
        call = read_signature(title.value.value) if title.value.value else None
        if title.value.value and isinstance(call, SignatureMistake):
            self.found.append(signature_problem("bad-fragment", title, call, library))
        if not title.value.value:
            hint = "write a name after the colon: `fragment: verify`"
            self.found.append(
                report("bad-fragment", library.place(title.whole), "this fragment needs a name", hint)
            )
        known = KnownFragment(fragment, library, call if isinstance(call, FragmentCall) else None)
        first = library.fragments.get(known.name)
        if first and first.library is library:
            related = (Related("the first one is here", first.place),)
            message = f"the fragment `{known.name}` already exists"
            hint = "rename one of the fragments"
            self.found.append(report("duplicate-declaration", known.place, message, hint, related=related))
            return
        library.own.append(known)
        library.fragments[known.name] = known
        if known.call:
            self._check_parameters(known, known.call)

    def _check_parameters(self, known: KnownFragment, call: FragmentCall) -> None:
        title, seen = known.fragment.title, dict[str, Span]()
        for each in call.entries:
            name = each.name or (each.value or "")
            place = known.library.place(title.place(title.value.locate(each.at, each.at + max(len(name), 1))))
            if not VALUE.fullmatch(name):
                hint = "use letters, digits and `_`, and don't start with a digit"
                fix = None
                if plain := without_sign(name):
                    hint, fix = (
                        "write the name without `$`",
                        Fix(f"write `{plain}`", (Edit(place, plain),), safe=False),
                    )
                message = f"`{name}` can't be the name of a parameter"
                self.found.append(report("bad-fragment", place, message, hint, fix=fix))
            elif name in seen:
                self.found.append(
                    report(
                        "bad-fragment",
                        place,
                        f"duplicate parameter `{name}`",
                        "remove one of the two parameters",
                    )
                )
            seen[name] = place
        report_shadowed(known.fragment.uses, "parameter", seen, known.library, self.found)

    def _import(self, line: Field, library: Library) -> None:
        place = library.place(line.place(line.value.span))
        written = line.value.value
        path = None if line.raw else self.path_of(written, library, place, "bad-import")
        if line.raw:
            message = "`import raw:` doesn't exist"
            self.found.append(report("bad-import", place, message, "write `import: PATH`"))
        elif path and path.endswith(EXTENSIONS[1:]):
            message = f"`{written}` is a file of rows, and `import:` takes a script"
            hint = f"below a `scenario:` line, write `rows: {written}`"
            self.found.append(report("bad-import", place, message, hint))
            path = None
        imported = self._file(path, line, library, place) if path else None
        if imported:
            self._take(imported, library, place)
        else:
            library.scope.is_open = True

    def _file(self, path: str, line: Field, library: Library, place: Span) -> Library | None:
        """Load a file; `None` if it can't be read, or if it imports itself."""
        if any(path == opened for opened, _ in self._open):
            self.found.append(self._cycle(path, place))
            return None
        if path in self.files:
            return self.files[path]
        if len(self._open) > DEEPEST:
            message = f"imports can't be nested more than {DEEPEST} files deep"
            self.found.append(
                report("circular-reuse", place, message, "import the file that you need directly")
            )
            return None
        text = self.read(path, library, place, "bad-import")
        if text is None:
            return None
        self._open.append((path, place))
        imported = self._load_file(path, text, line, library)
        self._open.pop()
        self.files[path] = imported
        return imported

    def path_of(self, written: str, library: Library, place: Span, rule: str) -> str | None:
        """Return the path of a file that a line of a library names; report a path that no project can have."""
        problem = path_problem(written)
        if problem is None:
            return join(library.path, written)
        message, hint, near = problem
        fix = Fix(f"replace with `{near}`", (Edit(place, near),)) if near else None
        self.found.append(report(rule, place, message, hint, fix=fix))
        return None

    def read(self, path: str, library: Library, place: Span, rule: str) -> str | None:
        """Read a file that a line of a library names; report it if that is impossible."""
        if self._read is None:
            message = f"`{path}` can't be read here, because this script has no file"
            self.found.append(report(rule, place, message, "save the script in the folder of the project"))
            return None
        try:
            return self._read(path)
        except UnreadableFile as error:
            near = error.near and posixpath.relpath(
                join(path, error.near), posixpath.dirname(library.path or "") or "."
            )
            if near and join(library.path, near) == library.path:
                near = None
            fix = Fix(f"replace with `{near}`", (Edit(place, near),), safe=False) if near else None
            hint = f"did you mean `{near}`?" if near else error.hint
            self.found.append(report(rule, place, str(error), hint, fix=fix))
            return None

    def _load_file(self, path: str, text: str, line: Field, library: Library) -> Library:
        steps = library.origin.chain if library.origin else ()
        step = Step("imported here", without_chain(library.place(line.whole)))
        origin = Origin(IMPORT, path, (*steps, step))
        parsed = parse_file(text)
        self.found.extend(each.move(lambda span: span.within(origin)) for each in parsed.diagnostics)
        return self.load(parsed.script, text, path, origin)

    def _cycle(self, path: str, place: Span) -> Diagnostic:
        circle = self._open[[opened for opened, _ in self._open].index(path) :]
        if len(circle) == 1:
            return report("circular-reuse", place, "this file imports itself", "remove the line")
        chain = " → ".join(f"`{name}`" for name in (*(opened for opened, _ in circle), path))
        related = tuple(Related(f"`{opened}` is imported here", span) for opened, span in circle[1:])
        hint = "move the part that both files need to a third file"
        return report(
            "circular-reuse", place, f"these files import each other: {chain}", hint, related=related
        )

    def _take(self, imported: Library, library: Library, place: Span) -> None:
        """Add what an imported file declares; report what clashes with another import, unless the file overrides it."""
        script = library.script
        own = {use.line.name for use in script.uses} | {
            name_in(each.title.value.value) for each in script.fragments
        }
        library.scope.is_open |= imported.scope.is_open
        for name, known in imported.fragments.items():
            other = library.fragments.get(name)
            if other and other.fragment is not known.fragment and name not in own:
                self.found.append(_clash("fragment", name, place, other.place, known.place))
            library.fragments.setdefault(name, known)
        for name, value in imported.scope.values.items():
            before = library.scope.values.get(name)
            if before and before.line != value.line and before.line and value.line and name not in own:
                self.found.append(_clash("value", name, place, before.line, value.line))
            library.scope.values.setdefault(name, value)


def _means_import(line: Setting) -> bool:
    """Tell whether a line is `use: FILE.scn`, which is reported as a misplaced detail."""
    return isinstance(line, Field) and line.name == "use" and ".scn" in line.value.value[-5:]


@lru_cache(maxsize=1 << 8)
def parse_file(text: str) -> Parsed:
    """Parse an imported file, once for all scripts that import it."""
    return parse(Source(text))


def path_problem(written: str) -> tuple[str, str, str | None] | None:
    """Return message, hint and the likely path for a path that no project can have."""
    if written[:1] in ('"', "'") and written[-1:] == written[0] and len(written) > 2:
        return "a path needs no quotes", f"write `{written[1:-1]}`", written[1:-1]
    near = written.replace("\\", "/")
    if near.startswith(("/", "~")) or ":" in near.split("/", maxsplit=1)[0]:
        return (
            f"`{written}` isn't a path inside of the project",
            "write the path from the folder of this script, for example `shared/identity.scn`",
            None,
        )
    if near != written and "/" not in written:
        return f"`{written}` needs slashes", f"write `{near}`: it works on every system", near
    return None


def _clash(kind: str, name: str, place: Span, first: Span, second: Span) -> Diagnostic:
    related = (Related("one is here", first), Related("the other is here", second))
    message = f"two imported files declare the {kind} `{name}`"
    hint = f"rename one of them, or declare `{name}` in this file"
    return report("duplicate-declaration", place, message, hint, related=related)


def _imports(uses: tuple[Use, ...]) -> bool:
    """Tell whether a section has an `import:` line, which is reported because it belongs above."""
    return any(use.name == "import" for use in uses)


def signature_problem(rule: str, line: Field, mistake: SignatureMistake, library: Library) -> Diagnostic:
    """Report a mistake in the text of a `fragment:` or `insert:` line."""
    text = line.value
    span = line.place(text.locate(mistake.start, mistake.end))
    span = library.place(span)
    fix = None
    if (
        mistake.replacement is not None
        and isinstance(text, Text)
        and text.is_unbroken(mistake.start, mistake.end)
    ):
        fix = Fix(mistake.hint, (Edit(span, mistake.replacement),), safe=False)
    return report(rule, span, mistake.message, mistake.hint, fix=fix)


def unknown_fragment(name: str, known: dict[str, KnownFragment], place: Span) -> Diagnostic:
    """Report an insert of a fragment that doesn't exist."""
    names = first(known)
    close = nearest(name, names)
    hint = did_you_mean(name, names) or (
        f"the fragments are {', '.join(f'`{each}`' for each in list(known)[:6])}"
        if len(known) > 1
        else f"the only fragment is `{next(iter(known))}`"
        if known
        else f"declare it with `fragment: {name}`, or import the file that has it"
    )
    fix = Fix(f"replace with `{close}`", (Edit(place, close),), safe=False) if close else None
    related = (Related(f"`{close}` is here", known[close].place),) if close else ()
    return report("unknown-fragment", place, f"unknown fragment `{name}`", hint, related=related, fix=fix)
