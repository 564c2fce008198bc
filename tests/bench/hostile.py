#!/usr/bin/env python3
"""hostile.py PROGRAM [--small] [--only NAME] - loads what is hostile: random files, bombs, damaged archives, odd names, devices,
files that change while they are read. Each case must end in time, with a status that README knows, one line a problem, and
something said where not all was read. Prints seconds, peak memory (resident, MB) and status of each; exits 1 if one fails.

--small: sizes for a quick look. The full sizes take some minutes and 2 GB in $TMPDIR; nothing stays there."""
import bz2, gzip, io, json, lzma, os, random, resource, shutil, signal, socket, subprocess, sys, tarfile, tempfile, threading, time, zipfile, zlib

program = os.path.abspath(sys.argv[1])
small = "--small" in sys.argv
only = sys.argv[sys.argv.index("--only") + 1] if "--only" in sys.argv else ""
MB = 1 << 20
rng = random.Random(20250601)
text = "第一篇：網絡上的新聞說得很清楚，第二句話也說得清楚。\n".encode()
failed = []


def run(args, timeout=600, stdin=None, during=None, user=None):
    """Status, seconds, peak MB, standard error, problems."""
    with tempfile.NamedTemporaryFile(dir=".", prefix="problems-", delete=False) as f:
        os.chmod(f.name, 0o666)
    command = [program, "info", "--problems", f.name, "--out", os.devnull, *args]
    if user: command = ["setpriv", "--reuid", user, "--clear-groups", *command]
    begin = time.monotonic()
    p = subprocess.Popen(command, stdin=stdin or subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if during: threading.Thread(target=during, args=(p,), daemon=True).start()
    peak = [0]

    def watch():
        while True:
            try:
                for line in open(f"/proc/{p.pid}/status"):
                    if line.startswith("VmHWM"): peak[0] = max(peak[0], int(line.split()[1]) // 1024)
            except OSError: return
            if p.poll() is not None: return
            time.sleep(0.02)
    threading.Thread(target=watch, daemon=True).start()
    try:
        said = p.communicate(timeout=timeout)[1]
    except subprocess.TimeoutExpired:
        p.kill()
        said = p.communicate()[1] + b"HANGS"
    seconds = time.monotonic() - begin
    problems = [json.loads(l) for l in open(f.name, "rb").read().splitlines()]
    os.unlink(f.name)
    return p.returncode, seconds, peak[0], said.decode(errors="replace"), problems


def case(name, args, statuses=(0, 2, 4), silent=False, **how):
    """silent: nothing needs to be said."""
    code, seconds, peak, said, problems = run(args, **how)
    wrong = []
    if code not in statuses: wrong.append(f"status {code}, not one of {statuses}")
    if any("\n" in p["message"] or not p["message"] for p in problems): wrong.append("a problem that is no line")
    if not silent and not problems and not said.strip(): wrong.append("nothing is said")
    if "runtime error" in said or "Sanitizer" in said or "HANGS" in said: wrong.append(said[-300:])
    print(f"{name:38} {seconds:7.2f} s {peak:6d} MB  status {code:3d}  {len(problems):6d} problems  {(said.strip().splitlines() or [''])[0][:90]}"
          + ("   WRONG: " + "; ".join(wrong) if wrong else ""), flush=True)
    if wrong: failed.append(name)


def write(path, data):
    with open(path, "wb") as f: f.write(data)


def tar_of(members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as t:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            t.addfile(info, io.BytesIO(data))
    return out.getvalue()


def zip_of(members, how=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as z:
        for name, data in members: z.writestr(name, data)
    return out.getvalue()


def zstd(data): return subprocess.run(["zstd", "-qc"], input=data, stdout=subprocess.PIPE, check=True).stdout


PACKERS = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}
if shutil.which("zstd"): PACKERS["zst"] = zstd


def random_files():
    os.mkdir("random")
    endings = ["txt", "json", "jsonl", "csv", "html", "zip", "tar", "gz", "xz", "warc", "vrt", "conllu", "bin", ""]
    magic = [b"", b"", b"PK\3\4", b"\x1f\x8b\x08\0", b"BZh9", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd", b"WARC/1.0\r\n", b"{\"text\":\"", b"<html>", b"7z\xbc\xaf'\x1c", b"Rar!"]
    for i in range(500 if small else 10000):
        write(f"random/{i}.{rng.choice(endings)}", rng.choice(magic) + rng.randbytes(rng.choice((0, 1, 10, 300, 5000))))
    case("random files", ["random"])


def small_files():
    n = 3000 if small else 100000
    for d in range(n // 1000):
        os.makedirs(f"many/{d}")
        for i in range(1000): write(f"many/{d}/{i}.txt", text + str(i).encode())
    case(f"{n} small files", ["many"], (0,), silent=True)


def bombs():
    n = (50 if small else 1024) * MB
    zeros = b"\0" * MB
    with zipfile.ZipFile("bomb.zip", "w", zipfile.ZIP_DEFLATED) as z:
        with z.open("zeros.txt", "w", force_zip64=True) as f:
            for _ in range(n // MB): f.write(zeros)
    case("zip bomb", ["bomb.zip"])
    case("zip bomb, ratio 100000", ["--max-ratio", "100000", "bomb.zip"])
    for name, opener in (("gz", gzip.open), ("bz2", bz2.open), ("xz", lzma.open)):
        with opener(f"bomb.{name}", "wb") as f:
            for _ in range(n // MB): f.write(zeros)
        case(f"{name} bomb", [f"bomb.{name}"])
    if "zst" in PACKERS:
        p = subprocess.Popen(["zstd", "-qc"], stdin=subprocess.PIPE, stdout=open("bomb.zst", "wb"))
        for _ in range(n // MB): p.stdin.write(zeros)
        p.stdin.close()
        p.wait()
        case("zst bomb", ["bomb.zst"])
    with gzip.open("letters.gz", "wb") as f:
        for _ in range(min(n // MB, 100)): f.write(b"a" * MB)
    case("gz bomb of letters, ratio 100000", ["--max-ratio", "100000", "--max-document", "100000000", "letters.gz"], (0,), silent=True)
    data = zip_of([("0.txt", b"\0" * 10 * MB)])
    for level in range(10): data = zip_of([(f"{level}-{k}.zip", data) for k in range(4 if level < 6 else 1)])
    write("nested.zip", data)
    case("nested zip bombs", ["nested.zip"])
    data = open("bomb.gz", "rb").read()
    for _ in range(3): data = gzip.compress(data)
    write("nested.gz", data)
    case("gz in gz in gz bomb", ["nested.gz"])


def damaged():
    members = [(f"新聞/{i}.txt", text * (i + 1)) for i in range(8)]
    plain = {"tar": tar_of(members), "zip": zip_of(members), "stored.zip": zip_of(members, zipfile.ZIP_STORED)}
    for name, pack in PACKERS.items(): plain["tar." + name] = pack(plain["tar"])
    each = (60 if small else 1000) // len(plain) + 1
    for name, data in plain.items():
        os.mkdir("d-" + name)
        for i in range(each):
            b = bytearray(data)
            for _ in range(rng.choice((1, 1, 3))): b[rng.randrange(len(b))] ^= 1 << rng.randrange(8)
            write(f"d-{name}/{i}.{name}", bytes(b))
        case(f"{each} bit-flipped .{name}", ["d-" + name], silent=True)
        shutil.rmtree("d-" + name)
        os.mkdir("d-" + name)
        for i in range(each): write(f"d-{name}/{i}.{name}", data[:rng.randrange(1, len(data) - 1)])
        case(f"{each} truncated .{name}", ["d-" + name], silent=name == "tar")
    os.mkdir("empty")
    for name, data in (("e.zip", zip_of([])), ("e.tar", tar_of([])), ("e.gz", gzip.compress(b"")), ("e.xz", lzma.compress(b"")), ("e.txt", b"")): write("empty/" + name, data)
    case("empty archives", ["empty"])
    write("same.tar", tar_of([("a.txt", text)] * 1000))
    write("up.zip", zip_of([("../../etc/passwd", text), ("/etc/shadow", text), ("a/../../b\nc.txt", text)]))
    case("a member 1000 times", ["same.tar"], (0,), silent=True)
    case("members named ../../etc/passwd", ["up.zip"], (0,), silent=True)


def odd_names():
    os.mkdir("names")
    for name in (b"line\nend.txt", b"bad\xff\xfe.txt", b"-leading.txt", b"--help", b"n" * 251 + b".txt", b" ", b"%41.txt", b"a!b:1.txt", b"*.txt", b"\x1b[31m.txt"):
        write(b"names/" + name, text)
    case("odd names", ["names"], (0,), silent=True)
    os.chdir("names")
    case("-leading, behind --", ["--", "-leading.txt", "--help"], (0,), silent=True)
    os.chdir("..")
    os.makedirs("loop/a/b")
    os.symlink("..", "loop/a/up")
    os.symlink("self", "loop/self")
    os.symlink("nowhere", "loop/dangling")
    write("loop/a/b/x.txt", text)
    case("symlink loops", ["loop"], (4,))


def unreadable():
    os.makedirs("locked/folder")
    write("locked/folder/a.txt", text)
    write("locked/b.txt", text)
    write("locked/c.txt", text)
    os.chmod("locked/b.txt", 0)
    os.chmod("locked/folder", 0)
    if os.getuid() == 0:
        os.chmod(".", 0o777)
        case("unreadable files and folders", ["locked"], (4,), user="65534")
    else:
        case("unreadable files and folders", ["locked"], (4,))
    os.chmod("locked/folder", 0o755)


def interrupt(after, then=lambda: None):
    def do(p):
        time.sleep(after)
        then()
        p.send_signal(signal.SIGINT)
    return do


def special():
    os.mkdir("special")
    os.mkfifo("special/fifo")
    s = socket.socket(socket.AF_UNIX)
    s.bind("special/socket")
    write("special/a.txt", text)
    case("a FIFO and a socket in a folder", ["special"], (4,))
    case("a socket by name", ["special/socket"], (2,))
    case("/dev/zero by name", ["/dev/zero"], (2,))
    case("/dev/urandom, and a file", ["/dev/urandom", "special/a.txt"], (4,))
    case("/proc/self/mem", ["/proc/self/mem"], (2,))
    case("a FIFO without a writer, Ctrl-C", ["special/fifo"], (130, -2), silent=True, timeout=5, during=interrupt(1))
    case("FIFO as metadata, Ctrl-C", ["--metadata", "special/fifo", "special/a.txt"], (130, -2), silent=True, timeout=5, during=interrupt(1))


def changing():
    line = json.dumps({"text": "新聞" * 100}, ensure_ascii=False).encode() + b"\n"
    n = (5 if small else 60) * MB // len(line)
    write("shrinks.jsonl", line * n)
    case("a file cut while it is read", ["shrinks.jsonl"], (0, 4), silent=True, during=lambda p: (time.sleep(0.05), os.truncate("shrinks.jsonl", 1000)))
    os.mkdir("gone")
    for i in range(300 if small else 5000): write(f"gone/{i}.txt", text * 50)
    case("files that vanish while they are read", ["gone"], (0, 2, 4), silent=True, during=lambda p: (time.sleep(0.02), shutil.rmtree("gone")))


def stops():
    """Ctrl-C: within a second, nothing left in $TMPDIR."""
    n = 30 if small else 400
    os.mkdir("tmp")
    os.environ["TMPDIR"] = os.path.abspath("tmp")
    line = json.dumps({"text": "新聞網絡說得很清楚。" * 30}, ensure_ascii=False).encode() + b"\n"
    block = line * (MB // len(line))
    with open("large.jsonl", "wb") as f:
        for _ in range(n): f.write(block)
    with tarfile.open("large.tar.gz", "w:gz", compresslevel=1) as t: t.add("large.jsonl")
    bomb = "bomb.zip" if os.path.exists("bomb.zip") else "large.tar.gz"
    for name, args in (("huge JSONL", ["--memory", "20000000", "large.jsonl"]), ("large archive", ["--memory", "20000000", "large.tar.gz"]),
                       ("zip bomb", ["--max-ratio", "100000", bomb])):
        sent = [0.0]
        code, seconds, peak, said, _ = run(args, timeout=60, during=interrupt(0.3, lambda: sent.__setitem__(0, time.monotonic())))
        late = time.monotonic() - sent[0]
        wrong = code not in (130, -2) or late > 1 or os.listdir("tmp") or not said.strip()
        print(f"Ctrl-C while loading a {name:15} stops {late:5.2f} s later {peak:6d} MB  status {code}  {said.strip()[-60:]}{'   WRONG' if wrong else ''}", flush=True)
        if wrong: failed.append("Ctrl-C: " + name)


folder = tempfile.mkdtemp(prefix="yuelan-hostile-")
os.chdir(folder)
try:
    for f in (random_files, small_files, bombs, damaged, odd_names, unreadable, special, changing, stops):
        if only in f.__name__: f()
finally:
    os.chdir("/")
    shutil.rmtree(folder, ignore_errors=True)
print("all as it should be" if not failed else f"{len(failed)} wrong: {', '.join(failed)}")
sys.exit(1 if failed else 0)
