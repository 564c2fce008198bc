"""CP936 as browsers and scrapers on Windows read it.

The codec is Python's `gbk`; what it lacks are the rules around it:

    80              the euro sign
    lead, < 40      one `?`, and both bytes are gone (7F and FF are no trail bytes either)
    lead, no more   one `?`
    lead, trail     the codec's character; a pair it does not know is user-defined: a private-use character

`decode` tells of every character which bytes it was made from, so that the caller can tell where the text
was read in phase and where one byte out of it.
"""
EURO = "€"
PRIVATE = "\uf8ff"  # stands for a user-defined pair that Python's gb18030 does not place either


def is_private(char):
    return "\ue000" <= char <= "\uf8ff"


def is_trail(byte):
    return 0x40 <= byte <= 0xFE and byte != 0x7F


def _pair(lead, trail):
    pair = bytes((lead, trail))
    try:
        return pair.decode("gbk")
    except UnicodeDecodeError:
        pass
    char = pair.decode("gb18030", "replace")[0]
    return char if is_private(char) else PRIVATE


PAIRS = {(lead, trail): _pair(lead, trail)
         for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF) if is_trail(trail)}
BYTES = {char: bytes(pair) for pair, char in PAIRS.items() if char != PRIVATE}
BYTES[EURO] = b"\x80"


def encode_char(char):
    """The bytes of a character, or None where CP936 has none."""
    return bytes((ord(char),)) if char < "\x80" else BYTES.get(char)


def encodable(text):
    return all(encode_char(c) is not None for c in text)


def decode(data):
    """[(character, start, end)], tiling data."""
    out, i, n = [], 0, len(data)
    while i < n:
        byte = data[i]
        if byte < 0x80:
            out.append((chr(byte), i, i + 1))
            i += 1
        elif byte == 0x80:
            out.append((EURO, i, i + 1))
            i += 1
        elif byte == 0xFF:
            out.append((PRIVATE, i, i + 1))
            i += 1
        else:
            out.append((PAIRS.get((byte, data[i + 1]), "?") if i + 1 < n else "?", i, min(i + 2, n)))
            i += 2
    return out


def fold_width(text):
    """Full-width ASCII to half-width: nothing else, and not what NFKC does."""
    return text.translate(HALF)


HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
