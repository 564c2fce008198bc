-- Reading in another script: strings and documents, and the way back to text and bytes.
package.path = "tests/lua/?.lua;" .. package.path
local t = require "tap"
local yuelan = require "yuelan" -- first: it brings the core
local json = require "yuelan.json"
local script = require "yuelan.script"

t.is((yuelan.convert("皇后在后面理头发", "s2t")), "皇后在後面理頭髮", "by phrase")
t.is((yuelan.convert("一\xFF发\0发展", "s2t")), "一\xFF發\0發展", "any bytes")
t.is((yuelan.convert("发", "none")), "发", "none leaves it")
t.raises("unknown conversion 's2x'; there are hk2s", yuelan.convert, "发", "s2x")
local names = table.concat(yuelan.conversions(), " ")
for name in ("s2t s2tw s2twp s2hk t2s tw2s tw2sp hk2s t2tw t2hk tw2t hk2t"):gmatch("%S+") do
  t.ok((" " .. names .. " "):find(" " .. name .. " ", 1, true), name .. " is there")
end

local text, m = yuelan.convert("请点鼠标左键", "s2twp")
t.is(text, "請點滑鼠左鍵", "a region's word")
local from = text:find("鼠", 1, true) - 1
local s, e = m:source(from, from + 3)
t.is(("请点鼠标左键"):sub(s + 1, e), "鼠标", "a part of it leads to the whole of what stood there")
s, e = m:target(s, e)
t.is(text:sub(s + 1, e), "滑鼠", "and back")
t.like(tostring(m), "^Conversion: s2twp of a string", "it prints")
t.is(m.document, nil, "no document")
t.raises("made of a string", m.to_bytes, m, 0, 3)
t.raises("offset expected", m.source, m, 0, 1000)

local c = yuelan.open(t.sample)
local hans = c:where{script = "hans"}[1]
local hant = c:where{doc = {"~", "网事"}}[1]
for _, d in c:documents() do
  for _, config in ipairs {"s2twp", "tw2sp"} do
    local out, map = d:convert(config)
    local good, last = utf8.len(out) ~= nil, 0
    for at, cp in utf8.codes(out) do
      local from_text, to_text = map:source(at - 1, at - 1 + #utf8.char(cp))
      good = good and from_text <= last and to_text >= last and to_text > from_text
      last = to_text
    end
    t.ok(good and last == #d.text, ("%s as %s: every character leads to text"):format(d.below, config))
  end
end

local simple, back = hant:simplified()
t.is(back.config, "t2s", "simplified is t2s")
t.ok(back.document == hant, "it knows its document")
local at = assert(simple:find("网络", 1, true)) - 1
t.is(hant:slice(back:source(at, at + 6)), "網絡", "from Simplified to the text")
t.like(hant:bytes(back:to_bytes(at, at + 6)), "^網%(wǎng%)絡", "and to the bytes, glosses and all")
t.is(select(2, hant:simplified("tw")).config, "tw2s", "of a region")
t.is(select(2, hans:traditional()).config, "s2t", "traditional is s2t")
t.is(select(2, hans:traditional("tw")).config, "s2tw", "of Taiwan")
t.is(select(2, hans:traditional("hkp")).config, "s2hkp", "of Hong Kong, with its words")
t.is((hant:traditional()), hant.text, "Traditional text stays as it is")
t.is(select(2, hant:traditional("hk")).config, "t2hk", "or is brought to the region's standard")
t.raises('"tw", "hk"', hans.traditional, hans, "cn")
t.is(script.config("hans", "hant"), "t2s", "what a wish stands for")
t.is(script.config("s2twp", "hant"), "s2twp", "a configuration stands for itself")
t.ok(script.known("hk") and script.known("t2jp") and not script.known("x"), "which there are")

-- OpenCC's own cases, if they are there.
local shared = os.getenv("YUELAN_SHARED")
local f = io.open((shared or ".") .. "/cases/script/opencc.json")
if f then
  local cases, all, right = json.decode(f:read("a")), {}, {}
  f:close()
  for _, case in ipairs(cases) do
    for config, wanted in pairs(case.expected) do
      if (" " .. names .. " "):find(" " .. config .. " ", 1, true) then
        all[config] = (all[config] or 0) + 1
        right[config] = (right[config] or 0) + ((yuelan.convert(case.input, config)) == wanted and 1 or 0)
      end
    end
  end
  for config, n in pairs(all) do t.ok(right[config] >= 0.94 * n, ("%s: %d of %d of OpenCC's cases"):format(config, right[config], n)) end
else
  t.skip("OpenCC's cases", "they are not here")
end

c:close()
t.ok(select(2, back:source(0, 3)), "a map outlives its corpus")
t.raises("closed", back.to_bytes, back, 0, 3)
t.like(tostring(back), "^Conversion: t2s", "and prints")
t.done()
