"""The keys of a configuration: the parser accepts these, and the schema and editors describe them."""

from scn_compiler.config import Config
from scn_compiler.platforms import DEFAULT_TARGET, TARGETS, has_days
from scn_dsl.records import Record

RULES_SUFFIX = "-rules"
"""`PLATFORM-rules` is the key for the date of a platform's rules."""


class ConfigKey(Record):
    """A key of a configuration.

    Attributes:
        summary: The purpose of the key, as a noun phrase or an imperative.
        section: The section of the page about the configuration.
        default: The value of a configuration without the key, as TOML; empty for a key without a default.
    """

    summary: str
    section: str
    default: str = ""


_PLAIN = Config()


def _dated() -> dict[str, ConfigKey]:
    platforms = dict.fromkeys(target.platform for target in TARGETS.values() if has_days(target.platform))
    return {
        f"{name}{RULES_SUFFIX}": ConfigKey(
            f'check scripts against the rules of `{name}` on a day, such as `"2026-09-10"`, or at the end of a month',
            f"{name}{RULES_SUFFIX}",
        )
        for name in platforms
    }


def _list(words: tuple[str, ...]) -> str:
    return "[" + ", ".join(f'"{word}"' for word in words) + "]"


CONFIG_KEYS: dict[str, ConfigKey] = {
    "extends": ConfigKey("another configuration file, for keys that this one doesn't set", "extends"),
    "target": ConfigKey("the target for scripts without a `target:` line", "target", f'"{DEFAULT_TARGET}"'),
    "fields": ConfigKey("default values for the fields of every script", "fields"),
    "select": ConfigKey(
        "the rules to report: codes, code prefixes, names, or `ALL`", "select-and-ignore", _list(_PLAIN.select)
    ),
    "ignore": ConfigKey(
        "the rules to ignore: codes, code prefixes, names, or `ALL`", "select-and-ignore", _list(_PLAIN.ignore)
    ),
    "exclude": ConfigKey(
        "globs for files and folders to skip, relative to this folder", "exclude", _list(_PLAIN.exclude)
    ),
    "respect-gitignore": ConfigKey(
        "skip files that Git ignores", "respect-gitignore", str(_PLAIN.respect_gitignore).lower()
    ),
    "strict": ConfigKey("fail on warnings, and apply one more rule", "strict", str(_PLAIN.strict).lower()),
    "baseline": ConfigKey("the file of accepted problems, relative to this folder", "baseline"),
    "measured": ConfigKey("the file with a measurement of recorded calls, relative to this folder", "measured"),
    "wrap": ConfigKey("the column at which to wrap text; 0 keeps lines as they are", "wrap", str(_PLAIN.wrap)),
    "environment": ConfigKey("the environment to use if you don't choose one", "environment"),
    "environments": ConfigKey("the places where your scripts run, such as staging and production", "environments"),
    "policy": ConfigKey("answers to the open questions of rehearsals", "policy"),
    **_dated(),
}  # fmt: skip
"""The keys of a configuration, in the order of its page."""

ENVIRONMENT_KEYS: dict[str, ConfigKey] = {
    "extends": ConfigKey("another environment, from which this one takes everything over", "environments"),
    "let": ConfigKey("values for scripts, which write them as `$name`", "environments"),
    "fields": ConfigKey("default fields, which override those in `[fields]`", "environments"),
    "names": ConfigKey("names for the platform's ids, which scripts can write instead", "environments"),
}
"""The keys of an environment."""
