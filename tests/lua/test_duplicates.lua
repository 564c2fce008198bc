-- Duplicates as methods: pairs, groups by date, each text once; misuse.
package.path = "tests/lua/?.lua;" .. package.path
local t = require "tap"
local scratch = require "scratch"
local yuelan = require "yuelan"

-- Three texts of the sample; the second one also in Simplified, later, with page furniture; a part of it; two in one.
local c = yuelan.open(t.sample)
local function body(name) return c:where(function(d) return d.doc:find(name, 1, true) ~= nil end)[1]:body() end
local chips, climate, ev = body("chips-tw"), body("climate"), body("ev.txt")
local simplified = yuelan.convert(chips, "tw2s")
local rows = {
  {id = "later", date = "2025-03-01", text = simplified .. "\n责任编辑：甲乙\n"},
  {id = "first", date = "2025-02-20", text = chips},
  {id = "undated", text = chips:gsub("，", ",")},
  {id = "part", date = "2025-04-01", text = chips:sub(1, utf8.offset(chips, 250) - 1)},
  {id = "climate", date = "2025-01-23", text = climate},
  {id = "both", date = "2025-05-01", text = climate .. "\n" .. ev},
  {id = "ev", date = "2025-01-02", text = ev},
}
local lines = {}
for i, r in ipairs(rows) do lines[i] = yuelan.json.encode(r) end
local all = yuelan.open{scratch.file("all.jsonl", table.concat(lines, "\n") .. "\n"), id_field = "id"}

local x = all:duplicates()
local function pair(a, b)
  for i = 1, #x do
    local r = x[i]
    if r.a:find(":" .. a .. "$") and r.b:find(":" .. b .. "$") then return r end
  end
end
t.is(pair("first", "undated").kind, "same", "punctuation does not count")
t.is((pair("later", "first") or pair("first", "later")).kind, "same", "nor do script and page furniture")
t.ok(pair("first", "part").kind == "contains" and pair("both", "climate").kind == "contains" and pair("both", "ev").kind == "contains", "parts")
t.ok(not pair("climate", "ev") and not pair("ev", "climate") and not pair("first", "both"), "no chains")
local p = pair("both", "ev").passages
t.is(#p, 1, "one passage")
local both = all:where{id = "both"}[1]
t.is(both:slice(both:offset(p[1].a_char), both:offset(p[1].a_char_end)):sub(-30), ev:gsub("[。\n]*$", ""):sub(-30), "its end in characters")
t.is(both:to_text(p[1].a_start, p[1].a_end), both:offset(p[1].a_char), "and in bytes")
t.like(tostring(x), "^8 pairs: same 3, contains 5\n", "it prints")
t.is(#x:table(), #x, "as a Table")

local g = x:groups()
local sizes = {}
for _, group in ipairs(g.list) do sizes[group.representative:match("[^:]+$")] = #group.members end
t.is(sizes.first, 4, "the earliest one represents: three are like it")
t.is(g[1].members[1].similarity, 1.0, "and like itself")
t.ok(tostring(g):find("2025-02-20", 1, true) and tostring(g):find("no date", 1, true), "groups print with dates")
t.is(#g:table(), select(2, tostring(g):gsub("\n", "")), "a row a member")

local v = all:distinct()
local ids = {}
for i, d in v:documents() do ids[i] = d.doc:match("[^:]+$") end
t.is(table.concat(ids, " "), "first both", "each text once")
t.ok(v:words():top(1)[1].count < all:words():top(1)[1].count, "it is a corpus like any other")
local left = v:left_out()
t.is(#left, 5, "what is left out")
t.like(left[1].like, ":first$", "is like what is there")
t.like(tostring(v), "5 copies left out$", "and the view says so")
t.is(#all:duplicates{threshold = 1}:groups(), 1, "threshold")
t.raises("threshold: a number above 0", all.duplicates, all, {threshold = 3})
t.raises("there is no option 'similarity'", all.distinct, all, {similarity = 1})
t.raises("a table of options expected", all.duplicates, all, "near")
scratch.leave()
t.done()
