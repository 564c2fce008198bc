"""report.py YUELAN FOLDER - the report in a real browser; TAP. Skipped, and said so, where there is no Chromium with its driver."""
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from webdriver import Browser, Missing, find  # noqa: E402

count = failed = 0


def ok(fine, name, why=""):
    global count, failed
    count += 1
    failed += not fine
    print("%sok %d - %s" % ("" if fine else "not ", count, name))
    if not fine and why:
        print("#   " + str(why)[:400])
    sys.stdout.flush()


OVERFLOW = """
var wide = document.documentElement.clientWidth, out = [];
document.querySelectorAll("main *, header *, nav *").forEach(function (e) {
  if (e.closest("svg") || e.closest(".skip")) return;
  var r = e.getBoundingClientRect();
  if (r.width > 0 && (r.right > wide + 1 || r.left < -1)) out.push(e.tagName + "." + e.className + " " + Math.round(r.left) + "-" + Math.round(r.right));
});
return [document.documentElement.scrollWidth - wide, out.slice(0, 5)];
"""

# The first characters of the lines of Chinese paragraphs that no line may begin with.
FIRST = """
var closing = "，。、；：？！”’）》」』】…％,.;:?!)%", bad = [], lines = 0;
document.querySelectorAll("article p:not(.facts):not(.up), blockquote").forEach(function (p) {
  var walk = document.createTreeWalker(p, NodeFilter.SHOW_TEXT), range = document.createRange(), last = null, node;
  while ((node = walk.nextNode())) {
    for (var i = 0; i < node.length; i++) {
      range.setStart(node, i); range.setEnd(node, i + 1);
      var r = range.getClientRects()[0];
      if (!r || !r.height) continue;
      var middle = (r.top + r.bottom) / 2;
      if (last !== null && middle > last + 10) {
        lines++;
        if (closing.indexOf(node.data[i]) >= 0) bad.push(node.data.slice(Math.max(0, i - 4), i + 3));
      }
      last = middle;
    }
  }
});
return [lines, bad.slice(0, 5)];
"""

CONTRAST = """
function rgb(c) { var x = document.createElement("canvas").getContext("2d"); x.fillStyle = c; x.fillRect(0, 0, 1, 1); return x.getImageData(0, 0, 1, 1).data; }
function light(c) { var v = Array.from(rgb(c)).slice(0, 3).map(function (x) { x /= 255; return x <= .03928 ? x / 12.92 : Math.pow((x + .055) / 1.055, 2.4); });
  return .2126 * v[0] + .7152 * v[1] + .0722 * v[2]; }
function behind(e) { while (e) { var c = getComputedStyle(e).backgroundColor; if (rgb(c)[3] > 250) return c; e = e.parentElement; } return "white"; }
var worst = 99, which = "";
["h1", ".lead", "td a", ".bytes", "article p", "p.f", "th", ".tiles dt", "nav a", ".note"].forEach(function (s) {
  var e = document.querySelector(s); if (!e) return;
  var a = light(getComputedStyle(e).color), b = light(behind(e)), c = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
  if (c < worst) { worst = c; which = s; }
});
return [worst, which];
"""


def words_table(b):
    """What the second column of the table of words holds."""
    return b.run("""var t = document.querySelector("#words .tools + table") || document.querySelector("#words table");
        return Array.from(t.tBodies[0].rows).filter(function (r) { return r.style.display !== "none"; }).map(function (r) {
          return [r.cells[0].textContent, +(r.cells[2].dataset.v || 0)]; });""")


def layout(b, path):
    for width in (390, 768, 1280):
        b.size(width)
        b.open(path)
        wider, out = b.run(OVERFLOW)
        ok(wider <= 0 and not out, "nothing is wider than %d pixels" % width, (wider, out))
        lines, bad = b.run(FIRST)
        ok(lines > 100 and not bad, "no line begins with what closes, at %d pixels" % width, (lines, bad))


