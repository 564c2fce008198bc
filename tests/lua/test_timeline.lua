-- A timeline: order of dates, dates completed, events, filters, misuse.
package.path = "tests/lua/?.lua;" .. package.path
local t = require "tap"
local scratch = require "scratch"
local yuelan = require "yuelan"
local timeline = require "yuelan.timeline"

local rows = {
  {id = "a", date = "2024-06-10", text = "昨天，渡口镇的新桥正式通车，投资3亿元。\n2019年3月，工程开工。6月8日，封路改道。\n去年完成了主体。"},
  {id = "b", date = "2024-06-11", text = "6月9日，渡口鎮的新橋正式通車，總投資3億元，各界都來慶賀。"},
  {id = "c", text = "去年的事没有人记得。\n1980年代修过一座木桥。"},
  {id = "d", date = "2024-01-01", text = "这里什么日子也没有说。"},
}
local lines = {}
for i, r in ipairs(rows) do lines[i] = yuelan.json.encode(r) end
local c = yuelan.open{scratch.file("all.jsonl", table.concat(lines, "\n") .. "\n"), id_field = "id"}

local list, about = c:timeline()
local dates = {}
for i, r in list:rows() do dates[i] = r.date or "-" end
t.is(table.concat(dates, " "), "198X 2019-03 2019-06-08 2023 2024-06-09 2024-06-09 -", "in order of dates, those that stay open last")
t.is(#about.undated, 1, "undated documents")
t.like(about.undated[1], ":c$", "by name")
t.like(about.silent[1], ":d$", "and silent ones")
local x, y = list[5], list[6]
t.is(x.event, y.event, "one event in two scripts")
t.ok(x.resolved and x.date_text:find("昨天", 1, true), "a date that the document's own completes")
t.ok(list[3].resolved, "and one that a year before it completes")
t.is(x.figures[1].value, 300000000, "with its figures")
local d = x.document
t.is(d:slice(d:to_text(x.start, x["end"])), x.sentence, "its place in bytes")
t.is(d:slice(d:offset(x.char), d:offset(x.char_end)), x.sentence, "and in characters")
t.is(#c:timeline{from = "2024"}, 2, "from")
t.is(#c:timeline{from = "2019-04", to = "2023-05"}, 2, "a year that is not over, from and to")
t.is(#c:timeline{to = "1989"}, 1, "to")
t.is(#c:timeline{text = "新橋"}, 2, "text in either script")
t.is(#c[1]:timeline(), 4, "of one document")
t.ok(timeline.begins("2024-Q4") == 20241000 and timeline.begins("-0221") < 0 and timeline.begins("2024-W10") == 20240302 and not timeline.begins("--05"), "dates begin")
t.raises("there is no option 'since'", c.timeline, c, {since = "2024"})
t.raises("from: a date as 2024", c.timeline, c, {from = "May"})
t.raises("a table of options expected", c.timeline, c, "2024")
scratch.leave()
t.done()
