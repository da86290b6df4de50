"""Placeholders of other systems: their form, and the name of the value that each stands for."""

import re
import unicodedata
from collections.abc import Iterator

from scn_compiler.lint.texts.stage_words import direction_of

_SLOTS = frozenset(
    """name names firstname lastname fullname username surname nickname customer client user caller patient member guest agent
    company business product item order invoice ticket tracking confirmation reference number id code date time day
    month year birthdate birthday dob age amount price total balance address street city state country zip zipcode
    postcode phone mobile email account card policy booking reservation appointment service doctor reason issue problem
    password pin link url variable value placeholder nom prénom prenom nombre apellido apellidos vorname nachname nome
    cognome sobrenome naam voornaam achternaam datum fecha adresse dirección telefon teléfono téléphone nummer número
    numéro numero kundennummer bestellnummer commande pedido uhrzeit hora heure betrag ort ville ciudad имя дата номер
    фамилия 名前 氏名 日付""".split()
)
"""Words for values that placeholders stand for."""

_AROUND = frozenset(
    """first last middle full given family your my the their his her customer's caller's user's insert enter fill in here of
    a an new old current actual real random some any phone home work billing shipping de du del della d n et al i s
    votre tu su ihr dein hier einfügen insérer insertar aquí ici""".split()
)
_CORE = frozenset(
    "name firstname lastname fullname username date time city address email phone nom prénom nombre nome".split()
)
"""Words that make a placeholder even alone and in lower case."""

_IDENTIFIER = r"[^\W\d]\w*(?:[.\-]\w+)*"

# `$name` and `${name}` are values of the language.
_SURE = rf"""
    \{{ [#/:@] [a-z]+ [^{{}}\n]{{0,60}} \}}
  | [$#@%]\{{ (?! (?<=\$\{{) [A-Za-z_][A-Za-z0-9_]* \}} ) [^{{}}\n]{{1,80}} \}}   # ${{user.name}}, #{{name}}, %{{name}}
  | (?<!\\N) (?<!\$) \{{ \s? [^\W\d]\w*+ (?: [.\[:!,] [^{{}}|\n]{{0,60}} )? \s? \}} (?!\}})   # {{name}}, {{price:.2f}}
  | (?<![{{$]) \{{ \$ [A-Za-z_]\w* \}} (?!\}})                                 # {{$name}}
  | \{{\d\}}  |  \$ \( \w{{1,40}} \)
  | \{{% -?\s [^{{}}\n]{{1,80}} %\}}  |  \{{\# \s [^{{}}\n]{{1,80}} \#\}}
  | <%=? \s? [^<>\n]{{1,80}} %>  |  <\?(?:=|php)? [^<>\n]{{1,80}} \?>
  | (?<![\w%]) %{{1,2}} {_IDENTIFIER} %{{1,2}} (?!\w)                     # %name%
  | % \( \w+ \) [a-z]                                                   # %(name)s
  | (?<!\w) __ [A-Z][A-Z_]* __ (?!\w)
"""
_IN_SPEECH = rf"""
    {_SURE}
  | (?<! [\d%\w] ) (?<! \d[ \xa0] ) % [sd] (?![\w'’])                     # %s
  | (?<!\w) (?: _{{3,}} | X{{4,}} ) (?!\w)                                              # ____
  | << (?P<guillemets>[^<>\n]{{1,40}}) >>
  | < (?P<angle>[^<>="/\n]{{1,40}}) /? >
  | \[\[ (?P<twice>[^\[\]\n]{{1,40}}) \]\]  |  \[ (?P<square>[^\[\]\n]{{1,40}}) \] (?!\()
  | (?<!\$) \{{ (?P<curly>[^{{}}|\n]{{1,40}}) \}} (?!\}}\}})
  | \( (?P<round>(?i:insert|enter|fill\ in|your)\ [^()\n]{{1,40}}) \)
  | (?<!\S) : (?P<colon>[a-z_]{{3,30}}) (?![\w:])
  | (?<![{{\w$]) \{{ (?P<open>[A-Za-z_]\w{{2,30}}) (?= [^{{}}\w]{{0,200}} $ )
  | (?<!\w) (?P<mark>[\#@]) (?P<sign>[a-z_]\w*) (?P=mark) (?!\w)
"""
_GROUPS = ("guillemets", "angle", "twice", "square", "curly", "round", "sign", "colon", "open")


def placeholders_in(text: str, *, speech: bool) -> Iterator[re.Match[str]]:
    """Find the placeholders in `text`.

    Args:
        speech: Whether the text is spoken, so that `[Name]` is one as well; prompts often have such brackets.
    """
    for match in re.finditer(_IN_SPEECH if speech else _SURE, text, re.VERBOSE):
        words = match[match.lastgroup] if match.lastgroup in _GROUPS else None
        named = words is None or is_slot(words, of_tag=match.lastgroup == "angle")
        if named and not direction_of(match[0].strip("<>[]{}()"), strict=True):
            yield match


def is_slot(words: str, *, of_tag: bool = False) -> bool:
    """Return whether words in brackets name a value to fill in, such as `First Name`, `ORDER_ID` or `your name`.

    Args:
        of_tag: Whether the words may be a tag's name, so that `any_name` isn't enough.
    """
    if not of_tag and re.fullmatch(r"[^\W\d]\w*_\w+", words):
        return not direction_of(words)
    parts = re.findall(r"[^\W\d_]+(?:'s)?", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", words).casefold())
    slots = [part for part in parts if part in _SLOTS]
    if not slots or any(part not in _SLOTS and part not in _AROUND for part in parts):
        return False
    if re.search(r"[^\w\s'/#-]", words):
        return False
    return len(parts) > 1 or words.isupper() or words.istitle() or not _CORE.isdisjoint(slots)


def value_name(placeholder: str) -> str | None:
    """Suggest a name for the value in a test profile: `first_name` for `<First Name>`; `None` if no name fits."""
    if placeholder.startswith(("{%", "{#", "<%", "<?")):
        return None
    inside = re.split(r"[:!|,)\[]", placeholder.strip("$#@%{}<>[]()_ "))[0].rpartition(".")[2]
    plain = unicodedata.normalize("NFKD", inside).encode("ascii", "ignore").decode()
    parts = re.findall(r"[^\W_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", plain).casefold())
    while len(parts) > 1 and parts[0] in {"your", "my", "the", "insert", "enter"}:
        parts = parts[1:]
    if len(parts) > 1 and parts[-1] == "here":
        parts.pop()
    name = "_".join(parts)
    return name if len(name) > 1 and not name[0].isdigit() and set(name) != {"x"} else None
