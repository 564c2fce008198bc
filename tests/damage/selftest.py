"""selftest.py - the damager and the judge themselves, in TAP: a judge that cannot fail proves nothing.

The spinner is held against the examples of DAMAGE.md; the judge against records made up here, right and wrong.
"""
import random
import sys

import cp936
import ordinary
import passages
import spinner
import verdict

TABLE = {"驗": "yàn", "發": "fā", "個": "gè", "經": "jīng", "務": "wù"}
number, failed = 0, 0


def ok(good, name, shown=""):
    global number, failed
    number += 1
    failed += not good
    print(f"{'' if good else 'not '}ok {number} - {name}")
    if not good and shown:
        print(f"# {shown}")


def spun(text, doubled=None, **options):
    damaged, original, places = spinner.spin(text, spinner.Options(TABLE, doubled, **options))
    raw = damaged.encode()
    return damaged, [(p["kind"], raw[p["start"]:p["end"]].decode(), p["intended"]) for p in places]


def test_spinner():
    damaged, places = spun("因為特朗普發聲")
    ok(damaged == "因?yàn)樘乩势瞻l(fā)聲", "a straddling hit shifts, a byte swallowed by ASCII ends it", damaged)
    ok(places == [("shift", "?yàn)樘乩势瞻l", "為特朗普發"), ("gloss", "(fā)", "")], "the run and the gloss behind it", places)
    damaged, places = spun("他說。卡四", doubled=lambda *_: False)
    ok(damaged == "他說??ㄋ?/p>", "a byte in front of a straddling ？", damaged)
    damaged, places = spun("“好。”", doubled=lambda *_: False)
    ok(damaged == "“好?!?/p>", "the `<` of a tag is eaten", damaged)
    ok(places == [("shift", "?!?/p>", "。”")], "what is left of the tag belongs to the run", places)
    damaged, places = spun("服務DeepSeek，好。")
    ok(damaged == "服務(wù)DeepSeek,好。", "glosses; full-width ASCII is folded, 。 is not", damaged)
    damaged, places = spun("甲，乙。丙", doubled=lambda _, n: n == 1)
    ok(places == [("punctuation", ",。", "。")], "the second mark is doubled", places)


def test_encodings():
    ok("".join(c for c, _, _ in cp936.decode(b"\x80\xd2(\xb0\xa1\xd2")) == "€?啊?", "CP936: 80, an eaten byte, a lead byte at the end")
    ok(cp936.is_private(cp936.decode(b"\xaa\xa1")[0][0]) and cp936.is_private(cp936.decode(b"\xa1\x40")[0][0]), "user-defined pairs are private")
    ok(all(cp936.decode(cp936.encode_char(c))[0][0] == c for c in cp936.BYTES), "every character comes back")
    for name, chain in passages.CHAINS.items():
        shown, _ = passages.through("文本不小", chain)
        ok(shown and shown != "文本不小", f"{name}: another text", shown)
    ok(passages.through("网络", passages.CHAINS["UTF-8 as CP1252"]) == ("ç½‘ç»œ", True), "UTF-8 as CP1252")
    ok(passages.through("网络文本", passages.LOSSY["GBK as UTF-8, as GBK"])[0][:3] == "锟斤拷", "锟斤拷")


def test_kinds():
    text = "一段。" + "这是很长的一段文字，里面有“引号”；也有网络与经验。" * 12 + "\n" + "第二段也是这样，说的是同样的事情！" * 12
    makers = [(ordinary.glosses, v, (TABLE | {"网": "wǎng", "的": "dì"},)) for v in ordinary.GLOSS_FORMS]
    makers += [(ordinary.punctuation, v, ()) for v in ordinary.PUNCTUATION] + [(ordinary.markup, v, ()) for v in ordinary.TAGS]
    makers += [(ordinary.entities, v, ()) for v in ("named", "decimal", "nbsp")] + [(ordinary.controls, v, ()) for v in ordinary.CONTROLS]
    makers += [(ordinary.surrogates, "pair", ()), (ordinary.wraps, "blank line", ()), (ordinary.spaces, "space", ("document",))]
    for make, variant, more in makers:
        raw, original, places = make(text, random.Random(1), variant, *more).result()
        undone = verdict.wanted(raw, 0, len(raw), places, 0)
        ok(places and undone == original and raw != original.encode(), f"{make.__name__}, {variant}: undone by its own truth")


def judged(raw, places, repairs, text, problems=(), baseline=()):
    v = verdict.Verdict({"places": places}, raw.encode(), {"text": text, "repairs": repairs}, problems, baseline)
    return [p["outcome"] for p in v.places], len(v.elsewhere), len(v.unlisted)


def repair(start, end, char, char_end, before, after, confidence="exact"):
    return {"kind": "gloss", "start": start, "end": end, "char": char, "char_end": char_end, "before": before, "after": after, "confidence": confidence}


def test_judge():
    raw = "網(wǎng)絡不小"  # 網 3 bytes, (wǎng) 7
    place = [{"kind": "gloss", "variant": "", "start": 3, "end": 10, "intended": ""}]
    gone = repair(3, 10, 1, 1, "(wǎng)", "")
    ok(judged(raw, place, [gone], "網絡不小") == (["right"], 0, 0), "undone is right")
    ok(judged(raw, place, [], raw) == (["silent"], 0, 0), "left without a word is silent")
    ok(judged(raw, place, [], raw, [{"start": 3, "end": 10}]) == (["reported"], 0, 0), "left with a problem is reported")
    ok(judged(raw, place, [], raw, [{"start": 3, "end": 5}]) == (["partly"], 0, 0), "a problem at its beginning covers it partly")
    bad = repair(3, 10, 1, 2, "(wǎng)", "路")
    ok(judged(raw, place, [bad], "網路絡不小") == (["wrong"], 0, 0), "something else, claimed exact, is wrong")
    ok(judged(raw, place, [{**bad, "confidence": "likely"}], "網路絡不小") == (["guessed"], 0, 0), "claimed likely, it is a guess")
    wide = repair(0, 13, 0, 2, "網(wǎng)絡", "網絡")
    ok(judged(raw, place, [wide], "網絡不小") == (["right"], 0, 0), "a repair may be wider than the place")
    ok(judged(raw, place, [gone], "網絡不大") == (["right"], 0, 1), "a change that no repair lists is found")
    away = repair(13, 16, 3, 3, "不", "")
    ok(judged(raw, place, [gone, {**away, "char": 2, "char_end": 2}], "網絡小")[:2] == (["right"], 1), "a change elsewhere is found")
    ok(judged(raw, place, [gone, {**away, "char": 2, "char_end": 2}], "網絡小", baseline=[away])[:2] == (["right"], 0), "but not one that the original has too")


for test in (test_spinner, test_encodings, test_kinds, test_judge):
    test()
print(f"1..{number}")
sys.exit(1 if failed else 0)
