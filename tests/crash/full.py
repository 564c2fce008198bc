#!/usr/bin/env python3
"""full.py PROGRAM - every change of a saved corpus on a disk that is full, or nearly: one sentence, the old corpus as it was, nothing left over.

Twice: with a limit on the size of files (RLIMIT_FSIZE), and on a small file system of its own, where the user may mount one. Says so in TAP.
"""
import os, resource, shutil, subprocess, sys, tempfile

program = os.path.abspath(sys.argv[1])
SAVED, OTHER = "k.yuelan", "o.yuelan"


def text(n):
    return "".join(f"第{i}段，说的是网络，数字是{i * 7919 % 1000}，{hash_of(i + n)}。\n" for i in range(n))


def hash_of(i):
    return "".join(chr(0x4E00 + (i * 2654435761 >> k) % 2000) for k in range(0, 24, 3))


def write(name, n):
    with open(name, "w", encoding="utf-8") as f:
        f.write(text(n))


def run(*args, limit=None):
    def set_limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    return subprocess.run([program, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=set_limit if limit is not None else None)


def prepare(where):
    """A corpus in the folder `where` with a change of its files waiting for it, and one to merge it with."""
    os.makedirs("pile"), os.makedirs("more"), os.makedirs("third")
    for i in range(6):
        write(f"pile/{i}.txt", 40 + i)
        write(f"more/{i}.txt", 60 + i)
        write(f"third/{i}.txt", 50 + i)
    for name, folder in (SAVED, "pile"), (OTHER, "more"):
        if run("index", "--quiet", "--out", f"{where}/{name}", folder).returncode != 0:
            sys.exit("cannot index")
    write("pile/3.txt", 99)
    write("pile/new.txt", 70)
    run("index", "--quiet", "--refresh", "--out", f"{where}/{SAVED}")
    write("pile/4.txt", 88)


def changes(where):
    k, o = f"{where}/{SAVED}", f"{where}/{OTHER}"
    return [
        ("index", ["index", "--quiet", "--out", f"{where}/fresh.yuelan", "pile"]),
        ("add", ["index", "--quiet", "--add", "--out", k, "third"]),
        ("refresh", ["index", "--quiet", "--refresh", "--out", k]),
        ("remove", ["index", "--quiet", "--remove", "pile/0.txt", "--out", k]),
        ("merge", ["merge", "--quiet", "--out", f"{where}/all.yuelan", k, o]),
        ("compact", ["compact", "--quiet", k]),
        ("save", ["-e", f'local ok, why = c:save("{where}/fresh.yuelan"); if not ok then io.stderr:write("yuelan: ", why, "\\n"); os.exit(2) end', "third"]),
        ("index anew", ["index", "--quiet", "--out", k, "third"]),
    ]


def contents(where):
    out = {}
    for folder in sorted(os.listdir(where)):
        if folder.endswith(".yuelan"):
            for name in sorted(os.listdir(f"{where}/{folder}")):
                with open(f"{where}/{folder}/{name}", "rb") as f:
                    out[f"{folder}/{name}"] = f.read()
            out[folder] = b""
    return out


def judge(name, room, process, before, where, complaints):
    lines = process.stderr.splitlines()
    if process.returncode == 0:
        complaints.append(f"{name} with {room} bytes of room: it went through")
    elif process.returncode != 2 or len(lines) != 1 or not lines[0].startswith("yuelan: cannot "):
        complaints.append(f"{name} with {room} bytes of room: status {process.returncode}, {process.stderr.strip()}")
    if contents(where) != before:
        complaints.append(f"{name} with {room} bytes of room: the folder is not as it was")


number = 0


def tell(complaints, what):
    global number
    number += 1
    for line in complaints[:10]:
        print(f"# {line}")
    print(f"{'ok' if not complaints else 'not ok'} {number} - {what}")


def files_limited():
    os.makedirs("limited")
    prepare("limited")
    before, complaints = contents("limited"), []
    for name, command in changes("limited"):
        for limit in [0, 10, 512] + ([] if name in ("remove", "merge") else [2000]):
            judge(name, limit, run(*command, limit=limit), before, "limited", complaints)
    tell(complaints, "files that may not grow: one sentence, and all as it was")


def fill(room):
    """Leaves about so many bytes on the small file system."""
    st = os.statvfs("small")
    with open("small/filler", "wb") as f:
        f.truncate(0)
        left = st.f_bavail * st.f_frsize - room
        os.posix_fallocate(f.fileno(), 0, max(left, 1))


def disk_full():
    os.makedirs("small")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "none", "small"], stderr=subprocess.DEVNULL).returncode != 0:
        tell([], "a full disk # SKIP no file system can be mounted here")
        return
    try:
        shutil.rmtree("pile"), shutil.rmtree("more"), shutil.rmtree("third")
        prepare("small")
        before, complaints = contents("small"), []
        for name, command in changes("small"):
            for room in [0, 4096, 8192]:
                if name in ("remove", "merge") and room > 0:
                    continue  # which need no more than that, and may go through
                fill(room)
                judge(name, room, run(*command), before, "small", complaints)
                os.unlink("small/filler")
        tell(complaints, "a full disk: one sentence, and all as it was")
        good = all(run(*command).returncode == 0 for _, command in changes("small"))
        tell([] if good and run("verify", f"small/{SAVED}").returncode == 0 else ["not all went through"], "and with room again each change can be made")
    finally:
        subprocess.run(["umount", "small"])


folder = tempfile.mkdtemp(prefix="yuelan-full-")
try:
    os.chdir(folder)
    files_limited()
    disk_full()
    print(f"1..{number}")
finally:
    os.chdir("/")
    shutil.rmtree(folder)
