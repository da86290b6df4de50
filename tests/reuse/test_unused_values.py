"""Columns and parameters that nothing uses, because a text writes them as another system does."""

from scn_compiler import check
from scn_compiler.pipeline.fix import fix_text
from support.cases import every

HEAD = "role: A caller\nlanguage: en\npersonality: 3\nFIRST_MESSAGE\n  wait\n"
FORMS = ("{{day}}", "{{ day }}", "{day}", "#{day}", "<day>", "%day%", "[day]")


def with_table(line: str) -> str:
    table = "scenario: Come on a day\nexamples: day\nrow: Monday\nrow: Friday\n"
    return f"{table}{HEAD}WHEN The agent asks for a day\n  {line}\n  end call\n"


@every("form", FORMS)
def test_a_value_in_the_form_of_another_system_is_found_and_replaced(form: str) -> None:
    text = with_table(f"say: On {form}, please.")

    found = next(each for each in check(text) if each.name == "unused-value")

    assert found.message == "nothing uses the column `day`"
    assert found.fix
    assert found.fix.title == f"replace `{form}` with `$day`"
    assert [text[each.span.start : each.span.end] for each in found.related] == [form]
    assert "  say: On $day, please.\n" in fix_text(text, unsafe=True).text


def test_a_value_before_letters_gets_braces() -> None:
    fixed = fix_text(with_table("say: All <day>s."), unsafe=True).text

    assert "say: All ${day}s." in fixed


def test_a_value_in_a_trigger_and_in_an_argument_is_found() -> None:
    text = (
        f"scenario: Come on {{{{day}}}}\nexamples: day\nrow: Monday\nrow: Friday\n{HEAD}"
        'WHEN contains "<day>" OR contains "day"\n  say: Yes.\ninsert: bye(words = "See you on %day%.")\n'
        "fragment: bye(words)\nWHEN The agent says goodbye\n  say: $words\n  end call\n"
    )

    fixed = fix_text(text, unsafe=True).text

    assert "scenario: Come on $day\n" in fixed
    assert 'WHEN contains "$day" OR contains "day"\n' in fixed
    assert 'insert: bye(words = "See you on $day.")\n' in fixed


def test_a_parameter_in_the_form_of_another_system_is_found() -> None:
    text = (
        f'scenario: Come\n{HEAD}insert: bye(words = "See you.")\n'
        "fragment: bye(words)\nWHEN The agent says goodbye\n  say: {{words}}\n  end call\n"
    )

    assert "  say: $words\n" in fix_text(text, unsafe=True).text


def test_a_column_that_no_text_means_is_only_reported() -> None:
    found = next(each for each in check(with_table("say: On a day.")) if each.name == "unused-value")

    assert found.fix is None
    assert found.hint == "write `$day` where its cells belong, or remove the column"


def test_a_column_that_misspells_a_field_is_told_the_field() -> None:
    text = with_table("say: On $day, please.").replace("examples: day\n", "examples: day | agnt\n")
    text = text.replace("row: Monday", "row: Monday | 12").replace("row: Friday", "row: Friday | 13")

    (found,) = check(text)

    assert found.message == "nothing uses the column `agnt`"
    assert found.hint
    assert found.hint.startswith("did you mean the field `agent`?")
