"""Names of languages, in English and in the language itself, with their codes (ISO 639-1, read 2026-11-29)."""

import re

_NAMES = {
    "af": "afrikaans", "ar": "arabic", "bg": "bulgarian", "bn": "bengali bangla", "cs": "czech čeština",
    "da": "danish dansk", "de": "german deutsch ger deu", "el": "greek ελληνικά", "en": "english eng englisch anglais",
    "es": "spanish español espanol castellano spa", "et": "estonian eesti", "fi": "finnish suomi",
    "fr": "french français francais fra fre", "gu": "gujarati", "he": "hebrew", "hi": "hindi", "hu": "hungarian magyar",
    "id": "indonesian", "it": "italian italiano ita", "ja": "japanese jp 日本語", "kn": "kannada", "ko": "korean kr 한국어",
    "ml": "malayalam", "mr": "marathi", "ms": "malay", "nl": "dutch nederlands flemish", "no": "norwegian norsk nb nn",
    "pa": "punjabi", "pl": "polish polski", "pt": "portuguese português portugues brazilian por",
    "ro": "romanian română", "ru": "russian русский", "sk": "slovak", "sv": "swedish svenska se", "ta": "tamil",
    "te": "telugu", "th": "thai", "tl": "tagalog filipino", "tr": "turkish türkçe", "uk": "ukrainian ua українська",
    "vi": "vietnamese", "zh": "chinese mandarin cn 中文", "multi": "multilingual multiple mixed",
}  # fmt: skip
_CODES = {name: code for code, names in _NAMES.items() for name in names.split()}


def language_code(text: str) -> str | None:
    """Return the code of the language that `text` names: `English (UK)`, `Deutsch`, `fr-FR`, `pt_BR`; or `None`.

    A platform may still not support it.
    """
    words = re.findall(r"[^\W\d_]+", text.strip("\"'“”. ").casefold())
    named = next((_CODES[word] for word in words if word in _CODES), None)
    return named or (words[0] if words and words[0] in _NAMES and len(words[0]) == 2 else None)
