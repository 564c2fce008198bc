#!/usr/bin/env python3
"""kills.py PROGRAM N [SEED] - changes a saved corpus N times and kills the process that does it (SIGKILL) at a random moment.

After each kill the corpus must hold what it held before or what it was to hold, document by document (name and SHA-256, known from the files and
not from the program), and `verify` must find nothing. A change that is left to its end must leave no unfinished file and no lock. Says so in TAP.
"""
import hashlib, json, os, random, shutil, signal, subprocess, sys, tempfile, time

program, times = os.path.abspath(sys.argv[1]), int(sys.argv[2])
dice = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
SAVED = "k.yuelan"
words = "网络 电脑 程序 數據 時間 我們 今天 昨日 北京 臺北 公司 市場 价格 增長 下降 说 認為 the network grows".split()


def text():
    return "".join("".join(dice.choice(words) for _ in range(dice.randint(3, 12))) + "。\n" for _ in range(dice.randint(5, 200)))


def write(name):
    with open(name, "w", encoding="utf-8") as f:
        f.write(text())


def hashes(folder):
    out = {}
    for name in sorted(os.listdir(folder)):
        with open(f"{folder}/{name}", "rb") as f:
            out[f"{folder}/{name}"] = hashlib.sha256(f.read()).hexdigest()
    return out


def run(*args):
    return subprocess.run([program, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=120)


def held():
    """What the corpus says it holds: document -> hash. None, and why, when it does not open or is damaged."""
    check, info = run("verify", SAVED), run("info", "--json", "--quiet", SAVED)
    if check.returncode != 0 or info.returncode not in (0, 1):
        return None, (check.stdout + check.stderr + info.stderr).strip()
    return {(d := json.loads(line))["doc"]: d["hash"] for line in info.stdout.splitlines()}, ""


def change(state, number):
    """A change of the files and the command that brings it into the corpus; what the corpus is to hold then."""
    kind = dice.choice(["refresh", "refresh", "add", "remove", "compact", "purge"])
    if kind == "add":
        folder = f"more{number}"
        os.mkdir(folder)
        for i in range(dice.randint(1, 5)):
            write(f"{folder}/{i}.txt")
        return kind, ["index", "--quiet", "--add", "--out", SAVED, folder], {**state, **hashes(folder)}
    if kind == "remove" and len(state) > 5:
        gone = dice.choice(sorted(state))
        if os.path.exists(gone):  # it may have been chosen before, by one that was killed
            os.unlink(gone)
        return kind, ["index", "--quiet", "--remove", gone, "--out", SAVED], {k: v for k, v in state.items() if k != gone}
    if kind == "compact" or kind == "purge":
        return kind, ["compact", "--quiet", *(["--purge"] if kind == "purge" else []), SAVED], dict(state)
    for i in range(dice.randint(1, 4)):
        write(f"pile/{dice.randint(0, 79)}.txt")
    new = {}
    for folder in sorted({os.path.dirname(d) for d in state} | {"pile"}):
        new.update(hashes(folder))
    return "refresh", ["index", "--quiet", "--refresh", "--out", SAVED], new


def main():
    os.mkdir("pile")
    for i in range(60):
        write(f"pile/{i}.txt")
    if run("index", "--quiet", "--out", SAVED, "pile").returncode != 0:
        sys.exit("cannot index")
    state, took, wrong, count = hashes("pile"), {}, 0, {"old": 0, "new": 0, "ended": 0}
    for n in range(times):
        kind, command, to_be = change(state, n)
        start = time.monotonic()
        process = subprocess.Popen([program, *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        time.sleep(dice.random() * took.get(kind, 0.1) * 1.1)
        process.send_signal(signal.SIGKILL)
        ended = process.wait() != -signal.SIGKILL
        if ended and process.returncode != 0:
            wrong += 1
            print(f"# {kind} {n}: {process.stderr.read().strip()}")
        took[kind] = max(0.01, time.monotonic() - start if ended else took.get(kind, 0.1) * 1.02)
        process.stderr.close()
        now, why = held()
        if now is None or (now != state and now != to_be) or (ended and now != to_be):
            wrong += 1
            print(f"# {kind} {n}, killed: {why or 'neither what it held nor what it was to hold'}")
            if now is None:
                break
        count["ended" if ended else "new" if now == to_be != state else "old"] += 1
        state = now
        left = [f for f in os.listdir(SAVED) if ".tmp" in f or f == "lock"]
        if ended and left:
            wrong += 1
            print(f"# {kind} {n} leaves {left}")
    ok = "ok" if not wrong else "not ok"
    print(f"{ok} 1 - {times} kills: the old corpus {count['old']} times, the new one {count['new']} times, {count['ended']} came too late")
    final = run("index", "--quiet", "--refresh", "--out", SAVED).returncode == 0 and run("compact", "--quiet", "--purge", SAVED).returncode == 0
    left = sorted(f for f in os.listdir(SAVED) if f != "manifest" and not f.endswith(".segment"))
    now, why = held()
    want = {}
    for folder in sorted({os.path.dirname(d) for d in state} | {"pile"}):
        want.update(hashes(folder))
    print(f"{'ok' if final and not left and now == want else 'not ok'} 2 - after all of them it can be refreshed and put in order, and nothing is left {why}")
    print("1..2")


folder = tempfile.mkdtemp(prefix="yuelan-kills-")
try:
    os.chdir(folder)
    main()
finally:
    os.chdir("/")
    shutil.rmtree(folder)
