"""Words of stage directions and of speech markup, in several languages, with their meaning for a test caller.

Loaded only for a text with something in brackets or between asterisks.
"""

import re

from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record

_SURE = {
    "laughter": """laugh laughs laughing laughed laughter chuckle chuckles chuckling chuckled giggle giggles giggling
        snicker snickers snickering lacht lachen lachend lache gelächter kichert kichern rire rires rit riant rigole
        glousse risa risas ríe rie riendo carcajada carcajadas risata risate ridendo risos rindo gargalhada gelach
        śmiech śmieje смех смеется смеётся 笑 笑い 笑う 笑って ضحك""",
    "sigh": """sigh sighs sighing sighed seufzt seufzen seufzer seufzend soupir soupire soupirs soupirant suspiro suspira
        suspiros suspirando suspire sospiro sospira sospirando zucht zuchten westchnienie wzdycha вздох вздыхает
        ため息 تنهد""",
    "pause": """pause pauses pausing paused slnc silence silences pausiert stille schweigen schweigt pausa pausas silencio
        silenzio silêncio pauze stilte pauza cisza пауза молчание тишина 沈黙 ポーズ 間 صمت وقفة""",
    "cough": """cough coughs coughing coughed hustet husten hustend tousse toux tos tose tosiendo tossisce hoest hoesten кашель
        кашляет 咳""",
    "cry": """cries crying cried sob sobs sobbing weeps weeping weint weinen weinend schluchzt pleure pleurs sanglote
        llora llorando solloza piange chora chorando huilt плачет 泣く 泣""",
    "beep": "beep beeps beeping bleep piep piepton bip bips pitido pitidos bipe",
    "ring": "rings ringing ringback ringtone klingelt klingeln telefonklingeln",
    "hangup": "hang hangs hangup disconnects auflegen raccroche cuelga riaggancia desliga",
    "interrupt": "interrupts interrupting interrupted unterbricht interrompt interrumpe interrompe",
    "soft": """whisper whispers whispering whispered whispery murmurs murmuring murmured mutters muttering mumbles mumbling
        flüstert flüsternd flüstern chuchote chuchotant murmure susurra susurrando sussurra sussurrando""",
    "loud": "shouts shouting shouted yells yelling yelled screams screaming schreit schreiend crie criant grita gritando urla",
    "noise": "slams slamming knocks knocking barks barking honking bellt aboie ladra",
    "gesture": """gasp gasps gasping groan groans groaning grunt grunts moans inhales exhales inhale exhale inhaling exhaling
        breathes breathing yawn yawns yawning sniffs sniffles sniffling gulps hesitates hesitating hesitantly stutters
        stuttering stammers stammering nods nodding shrugs shrugging smiles smiling smirks grins winks frowns sneeze
        sneezes sneezing hiccups applause claps clapping inaudible unintelligible crosstalk angrily sadly happily
        excitedly nervously sarcastically cheerfully impatiently räuspert gähnt lächelt nickt zögert unverständlich
        sourit bâille hésite sonríe asiente bosteza duda sorride annuisce sorri wütend fröhlich""",
}
_ALSO_SAID = {
    "pause": "beat wait waits waiting break warten warte attend attente espera esperando quiet silent response answer",
    "hold": "hold holding warteschleife",
    "beep": "tone ton",
    "ring": "ring dringdring",
    "keys": "press presses pressing pressed dial dials dialing dtmf keypad drückt appuie pulsa",
    "loud": "loud loudly louder laut",
    "soft": "softly quietly soft leise",
    "fast": "fast faster quickly rapidly schnell rapide vite rápido",
    "slow": "slow slower slowly langsam lentement lento",
    "cry": "cry weep",
    "noise": "noise noises static traffic music background barks typing musik musique música rauschen bruit ruido",
    "interrupt": "interrupt interruption",
    "gesture": """angry annoyed frustrated sad happy excited nervous confused surprised calm calmly sarcastic cheerful
        impatient tired bored worried thinking thinks breath breathe clears emotional serious emotion male female
        speaking speaks talking blank speech
        traurig ruhig ärgerlich enojado enfadado enojada triste feliz contento contenta fâché agacé énervé arrabbiato
        sweetly firmly politely cheerily warmly""",
}
_AROUND = frozenset(
    """a an the in with of for and to on off up out down then again very more less little bit some short long brief
    briefly longer shorter deep deeply heavy heavily loudly softly quietly nervously awkward awkwardly slightly slight
    light lightly quick slowly dramatic dramatically sound sounds noise noises voice tone way manner caller user customer
    speaker man woman he she they his her their himself herself themselves is are starts begins at under dog dogs baby
    phone telephone door line call lines key keys digit number throat breath second seconds sec secs s ms millisecond
    milliseconds minute minutes sekunde sekunden segundo segundos seconde secondes secondi one two three four five ten
    effect sfx audio background sich der die das ein eine tief laut leise kurz lang kurze lange auf le la les un une el
    los una con en longue court courte larga corta breve lungo lunga longa curta time duration length strength level end
    weak medium strong x value no playing plays""".split()
)
_SURE_WORDS = {word: meaning for meaning, words in _SURE.items() for word in words.split()}
_WORDS = {word: meaning for meaning, words in _ALSO_SAID.items() for word in words.split()} | _SURE_WORDS
_IN_PLACE = {
    "laughter": "[laughter]",
    "sigh": "[sigh]",
    "cough": '<noise sound="cough1" />',
    "cry": '<noise sound="female-crying" />',
    "beep": '<noise sound="beep" />',
    "ring": '<noise sound="ringback" />',
}
"""Tags and markers to write instead of a stage direction, by its meaning."""

