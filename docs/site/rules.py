"""The pages of rules, and their index, as Markdown.

uv run python docs/site/rules.py > docs/reference/rules.md
"""

from collections.abc import Iterator

from scn_compiler.lint.rule_pages import GROUPS, Page, pages

_PAGES = "../../compiler/scn_compiler/lint/pages"
_HEAD = """\
# Rules

Everything that scn reports, by code. Codes and names are stable: a code is never used again for something else.
`scn explain CODE` and `scn explain NAME` print a page in the terminal. To choose which rules apply, see
[configuration](configuration.md); to accept a single problem, see [suppressions](../../grammar/LANGUAGE.md#suppressions).
"""


def rules_index() -> str:
    """The table of all rules, grouped by the first digit of their codes."""
    return "".join(_index_parts())


def _index_parts() -> Iterator[str]:
    yield _HEAD
    for digit, title in GROUPS.items():
        yield f"\n## {title}\n\n| code | name | severity | reports |\n|---|---|---|---|\n"
        for page in pages():
            kind = page.kind
            if kind.code.startswith(f"SCN{digit}"):
                link = f"[{kind.code}]({_PAGES}/{kind.name}.md)"
                yield f"| {link} | `{kind.name}` | {kind.severity.word} | {kind.summary} |\n"


def rule_page(page: Page) -> str:
    """The page of a rule on the site; it is not in the sidebar, which would be too long."""
    kind = page.kind
    return "\n".join(
        [
            "---\norphan: true\n---\n",
            f"# {page.title}\n",
            f"{{.severity .{kind.severity.word}}}\n*{kind.severity.word}*: {kind.summary}\n",
            f"{page.why}\n",
            *([f"## Configuration\n\n```toml\n{page.configuration}```\n"] if page.configuration else []),
            *([f"## Measurement\n\n```json\n{page.measurement}```\n"] if page.measurement else []),
            f"## Wrong\n\n```{page.language}\n{page.wrong}```\n",
            f"## Right\n\n```{page.language}\n{page.right}```\n",
            f"## Fix\n\n{page.fix}\n",
            f"## Source\n\n{page.source}\n",
            f"`scn explain {kind.code}` prints this page in a terminal. [All rules](../rules.md)\n",
        ]
    )


if __name__ == "__main__":
    print(rules_index(), end="")
