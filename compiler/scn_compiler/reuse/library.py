"""What the files of a project share: the fragments and the values of a script, with those that it imports."""

import posixpath
from collections.abc import Callable, Iterator
from functools import lru_cache

from scn_compiler.reuse.scope import NamedValue, Scope
from scn_compiler.reuse.signature import VALUE_NAME, FragmentCall, SignatureMistake, read_signature
from scn_compiler.reuse.substitution import Substitution, names_in
from scn_compiler.reuse.values import GivenValue
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Related
from scn_dsl.nodes import Field, Fragment, Script, Text, Use, Variable
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record, field, replace
from scn_dsl.source import Origin, Source, Span, Step
from scn_dsl.suggest import did_you_mean, nearest
from scn_dsl.vocabulary import LET
from scn_grammar.parser import Parsed, parse

Read = Callable[[str], str]
"""Reads a file of the project by its path; raises `UnreadableFile`."""

IMPORT = "import"
"""Kind of the origin of a span in an imported file."""

_VALUE_NAME = lazy_pattern(VALUE_NAME)
_STRING_VALUE = lazy_pattern(r'"(?:[^"\\]|\\.)*"')


class UnreadableFile(Exception):  # noqa: N818  (an outcome of reading, reported as a diagnostic)
    """A file that can't be read; `near` is the path of the file that is meant, from the folder of the missing one."""

    def __init__(self, message: str, hint: str | None = None, near: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint
        self.near = near


class KnownFragment(Record):
    """A fragment with its signature, and the library that it is in.

    Attributes:
        call: Its signature; `None` if the line has a mistake.
    """

    fragment: Fragment
    library: "Library"
    call: FragmentCall | None

    @property
    def name(self) -> str:
        return self.call.name if self.call else self.fragment.title.value.value

    @property
    def place(self) -> Span:
        """The span of its name."""
        title = self.fragment.title
        end = self.call.end if self.call else len(title.value.value)
        return self.library.place(title.place(title.value.locate(0, end)))

    @property
    def signature(self) -> str:
        """Its line as it is written, for messages."""
        return f"fragment: {self.fragment.title.value.value}"


class Library(Record):
    """A file with what it declares.

    Attributes:
        path: Its path; `None` for a text without a file.
        origin: The origin of spans in it; `None` for the script itself.
        scope: Its values, with those that it imports.
        fragments: Its fragments and those that it imports, by name.
        own: The fragments that it declares itself.
    """

    path: str | None
    text: str
    script: Script
    origin: Origin | None
    scope: Scope
    fragments: dict[str, KnownFragment] = field(default_factory=dict)
    own: list[KnownFragment] = field(default_factory=list)

    def place(self, span: Span) -> Span:
        """Convert a span in the text of this file to a span of the script."""
        return span if self.origin is None or span.origin else span.within(self.origin)


class Loader:
    """Loads the library of a script, and each file that it imports once.

    Attributes:
        found: What is wrong in the lines that declare and import, in whichever file.
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
        self.outside = Scope(values={each.name: NamedValue(each.name, each.value) for each in given})
        self.assigned = {each.name: NamedValue(each.name, each.value) for each in assigned}
        for value in self.assigned.values():
            self.outside.add(value)
        self._open: list[tuple[str, Span]] = []

    def load(self, script: Script, text: str, path: str | None, origin: Origin | None = None) -> Library:
        """Build the library of a script."""
        declares = bool(script.uses or script.fragments or any(each.uses for each in script.scenarios))
        scope = Scope(self.outside, declares=declares)
        library = Library(path, text, script, origin, scope)
        for use in uses_of_file(script):
            if use.name == "import" and isinstance(use.line, Field):
                self._import(use.line, library)
        for fragment in script.fragments:
            self._declare(fragment, library)
        self.add_lets((use for use in script.uses if use.name == LET), library, scope)
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
        title, seen = known.fragment.title, set[str]()
        for each in call.entries:
            name = each.name or (each.value or "")
            place = known.library.place(title.place(title.value.locate(each.at, each.at + max(len(name), 1))))
            if not _VALUE_NAME.fullmatch(name):
                hint = "use letters, digits and `_`, and don't start with a digit"
                self.found.append(
                    report("bad-fragment", place, f"`{name}` can't be the name of a parameter", hint)
                )
            elif name in seen:
                self.found.append(
                    report(
                        "bad-fragment",
                        place,
                        f"duplicate parameter `{name}`",
                        "remove one of the two parameters",
                    )
                )
            seen.add(name)

    def add_lets(
        self, lets: Iterator[Use], library: Library, scope: Scope, origin: Origin | None = None
    ) -> None:
        """Add the values of `let` lines to a scope. A value may use others of the same scope, in any order."""
        written: dict[str, Variable] = {}
        for use in lets:
            line = use.line
            assert isinstance(line, Variable)
            place = library.place(line.place(Span(4, 4 + len(line.name))))
            if not _VALUE_NAME.fullmatch(line.name):
                hint = "use letters, digits and `_`, and don't start with a digit: `let order_id = …`"
                self.found.append(
                    report("bad-let", place, f"`{line.name}` can't be the name of a value", hint)
                )
            elif line.name in written:
                first = written[line.name]
                related = (Related("the first one is here", library.place(first.whole)),)
                message = f"`{line.name}` already has a value"
                self.found.append(
                    report(
                        "duplicate-declaration",
                        place,
                        message,
                        "remove one of the two lines",
                        related=related,
                    )
                )
            else:
                written[line.name] = line
        _Lets(written, library, scope, self).add_all(origin)

    def _import(self, line: Field, library: Library) -> None:
        place = library.place(line.place(line.value.span))
        written = line.value.value
        problem = _path_problem(written)
        if problem:
            message, hint, near = problem
            fix = Fix(f"replace with `{near}`", (Edit(place, near),)) if near else None
            self.found.append(report("bad-import", place, message, hint, fix=fix))
            return
        path = join(library.path, written)
        if any(path == opened for opened, _ in self._open):
            self.found.append(self._cycle(path, place))
            return
        imported = self.files.get(path)
        if imported is None:
            text = self.read(written, library.path, place, "bad-import")
            if text is None:
                return
            self._open.append((path, place))
            imported = self._load_file(path, text, line, library)
            self._open.pop()
            self.files[path] = imported
        self._take(imported, library, place)

    def read(self, written: str, importer: str | None, place: Span, rule: str) -> str | None:
        """Read a file that a line of `importer` names; report it if that is impossible."""
        if self._read is None:
            message = f"`{written}` can't be read here, because this script has no file"
            self.found.append(report(rule, place, message, "save the script in the folder of the project"))
            return None
        try:
            return self._read(join(importer, written))
        except UnreadableFile as error:
            near = error.near and join(written, error.near)
            if near and join(importer, near) == importer:
                near = None
            fix = Fix(f"replace with `{near}`", (Edit(place, near),), safe=False) if near else None
            hint = f"did you mean `{near}`?" if near else error.hint
            self.found.append(report(rule, place, str(error), hint, fix=fix))
            return None

    def _load_file(self, path: str, text: str, line: Field, library: Library) -> Library:
        steps = library.origin.chain if library.origin else ()
        step = Step("imported here", library.place(line.whole))
        origin = Origin(IMPORT, path, (*steps, step))
        parsed = parse_file(text)
        self.found.extend(each.move(lambda span: span.within(origin)) for each in parsed.diagnostics)
        return self.load(parsed.script, text, path, origin)

    def _cycle(self, path: str, place: Span) -> Diagnostic:
        names = [opened for opened, _ in self._open]
        chain = " → ".join(f"`{name}`" for name in (*names[names.index(path) :], path))
        related = tuple(Related("imported here", span) for opened, span in self._open if opened != path)
        hint = "move what both files need to a third file"
        return report(
            "circular-reuse", place, f"these files import each other: {chain}", hint, related=related
        )

    def _take(self, imported: Library, library: Library, place: Span) -> None:
        """Add what an imported file declares, unless it clashes with another import."""
        for name, known in imported.fragments.items():
            other = library.fragments.get(name)
            if other and other.fragment is not known.fragment and other.library.path != known.library.path:
                self.found.append(_clash("fragment", name, place, other.place, known.place))
            library.fragments.setdefault(name, known)
        for name, value in imported.scope.values.items():
            before = library.scope.values.get(name)
            if before and before.line != value.line and before.line and value.line:
                self.found.append(_clash("value", name, place, before.line, value.line))
            library.scope.values.setdefault(name, value)


class _Lets:
    """The `let` lines of one scope while their values are worked out."""

    def __init__(self, written: dict[str, Variable], library: Library, scope: Scope, loader: Loader) -> None:
        self.written = written
        self.library = library
        self.scope = scope
        self.loader = loader
        self.open: list[str] = []
        self.done: set[str] = set()

    def add_all(self, origin: Origin | None) -> None:
        for name in self.written:
            if name not in self.done:
                self._add(name, origin)

    def _add(self, name: str, origin: Origin | None) -> None:
        line = self.written[name]
        place = self.library.place(line.whole)
        self.done.add(name)
        self.open.append(name)
        for inner in names_in(line.value.value):
            if inner in self.open:
                chain = " → ".join(f"`{each}`" for each in (*self.open[self.open.index(inner) :], inner))
                hint = "write one of the values without the others"
                self.loader.found.append(
                    report("circular-reuse", place, f"these values need each other: {chain}", hint)
                )
                self.scope.values.setdefault(inner, NamedValue(inner, "", line=place))
            elif inner in self.written and inner not in self.done:
                self._add(inner, origin)
        self.open.pop()
        if name in self.loader.assigned:
            self.scope.add(replace(self.loader.assigned[name], line=place))
            return
        fill = Substitution(self.scope, self.loader.found, origin or self.library.origin)
        fill.item = line
        text = fill.text(line.value, is_json=True).value
        if _STRING_VALUE.fullmatch(text):
            text = string_of(text)
        self.scope.add(NamedValue(name, text, line=place))


def string_of(text: str) -> str:
    """Decode a text that is written as a JSON string; another text stays as it is."""
    from scn_compiler.jsondoc.codec import BadJson, load  # noqa: PLC0415

    try:
        value = load(text)
    except BadJson:
        return text
    return value if isinstance(value, str) else text


@lru_cache(maxsize=1 << 8)
def parse_file(text: str) -> Parsed:
    """Parse an imported file, once for all scripts that import it."""
    return parse(Source(text))


def uses_of_file(script: Script) -> Iterator[Use]:
    """Yield the lines about reuse above the first title, or in the only scenario of a file without titles."""
    yield from script.uses
    for scenario in script.scenarios:
        if scenario.title is None:
            yield from scenario.uses


def join(importer: str | None, written: str) -> str:
    """Return the path of a file that a line of `importer` names."""
    return posixpath.normpath(posixpath.join(posixpath.dirname((importer or "").replace("\\", "/")), written))


def _path_problem(written: str) -> tuple[str, str, str | None] | None:
    """Return message, hint and the likely path for a path that no project can have."""
    if "\\" in written and "/" not in written:
        near = written.replace("\\", "/")
        return f"`{written}` needs slashes", f"write `{near}`: it works on every system", near
    if written[:1] in ('"', "'") and written[-1:] == written[0] and len(written) > 2:
        return "a path needs no quotes", f"write `import: {written[1:-1]}`", written[1:-1]
    if written.startswith(("/", "~")) or ":" in written.split("/", maxsplit=1)[0]:
        return (
            f"`{written}` isn't a path inside of the project",
            "write the path from the folder of this script, for example `shared/identity.scn`",
            None,
        )
    return None


def _clash(kind: str, name: str, place: Span, first: Span, second: Span) -> Diagnostic:
    related = (Related("one is here", first), Related("the other is here", second))
    message = f"two imported files declare the {kind} `{name}`"
    return report("duplicate-declaration", place, message, "rename one of them", related=related)


def signature_problem(
    rule: str, line: Field, mistake: SignatureMistake, library: Library, origin: Origin | None = None
) -> Diagnostic:
    """Report a mistake in the text of a `fragment:` or `insert:` line."""
    text = line.value
    span = line.place(
        text.locate(mistake.start, mistake.end)
        if mistake.end > mistake.start
        else Span(text.span.end, text.span.end)
    )
    span = span.within(origin) if origin and span.origin is None else library.place(span)
    fix = None
    if (
        mistake.replacement is not None
        and isinstance(text, Text)
        and text.is_unbroken(mistake.start, max(mistake.end, mistake.start))
    ):
        fix = Fix(mistake.hint, (Edit(span, mistake.replacement),), safe=False)
    return report(rule, span, mistake.message, mistake.hint, fix=fix)


def unknown_fragment(name: str, known: dict[str, KnownFragment], place: Span) -> Diagnostic:
    """Report an insert of a fragment that doesn't exist."""
    close = nearest(name, tuple(known))
    hint = did_you_mean(name, tuple(known)) or (
        f"write one of {', '.join(f'`{each}`' for each in list(known)[:6])}"
        if known
        else f"declare it with `fragment: {name}`, or import the file that has it"
    )
    fix = Fix(f"replace with `{close}`", (Edit(place, close),), safe=False) if close else None
    related = (Related(f"`{close}` is here", known[close].place),) if close else ()
    return report("unknown-fragment", place, f"unknown fragment `{name}`", hint, related=related, fix=fix)
