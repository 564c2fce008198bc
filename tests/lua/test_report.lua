-- The report: one page, the same every time, nothing unescaped, every link leads somewhere, what is left out is said.
package.path = "tests/lua/?.lua;" .. package.path
local t = require "tap"
local yuelan = require "yuelan"
local svg = require "yuelan.svg"
local page = require "yuelan.report_page"

local c = yuelan.open(t.sample)
local html = c:report{lang = "en"}

-- Of a page: how many links, the first that leads to no id, the first id that is there twice.
local function links(s)
  local ids, broken, n, twice = {}, nil, 0, nil
  for id in s:gmatch(' id="([^"]+)"') do
    twice = twice or ids[id] and id
    ids[id] = true
  end
  for to in s:gmatch('href="#([^"]+)"') do
    n = n + 1
    if not ids[to] then broken = broken or to end
  end
  return n, broken, twice
end

local void = {meta = 1, br = 1, input = 1}

-- Do the elements of a page nest? "" or what is wrong.
local function nesting(s)
  local open = {}
  for close, tag, rest in s:gsub("<script>.-</script>", ""):gsub("<style>.-</style>", ""):gmatch("<(/?)([%a%d]+)([^<>]*)>") do
    if not void[tag] and not rest:find("/$") then
      if close == "" then open[#open + 1] = tag
      elseif table.remove(open) ~= tag then return "wrong: " .. tag end
    end
  end
  return table.concat(open, " ")
end

local function whole(s, name)
  local n, broken, twice = links(s)
  t.ok(n > 0 and not broken, name .. ": every link leads somewhere" .. (broken and ": " .. broken or ""))
  t.is(twice, nil, name .. ": no id twice")
  t.ok(not s:find("[\0-\8\11-\31\127]"), name .. ": no control characters")
  t.ok(utf8.len(s) ~= nil, name .. ": UTF-8")
  t.ok(not s:find("could not be made", 1, true) and not s:find("没有生成", 1, true), name .. ": nothing failed")
  t.is(nesting(s), "", name .. ": elements nest")
end

whole(html, "the sample")
t.ok(c:report{lang = "en"} == html, "the same every time")
yuelan.jobs(1)
t.ok(c:report{lang = "en"} == html, "with one thread too")
yuelan.jobs(0)
for _, section in ipairs {"overview", "quality", "summary", "words", "figures", "concordance", "time", "similarity", "texts", "about"} do
  t.ok(html:find(('<section id="%s">'):format(section), 1, true), "it has " .. section)
end
t.ok(not html:find('src="', 1, true) and not html:find("<link", 1, true) and not html:find("@import", 1, true), "nothing is fetched")

-- Places name the bytes they lead to.
do
  local found, right = 0, true
  for anchor, about in html:gmatch('href="#(d%d+%-%d+%-%d+)" title="([^"]+)"') do
    local number, s, e = anchor:match("^d(%d+)%-(%d+)%-(%d+)$")
    local doc, from, to = about:match("^(.*):(%d+)%-(%d+)$")
    local d = c[tonumber(number)]
    local x, y = d:to_bytes(tonumber(s), tonumber(e))
    right = right and d.doc == doc and x == tonumber(from) and y == tonumber(to)
    found = found + 1
  end
  t.ok(found > 100 and right, "places name the bytes they lead to")
end

-- Chinese, sides, caps.
local zh = c:report{by = "script", query = {"卫星", "没有的词"}}
whole(zh, "by script")
t.like(zh, '<html lang="zh%-Hans"', "the language of most documents")
t.like(zh, '<section id="comparison">', "it compares")
t.like(zh, '<section id="keywords">', "and has keywords")
local hant = c:where{script = "hant"}:report{texts = 0}
t.like(hant, '<html lang="zh%-Hant"', "Traditional for Traditional texts")
t.like(hant, "語料報告", "in its own characters")
t.like(c:where{script = "latn"}:report{}, '<html lang="en"', "English for others")
local short = c:report{texts = 2000, rows = 5, hits = 3, lang = "en"}
whole(short, "cut short")
t.like(short, "shown 5 of 18", "what is left out is said")
t.like(short, "as the cited passages only", "of texts too")
t.like(short, '<span class="tag">excerpts</span>', "and excerpts are named")
t.ok(#short < #html, "it is shorter")
whole(c:subset{1, 2}:report{sides = {{name = "A", view = c:subset{1}}, {name = "B", view = c:subset{2}}}}, "two sides")
t.raises("there is no option 'colour'", c.report, c, {colour = 1})
t.raises("a whole number expected", c.report, c, {rows = -1})
t.raises("zh-Hant or en expected", c.report, c, {lang = "fr"})

-- Hostile text: markup, controls, separators of lines, directions; everything as text.
local hostile = "<script>alert(1)</script> \"' & \u{2028} \u{202E}abc \1\2\3 </style></script><!-- "
local dir = os.tmpname()
os.remove(dir)
os.execute("mkdir " .. dir)
local function write(name, text)
  local f = assert(io.open(dir .. "/" .. name, "w"))
  f:write(text)
  f:close()
end
write("a<b>&\"'.txt", hostile .. "\n\n中文的正文，说明这里有一句话。" .. hostile .. "。\n第二句话也在这里。\n")
write("m.csv", 'doc,title,site\n"a<b>&""\'.txt","' .. hostile:gsub('"', '""'):gsub("[\1-\3]", "") .. '","<b>x</b>"\n')
local bad = yuelan.open{dir .. "/a<b>&\"'.txt", metadata = dir .. "/m.csv"}
local s = bad:report{title = hostile, query = {"<b>", "&amp;", "alert"}, lang = "en"}
whole(s, "hostile")
t.is(select(2, s:gsub("<script", "")), 1, "one script element, ours")
t.ok(not s:find("\u{2028}", 1, true), "no separator of lines as it is")
t.is(svg.escape("<a>&\"'\1\127\u{85}x\u{2029}\ty\n"), "&lt;a&gt;&amp;&quot;&#39;␁␡\u{FFFD}x&#8233;\ty\n", "escape")
t.is(page.resolve("\0011 d1-0-3 a\2x\3 \0012 d2 b\2y\3", {true}), '<a class="place" href="#d1-0-3" title="a">x</a> <span class="place" title="b">y</span>', "marks")

t.is(page.seen("") .. page.seen("\n") .. page.seen("  ") .. page.seen("a b\u{200B}"), "∅↵␣␣a bU+200B", "what has no face is named")

-- Written to a file.
local path = dir .. "/r.html"
t.is(c:report{out = path, lang = "en"}, path, "it is written")
local f = io.open(path)
t.ok(f:read("a") == html, "as it is given")
f:close()
local ok, message = c:report{out = dir .. "/none/r.html"}
t.ok(not ok and message:find("none", 1, true), "a folder that is not there")
write("empty.txt", "")
whole(yuelan.open{dir .. "/empty.txt", allow_empty = true}:report{lang = "en"}, "of a document without text")
os.execute("rm -r " .. dir)

-- Plots.
t.like(svg.bars({{label = "<x>", value = 3}, {label = "长标签" .. ("字"):rep(30), value = 0}}, "n"), "&lt;x&gt;", "labels are escaped")
t.like(svg.columns({}, "none"), "<svg", "no columns")
t.like(svg.scatter({{x = 1, y = 1, label = "a"}}, "n", "x", "y"), "circle", "one point")
t.like(svg.map({{label = "a"}, {label = "b"}, {label = "c"}}, {{0, 0, 0}, {0, 0, 0}, {0, 0, 0}}, "n"), "circle", "three alike")
t.like(svg.dendrogram({{label = "a"}}, {}, "n"), "text", "a tree of one")
t.like(svg.strips({{label = "a", counts = {0, 0, 0}}}, "n"), "strip", "an empty strip")
t.done()
