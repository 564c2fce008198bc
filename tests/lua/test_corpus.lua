-- The types Corpus and Document: what they give, how misuse and the world's failures come out.
package.path = "tests/lua/?.lua;" .. package.path
local t = require "tap"
local yuelan = require "yuelan"

local c = yuelan.open(t.sample)
t.like(tostring(c), "^Corpus: %d+ documents, [%d,]+ characters, hans %d+, hant %d+, latn 3", "it prints as something useful")
t.ok(#c >= 18, "# counts")
t.is(c[0], nil, "no document 0")
t.is(c[#c + 1], nil, "none past the end")
local seen = 0
for i, d in c:documents() do
  seen = seen + 1
  if d ~= c[i] then t.ok(false, "documents() gives c[i]") end
end
t.is(seen, #c, "documents() goes through all")

local d = c:where{doc = {"~", "网事"}}[1]
t.is(d.encoding, "UTF-8", "where ~ goes by key: 网事 finds 網事")
t.is(#d.hash, 64, "hash in hexadecimal")
t.is(d.nothing, nil, "an unknown field is nil")
t.is(d.characters, utf8.len(d.text), "characters are code points")
t.ok(#d:repairs() > 100, "glosses are repairs")
local r = d:repairs()[1]
t.is(d:bytes(r.start, r["end"]), r.before, "a repair leads back to its bytes")
t.is(d:slice(r.text_start, r.text_end), r.after, "and to the text")
local whole = true
for _, z in d:zones():rows() do whole = whole and z.text_end > z.text_start and utf8.len(d:slice(z.text_start, z.text_end)) end
t.ok(whole, "zones are on characters")
t.ok(not d:body():find("網(wǎng)", 1, true), "the body is free of glosses")
t.like(d:original(0, 60), "%(", "original still has them")
t.is(d:offset(d:char(9)), 9, "char and offset are inverse")
t.like(tostring(d), "^Document: ", "a document prints")
t.like(d:cite(), "《.+》", "cite")
t.is(#d:view(), 1, "view of one")
t.ok(d:view()[1] == d, "it is the same document")

local b = c:where{doc = {"~", "beidou"}}[1]
local from, to = b.text:find("分三步走", 1, true)
t.is(b:slice(b:sentence_at(from - 1, to)), "中国的北斗工程1994年启动，分三步走。", "the sentence around a place")
local s1, s2 = b:sentence_at(from - 1, to + #"。2000")
t.ok(b:slice(s1, s2):find("^中国的北斗工程") and b:slice(s1, s2):find("正式开通。$"), "sentences, where it touches two")
t.is(b:slice(b:sentence_at(0, 3)), "二十多年磨一剑：北斗与它的对手", "a line end ends it")
t.is(select(2, b:sentence_at(#b.text, #b.text)), #b.text, "at the end of the text")

t.is(#c:where(function(x) return x.script == "latn" end), 3, "where with a function")
local v = c:where{script = {"hans", "hant"}, characters = {">", 600, "<", 700}}
for _, x in v:documents() do t.ok(x.characters > 600 and x.characters < 700, "a range") end
t.is(#v:where{script = "hans"} + #v:where{script = "hant"}, #v, "a view of a view")
t.is(#c:where{site = "null"}, #c - 3, "no sidecar: a site only where a notice gives it")
t.is(#c:where{site = "example.org"}, 1, "the host of the address that a text says is its own")
t.ok(c:zones("all"):characters() > c:characters(), "zones")
t.is(c:zones("body"):where{script = "latn"}:zones(), "body", "a view keeps its zones")

local m = yuelan.open{t.sample, metadata = t.sample .. "/../metadata.csv"}
t.is(m:where{site = "讀風網"}:info()[1].site ~= nil, true, "metadata from a sidecar; sites compare by key")
t.is(m:where{date = {">=", "2025-01-01"}}:where{date = {"<", "2025-01-01"}}[1], nil, "dates compare as text")

local none, message, code = yuelan.open("/nowhere/at/all")
t.ok(none == nil and message:find("/nowhere/at/all", 1, true) and code == "io", "nothing readable: nil, message, code")
t.raises("path or {path, …, option = value} expected", yuelan.open, 5)
t.raises("encodin", yuelan.open, {t.sample, encodin = "x"})
t.raises("where", c.where, c, 5)
t.raises("nosuchzone", c.zones, c, "nosuchzone")
t.raises("offset expected", d.slice, d, -1)
t.raises("offset expected", d.slice, d, 0, #d.text + 1)
t.raises("end before start", d.slice, d, 9, 3)
t.raises("ascending numbers", c.subset, c, {2, 1})
t.raises("yuelan.Corpus expected", c.characters, d)

local one = yuelan.open(t.sample .. "/ev.txt")
local first = one[1]
one:close()
t.raises("corpus is closed", function() return #one end)
t.raises("corpus is closed", function() return first.text end)
t.is(tostring(one), "Corpus: closed", "closed, it still prints")
t.is(tostring(first), "Document: closed", "its document too")
one:close()
do local two <close> = yuelan.open(t.sample .. "/ev.txt") t.is(#two, 1, "__close") end

local text
do
  local lone = yuelan.open(t.sample .. "/ev.txt")[1]
  collectgarbage()
  collectgarbage()
  text = lone.text
end
t.ok(#text > 100, "a document keeps its corpus")
for _ = 1, 20 do yuelan.open(t.sample .. "/ev.txt"):where{script = "hans"} end
collectgarbage()
t.ok(true, "garbage is collected in any order")

local a = yuelan.open{t.sample, aliases = {["特朗普"] = {"川普", "Trump"}}}
t.is(table.concat(a:aliases_of("特朗普"), ","), "特朗普,川普,Trump", "aliases from a table")
t.is(table.concat(a:where{script = "hans"}:aliases_of("trump"), ","), "trump,特朗普,川普", "by key, and in views")
t.is(select(3, yuelan.open{t.sample, aliases = "/nowhere"}), "io", "a file of aliases that is not there")
t.done()
