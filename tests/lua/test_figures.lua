-- Figures as methods: filters, records that lead back to the text, misuse.
package.path = "tests/lua/?.lua;" .. package.path
local t = require "tap"
local yuelan = require "yuelan"

local c = yuelan.open(t.sample)
local all = c:figures()
t.ok(#all > 40, "some")
local back = true
for _, r in all:rows() do
  back = back and r.char_end > r.char and r["end"] > r.start and r.sentence:find(r.surface, 1, true) ~= nil
end
t.ok(back, "each stands in its sentence")
local d = c:where(function(x) return x.doc:find("京津之后", 1, true) ~= nil end)[1]
local km = d:figures{kind = "other", unit = "km", near = "京津城际"}
t.is(#km, 1, "by kind, unit and what is near")
t.is(km[1].value, 120, "the value")
t.is(km[1].approx, true, "约")
t.is(d:slice(d:offset(km[1].char), d:offset(km[1].char_end)), km[1].surface, "its place")
t.is(#d:figures{kind = "other", unit = "km", min = 300, near = "京津城际"}, 0, "by value")
t.ok(#d:figures{kind = {"date", "other"}} > #d:figures{kind = "date"}, "several kinds")
t.raises("there is no option 'kinds'", c.figures, c, {kinds = "date"})
t.raises("there is no kind 'dates'", c.figures, c, {kind = "dates"})
t.raises("min: a number expected", c.figures, c, {min = "much"})
t.raises("near: a string expected", c.figures, c, {near = 3})
t.raises("a table of options expected", c.figures, c, "date")
t.done()
