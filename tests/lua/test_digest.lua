-- Summaries and comparisons, as methods and on the screen.
package.path = "tests/lua/?.lua;" .. package.path
local t = require "tap"
local scratch = require "scratch"
local yuelan = require "yuelan"
local digest = require "yuelan.digest"
local term = require "yuelan.term"

local c = yuelan.open(t.sample)
local s = c:summarize{sentences = 3}
t.is(#s, #c, "a summary each")
local from_text, adds_up, some = true, true, true
for i, one in ipairs(s) do
  some = some and #one.sentences > 0 and one.doc == c[i].doc
  for _, x in ipairs(one.sentences) do
    local sum = 0
    for _, part in pairs(x.why) do sum = sum + part end
    adds_up = adds_up and math.abs(sum - x.score) < 1e-9
    from_text = from_text and c[i]:slice(c[i]:offset(x.char), c[i]:offset(x.char_end)) == x.text and x.start < x["end"]
  end
end
t.ok(some, "none is empty")
t.ok(from_text, "sentences stand in the text")
t.ok(adds_up, "contributions add up to the score")
t.like(tostring(s), "• ", "it prints")
t.is(#c:summarize{together = true, sentences = 4}, 1, "together: one")
t.is(#c:summarize{together = true, sentences = 4}[1].sentences, 4, "of so many sentences")
t.is(#c[1]:summarize{sentences = 1}[1].sentences, 1, "of a document")
local function findings(jobs)
  yuelan.jobs(jobs)
  local out = {}
  for i, f in ipairs(c:compare{by = "script"}.findings) do out[i] = f.id .. f.kind .. f.score .. f.reason .. #f.evidence end
  for _, x in ipairs(c:summarize{together = true}[1].sentences) do out[#out + 1] = x.doc .. x.start .. x.score end
  yuelan.jobs(0)
  return table.concat(out, "\n")
end
t.is(findings(3), findings(1), "whatever the number of threads")
t.raises("share", c.summarize, c, {share = 0})
t.raises("there is no option 'lines'", c.summarize, c, {lines = 3})

local k = c:compare{by = "script"}
t.ok(#k.findings > 10 and #k.sides >= 3, "a comparison by script")
local kinds, sound = {}, true
for _, f in ipairs(k.findings) do
  kinds[f.kind] = (kinds[f.kind] or 0) + 1
  sound = sound and #f.id == 16 and #f.evidence > 0 and f.reason ~= ""
  for _, e in ipairs(f.evidence) do sound = sound and k.sides[e.n].name == e.side and #e.text > 0 and e.original and e.confidence end
  if f.kind == "shared" then sound = sound and f.relation == nil and #f.evidence >= 2 end
  for _, w in ipairs(f.wording or {}) do
    sound = sound and f.kind == "shared" and k.sides[w.n].name == w.side and w.here >= 1
      and c[w.number]:slice(c[w.number]:offset(w.char), c[w.number]:offset(w.char_end)) == w.text
  end
end
t.ok(kinds.shared and kinds.distinct, "shared and distinct")
t.ok(sound, "every finding has its evidence")
local again = c:compare{by = "script"}
local same = #again.findings == #k.findings
for i, f in ipairs(k.findings) do same = same and again.findings[i].id == f.id end
t.ok(same, "the same every time")
local text = tostring(k)
t.like(text, "Themes in common", "it prints")
t.like(text, "hant", "with the names of the sides")
t.raises("by = a field", c.compare, c)
t.raises("the same nothing", c.compare, c, {by = "nothing"})
t.ok(#yuelan.compare(c[1], c[2], {terms = 2}).findings > 0, "two documents")
t.raises("Document or Corpus expected", yuelan.compare, c[1], 3)

-- A document against its own copy: everything is in common.
local one = c:where{doc = {"~", "climate"}}
local copied = digest.compare({{name = "a", view = one}, {name = "b", view = one}}, {})
t.ok(#copied.findings > 0, "a view against itself")

-- Where sides stand on a theme, as far as their words show it.
local path_a = scratch.file("mill-a.txt", "市政厅上周决定拆除河边的旧磨坊。居民批评旧磨坊的拆除过于草率。工匠也批评旧磨坊的改造方案。河边的住户不看好旧磨坊的新用途。\n" ..
  "旧磨坊的水轮仍在转动，工匠每天都来。旧磨坊的水轮吸引了不少孩子。\n")
local path_b = scratch.file("mill-b.txt", "市政廳上週決定拆除河邊的舊磨坊。商會讚賞舊磨坊的新用途。旅館看好舊磨坊帶來的遊客，餐廳也看好舊磨坊。\n" ..
  "舊磨坊旁邊要建一座停車場。舊磨坊的停車場可以停一百輛汽車。\n")
local two = yuelan.open {path_a, path_b}
local said = {}
for _, f in ipairs(yuelan.compare(two[1], two[2]).findings) do
  for _, w in ipairs(f.wording or {}) do
    if f.topic == "磨坊" or f.topic == "旧磨坊" or f.topic == "舊磨坊" then
      said[#said + 1] = ("%d %s %s%s %d %d"):format(w.n, w.text, w.attitude or "own", w.negated and " negated" or "", w.here, w.elsewhere)
    end
  end
end
said = table.concat(said, "\n")
t.like(said, "1 批评 critical 2 0", "words of blame on one side")
t.like(said, "1 不看好 approving negated 1 0", "a denied one with what denies it")
t.like(said, "2 看好 approving 1 0", "and as it stands on the other, which has it in one sentence")
t.like(said, "1 水轮 own 2 0", "what is one side's own")
t.like(said, "2 停車場 own 2 0", "in its script")
t.like(tostring(yuelan.compare(two[1], two[2])), "critical: 批评 2", "it prints")
two:close()

for _, width in ipairs {20, 40, 79} do
  local fits = true
  for line in digest.wrap("二〇二四年，DeepSeek-R1 的训练成本只有 ChatGPT O1 的五十分之一，“这也反映在收费上”。", width, "  "):gmatch("[^\n]+") do
    fits = fits and term.width(line) <= width + 6 -- closing marks hang
  end
  t.ok(fits, ("wrapped at %d"):format(width))
end
-- what opens a text without saying anything, and what is no part of it, is not taken
local function summary_of(written, n)
  local list, out = yuelan.open{scratch.file("s.txt", written)}[1]:summarize{sentences = n}, {}
  for i, x in ipairs(list[1].sentences) do out[i] = x.text end
  return table.concat(out, "|")
end
local bridge = "河口市12日宣布，三座老桥的桥墩将全部重建，工期两年。老桥的桥墩去年检测时开裂严重。重建期间公交改走新桥。居民担心交通拥堵。"
t.is(summary_of("大家好，欢迎收看今天的节目。\n" .. bridge .. "\n订阅我们的频道，每周更新一次。\n", 1), "河口市12日宣布，三座老桥的桥墩将全部重建，工期两年。", "no greeting")
t.ok(not summary_of("大家好，欢迎收看今天的节目。\n" .. bridge .. "\n订阅我们的频道，每周更新一次。\n", 4):find("订阅", 1, true), "nor whom to subscribe to")
t.is(summary_of("> 河口市12日宣布，三座老桥的桥墩将全部重建。\n\n市民同意了。\n", 1), "河口市12日宣布，三座老桥的桥墩将全部重建。", "no marks of a quotation")
t.is(summary_of("个月便会增加一倍，桥墩的裂缝也将更宽。\n桥墩的裂缝一年比一年宽，老桥应当停止使用。\n", 1),
  "桥墩的裂缝一年比一年宽，老桥应当停止使用。", "nothing that begins in the middle")

-- A signature that a text has again and again is no finding before what is said in both.
local sign, shared = "—— 来自 Redmi Note 手机的客户端，版本 2.5.4，回复请到 example.org/forum/thread", "市政厅上周决定拆除河边的旧磨坊并修建新的码头。"
local signed_a, signed_b = {}, {}
for i = 1, 4 do
  signed_a[i] = ("第%d位读者写了自己的看法。\n\n%s\n\n"):format(i, sign)
  signed_b[i] = ("另一边的第%d条留言谈到天气。\n\n%s\n\n"):format(i, sign)
end
local first
local signed = yuelan.open{scratch.file("sign-a.txt", table.concat(signed_a) .. shared), scratch.file("sign-b.txt", table.concat(signed_b) .. shared)}
for _, f in ipairs(signed:compare{by = "doc"}.findings) do
  if f.kind == "passage" and not first then first = f.evidence[1].text end
end
t.like(first, "旧磨坊", "what is said in both comes before signatures")
scratch.leave()

-- What is shown of a text in Markdown has none of its marks; what only looks like them stays.
local plain = require("yuelan.markdown").plain
t.is(plain "> **老桥** 的![图](a/b.png)和[新桥](https://example.org/b)", "老桥 的图和新桥", "quotation, emphasis, image, link")
t.is(plain "* 第一点", "第一点", "a list")
t.is(plain "数组 a[1](见下) 与 3 * 4 > 5", "数组 a[1](见下) 与 3 * 4 > 5", "brackets and signs that are none")
t.is(plain "没有标记。", "没有标记。", "nothing to take away")
t.done()