def tables(b, path):
    b.size(1280)
    b.open(path)
    before = words_table(b)
    b.run("document.querySelectorAll('#words table th')[2].querySelector('button').click()")
    b.run("document.querySelectorAll('#words table th')[2].querySelector('button').click()")
    counts = [n for _, n in words_table(b)]
    ok(counts == sorted(counts) and len(counts) == len(before), "a click sorts by number", counts[:5])
    state = b.run("return document.querySelectorAll('#words table th')[2].getAttribute('aria-sort')")
    ok(state == "ascending", "and says so", state)
    b.run("document.querySelectorAll('#words table th')[2].querySelector('button').focus()")
    b.press("Enter")
    counts = [n for _, n in words_table(b)]
    ok(counts == sorted(counts, reverse=True), "so does the Enter key, the other way round", counts[:5])
    b.run("""var i = document.querySelector("#words .tools input"); i.value = "卫"; i.dispatchEvent(new Event("input"));""")
    shown = [w for w, _ in words_table(b)]
    ok(0 < len(shown) < len(before) and "卫星" in shown, "the filter leaves what has it", shown[:5])
    b.run("""var i = document.querySelector("#words .tools input"); i.value = ""; i.dispatchEvent(new Event("input"));""")
    ok(len(words_table(b)) == len(before), "and gives the rest back")


def places(b, path):
    b.open(path)
    b.run("document.querySelector('#summary a.place').click()")
    text = b.run("""var e = document.querySelector(":target"); return e ? e.textContent : null""")
    said = b.run("return document.querySelector('#summary blockquote').textContent")
    ok(text is not None and said.startswith(text[:20]), "a link of the summary leads to the sentence", (text, said))
    mark = b.run("""var r = document.querySelector(".r[tabindex]"); r.focus(); return getComputedStyle(r, "::after").content""")
    ok(mark not in (None, "none", "normal") and "→" in mark, "a repair says what stood there", mark)
    b.size(390)
    b.open(path)
    wide = b.run("""var r = Array.from(document.querySelectorAll(".r[tabindex]")); var worst = 0;
        r.slice(0, 30).forEach(function (x) { x.focus(); worst = Math.max(worst, document.documentElement.scrollWidth); }); return worst""")
    ok(wide <= 390, "what it says fits a phone", wide)
    b.run("document.getElementById('furniture').click()")
    hidden = b.run("""var f = document.querySelector("p.f"); return f && getComputedStyle(f).display""")
    ok(hidden == "none", "page furniture can be hidden", hidden)


def colours(b, path):
    for dark in (False, True):
        b.dark(dark)
        b.open(path)
        name = "dark" if dark else "light"
        back = b.run("return getComputedStyle(document.documentElement).backgroundColor")
        level = sum(int(x) for x in back[back.index("(") + 1:-1].split(",")[:3])
        ok((level < 200) == dark, "%s is %s" % (name, name), back)
        worst, which = b.run(CONTRAST)
        ok(worst >= 4.5, "contrast of text is 4.5 at least, %s" % name, (worst, which))
    b.dark(False)
    b.open(path)
    b.run("document.querySelector('button.theme').click()")
    ok(b.run("return document.documentElement.dataset.theme") == "dark", "the button makes it dark")


def main():
    try:
        find()
    except Missing as why:
        print("1..0 # SKIP %s" % why)
        return 0
    program, folder = sys.argv[1], sys.argv[2]
    with tempfile.TemporaryDirectory() as scratch:
        path, english = os.path.join(scratch, "r.html"), os.path.join(scratch, "e.html")
        subprocess.run([program, "report", "--quiet", "--by", "script", "--out", path, folder], check=False)
        subprocess.run([program, "report", "--quiet", "--lang", "en", "--texts", "3000", "--rows", "30", "--out", english, folder], check=False)
        with Browser() as b:
            layout(b, path)
            layout(b, english)
            tables(b, path)
            places(b, path)
            colours(b, path)
            ok(not b.log(), "the console has nothing to complain about", b.log())
        with Browser(javascript=False) as b:
            b.size(390)
            b.open(path)
            ok(b.run("return document.querySelectorAll('.tools, button').length") == 0, "without JavaScript there are no tools")
            wider, out = b.run(OVERFLOW)
            ok(wider <= 0 and not out, "and it is no wider than the phone", (wider, out))
            ok(b.run("return document.querySelectorAll('#words tbody tr').length") > 100, "and all rows are there")
    print("1..%d" % count)
    return failed > 0


sys.exit(main())
