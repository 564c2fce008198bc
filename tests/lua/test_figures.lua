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

-- dates completed by those before them and the document's own; subjects
local scratch = require "scratch"
local texts = {
  {"2025-02-06", "3月5日开工，12月28日停工。29日复工。", "2025-03-05+ 2024-12-28+ 2024-12-29+"},
  {"2025-02-06", "四季度收入增长，今年一季度回落，比去年同期少。", "2024-Q4+ 2025-Q1+ 2024-Q1+"},
  {"2025-05-31", "价格创2021年3月以来新低，4月略升。", "2021-03 2025-04+"},
  {"2025-05-31", "2019年3月，工程开工。6月8日，封路改道。", "2019-03 2019-06-08+"},
  {"2025-05-31", "今年前三季度产量增加，连续6日上涨，第一财季亏损。", "2025+ -"},
  {nil, "3月5日开工。", "--03-05"},
}
local lines = {}
for i, r in ipairs(texts) do lines[i] = yuelan.json.encode{id = tostring(i), date = r[1], text = r[2]} end
local own = yuelan.open{scratch.file("dates.jsonl", table.concat(lines, "\n") .. "\n"), id_field = "id"}
for i, r in ipairs(texts) do
  local got = {}
  for _, f in own[i]:figures{kind = "date"}:rows() do got[#got + 1] = (f.iso or "-") .. (f.resolved and "+" or "") end
  t.is(table.concat(got, " "), r[3], r[2])
end
local carried = yuelan.open{scratch.file("subject.txt", "华为发布了年报，营收达到8621亿元，同比增长22%。\n")}
local money = carried:figures{kind = "money"}[1]
t.is(money.subject, "华为 营收", "what it is a figure of, and whose that is")
t.is(#carried:figures{subject = "營收"}, 2, "a figure that goes on with the same subject; asked for in either script")
scratch.leave()
t.done()
