"""Texts to damage: documents in UTF-8, Chinese or in Latin script, without damage of their own, as far as simple rules can tell.

Lines that carry what the damager is about to make (entities, tags, doubled marks, readings in brackets, spread-out
Han, private use, U+FFFD) are left out, and lines that CP936 cannot write; what stays is composed (NFC) and
stripped. A document needs 300 characters, most of them Han, or else Latin letters; a long one is cut.
"""
import os
import re
import unicodedata

import cp936

BAD = re.compile("[<>&\ufffd\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad\u00a0\u3000\x00-\x08\x0b-\x1f\x7f-\x9f\t]|[?？]{2}|[,，][,，。、;；!！]"
                 "|[(（]\\s*[a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]|[\u3400-\u9fff] +[\u3400-\u9fff]|[Ã-Åâ-å][\u0080-\u00bf€]|[a-z][?？][\u3400-\u9fff]")
TRADITIONAL = re.compile("[們這個來國時說會對過還學發經關開動問無東長馬語點車電實現]")
SIMPLIFIED = re.compile("[们这个来国时说会对过还学发经关开动问无东长马语点车电实现]")
LONGEST = 6000


def prepare(text):
    lines = [re.sub(" {2,}", " ", unicodedata.normalize("NFC", line)).strip() for line in text.split("\n")]
    latin = is_latin(text)
    return "\n".join(line for line in lines if line and not BAD.search(line) and not any(map(cp936.is_private, line))
                     and (latin or cp936.encodable(line)))


def cut_long(text):
    while len(text) > LONGEST:
        at = text.rfind("\n", 0, LONGEST)
        at = LONGEST if at < LONGEST // 2 else at
        yield text[:at].strip()
        text = text[at:].strip()
    yield text


def is_chinese(text):
    seen = re.sub(r"\s", "", text)
    return len(seen) >= 300 and len(re.findall("[\u3400-\u9fff]", seen)) > len(seen) * 0.6 and not re.search("[\u3041-\u30fa]{2}", seen)


def is_latin(text):
    letters = re.findall(r"[^\W\d_]", text)
    return len(letters) >= 300 and all(c < "\u0250" for c in letters) and not re.search("[\x80-\x9f]|Ã|Â|â", text)


def script_of(text):
    if is_latin(text):
        return "latn"
    return "hant" if len(TRADITIONAL.findall(text)) > len(SIMPLIFIED.findall(text)) else "hans"


def files(path):
    if os.path.isfile(path):
        yield path
    for folder, names, here in os.walk(path):
        names.sort()
        for name in sorted(here):
            yield os.path.join(folder, name)


def load(paths):
    """[{name, script, text}], in the order of the paths."""
    out, seen = [], set()
    for path in paths:
        for name in files(path):
            try:
                text = open(name, "rb").read().decode("utf-8")
            except UnicodeDecodeError:
                continue
            for number, piece in enumerate(cut_long(prepare(text)) if is_chinese(text) or is_latin(text) else []):
                if (is_chinese(piece) or is_latin(piece)) and piece not in seen:
                    seen.add(piece)
                    out.append({"name": f"{os.path.relpath(name, os.path.dirname(path.rstrip('/')))}#{number}", "script": script_of(piece), "text": piece})
    return out
