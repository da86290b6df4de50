"""Words from elsewhere at the start of a line: keywords in other languages, code, the platform's words, speakers.

All of it is data: words with the scn keyword that means the same, statements with the scn way to write them.
"""

import re
from dataclasses import replace
from typing import NamedTuple

from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import classify
from scn_grammar.recovery.mistake import Diagnosis, Mistake, replacement, unquoted, without_colon

_B = r"[ \t\xa0\u202f]*"
_OTHER_LANGUAGES = {
    "FIRST_MESSAGE": "premier[_ ]message|erste[_ ]nachricht|primer[_ ]mensaje"
    "|primo[_ ]messaggio|primeira[_ ]mensagem|eerste[_ ]bericht",
    "WHEN": "quand|lorsque|wenn|falls|sobald|cuando|quando|wanneer|indien|SI|SE|ALS",
    "THEN": "alors|puis|ensuite|dann|danach|entonces|luego|después|allora|poi|então|depois|daarna|vervolgens|DAN",
    "max_duration:": "durée|dauer|duración|durata|duração|duur",
    "AFTER": "après|después de|depois de|dopo|NACH|NA",
    "say:": "dire|dis|dit|parler|sagen|sage|sagt|sag|sprechen|decir|di|dice|diga|dici|dica|dizer|diz|fala|falar|zeg"
    "|zeggen|zegt",
    "do:": "faire|fais|fait|tun|tue|mache|machen|hacer|haz|haga|fare|fai|fazer|faz|faça|doe|doen",
    "end call": "fin de l['’]appel|fin d['’]appel|raccrocher?|terminer l['’]appel|auflegen|anruf beenden"
    "|gespräch beenden|colgar|cuelga|fin de (?:la )?llamada|(?:finalizar|terminar) (?:la )?llamada|riaggancia(?:re)?"
    "|fine (?:della )?chiamata|termina(?:re)? (?:la )?chiamata|desligar?|fim da (?:chamada|ligação)"
    "|(?:encerrar|terminar) (?:a )?(?:chamada|ligação)|ophangen|gesprek beëindigen|einde (?:van het )?gesprek",
    "wait": "attendre|attends|warten|warte|esperar?|attendere|aspetta(?:re)?|aguardar?|wachten|wacht",
    "role:": "rôle|rolle|ruolo|papel",
    "language:": "langue|sprache|idioma|lingua|língua|taal",
    "scenario:": "scénario|szenario|escenario|cenário",
    "expect:": "attendu|erwartet|erwartung|esperado|se espera|atteso|verwacht",
    "tags:": "étiquettes|schlagworte|etiquetas|etichette|trefwoorden",
    "tools:": "outils|werkzeuge|herramientas|strumenti|ferramentas",
    "folder:": "dossier|ordner|carpeta|cartella|pasta",
}
"""Keywords in French, German, Spanish, Italian, Portuguese and Dutch; in capitals if the word is too common otherwise."""


def _own_word(meant: str, words: str) -> re.Pattern[str]:
    capitals = "|".join(word for word in words.split("|") if word.isupper())
    common = "|".join(word for word in words.split("|") if not word.isupper())
    either = f"(?P<seen>(?i:{common}){f'|{capitals}' if capitals else ''})"
    match meant:
        case "WHEN":
            agent = r"(?i:si|se|als)(?=[ ]+(?i:l['’]|el[ ]|o[ ]|de[ ]|der[ ])?(?i:agent))"
            return re.compile(rf"{either[:-1]}|{agent})\b{_B}:?{_B}(?=[^\W\d]|[\"“«(])")
        case "AFTER":
            return re.compile(rf"{either}\b{_B}:?{_B}(?=@)")
        case "THEN" | "FIRST_MESSAGE" | "end call" | "wait":
            return re.compile(rf"{either}{_B}[:.!]?$")
        case _:
            return re.compile(rf"{either}{_B}[:：]{_B}(?=\S)")


