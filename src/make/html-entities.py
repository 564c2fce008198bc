#!/usr/bin/env python3
"""html-entities.py > src/formats/html_entities.tsv - the named character references of HTML, from Python's copy of the list."""
import html.entities
import platform

names = html.entities.html5
print("# Named character references of HTML (WHATWG, HTML Living Standard, 13.5; the table is closed since 2011).")
print("# Source: html.entities.html5 of Python %s (PSF licence). Written by src/make/html-entities.py." % platform.python_version())
print("# name, code points, '-' where the semicolon may be missing.")
for key in sorted(k for k in names if k.endswith(";")):
    row = [key[:-1], " ".join("%X" % ord(c) for c in names[key])]
    if key[:-1] in names:
        assert names[key[:-1]] == names[key]
        row.append("-")
    print("\t".join(row))
