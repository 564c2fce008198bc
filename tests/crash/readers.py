#!/usr/bin/env python3
"""readers.py PROGRAM N - readers beside a writer that adds, refreshes, compacts and deletes what is not needed any more, N changes long.

A reader that opens the corpus meets it as it was before or after a change, never between; one that has it open keeps what it opened. Says so in TAP.
"""
import hashlib, json, os, shutil, subprocess, sys, tempfile, threading

program, changes = os.path.abspath(sys.argv[1]), int(sys.argv[2])
SAVED = "k.yuelan"
HOLDER = """
local c, seen = require("yuelan").open("k.yuelan"), nil
io.write("open\\n") io.flush()
for _ = 1, 200 do
  local all = {}
  for i = 1, #c do all[i] = c[i].hash .. c[i].text end
  local now = table.concat(all) .. #c:find("网络")
  if seen and now ~= seen then print("changed") return end
  seen = now
  local f = io.open("stop")
  if f then break end
end
print("same")
"""


def write(name, n):
    with open(name, "w", encoding="utf-8") as f:
        f.write("".join(f"第{i}段，说的是网络，{name}，数字是{i * 7919 % (n + 97)}。\n" for i in range(20 + n % 50)))


def hashes(folders):
    out = {}
    for folder in folders:
        for name in os.listdir(folder):
            with open(f"{folder}/{name}", "rb") as f:
                out[f"{folder}/{name}"] = hashlib.sha256(f.read()).hexdigest()
    return out


def run(*args):
    return subprocess.run([program, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=120)


states, begun, complaints, looked = [], 0, [], 0  # states[i]: what the corpus holds after i changes; begun: how many were begun
stop = threading.Event()


def read():
    global looked
    while not stop.is_set():
        first = len(states) - 1
        r = run("info", "--json", "--quiet", SAVED)
        if r.returncode not in (0, 1):
            complaints.append(r.stderr.strip())
            continue
        seen = {(d := json.loads(line))["doc"]: d["hash"] for line in r.stdout.splitlines()}
        if seen not in to_come[first:begun + 1]:
            complaints.append(f"between {first} and {begun}: none of the corpora there were")
        looked += 1


def change(i):
    if i % 3 == 0:
        return ["compact", "--quiet", "--purge", SAVED], lambda: None
    if i % 3 == 1:
        folder = f"more{i}"
        os.mkdir(folder)
        write(f"{folder}/a.txt", i), write(f"{folder}/b.txt", i + 1)
        return ["index", "--quiet", "--add", "--out", SAVED, folder], lambda: folders.append(folder)
    write(f"pile/{i % 10}.txt", 100 + i)
    return ["index", "--quiet", "--refresh", "--out", SAVED], lambda: None


folders, to_come = ["pile"], []


def main():
    global begun
    os.mkdir("pile")
    for i in range(10):
        write(f"pile/{i}.txt", i)
    if run("index", "--quiet", "--out", SAVED, "pile").returncode != 0:
        sys.exit("cannot index")
    to_come.append(hashes(folders)), states.append(True)
    with open("holder.lua", "w", encoding="utf-8") as f:
        f.write(HOLDER)
    holder = subprocess.Popen([program, "run", "holder.lua"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    holder.stdout.readline()
    readers = [threading.Thread(target=read, daemon=True) for _ in range(2)]
    for r in readers:
        r.start()
    try:
        for i in range(1, changes + 1):
            command, then = change(i)
            then()
            to_come.append(hashes(folders))
            begun = i
            r = run(*command)
            states.append(True)
            if r.returncode != 0:
                complaints.append(r.stderr.strip())
    finally:
        stop.set()
    for r in readers:
        r.join()
    with open("stop", "w", encoding="utf-8"):
        pass
    out, err = holder.communicate()
    for line in complaints[:10]:
        print(f"# {line}")
    print(f"{'not ok' if complaints or looked == 0 else 'ok'} 1 - {changes} changes, and each of those who looked meanwhile saw a whole corpus")
    print(f"{'ok' if out.strip() == 'same' else 'not ok'} 2 - who has it open keeps what was opened {err.strip()}")
    print("1..2")


folder = tempfile.mkdtemp(prefix="yuelan-readers-")
try:
    os.chdir(folder)
    main()
finally:
    os.chdir("/")
    shutil.rmtree(folder)