_OWN_WORDS = tuple((meant, _own_word(meant, words)) for meant, words in _OTHER_LANGUAGES.items())
_KINDS = {"say:": LineKind.ACTION, "do:": LineKind.ACTION, "end call": LineKind.ACTION, "wait": LineKind.ACTION,
          "scenario:": LineKind.TITLE}  # fmt: skip


class _Statement(NamedTuple):
    """A line of code or of another tool: its pattern, message, hint, and the line that was meant."""

    form: str
    message: str
    hint: str
    meant: str | None = None
    kind: LineKind = LineKind.UNKNOWN
    """OPENING if lines below belong to it, so that they don't join the block above."""


_NO_JUMP = "scripts can't jump to a block: every `WHEN` block is active during the whole call"
_LABELLED = "label the block (`@name WHEN The agent asks …`), and write `AFTER @name` to follow up on it"
_NO_LOOP = "scripts can't have loops: a `WHEN` block runs each time its trigger matches"
_TURNS = (
    "remove the loop; for several turns, write several `THEN` blocks in a row, each with its own `say: …`"
)
_PAUSE = "a pause must be written as a tag"
_COMMENT = "for a note, write a comment: `# {0}`"
_CLOSED = "blocks don't need an end: each block ends where the next block starts"
_SPOKEN = "missing `say:` before the caller's words"
_STATEMENTS = (
    _Statement(r"(?P<seen>go[ _-]?to|jump(?:[ _-]?to)?|redirect|transition|next(?:[ _](?:step|node|state)|[ ]?:)|route)(?!\w).*",
               _NO_JUMP, _LABELLED),
    _Statement(r"(?P<seen>include|require|extends|inherits)\b.*",
               "unknown keyword `{0}`: `import:` makes the fragments and values of a file available",
               "write `import: shared.scn`, with the path of the file"),
    _Statement(r"(?P<seen>pass|noop|no-op|null|nil|none|nothing|n/a|\.{3}|…)[;.]?",
               "unknown keyword `{0}`: a block needs an action",
               "write `say: …`, or `do: Say nothing` for a caller who stays silent"),
    _Statement(r"(?P<seen>return|break|continue|yield)\b.*", "unknown keyword `{0}`: a block ends with its last line",
               "remove this line; to hang up, write `end call`"),
    _Statement(r"(?P<seen>loop|repeat|retry|retries|max_retries|times|iterate)[ ]?[:=].+", _NO_LOOP, _TURNS),
    _Statement(r"(?P<seen>loop|repeat|retry|iterate)\b.*", _NO_LOOP, _TURNS, None, LineKind.OPENING),
    _Statement(r"(?P<seen>for(?:each)?|while)[ (].+(?:\bin\b.+)?[:{]", _NO_LOOP, _TURNS, None, LineKind.OPENING),
    _Statement(r"(?P<seen>def|fn|func|function|class|macro|sub|proc|async|lambda|state|node|knot)[ ]+[\w.-]+.*",
               "scripts can't define functions",
               "write a block: `WHEN The agent asks …`; for lines that scenarios share, write `fragment: NAME`", None,
               LineKind.OPENING),
    _Statement(r"(?P<seen>call|invoke|execute|exec|perform|apply)[ ]+(?!end\b)[\w.-]+(?:\(.*\))?;?",
               "scripts can't call functions",
               "write what the caller says: `say: …`; to insert the lines of a fragment, write `insert: NAME`"),
    _Statement(r"(?P<seen>(?:await[ ]+(?:\w+\.)?|(?:self|agent|caller|user|bot|this)\.)(?:say|speak|reply|ask|send)(?:_\w+)?)"
               r"[ ]?\([ ]*(?P<value>[\"'“].*[\"'”])[ ]*\);?", _SPOKEN,
               "write `say: {value}`", "say: {value}", LineKind.ACTION),
    _Statement(r"(?P<seen>utter_\w+|action_\w+)", "`{0}` is an action name, not the caller's words",
               "write what the caller says: `say: …`"),
    _Statement(r"(?P<seen>entit(?:y|ies)|slots?)[ ]?[:=].*",
               "scripts can't have entities or slots: the caller speaks every `say:` exactly as written",
               "write `say: …` for the caller's words, or `WHEN The agent asks …` for the agent's question"),
    _Statement(r"(?P<seen>intents?|utterances?)[ ]?[:=].*",
               "scripts can't have intents or utterances: a trigger describes what the agent does",
               "write `WHEN The agent asks …`", None, LineKind.OPENING),
    _Statement(r"(?P<seen>quick_?replies|buttons?|options|choices|suggestions)[ ]?[:=].*",
               "scripts can't have a list of answers: the caller says one thing at a time",
               "write `say: …`, or `do: …` to let the caller choose"),
    _Statement(r"(?P<seen>fallback|default|otherwise|no_?match|no_?input)[ ]?[:=].+",
               "scripts can't have a fallback block", "describe what the agent does: `WHEN The agent asks …`"),
    _Statement(r"(?P<seen>@[a-z][\w-]*(?:[ ]+@[a-z][\w-]*)+)", "tags must be in the `tags:` field",
               "write `tags: a, b` above the blocks, with commas between the tags"),
    _Statement(r"(?P<seen>print|echo|puts|printf|console\.log|speak|tts|play|send|emit|send_message|bot\.say|user\.say)"
               r"[ ]?\([ ]*(?P<value>[\"'“].*[\"'”])[ ]*\);?", _SPOKEN,
               "write `say: {value}`", "say: {value}", LineKind.ACTION),
    _Statement(r"(?P<seen>print|echo|puts)[ ]+(?P<value>[\"'“].*[\"'”]);?", _SPOKEN,
               "write `say: {value}`", "say: {value}", LineKind.ACTION),
    _Statement(r"(?P<seen>(?:time\.)?(?:sleep|wait|delay|pause))[ ]?\([ ]*(?P<time>\d+(?:\.\d+)?)[ ]*(?:s|sec)?[ ]*\);?",
               _PAUSE, 'write `say: <silence time="{time}s" />`', 'say: <silence time="{time}s" />', LineKind.ACTION),
    _Statement(r"(?P<seen>delay|timer)[ ]?:?[ ]*(?P<time>\d+(?:\.\d+)?)[ ]?(?:s|sec|seconds?)?",
               _PAUSE, 'write `say: <silence time="{time}s" />`', 'say: <silence time="{time}s" />', LineKind.ACTION),
    _Statement(r"(?P<seen>assert|verify|ensure|should|must|check)\b[ :(]*(?=\w).*",
               "expectations must start with `expect:`",
               "write `expect: The main agent …` above the blocks"),
    _Statement(r"(?P<seen>try|catch|finally|switch|select|do while|begin)[ ]?[:({].*", _CLOSED,
               "remove this line; for each thing the agent might do, write a block: `WHEN The agent asks …`", None,
               LineKind.OPENING),
    _Statement(r"(?P<seen>end[ _-]?(?:if|when|for|while|block|say|scenario|function|try|loop|switch)|fi|esac|[})\]]+;?)"
               r"[;.]?", _CLOSED, "remove this line", ""),
    _Statement(r"(?P<seen>todo|fixme|xxx|nb|hint|remark|note to self|log|debug)(?:[ ]*:[ ]*|[ ]+)(?P<value>\S.*)",
               "unknown keyword `{0}`", _COMMENT.replace("{0}", "{line}"), "# {line}"),
    _Statement(r"(?P<seen>steps|turns|messages|dialog(?:ue)?|conversation|flow|nodes|blocks|script|main|body)[ ]?[:{]",
               "blocks don't need a heading", "remove this line: `FIRST_MESSAGE` comes right after the fields", ""),
    _Statement(r"(?P<seen>(?:step|turn|scene|stage|phase)[ ]*#?\d+)[ ]?[:.)-]?", "blocks don't have numbers",
               "write `WHEN` or `THEN`; to follow up on a block later, label the block: `@name WHEN The agent asks …`",
               "# {line}"),
)  # fmt: skip
_COMPILED = tuple((each, re.compile(each.form, re.IGNORECASE | re.DOTALL)) for each in _STATEMENTS)
_AGENT = r"(?:(?:the|main)[ _])?(?:agent|bot|assistant|ai|operator|receptionist|system|chatbot|voicebot)"
_SPEAKER = lazy_pattern(
    rf"(?P<seen>{_AGENT}(?:[ ](?:says?|asks?))?){_B}[:：]{_B}(?P<value>\D.*|\d+[^\d\s].*)",
    re.IGNORECASE | re.DOTALL,
)
_VENDOR_END = lazy_pattern(
    r"(?P<seen>(?:end|hang)[_ ]?(?:call|up)|hangup|end_?(?:the_)?conversation)[ ]?[:=][ ]*(?P<value>[\"']?\w+[\"']?),?",
    re.IGNORECASE,
)
_VENDOR_THEN = lazy_pattern(
    r"(?P<seen>(?:action[ _])?follow[ _-]?up|then)[ ]?[:=][ ]*(?P<value>[^\d\s].*)", re.IGNORECASE
)
_FIXED = lazy_pattern(
    r"(?P<seen>fixed[_ ]?message|message|verbatim)[ ]?[:=][ ]*(?P<value>\S.*)", re.IGNORECASE
)
_YES, _NO = ("true", "yes", "1", "on", "ja", "oui"), ("false", "no", "0", "off", "none", "null")


