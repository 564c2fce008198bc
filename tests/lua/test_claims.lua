-- Figures of two outlets side by side, labelled by hand: what agrees, what is at odds, and what is of another time, unit, measure, name or bound.
package.path = "tests/lua/?.lua;" .. package.path
local t = require "tap"
local scratch = require "scratch"
local yuelan = require "yuelan"
local json = require "yuelan.json"

local function line(source, date, title, text)
  return json.encode{source = source, date = date, title = title, text = title .. "\n\n" .. text}
end

local north = {
  line("北江日报", "2025-04-20", "云岭股份：一季度营收86.4亿元", [[
云岭股份今日发布2025年第一季度财报。财报显示，一季度营收86.4亿元，同比增长12.7%；归属于公司股东的净利润9.35亿元。
云岭股份2024年营业收入为312亿元，2024年研发投入为21.8亿元。
云岭股份2024年员工人数为18600人。公司预计2025年营收为380亿元。
云岭股份2024年出货量为420万台，同比下降3.2%。]]),
  line("北江日报", "2025-05-07", "青石河大桥垮塌", [[
5月6日，青石河大桥发生垮塌事故，造成12人死亡。
青石河大桥全长1860米，1998年建成通车。青石河大桥的设计时速为80公里。
据青石市政府消息，5月6日的事故中有35人受伤。]]),
  line("北江日报", "2025-05-09", "河桥快线开通", [[
河桥快线全长42公里，总投资63.5亿元。2024年青石市常住人口为215万人。
河桥快线2024年日均客流量为18.5万人次。]]),
}
local south = {
  line("南湾周刊", "2025-04-21", "云岭股份財報出爐", [[
雲嶺股份公布財報：2025年第一季度收入86.4億元，同比增長12.7%；淨利潤為9.35億元。
雲嶺股份2024年營業收入為298億元，2023年研發投入為19.6億元。
雲嶺股份2024年員工人數超過18000人。雲嶺股份2025年營收為365億元。
雲嶺股份2024年出貨量為420萬台，同比增長3.2%。]]),
  line("南湾周刊", "2025-05-08", "青石河大橋事故", [[
5月6日，青石河大橋發生垮塌事故，造成15人死亡。
青石河大橋全長1.86公里，連接兩岸。青石河大橋的設計時速為100公里。
青石市政府表示，5月6日的事故中有35人受傷。]]),
  line("南湾周刊", "2025-05-10", "快線與人口", [[
青石市2023年常住人口為209萬人。河橋快線全長42公里，總投資8.8億美元。
木蘭快線2024年日均客流量為18.5萬人次。]]),
}

local c = yuelan.open{scratch.file("north.jsonl", table.concat(north, "\n") .. "\n"), scratch.file("south.jsonl", table.concat(south, "\n") .. "\n")}
local k = c:compare{by = "source", figures = 200}

local found = {}
for _, f in ipairs(k.findings) do
  if f.kind == "figure" then
    local pair = {}
    for i, v in ipairs(f.values) do pair[i] = ("%s:%.10g"):format(v.side, v.value or v.min or v.max) end
    table.sort(pair)
    found[table.concat(pair, " ")] = f
  end
end
local function relation(a, b)
  local f = found[("北江日报:%.10g 南湾周刊:%.10g"):format(a, b)]
  return f and f.relation
end

for _, row in ipairs{
  {86.4e8, 86.4e8, "agree", "营收 and 收入 of a quarter are one measure"},
  {12.7, 12.7, "agree", "what it grew by"},
  {9.35e8, 9.35e8, "agree", "net profit, whosever it is called"},
  {1860, 1.86, "agree", "1860 m are 1.86 km"},
  {35, 35, "agree", "the wounded"},
  {42, 42, "agree", "a length"},
  {312e8, 298e8, "differ", "revenue of the same year"},
  {12, 15, "differ", "the dead of the same day"},
} do t.is(relation(row[1], row[2]), row[3], row[4]) end

for _, row in ipairs{
  {21.8e8, 19.6e8, "of two years"},
  {380e8, 365e8, "a forecast and what was"},
  {18600, 18000, "a number and a bound it keeps"},
  {215e4, 209e4, "population of two years"},
  {63.5e8, 8.8e8, "two currencies"},
  {3.2, 3.2, "one rose by it, the other fell"},
  {18.5e4, 18.5e4, "of two lines"},
} do t.ok(relation(row[1], row[2]) ~= "differ", "no conflict: " .. row[3]) end
t.ok(relation(3.2, 3.2) ~= "agree", "a rise and a fall do not agree")
t.ok(relation(18.5e4, 18.5e4) ~= "agree", "two lines do not agree")

local differ = 0
for _, f in pairs(found) do differ = differ + (f.relation == "differ" and 1 or 0) end
t.is(differ, 3, "no other conflict but the two and the speed designed for")
t.is(relation(80, 100), "differ", "a speed that is designed for")
scratch.leave()
t.done()
