"""Letters of other alphabets that look like Latin ones: nobody sees that `ѕау` is not `say`."""

_TWINS = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝΑΒΕΗΙΚΜΝΟΡΤΥΧο",
    "ABESIJKMHOPCTYXaesijopcyxhdqwABEHIKMNOPTYXo",
)


def latin(text: str) -> str:
    """`text` in the Latin letters and plain signs that it looks to be written in."""
    if text.isascii():
        return text
    import unicodedata  # noqa: PLC0415  (loaded only once a text is not plain)

    return unicodedata.normalize("NFKC", text).translate(_TWINS)
