-- Names as methods: kinds, forms, places, lists of the user's, misuse.
package.path = "tests/lua/?.lua;" .. package.path
local t = require "tap"
local yuelan = require "yuelan"

local c = yuelan.open(t.sample)
local all = c:names()
t.ok(#all > 20, "some")
local sums, places = true, true
for _, n in all:rows() do
  local forms, docs = 0, 0
  for _, v in ipairs(n.variants) do forms = forms + v.count end
  for _, v in ipairs(n.docs) do docs = docs + v.count end
  sums = sums and forms == n.count and docs == n.count and #n.docs == n.documents
  places = places and #n:hits() == n.count
end
t.ok(sums, "forms and documents add up")
t.ok(places, "each leads to its places")
local first = all[1]
t.like(tostring(first), "^Name: ", "prints")
local hit = first:hits()[1]
local found = false
for _, v in ipairs(first.variants) do found = found or v.form == hit.text end
t.ok(found, "the hit is a form of it")
t.ok(#c:names{kind = "place"} + #c:names{kind = {"person", "organisation", "product", "other"}} == #all, "by kind")
local alone = c[1]:names()
t.ok(#alone <= #all, "of a document")
t.raises("there is no option 'kinds'", c.names, c, {kinds = "place"})
t.raises("there is no kind 'city'", c.names, c, {kind = "city"})
t.raises("min_count: an integer expected", c.names, c, {min_count = "two"})
t.raises("a table of options expected", c.names, c, "place")
local none, message = c:names{list = "/nowhere/list"}
t.ok(none == nil and message:find("names: list:", 1, true), "a list that is not there")
t.ok(not tostring(c:names()):find('{"', 1, true), "cells of the table are read, not parsed")
t.done()