def foreign_word(line: str) -> Diagnosis | None:
    """Diagnose a line that starts with a word from elsewhere."""
    if classify(line) is not LineKind.UNKNOWN:
        return None
    return _other_language(line) or _vendor_word(line) or _speaker(line) or _statement(line)


def _bare_words(text: str) -> str:
    """Strip quotes around `text`, guillemets included."""
    inside = re.fullmatch(r"«\s*(.+?)\s*»", text.strip(), re.DOTALL)
    return inside[1] if inside else unquoted(text)


def _other_language(line: str) -> Diagnosis | None:
    for meant, form in _OWN_WORDS:
        if match := form.match(line):
            seen, title = match["seen"], f"write `{meant}`"
            blank = " " if line[match.end() :] else ""
            edits = replacement(0, match.end(), f"{meant}{blank}")
            if meant == "WHEN":
                edits += without_colon(line)
            rest = line[match.end() :]
            is_quoted = meant in ("say:", "do:") and _bare_words(rest) != rest
            if is_quoted:
                edits = replacement(0, len(line), f"{meant} {_bare_words(rest)}")
            message = f"keywords are in English: `{meant.rstrip(':')}`, not `{seen}`"
            safe = len(seen) > 3 and not is_quoted
            return _KINDS.get(meant, LineKind.SETTING if meant.endswith(":") else LineKind.OPENING), Mistake(
                "misspelt-keyword", message, Span(*match.span("seen")), title, edits, title, safe
            )
    return None


