"""Spellings of durations and languages by people and in other formats."""

from scn_compiler.semantics.durations import duration_meant, seconds_meant
from scn_compiler.semantics.languages import language_code
from support.cases import every


@every(
    ("text", "seconds"),
    [
        ("1,5s", 1.5),
        ("2 sec", 2),
        ("1500ms", 1.5),
        ("1 min 30 s", 90),
        ("00:00:02", 2),
        ("01:30", 90),
        ("PT2S", 2),
        ("2", None),
        ("soon", None),
        ("2 apples", None),
        ("", None),
    ],
)
def test_a_duration_is_understood_or_left_alone(text: str, seconds: float | None) -> None:
    assert seconds_meant(text) == seconds


def test_a_duration_is_written_as_fields_have_it() -> None:
    assert duration_meant("10 minutes") == "10m"
    assert duration_meant("1,5m") == "90s"
    assert duration_meant("1,5s") is None
    assert duration_meant("1,5s", milliseconds=True) == "1500ms"


@every(
    ("text", "code"),
    [
        ("English (UK)", "en"),
        ("Deutsch", "de"),
        ("fr-FR", "fr"),
        ("pt_BR", "pt"),
        ("Français", "fr"),
        ("Klingon", None),
        ("", None),
    ],
)
def test_the_code_of_a_language_is_found_by_its_name(text: str, code: str | None) -> None:
    assert language_code(text) == code
