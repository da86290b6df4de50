"""Projects of scripts that share parts: fragments with parameters, values, tables and imports, drawn by Hypothesis."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st

from scn_compiler.config import Config
from scn_compiler.pipeline.compile import expand_script
from scn_compiler.reuse.substitution import literal_script
from scn_dsl.source import Source
from scn_grammar.parser import parse
from scn_grammar.printer import print_script
from support.several_files import reading

WORDS = (
    "Friday",
    "$5",
    "Dana Reyes",
    "a | b",
    "50 %",
    'say "yes"',
    "back\\slash",
    "Zoë",
    "12",
    "$$7",
    "x, y",
)


@dataclass(frozen=True)
class DrawnFragment:
    """A fragment, and the file that it is in."""

    name: str
    parameters: tuple[str, ...]
    texts: tuple[str, ...]
    file: str

    def lines(self) -> list[str]:
        lines = [f"fragment: {self.name}({', '.join(self.parameters)})"]
        for index, text in enumerate(self.texts):
            lines += [f"@l{index} WHEN The agent asks for {index} {text}", f"  say: {text}"]
            lines += [f"AFTER @l{index}", f"  do: Repeat {text}"] if index % 2 else []
        return lines


@dataclass(frozen=True)
class DrawnInsert:
    """An insert of a fragment with its arguments."""

    fragment: str
    arguments: tuple[tuple[str, str], ...]
    prefix: str

    def line(self) -> str:
        quoted = ", ".join(
            f'{name} = "{value.replace(chr(92), chr(92) * 2).replace(chr(34), chr(92) + chr(34))}"'
            for name, value in self.arguments
        )
        return f"insert: {self.fragment}({quoted}) as {self.prefix}"


@dataclass(frozen=True)
class Project:
    """A script, and the files that it imports."""

    lets: tuple[tuple[str, str], ...]
    fragments: tuple[DrawnFragment, ...]
    inserts: tuple[DrawnInsert, ...]
    texts: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    imports: tuple[str, ...] = field(default=("a.scn", "b.scn"))

    @property
    def files(self) -> dict[str, str]:
        files = dict.fromkeys(self.imports, "scn 1\n")
        for each in self.fragments:
            if each.file:
                files[each.file] += "\n".join([*each.lines(), ""])
        return files

    @property
    def script(self) -> str:
        """The script, with a table if there are rows."""
        return "\n".join(
            [*self._head(), *self._scenario(f"Call {self._name}", self._table()), *self._tail(), ""]
        )

    @property
    def copies(self) -> str:
        """The script with a scenario for each row, whose cells are `let` lines."""
        scenarios = [
            line
            for row in self.rows
            for line in self._scenario(
                f"Call {self._name}",
                [f"let {name} = {cell}" for name, cell in zip(("day", "word"), row, strict=True)],
            )
        ]
        return "\n".join([*self._head(), *scenarios, *self._tail(), ""])

    @property
    def _name(self) -> str:
        return "$day" if self.rows else "once"

    def _head(self) -> list[str]:
        imports = [f"import: {name}" for name in self.imports]
        return [
            *imports,
            *(f"let {name} = {value}" for name, value in self.lets),
            "tools: end_call",
            "language: en",
        ]

    def _table(self) -> list[str]:
        if not self.rows:
            return []
        return ["examples: day | word", *(f"row: {day} | {word}" for day, word in self.rows)]

    def _scenario(self, title: str, above: list[str]) -> list[str]:
        lines = [f"scenario: {title}", "role: A caller", *above, "FIRST_MESSAGE", "  wait"]
        more = iter(self.texts)
        for each in self.inserts:
            lines.append(each.line())
            lines += [f"AFTER @{each.prefix}.l0", f"  say: Then {text}"] if (text := next(more, "")) else []
        if self.rows:
            lines += ["WHEN The agent names $day", "  say: $word, and ${day}s"]
        return [*lines, "WHEN The agent says goodbye", "  end call"]

    def _tail(self) -> list[str]:
        return [line for each in self.fragments if not each.file for line in each.lines()]

    def renamed(self, old: str, new: str) -> "Project":
        """The project with another name for a value, a parameter or a fragment, wherever it is written."""
        pattern = re.compile(rf"(?<![A-Za-z0-9_]){old}(?![A-Za-z0-9_])")

        def change(value: Any) -> Any:
            if isinstance(value, str):
                return pattern.sub(new, value)
            if isinstance(value, tuple):
                return tuple(map(change, value))
            if isinstance(value, DrawnFragment):
                return DrawnFragment(*(change(getattr(value, name)) for name in value.__dataclass_fields__))
            if isinstance(value, DrawnInsert):
                return DrawnInsert(*(change(getattr(value, name)) for name in value.__dataclass_fields__))
            return value

        return replace(self, **{name: change(getattr(self, name)) for name in self.__dataclass_fields__})


@st.composite
def projects(draw: st.DrawFn, *, with_rows: bool | None = None) -> Project:
    """Draw a project. Names are words that no text has, so that renaming them is a replacement of text."""
    lets = tuple((name, draw(st.sampled_from(WORDS))) for name in ("vone", "vtwo")[: draw(st.integers(1, 2))])
    known = tuple(name for name, _ in lets)
    fragments = []
    for number in range(draw(st.integers(1, 3))):
        parameters = ("pone", "ptwo")[: draw(st.integers(0, 2))]
        file = draw(st.sampled_from(["", "a.scn", "b.scn"]))
        names = parameters if file else (*parameters, *known)
        texts = draw(st.lists(_texts(names), min_size=1, max_size=3))
        used = tuple(name for name in parameters if any(name in text for text in texts))
        fragments.append(DrawnFragment(f"fpart{number}", used, tuple(texts), file))
    has_rows = draw(st.booleans()) if with_rows is None else with_rows
    cells = st.tuples(st.sampled_from(("Monday", "Friday", "Sunday")), st.sampled_from(("yes", "$5", "x, y")))
    rows = draw(st.lists(cells, min_size=1, max_size=4, unique_by=lambda row: row[0])) if has_rows else []
    scope = (*known, *(("day", "word") if rows else ()))
    inserts = []
    for number in range(draw(st.integers(1, 4))):
        chosen = draw(st.sampled_from(fragments))
        arguments = tuple((name, draw(_texts(scope))) for name in chosen.parameters)
        inserts.append(DrawnInsert(chosen.name, arguments, f"i{number}"))
    texts = draw(st.lists(_texts(scope), max_size=3))
    return Project(lets, tuple(fragments), tuple(inserts), tuple(texts), tuple(rows))


def _texts(names: tuple[str, ...]) -> st.SearchStrategy[str]:
    words = st.sampled_from([word for word in WORDS if "|" not in word])
    values = st.sampled_from([f"${name}" for name in names] + [f"${{{name}}}" for name in names] or ["$5"])
    return st.lists(st.one_of(words, values), min_size=1, max_size=3).map(
        lambda parts: "Well " + " ".join(parts)
    )


def expanded_text(text: str, files: dict[str, str] | None = None) -> str:
    """A script without fragments, tables and values."""
    expanded = expand_script(parse(Source(text)).script, text, "main.scn", Config(read=reading(files or {})))
    return print_script(literal_script(expanded.script)) if expanded else text


def many_inserts(count: int) -> str:
    """A scenario that inserts one fragment `count` times, each time with another argument."""
    inserts = (
        f'insert: verify(code = "AB{number}") as i{number}\nAFTER @i{number}.asked\n  say: Did {number} work?\n'
        for number in range(count)
    )
    return (
        "fragment: verify(code, name = Dana Reyes)\n"
        '@asked WHEN contains "code $code" OR contains "PIN $code"\n  say: It is <spell>$code</spell>.\n'
        "WHEN The agent asks who has the code $code\n  say: $name\nTHEN\n  say: That is all.\n\n"
        "scenario: Many codes\nrole: A caller\nlanguage: en\ntools: end_call\nFIRST_MESSAGE\n  wait\n"
        f"{''.join(inserts)}WHEN The agent says goodbye\n  end call\n"
    )