def _vendor_word(line: str) -> Diagnosis | None:
    """Explain the platform's words as lines: `end_call: true`, `followup: …`, `fixed_message: …`."""
    if match := _VENDOR_END.fullmatch(line):
        span, value = Span(*match.span("seen")), match["value"].strip("\"'").casefold()
        if value in _YES:
            message, title = f"unknown keyword `{match['seen']}`", "write `end call`"
            return LineKind.ACTION, Mistake(
                "misspelt-keyword", message, span, title, replacement(0, len(line), "end call"), title
            )
        message = "the call continues until a block has `end call`, so it doesn't need this line"
        edits = replacement(0, len(line), "") if value in _NO else ()
        return LineKind.UNKNOWN, Mistake(
            "stray-line", message, span, "remove the line", edits, "remove the line", safe=False
        )
    if match := _VENDOR_THEN.fullmatch(line):
        words = unquoted(match["value"])
        message = f"unknown keyword `{match['seen']}`: the caller's next turn is a `THEN` block"
        hint = f"write `THEN`, and below it `say: {words[:60]}`"
        edits = replacement(0, len(line), f"THEN\n  say: {words}")
        return LineKind.OPENING, Mistake("misspelt-keyword", message, Span(*match.span("seen")), hint, edits,
                                         "replace with `THEN` and `say:`", safe=False)  # fmt: skip
    match = _FIXED.fullmatch(line)
    if match and match["value"].strip("\"',").casefold() not in (*_YES, *_NO):
        words = unquoted(match["value"].rstrip(","))
        hint = f"write `say: {words[:60]}`, or `do: …` for an instruction"
        message = f"unknown keyword `{match['seen']}`"
        return LineKind.ACTION, Mistake("misspelt-keyword", message, Span(*match.span("seen")), hint,
                                        replacement(0, len(line), f"say: {words}"), "replace with `say:`",
                                        safe=False)  # fmt: skip
    return None


