#!/usr/bin/env python3
"""seeds.py TARGET FOLDER - writes what a fuzz target should begin with, where articles alone would not lead it far."""
import bz2, gzip, io, lzma, os, shutil, struct, subprocess, sys, tarfile, zipfile, zlib

target, folder = sys.argv[1:3]
TEXT = "第一行：网络上的新闻\nsecond line, 第二行\n".encode() * 3


def write(name, data):
    with open(os.path.join(folder, name), "wb") as f:
        f.write(data)


def tar(form):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as t:
        for name in ("a.txt", "新闻/b.txt", "c" * 70 + "/" + "d" * 60):
            info = tarfile.TarInfo(name)
            info.size = len(TEXT)
            t.addfile(info, io.BytesIO(TEXT))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "a.txt"
        t.addfile(link)
    return out.getvalue()[:8000]


class Pipe(io.RawIOBase):
    """What zipfile writes when it cannot go back: lengths behind the data."""
    def __init__(self): self.data = b""
    def writable(self): return True
    def write(self, b): self.data += bytes(b); return len(b)


def zips(out, how):
    with zipfile.ZipFile(out, "w", how) as z:
        z.writestr("a.txt", TEXT)
        z.writestr("新闻/b.txt", b"b")
        z.writestr("empty", b"")
    return out


def cpio():
    out = b""
    for i, (name, data) in enumerate((("a.txt", TEXT), ("TRAILER!!!", b""))):
        fields = (i + 1, 0o100644, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(name) + 1, 0)
        head = b"070701" + b"".join(b"%08X" % f for f in fields) + name.encode() + b"\0"
        head += b"\0" * (-len(head) % 4)
        out += head + data + b"\0" * (-len(data) % 4)
    return out


def record(kind, content, more=b"", eol=b"\r\n"):
    head = [b"WARC/1.0", b"WARC-Type: " + kind, b"WARC-Target-URI: http://a.example/", b"WARC-Date: 2024-05-01T12:00:00Z"]
    return eol.join(head + ([more] if more else []) + [b"Content-Length: %d" % len(content), b"", b""]) + content + eol + eol


def raw_names(names):
    """A zip by hand: names in any bytes, stored."""
    out = directory = b""
    for name in names:
        data, at = b"x", len(out)
        fields = struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 0, zlib.crc32(data), 1, 1, len(name), 0)
        out += b"PK\3\4" + fields + name + data
        directory += b"PK\1\2" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, at) + name
    return out + directory + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, len(names), len(names), len(directory), len(out), 0)