_ADVICE = {
    "hangup": "remove the stage direction, and write `end call` on its own line",
    "interrupt": 'remove the stage direction, and start the text of a `THEN` block with `<interruption time="1s" />`',
    "soft": 'remove the stage direction, and start the text with `<volume ratio="0.5" />`',
    "loud": "remove the stage direction, and describe the caller as loud in `role:`",
    "fast": 'remove the stage direction, and start the text with `<speed ratio="1.2" />`',
    "slow": 'remove the stage direction, and start the text with `<speed ratio="0.8" />`',
    "noise": "remove the stage direction, and write the caller's words in "
    '`<background_noise sound="busy-street">…</background_noise>`',
    "keys": 'replace the stage direction with `<dtmf digits="1" />`',
    "gesture": "remove the stage direction, and describe in `role:` how the caller feels and speaks",
}
_NOISES = {
    "dog": "dog-barking",
    "dogs": "dog-barking",
    "barks": "dog-barking",
    "barking": "dog-barking",
    "baby": "baby-crying",
    "typing": "keyboard-typing",
    "static": "static-radio",
    "music": "holding-on-song",
}
_PARTS = lazy_pattern(r"\d+(?:[.,]\d+)?|[^\W\d_]+")
_LENGTH = lazy_pattern(r"(\d{1,6}(?:[.,]\d{1,3})?)\s?(ms|milli\w*|min\w*|[hm]\b|[^\W\d_]*)", re.IGNORECASE)
_ONLY_LENGTH = lazy_pattern(r"\s*\d+(?:[.,]\d+)?\s?(?:s|secs?|seconds?|ms)\s*|#\d+(?:\.\d+)?#", re.IGNORECASE)
_LONGEST = 60
"""Characters; nobody writes a longer stage direction between words."""


class Direction(Record):
    """A stage direction.

    Attributes:
        written: The tag or marker to write instead; `None` if neither exists.
        advice: The hint for the author.
    """

    written: str | None
    advice: str


def direction_of(words: str, *, strict: bool = False) -> Direction | None:
    """Interpret words in brackets; `None` if they may be anything but a stage direction.

    Args:
        strict: Whether to ignore words that callers also say, such as `hold` or `slow`.
    """
    if len(words) > _LONGEST:
        return None
    if not strict and _ONLY_LENGTH.fullmatch(words):
        return _written(_pause(words, "silence"))
    parts = _PARTS.findall(words.casefold())
    known = [part for part in parts if part in (_SURE_WORDS if strict else _WORDS)]
    if not known or not all(part in _WORDS or part in _AROUND or part[0].isdigit() for part in parts):
        return None
    first = next((part for part in known if part in _SURE_WORDS), known[0])
    meaning = _WORDS[first]
    if meaning == "pause":
        return _written(_pause(words, "silence"))
    if meaning == "hold":
        return _written(_pause(words, "hold"))
    if meaning == "keys":
        digits = "".join(re.findall(r"[\d*#]", words))
        return _written(f'<dtmf digits="{digits}" />') if digits else None
    if noise := next((_NOISES[part] for part in parts if part in _NOISES), None):
        return Direction(None, _ADVICE["noise"].replace("busy-street", noise))
    if meaning in _IN_PLACE:
        return _written(_IN_PLACE[meaning])
    return Direction(None, _ADVICE[meaning])


def _written(tag: str) -> Direction:
    return Direction(tag, f"replace with `{tag}`")


def _pause(words: str, tag: str) -> str:
    length = _LENGTH.search(words)
    number = float(length[1].replace(",", ".")) if length else 2.0
    unit = length[2].casefold() if length else "s"
    if unit.startswith(("ms", "milli")) or (not unit and number >= 100):
        number /= 1000
    elif unit.startswith("min") or unit == "m":
        number *= 60
    return f'<{tag} time="{number:g}s" />'
