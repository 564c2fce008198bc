#!/usr/bin/env python3
"""opencc-table.py DATA VERSION - writes opencc.tsv, the facts behind script conversion (src/lexicon/convert.h).

DATA is the folder `data` of OpenCC's sources (npm: opencc), with config/*.json and dictionary/*.txt. Same input, same bytes out.

OpenCC makes some dictionaries while it is built; they are made here by the same rules:
  XRev             X turned round; `# @reverse-prefer: VALUE [KEY]` says which key comes first where several have the value
  TSCharactersExt  rare simplified forms that few fonts have: the values after the first of lines under `# @tofu-risk:`
  STPhrases_GeneratedFromRegionalPhrases
                   the Simplified forms (by t2s) of the regional phrases of three characters and more, so that segmentation keeps
                   them whole; each stands for the Traditional phrase it came from

Of several values only the first is ever used, so only that is written.
"""
import glob
import json
import os
import sys

DATA, VERSION = sys.argv[1], sys.argv[2]
REVERSED = {"TWVariantsRev": "TWVariants", "HKVariantsRev": "HKVariants", "JPShinjitaiCharactersRev": "JPShinjitaiCharacters"}
REGIONAL = ["HKPhrases", "TWPhrases"]


def lines(name):
    with open(os.path.join(DATA, "dictionary", name + ".txt"), encoding="utf-8") as f:
        return [line.rstrip("\r\n") for line in f]


def entries(name):
    for line in lines(name):
        if line.strip() and not line.startswith("#"):
            key, values = line.split("\t", 1)
            yield key, values.split(" ")


def turned_round(name):
    out, prefer = {}, {}
    for line in lines(name):
        if line.startswith("# @reverse-prefer:"):
            fields = line.split(":", 1)[1].split()
            prefer[fields[0]] = fields[-1]
    for key, values in entries(name):
        for v in values:
            out.setdefault(v, []).append(key)
    return {k: prefer.get(k, v[0]) for k, v in out.items()}


def rare_forms():
    out, all_lines = {}, lines("TSCharacters")
    for i, line in enumerate(all_lines):
        if line.startswith("# @tofu-risk:"):
            key, values = all_lines[i + 1].split("\t", 1)
            out[key] = [v for v in values.split(" ") if v != key][0]
    return out


class Tables(dict):
    def __missing__(self, name):
        if name in REVERSED:
            self[name] = turned_round(REVERSED[name])
        elif name == "TSCharactersExt":
            self[name] = rare_forms()
        elif name == "STPhrases_GeneratedFromRegionalPhrases":
            self[name] = regional(self)
        else:
            self[name] = {k: v[0] for k, v in entries(name)}
        return self[name]


def convert(text, stage):
    """One stage as OpenCC does it: levels in order, the longest match of the first level that has one."""
    out, i = [], 0
    while i < len(text):
        for level in stage:
            n = next((n for n in range(len(text) - i, 0, -1) if any(text[i:i + n] in d for d in level)), 0)
            if n:
                out.append(next(d[text[i:i + n]] for d in level if text[i:i + n] in d))
                i += n
                break
        else:
            out.append(text[i])
            i += 1
    return "".join(out)


def regional(tables):
    t2s = [[[tables[d] for d in level] for level in stage] for stage in chain(read_config("t2s"))]
    out = {}
    for name in REGIONAL:
        for key, _ in entries(name):
            plain = key
            for stage in t2s:
                plain = convert(plain, stage)
            if len(plain) < 3:
                continue
            if out.setdefault(plain, key) != key:
                sys.exit(f"{plain} comes from both {out[plain]} and {key}")
    return out


def read_config(name):
    with open(os.path.join(DATA, "config", name + ".json"), encoding="utf-8") as f:
        return json.load(f)


def levels(dictionary):
    """A dictionary or group as levels: lists of dictionaries that are searched as one."""
    if dictionary["type"] != "group":
        return [[dictionary["file"].split(".")[0]]]
    parts = [levels(d) for d in dictionary["dicts"]]
    if dictionary["match_policy"] == "union":
        return [[name for part in parts for level in part for name in level]]
    assert dictionary["match_policy"] == "short_circuit"
    return [level for part in parts for level in part]


def chain(config):
    return [levels(c["dict"]) for c in config.get("normalization", []) + config["conversion_chain"]]


def main():
    tables, groups, configs = Tables(), [], []

    def group_of(ls):
        if ls not in groups:
            groups.append(ls)
        return groups.index(ls)

    for path in sorted(glob.glob(os.path.join(DATA, "config", "*.json"))):
        name = os.path.basename(path)[:-5]
        if name.endswith("schema"):
            continue
        config = read_config(name)
        before = len(config.get("normalization", []))
        stages = [group_of(ls) for ls in chain(config)]
        segment = "-"
        if "segmentation" in config: # always the first level of a group that converts
            first = levels(config["segmentation"]["dict"])
            segment = next(g for g in stages if groups[g][:1] == first)
        configs.append((name, before, segment, stages))
    print(f"# Tables and configurations of OpenCC {VERSION} (npm: opencc; https://github.com/BYVoid/OpenCC), Apache-2.0.")
    print("# Made by src/make/opencc-table.sh; do not edit. What the lines say: src/lexicon/convert_build.c.")
    for name, before, segment, stages in configs:
        print("config", name, before, segment, *stages, sep="\t")
    for i, ls in enumerate(groups):
        print("group", i, *["+".join(level) for level in ls], sep="\t")
    for name in sorted({d for ls in groups for level in ls for d in level}):
        print("dict", name, sep="\t")
        for key, value in sorted(tables[name].items()):
            print(key, value, sep="\t")


main()
