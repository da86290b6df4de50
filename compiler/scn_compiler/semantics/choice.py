"""The choice of scenarios by tags and names, as the options `--tags` and `--name` make it."""

from scn_compiler.semantics.resolve import ResolvedScenario
from scn_dsl.records import Record


class Choice(Record):
    """A choice of scenarios; without tags and names, it is all of them. Upper and lower case are the same.

    Attributes:
        tags: Groups of tags; a scenario needs at least one tag of each group.
        names: Patterns such as `refund*`; the name of a scenario needs to match at least one of them.
    """

    tags: tuple[tuple[str, ...], ...] = ()
    names: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        return not (self.tags or self.names)

    @property
    def no_match(self) -> str:
        """The message if no scenario is chosen."""
        options = [f"--tags {','.join(group)}" for group in self.tags] + [
            f"--name {name}" for name in self.names
        ]
        return f"no scenario matches `{' '.join(options)}`: `scn list` shows the scenarios and their tags"

    def includes(self, scenario: ResolvedScenario) -> bool:
        """Return whether a scenario is chosen; its tags include those of the file and of the configuration."""
        own = {tag.casefold() for tag in tags_of(scenario)}
        if not all(any(tag.casefold() in own for tag in group) for group in self.tags):
            return False
        from fnmatch import fnmatchcase  # noqa: PLC0415  (most runs choose nothing)

        name = (scenario.name or "").casefold()
        return not self.names or any(fnmatchcase(name, pattern.casefold()) for pattern in self.names)


EVERYTHING = Choice()


def tags_of(scenario: ResolvedScenario) -> tuple[str, ...]:
    """Return the tags of a scenario, with those of the file and of the configuration."""
    tags = scenario.settings.get("tags")
    return tuple(map(str, tags)) if isinstance(tags, list | tuple) else ()