def _speaker(line: str) -> Diagnosis | None:
    """Explain a line of the agent: `bot: How can I help?`."""
    match = _SPEAKER.fullmatch(line)
    if not match:
        return None
    return LineKind.OPENING, _said_by_agent(line, Span(*match.span("seen")), match["value"])


def _said_by_agent(line: str, span: Span, value: str) -> Mistake:
    words = " ".join(unquoted(value).split())
    message = "you can't script what the agent says, only wait for it"
    hint = (
        f"write `WHEN The agent says {words[:60]}`, or describe what the agent does: `WHEN The agent asks …`"
    )
    edits = replacement(0, len(line), f"WHEN The agent says {words}")
    return Mistake("stray-line", message, span, hint, edits, "replace with `WHEN`", safe=False)


def is_speech_of_agent(line: str) -> bool:
    """Tell whether a line is what the agent says: `bot: How can I help?`."""
    return _SPEAKER.fullmatch(line) is not None


def speech_inside(line: str, *, acted: bool) -> Mistake | None:
    """Explain words in a block that follow their speaker and aren't an action: `agent: Hello`, `response: Hello`.

    Args:
        acted: Whether the block has an action above the line. If not, its trigger says what the agent does.
    """
    stays = replacement(0, 0, "")
    if (match := _SPEAKER.fullmatch(line)) and acted and match["seen"] == "agent":
        said = _said_by_agent(line, Span(*match.span("seen")), match["value"])
        return replace(said, usable=False, read_as=stays)
    if match and not acted:
        message = "you can't script what the agent says: the trigger above already waits for it"
        hint = f"remove this line, or write a comment: `# {line[:60]}`"
        return Mistake("stray-line", message, Span(*match.span("seen")), hint, replacement(0, 0, "# "),
                       "comment out this line", safe=False, read_as=stays)  # fmt: skip
    if match := re.fullmatch(rf"(?P<seen>response|use){_B}:{_B}(?P<value>\S.*)", line, re.DOTALL):
        title = "add `say:`"
        return Mistake("stray-line", f"`{match['seen']}:` isn't a keyword: the caller's words go after `say:`",
                       Span(*match.span("seen")), f"write `say: {match['value'][:60]}`",
                       replacement(0, match.start("value"), "say: "), title, safe=False, usable=False,
                       read_as=stays)  # fmt: skip
    return None


def _statement(line: str) -> Diagnosis | None:
    for each, form in _COMPILED:
        if match := form.fullmatch(line):
            parts = {name: unquoted(value or "") for name, value in match.groupdict().items()}
            parts |= {"line": line, "0": match["seen"]}
            meant = None if each.meant is None else _fill(each.meant, parts)
            edits = () if meant is None else replacement(0, len(line), meant)
            title = None if meant is None else f"write `{meant}`" if meant else "remove this line"
            if each.kind is LineKind.OPENING:
                edits = replacement(0, len(line), 'WHEN raw: "?"')
            message, hint = _fill(each.message, parts), _fill(each.hint, parts)[:160]
            span = Span(*match.span("seen"))
            return each.kind, Mistake("stray-line", message, span, hint, edits, title, safe=False,
                                      usable=meant is not None)  # fmt: skip
    return None


def _fill(text: str, parts: dict[str, str]) -> str:
    """Fill each name in braces with its part."""
    return re.sub(r"\{(\w+)\}", lambda found: parts[found[1]], text)
