#!/usr/bin/env python3
"""aimed.py PROGRAM SHIM [EVERY] - each change of a saved corpus, killed before each (or each EVERY-th) of the steps that change files (at.c), one after another.

After each kill the corpus must hold what it held before or what it was to hold, document by document (name and SHA-256, known from the files and not
from the program), `verify` must find nothing, and the same change must then go through and leave no unfinished file and no lock. Says so in TAP.
"""
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile

program, shim, every = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1
SAVED, OTHER = "k.yuelan", "o.yuelan"
number = 0


def write(name, n):
    with open(name, "w", encoding="utf-8") as f:
        f.write("".join(f"第{i}段，说的是网络，数字是{(i + n) * 7919 % 1000}。\n" for i in range(n)))


def run(*args, at=None):
    env = {**os.environ, "LD_PRELOAD": shim, "YUELAN_KILL_AT": str(at)} if at else None
    return subprocess.run([program, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=120, env=env)


def hashes(*folders):
    out = {}
    for folder in folders:
        for name in sorted(os.listdir(folder)):
            with open(f"{folder}/{name}", "rb") as f:
                out[f"{folder}/{name}"] = hashlib.sha256(f.read()).hexdigest()
    return out


def held(saved):
    """What a corpus holds: document -> hash; {} where there is none. None, and why, when it does not open or is damaged."""
    if not os.path.exists(f"{saved}/manifest"):
        return {}, ""
    check, info = run("verify", saved), run("info", "--json", "--quiet", saved)
    if check.returncode != 0 or info.returncode not in (0, 1):
        return None, (check.stdout + check.stderr + info.stderr).strip()
    return {(d := json.loads(line))["doc"]: d["hash"] for line in info.stdout.splitlines()}, ""


def keep():
    if os.path.exists("kept"):
        shutil.rmtree("kept")
    for folder in [SAVED, OTHER]:
        shutil.copytree(folder, f"kept/{folder}")


def restore(saved):
    for folder in {SAVED, OTHER, saved}:
        if os.path.exists(folder):
            shutil.rmtree(folder)
        if os.path.exists(f"kept/{folder}"):
            shutil.copytree(f"kept/{folder}", folder)


def try_all(name, saved, command, to_be):
    """Kills the command before step 1, 2, 3 … of it, each time from the same beginning, until it comes to its end."""
    global number
    number += 1
    before, _ = held(saved)
    wrong, counts, at = [], {"old": 0, "new": 0}, 1
    keep()
    while not wrong:
        process = run(*command, at=at)
        if process.returncode == 0:
            break
        if process.returncode != -signal.SIGKILL:
            wrong.append(f"step {at}: status {process.returncode}, {process.stderr.strip()}")
        now, why = held(saved)
        if now is None or now not in (before, to_be):
            wrong.append(f"step {at}: {why or 'neither what it held nor what it was to hold'}")
        counts["new" if now == to_be != before else "old"] += 1
        again = run(*command)
        now, why = held(saved)
        gone = name == "remove" and again.returncode == 2 and now == to_be  # it was gone already
        if (again.returncode != 0 and not gone) or now != to_be:
            wrong.append(f"step {at}, then the same again: {again.stderr.strip() or why}")
        left = [f for f in os.listdir(saved) if ".tmp" in f or f == "lock"]
        if left:
            wrong.append(f"step {at}, then the same again, leaves {left}")
        restore(saved)
        at += every
    restore(saved)
    for line in wrong[:10]:
        print(f"# {line}")
    print(f"{'ok' if not wrong and counts['old'] else 'not ok'} {number} - {name}, killed before {at - 1} steps: the old corpus {counts['old']} times, the new one {counts['new']}")


def main():
    for folder, n in ("pile", 40), ("more", 60), ("third", 50):
        os.mkdir(folder)
        for i in range(5):
            write(f"{folder}/{i}.txt", n + i)
    if run("index", "--quiet", "--out", SAVED, "pile").returncode != 0 or run("index", "--quiet", "--out", OTHER, "more").returncode != 0:
        sys.exit("cannot index")
    pile, more, third = hashes("pile"), hashes("more"), hashes("third")
    try_all("index", "n.yuelan", ["index", "--quiet", "--out", "n.yuelan", "third"], third)
    try_all("index in place of another", SAVED, ["index", "--quiet", "--out", SAVED, "third"], third)
    try_all("add", SAVED, ["index", "--quiet", "--add", "--out", SAVED, "third"], {**pile, **third})
    try_all("remove", SAVED, ["index", "--quiet", "--remove", "pile/0.txt", "--out", SAVED], {k: v for k, v in pile.items() if k != "pile/0.txt"})
    try_all("merge", "m.yuelan", ["merge", "--quiet", "--out", "m.yuelan", SAVED, OTHER], {**pile, **more})
    write("pile/3.txt", 99)
    write("pile/new.txt", 70)
    os.unlink("pile/1.txt")
    try_all("refresh", SAVED, ["index", "--quiet", "--refresh", "--out", SAVED], hashes("pile"))
    run("index", "--quiet", "--refresh", "--out", SAVED)
    try_all("compact", SAVED, ["compact", "--quiet", SAVED], hashes("pile"))
    try_all("compact and purge", SAVED, ["compact", "--quiet", "--purge", SAVED], hashes("pile"))
    print(f"1..{number}")


work = tempfile.mkdtemp(prefix="yuelan-aimed-")
try:
    os.chdir(work)
    main()
finally:
    os.chdir("/")
    shutil.rmtree(work)
