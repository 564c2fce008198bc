"""planted.py - what measures of copies share: texts changed by us, and the program asked about them."""
import json, os, re, subprocess, sys, tempfile

HAN, LETTER = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"\w")
CONVERT = r'''
local json, yuelan = require "yuelan.json", require "yuelan"
for line in io.lines(os.getenv "PASSAGES") do
  local p = json.decode(line)
  print(json.encode{text = (yuelan.convert(p.text, p.config))})
end'''


def jsonl(rows):
    """A file of these rows; its path."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False, encoding="utf-8") as f:
        f.writelines(json.dumps(x, ensure_ascii=False) + "\n" for x in rows)
    return f.name


def run(args, passages=None):
    """The records that a command writes; passages: rows that its code finds in the file $PASSAGES."""
    path = jsonl(passages or [])
    out = subprocess.run(args, env={**os.environ, "PASSAGES": path}, capture_output=True, text=True)
    os.unlink(path)
    if out.returncode not in (0, 4):
        sys.exit(out.stderr)
    return [json.loads(l) for l in out.stdout.splitlines()]


def exchange(rng, s, budget, donor, runs):
    """s with so many of its characters exchanged, put in or left out, in runs of these lengths; donor: text that new ones are taken from."""
    out = list(s)
    while budget >= 1:
        n = min(rng.choice(runs), int(budget))
        at, kind, new = rng.randrange(len(out)), rng.randrange(3), rng.randrange(len(donor) - 8)
        new = donor[new : new + n].replace("\n", "的")
        if kind == 0:
            out[at : at + n] = new
        elif kind == 1:
            out[at:at] = new
        else:
            del out[at : at + n]
        budget -= n
    return "".join(out)
