-- readings_table.lua readings.tsv - writes the C tables that readings.c includes, to standard output.
local marks = {}
for letter, row in pairs { a = "āáǎà", e = "ēéěè", i = "īíǐì", o = "ōóǒò", u = "ūúǔù", v = "ǖǘǚǜ" } do
  local tone = 0
  for _, c in utf8.codes(row) do tone = tone + 1; marks[c] = { letter, tone } end
end
marks[0xFC], marks[0xEA] = { "v" }, { "e" } -- ü ê
marks[0x1EBF], marks[0x1EC1] = { "e", 2 }, { "e", 4 } -- ế ề
marks[0x1E3F], marks[0x144], marks[0x148], marks[0x1F9] = { "m", 2 }, { "n", 2 }, { "n", 3 }, { "n", 4 }
marks[0x304], marks[0x301], marks[0x30C], marks[0x300] = { "", 1 }, { "", 2 }, { "", 3 }, { "", 4 }

local function split(syllable)
  local base, tone = {}, 5
  for _, c in utf8.codes(syllable) do
    local m = marks[c] or { string.char(c) }
    base[#base + 1] = m[1]
    tone = m[2] or tone
  end
  return table.concat(base), tone
end

local FIRST, LAST = 0x3400, 0x9FFF
local of, common, bases, seen = {}, {}, {}, {}
for line in io.lines(arg[1]) do
  local syllable, chars = line:match("^([^#\t]+)\t(.+)")
  if syllable == "common" then
    for _, c in utf8.codes(chars) do common[c] = true end
  elseif syllable then
    local base, tone = split(syllable)
    if not seen[base] then seen[base] = true; bases[#bases + 1] = base end
    for _, c in utf8.codes(chars) do
      of[c] = of[c] or {}
      table.insert(of[c], { base, tone })
    end
  end
end
table.sort(bases)
local number = {}
print("/* Made from readings.tsv by readings_table.lua. */")
print("static const char reading_base[][8] = {")
for i, b in ipairs(bases) do number[b] = i - 1; print(('  "%s",'):format(b)) end
print("};\nstatic const uint16_t reading_list[] = { /* base * 8 + tone */")
local first, n = {}, 0
for c = FIRST, LAST + 1 do
  first[#first + 1] = n
  local row = {}
  for _, r in ipairs(of[c] or {}) do row[#row + 1] = number[r[1]] * 8 + r[2]; n = n + 1 end
  if #row > 0 then print("  " .. table.concat(row, ", ") .. ",") end
end
assert(n < 65536, "reading_first needs wider numbers")
print("};\nstatic const uint16_t reading_first[] = {")
for i = 1, #first, 24 do print("  " .. table.concat(first, ", ", i, math.min(i + 23, #first)) .. ",") end
print("};\nstatic const uint8_t reading_common[] = { /* one bit a character */")
local bytes = {}
for c = FIRST, LAST, 8 do
  local b = 0
  for k = 0, 7 do if common[c + k] then b = b | 1 << k end end
  bytes[#bytes + 1] = b
end
for i = 1, #bytes, 24 do print("  " .. table.concat(bytes, ", ", i, math.min(i + 23, #bytes)) .. ",") end
print(("};\nenum { READING_FIRST = 0x%X, READING_LAST = 0x%X };"):format(FIRST, LAST))
