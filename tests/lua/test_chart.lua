-- Charts of letters: widths, shares, what is not there.
package.path = "tests/lua/?.lua;" .. package.path
local t = require "tap"
local yuelan = require "yuelan"
local chart = require "yuelan.chart"
local term = require "yuelan.term"

t.is(chart.bar(0.5, 4), "██", "half a bar")
t.is(chart.bar(1, 3), "███", "a whole one")
t.is(chart.bar(2, 3), "███", "no more than that")
t.is(chart.bar(0.001, 8), "▏", "what is not nothing is seen")
t.is(chart.bar(0.3125, 2), "▋", "in eighths")
for _, x in ipairs {0, -1, 0 / 0} do t.is(chart.bar(x, 8), "", "nothing") end
t.is(chart.bar(nil, 8), "", "a missing value")
t.is(chart.spark{0, 1, 2, 4, 8}, "▁▁▂▄█", "levels")
t.is(chart.spark({1, 1, 8, 8}, 2), "▁█", "neighbours are averaged")
t.is(chart.spark{4, false, 4}, "█ █", "a gap")
t.is(chart.spark{}, "", "no values")
t.is(chart.spark{0, 0}, "▁▁", "zeros")
t.is(chart.strip({0, 1, 2}, {5, 5, 5}, 10), "·▄█", "a strip")
t.is(chart.strip({0, 1, 2, 3}, {5, 5, 5, 5}, 2), "▂█", "a narrow one")
t.is(chart.strip({1}, {0}, 2), "·", "a part of no size")

local table_of = yuelan.Table.new({{word = "网络", n = 12, x = 0.5}, {word = "net\n", n = 6}, {word = ("长"):rep(40), n = 0}}, {"word", "n", "x"})
local bars = table_of:bars()
local widths = {}
for line in (bars .. "\n"):gmatch("(.-)\n") do
  widths[#widths + 1] = term.width(line)
  t.ok(term.width(line) <= 80, "no wider than the screen")
end
t.is(#widths, 3, "a line a row")
t.ok(bars:find("^网络 +12  █[█▌]*\nnet +6  █") and bars:find("… +0$"), "label, number, bar")
t.like(table_of:bars("x", {width = 50}), "–", "a missing value")
t.like(table_of:bars("n", {rows = 1}), "2 rows more", "what is left out is said")
t.is(table_of:spark("n"), "█▄▁", "a column as a line")
t.raises("no column 'y'", table_of.bars, table_of, "y")
t.raises("has no numbers", table_of.spark, table_of, "word")
t.raises("no column of numbers", table_of.bars, table_of:select("word"))

-- Where blocks take two columns.
local narrow = term.ambiguous
term.ambiguous = "wide"
t.is(chart.bar(1, 8), "████", "wide blocks")
t.ok(term.width(chart.spark({1, 2, 3, 4, 5, 6, 7, 8}, 8)) <= 8, "and levels")
for line in (table_of:bars("n", {width = 40}) .. "\n"):gmatch("(.-)\n") do t.ok(term.width(line) <= 40, "bars fit") end
term.ambiguous = narrow
t.done()
