-- han_freq.lua DICT VARIANTS > han_freq.h: how common each Han character is, in Simplified and in Traditional text.
--
-- DICT      jieba's dict.txt (Debian python3-jieba, MIT): each word's frequency is added to its characters.
-- VARIANTS  Unihan_Variants.txt (Debian unicode-data, Unicode licence): kTraditionalVariant hands a Simplified
--           character's frequency on to its Traditional forms, in equal parts.
-- The output lists the characters by -log2 of their share, in half bits, down to LAST; rarer ones are not listed.
local LAST = 36
local dict, variants = arg[1], arg[2]

local function is_han(c) return c >= 0x4E00 and c <= 0x9FFF end

local simp, total = {}, 0
for line in io.lines(dict) do
  local word, freq = line:match("^(%S+) (%d+)")
  for _, c in utf8.codes(word or "") do
    if is_han(c) then
      simp[c] = (simp[c] or 0) + tonumber(freq)
      total = total + tonumber(freq)
    end
  end
end

local forms = {}
for line in io.lines(variants) do
  local c, list = line:match("^U%+(%x+)%s+kTraditionalVariant%s+(.+)$")
  if c then
    local f = {}
    for v in list:gmatch("U%+(%x+)") do
      if is_han(tonumber(v, 16)) then f[#f + 1] = tonumber(v, 16) end
    end
    forms[tonumber(c, 16)] = f
  end
end

local trad = {}
for c, n in pairs(simp) do
  local f = forms[c]
  if f and #f > 0 then
    for _, v in ipairs(f) do trad[v] = (trad[v] or 0) + n / #f end
  else
    trad[c] = (trad[c] or 0) + n
  end
end

local function print_table(name, t)
  local levels = {}
  for c, n in pairs(t) do
    local half = math.floor(-2 * math.log(n / total, 2) + 0.5)
    if half <= LAST then
      levels[half] = levels[half] or {}
      table.insert(levels[half], c)
    end
  end
  print(("static const han_level %s[] = {"):format(name))
  for half = 0, LAST do
    local l = levels[half]
    if l then
      table.sort(l)
      local row = {}
      for i, c in ipairs(l) do
        row[#row + 1] = utf8.char(c)
        if i % 60 == 0 and i < #l then row[#row + 1] = '"\n      "' end
      end
      print(("  {%d, \"%s\"},"):format(half, table.concat(row)))
    end
  end
  print("  {0, NULL}};")
end

print("/* han_freq.h - made by han_freq.lua; do not edit. Characters by -log2 of their share of text, in half bits.")
print(" * Sources: jieba dict.txt (MIT), Unihan 15.0 kTraditionalVariant (Unicode licence). */")
print("typedef struct han_level {\n  uint8_t half_bits;\n  const char *chars;\n} han_level;")
print_table("han_simplified", simp)
print_table("han_traditional", trad)
