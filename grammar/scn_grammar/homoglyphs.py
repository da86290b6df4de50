"""Homoglyphs: letters of other alphabets that look Latin, as in `ѕау` for `say`."""

_HOMOGLYPHS = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝΑΒΕΗΙΚΜΝΟΡΤΥΧο",
    "ABESIJKMHOPCTYXaesijopcyxhdqwABEHIKMNOPTYXo",
)


def latin(text: str) -> str:
    """Replace homoglyphs in `text` with Latin letters, and normalize it (NFKC)."""
    if text.isascii():
        return text
    import unicodedata  # noqa: PLC0415  (needed only for texts that are not ASCII)

    return unicodedata.normalize("NFKC", text).translate(_HOMOGLYPHS)
