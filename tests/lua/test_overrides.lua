-- Corrections by a person: written at the prompt, in force when the corpus is read again, stale ones told.
package.path = "tests/lua/?.lua;" .. package.path
local scratch = require "scratch"
local t = require "tap"
local yuelan = require "yuelan"

local write, folder = function(path, content) return scratch.file(path:match("[^/]+$"), content) end, scratch.folder

local path, file = folder .. "/a.txt", folder .. "/mine.jsonl"
write(path, "標題在這裡\n作者：王明\n\n這是第一段,,說的是網絡與信息,,很長的一句話。\n這是第二段&nbsp;文字,,結束了。\n")
write(file, "")
local c = yuelan.open{path, overrides = file}
local d = c[1]
local s, e = d.text:find("這是第二段[^\n]*")
t.is(d:zone_at(s - 1), "body", "body, to begin with")
t.is(d:relabel(s - 1, e, "notice"), file, "relabel gives the file")
d:correct{title = "改過的標題", author = false, genre = "散文"}
local repairs = #d:repairs()
t.ok(repairs > 0, "there are repairs")
local kind, before = d:repairs()[1].kind, d:repairs()[1].before
t.is(d:reject(1), file, "reject a repair")
c = c:reload()
d = c[1]
t.is(d:zone_at(d.text:find("這是第二段", 1, true) - 1), "notice", "the zone is the person's")
t.is(#c:find("結束"), 0, "and analyses go by it")
t.is(d.title, "改過的標題", "the title too")
t.is(d.author, nil, "a field that is none")
t.is(d.genre, "散文", "any field")
t.is(#d:repairs(), repairs - 1, "a rejected repair is gone: " .. kind)
t.ok(d.text:find(before, 1, true), "what stood there stands")
t.is(#c:problems(), 0, "nothing to complain of")

local likely = yuelan.open{path, overrides = file, ["repair"] = "exact"}
t.is(likely[1].title, "改過的標題", "at every level of repair")

write(path, "變了的文字。\n")
c = c:reload()
local p = c:problems()
t.is(p[1].kind, "override", "corrections of a content that is gone are problems")
t.like(p[1].message, "mine.jsonl: line 1: a correction of a content that is not here", "that say where they stand")
t.is(#p, 5, "each of them")

write(file, '{"hash":"' .. c[1].hash .. '","zone":"body","start":900,"end":950}\n{"hash":"' .. c[1].hash .. '","repair":"reject","start":0,"end":3}\n')
p = c:reload():problems()
t.like(p[1].message, "line 2: no repair stands there", "nor does one that meets nothing in the document go by in silence")
t.like(p[2].message, "line 1: its range is not one of this document", "or lies outside of it")
write(file, '{"hash":"12","zone":"body","start":0,"end":1}\n')
local none, message = c:reload()
t.is(none, nil, "a file that is none is refused")
t.like(message, "mine.jsonl: line 1: hash: 64 hexadecimal digits expected", "with line and reason")
write(file, '{"hash":"' .. c[1].hash .. '","zone":"boddy","start":0,"end":1}\n')
message = select(2, c:reload())
t.like(message, "line 1: zone: the name of a zone expected", "zones by name")
t.raises("relabel: the name of a zone", function() c[1]:relabel(0, 3) end)
t.raises("offsets of the text expected", function() c[1]:relabel(3, 0, "body") end)
t.raises("reject: the number of a repair expected", function() c[1]:reject(99) end)

scratch.leave()
t.done()
