-- Table: methods, printing by display width, exports.
package.path = "tests/lua/?.lua;" .. package.path
local t = require "tap"
local yuelan = require "yuelan"
local Table = yuelan.Table

local rows = {
  {word = "网络", count = 12, date = "2024"}, {word = "the", count = 1234567}, {word = "a|b,\"c\"", count = 12, date = "2023"},
}
local x = Table.new(rows, {"word", "count", {name = "date", type = "string"}})
t.is(#x, 3, "# counts rows")
t.is(x[2].word, "the", "t[i] is a row")
t.is(x:sort("-count", "word")[1].word, "the", "sort, falling")
t.is(x:sort("count", "word")[1].word, "a|b,\"c\"", "sort by two columns")
t.is(x:sort("date")[3].word, "the", "missing values last")
t.is(x:sort("-date")[3].word, "the", "also when falling")
t.is(x:top(1, "count")[1].count, 1234567, "top by a column")
t.is(#x:where{count = {">", 12}}, 1, "where with an operator")
t.is(#x:where{word = "網絡"}, 1, "where goes by the folded key")
t.is(#x:where(function(r) return r.date end), 2, "where with a function")
t.is(#x:where{date = "null"}, 1, "where null")
local g = x:group("count")
t.is(g[1].rows, 2, "group counts rows")
t.is(#g, 2, "a row a value")
local joined = x:join(Table.new({{word = "the", count = 5, pos = "x"}}, {"word", "count", "pos"}), "word")
t.is(joined[2].pos, "x", "join")
t.is(joined[2].count_2, 5, "a column of both is renamed")
t.is(joined[1].pos, nil, "no partner: nothing")
t.raises("no column 'nope'; there are: word, count, date", x.sort, x, "nope")
t.raises("number of rows expected", x.top, x, "many")
t.is(x:select("count").columns[1].name, "count", "select")

t.is(x:text{width = 60}, table.concat({
  "word         count  date",
  "网络            12  2024",
  "the      1,234,567  –",
  "a|b,\"c\"         12  2023"}, "\n"), "aligned by display width, thousands separated")
local wide = Table.new({{doc = ("很长的标题"):rep(10), n = 5, other = ("x"):rep(30)}}, {"doc", "n", "other"})
for _, line in ipairs {20, 40, 60, 79} do
  local widest = 0
  for l in wide:text{width = line}:gmatch("[^\n]+") do
    if l:sub(1, 1) ~= "(" then widest = math.max(widest, yuelan.width(l)) end
  end
  t.ok(widest <= line, "fits " .. line .. " columns")
end
t.like(wide:text{width = 40}, "cut to fit 40 columns", "and says that it cut")
t.like(wide:text{width = 12}, "not shown: ", "and which columns are left out")
local long = {}
for i = 1, 1000 do long[i] = {n = i} end
local text = Table.new(long, {"n"}):text{width = 80}
t.like(text, "… 960 rows more …", "long tables show head and tail, and say so")
t.like(text, "\n1,000$", "the tail")
t.is(Table.new({}, {"a"}):text(), "a\n(no rows)", "an empty one")

t.is(x:csv(), 'word,count,date\n网络,12,2024\nthe,1234567,\n"a|b,""c""",12,2023\n', "csv")
t.is(Table.new({{s = "a\tb\nc\\"}}, {"s"}):tsv(), "s\na\\tb\\nc\\\\\n", "tsv")
t.is(x:select("word", "date"):jsonl():match("^[^\n]+\n[^\n]+"), '{"word":"网络","date":"2024"}\n{"word":"the","date":null}', "jsonl")
t.is(#yuelan.json.decode(x:json()), 3, "json")
t.like(x:markdown(), "| a\\|b,\"c\" | 12 | 2023 |", "markdown")
t.like(Table.new({{s = "<&>"}}, {"s"}):html(), "<td>&lt;&amp;&gt;</td>", "html")
t.done()