os.makedirs(folder, exist_ok=True)
if target == "fuzz_container":
    for form in (tarfile.USTAR_FORMAT, tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
        write(f"tar{form}", tar(form))
    for how in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2):
        write(f"zip{how}", zips(io.BytesIO(), how).getvalue())
        write(f"pipe{how}", zips(Pipe(), how).data)
    write("names", raw_names(["新闻.txt".encode("gbk"), "說明.txt".encode("big5"), b"\xff\xfe", b"caf\x82", b""]))
    write("cpio", cpio())
    for name, pack in (("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)):
        write(name, pack(TEXT) + pack(TEXT))
        write("tar." + name, pack(tar(tarfile.USTAR_FORMAT)))
    write("nested", gzip.compress(zips(io.BytesIO(), zipfile.ZIP_DEFLATED).getvalue()))
    if shutil.which("zstd"):
        write("zst", subprocess.run(["zstd", "-qc"], input=TEXT, stdout=subprocess.PIPE, check=True).stdout * 2)
elif target == "fuzz_warc":
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gbk\r\n"
    http = b"Content-Type: application/http; msgtype=response"
    chunks = b"4\r\nWiki\r\n6;x=y\r\npedia \r\n0\r\n\r\n"
    write("plain", record(b"warcinfo", b"software: x\r\n") + record(b"response", page + b"\r\n<p>a</p>", http) + record(b"request", b"GET /"))
    write("chunked", record(b"response", page + b"Transfer-Encoding: chunked\r\n\r\n" + chunks, http))
    write("packed", record(b"response", page + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(TEXT), http))
    write("deflate", record(b"response", page + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(TEXT), http))
    write("wet", record(b"conversion", TEXT, b"Content-Type: text/plain", b"\n") * 3)
    write("odd", record(b"revisit", b"") + b"garbage\r\n" + record(b"continuation", b"x", b"WARC-Segment-Number: 2")
          + record(b"response", b"HTTP/1.1 404 No\r\n\r\n", http) + record(b"resource", b"x", b"Content-Type: image/png"))
elif target == "fuzz_cql":
    queries = ('"网" []{0,3} "很" within s', '(?longest) a:[word="网.*" & (pos="n" | !lemma="x")]+ b:[] :: a.word = b.word & distance(a, b) < 3 expand to s',
               '<np t="1"> []* </np> | <<s>>', 'MU(meet (union "网" [pos="v"]) not "ab" -2 2)', 'TAB "网" * "很" {0,2} [word=$w] cut 3', '@[lemma contains "x"] @1"ab"%c',
               '/np["v"] [: f(word) > 1 -> np :] /region[s]', 'x:[strlen(word) > 1 & _.text_site = "x"] [word = x.word] :: match.s_n >= 1 & int(match.s_n) != 2',
               '[word=RE($w)]{2,} within 2 s', '"网络很"%x', '/x[]')
    for i, q in enumerate(queries):
        for k in (0, 1): write(f"query{i}-{k}", bytes([k]) + q.encode())
elif target in ("fuzz_quotes", "fuzz_names", "fuzz_alike", "fuzz_digest"):
    pages = (
        "记者王敏2024年5月6日报道：市长陈立明说：“新桥明年三月通车。”他还表示，工程投资约3.5亿元，比去年增加12%。\n\n"
        "“我们等了十年，”村民李大山告诉记者，“桥修好以后就方便了。”据新华社报道，双方将继续保持沟通。\n",
        "記者王敏報導：市長陳立明在會上表示，「新橋明年三月通車」，工程投資約三億五千萬元，比去年增加百分之十二。\n"
        "『我們等了十年。』李大山笑著說。英伟达(NVIDIA)与中关村软件园公司、北京大学合作。\n",
        "NVIDIA chief Jensen Huang said, \"The new chip ships in March 2025.\" OpenAI and Apple Inc. declined to comment. Sales rose 5.2% to $1.2 billion.\n"
        "\u201cWe will see,\u201d Mr. Huang added.\n",
        "不到200人参加，10至20元一张票，第3名，气温零下5度，2倍，1/3，上个月，3月5日至7日，公元前221年，二十世纪八十年代，四分之一，万余人。\n",
        "张伟，男，1980年生，北京人。张先生认为：“价格太高了！”她问：“多少钱？”“不知道。”他答道。某公司负责人称，此事“纯属谣言”。\n")
    for i, a in enumerate(pages):
        for k in (0, 1): write(f"one{i}-{k}", bytes([k]) + a.encode())
        for j, b in enumerate(pages[:i]): write(f"two{i}-{j}", bytes([1 + 8 * i]) + "\x1e".join((a + b, b, a)).encode())
    write("known", "\x01王敏\tperson\n新桥\tproduct\n工程\tnot\n=陈立明\t陈市长\n\x1e".encode() + "\x1e".join(pages).encode())
    write("gbk", b"\x01" + "\x1e".join(pages).encode("gb18030"))
elif target == "fuzz_saved":
    write("good", b"\1")
    for k in range(31):
        for how, value in ((0, 255), (1, 7), (2, 3), (4, 1000), (5, 1), (6, 101), (255, 1)):
            write(f"one{k}-{how}", struct.pack("<BBBHBH", how & 3 | k % 2 * 4, k, how, 8 * k, 0, value))
elif target == "fuzz_dict":
    write("words", "\ufeff# ours\n河口市 3 ns\n\n口市政\r\n市政府研究室\tnt\n桥墩裂缝 12.5 n\n電晶體廠\nr1版 m\n\x1e说河口市政府研究室看桥墩裂缝，電晶體廠 ar1版\n".encode())
    write("wrong", "河口 市政 府\n\x1e河口市".encode())
    write("bytes", "河口市 3 ns\n".encode("gbk") + b"\x1e" + "河口市".encode())
elif target == "fuzz_overrides":
    sha = "0123456789abcdef" * 4
    for i, what in enumerate(('"zone":"notice","start":0,"end":9', '"repair":"reject","start":3,"end":11', '"repair":"accept","start":3,"end":11', '"field":"author","value":"王"',
                              '"field":"title","value":null', '"zone":"body","start":9,"end":3', '"field":"x","value":3', '"zone":"body","repair":"accept"')):
        write(f"one{i}", ('{"doc":"a.txt","hash":"%s",%s}\n' % (sha, what)).encode() * 2)
elif target in ("fuzz_records", "fuzz_load"):
    lines = ('{"id":7,"title":"题","text":"一行\\n\\"網\\u7edc\\" \\ud83d\\ude00","tags":["a",{"b":1}]}\n\r\n'
             '{"id":"b","text":["第一段","second"],"date":"2024-05-01"}\n{"text":1}\nbroken\n').encode()
    array = b' [ {"text":"a,]\\\\"} ,\n{"text":"b","meta":{"x":null}}]\n'
    csv = 'id,title,text\n1,题,"甲,""乙""\n丙"\n2,,丁\n\n3,x\n'.encode()
    vrt = ('<?xml version="1.0"?>\n<text id="a" title="题">\n<p>\n<s n="1">\n網路\tn\n很\td\n<g/>\n&amp;\tx\n</s>\n</p>\n</text>\n'
           '<text id="b">\nword\tN\n.\t.\n</text>\n').encode()
    conllu = ('# newdoc id = a\n# sent_id = 1\n1\t網路\t_\tNOUN\t_\t_\t0\troot\t_\tSpaceAfter=No\n2\t很\t_\tADV\t_\t_\t1\tx\t_\t_\n\n'
              '# newdoc\n1-2\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n1\tde\t_\tADP\t_\t_\t0\troot\t_\t_\n2\tle\t_\tDET\t_\t_\t1\tx\t_\t_\n'
              '2.1\tx\t_\t_\t_\t_\t_\t_\t_\t_\n\n').encode()
    page = '<html><head><title>题 - 站</title><meta name="author" content="王"></head><body><nav><a href="/">首页</a></nav><p>正文&nbsp;網(wǎng)絡(luò)，，</p></body>'.encode()
    kinds = {"jsonl": lines, "json": array, "csv": csv, "tsv": csv.replace(b",", b"\t"), "vrt": vrt, "conllu": conllu}
    if target == "fuzz_records":
        for i, (name, data) in enumerate(kinds.items()):
            for k, how in enumerate(("utf-8", "utf-8", "gb18030", "big5")):
                write(f"{name}-{how}{k}", bytes([i + 6 * k, 3 + 16 * k]) + data.decode().encode(how, "ignore"))
            write(f"{name}-wide", bytes([i + 6 * 5, 0]) + data.decode().encode("utf-16-le"))
    else:
        spun = "網(wǎng)絡(luò)上的消息,,說得很清楚。。\n\n第二段&nbsp;文字<br>\n本文来源：某某网\n".encode()
        kinds = {"txt": spun, **kinds, "html": page}
        endings = ["txt", "jsonl", "json", "csv", "tsv", "html", "vrt", "conllu", "warc", "zip", "tar", "gz", "dat"]
        beside = ("\x1efile,title,lang\na.txt,題,zh\nb.txt,y,\n\x1e" + '{"hash":"HASH","zone":"notice","start":0,"end":9}\n'
                  '{"hash":"HASH","repair":"reject","start":3,"end":11}\n{"hash":"HASH","field":"author","value":"王"}\n').encode()
        for name, data in kinds.items():
            at = endings.index(name)
            for options in (0, 32, 64 + 1, 4 * 4):
                write(f"{name}-{options}", bytes([at, options, 0]) + data + (beside if options != 32 else b""))
            write(f"{name}-gz", bytes([at, 0, 0]) + gzip.compress(data))
        write("gbk", bytes([0, 0, 0]) + spun.decode().encode("gb18030"))
        write("wide", bytes([1, 0, 0]) + lines.decode().encode("utf-16"))
        write("warc", bytes([8, 0, 0]) + record(b"response", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page, b"Content-Type: application/http"))
        write("zip", bytes([9, 0, 0]) + zips(io.BytesIO(), zipfile.ZIP_DEFLATED).getvalue())
        write("tar", bytes([10, 0, 0]) + tar(tarfile.USTAR_FORMAT))
