-- figure_table.lua figures.tsv - writes the C tables that facts.c includes, to standard output: the words sorted by their bytes, and which
-- characters a word that opens a figure may begin with.
local classes = {"digit", "place", "scale", "word", "money", "symbol", "time", "measure", "energy", "classifier", "counted", "before", "after",
  "day", "period", "weekday", "month", "season", "hours", "era", "not", "verb", "says", "according"}
local of, opens = {}, {digit = true, place = true, word = true, symbol = true, day = true, period = true, weekday = true, month = true, hours = true,
  era = true}
for i, c in ipairs(classes) do of[c] = i - 1 end
local rows, first = {}, {}
for line in io.lines(arg[1]) do
  local class, sense, factor, words = line:match("^(%l+)\t([^\t]*)\t([^\t]*)\t(.+)")
  for word in (words or ""):gmatch("%S+") do
    local value = tonumber(factor) or tonumber(sense) or 0
    word = word:gsub("(%a)%-(%a)", "%1 %2")
    rows[#rows + 1] = {word = word, class = assert(of[class], line), sense = sense, value = value}
    if opens[class] then first[utf8.codepoint(word)] = true end
  end
end
for _, cp in utf8.codes("第半几数负对翻") do first[cp] = true end
table.sort(rows, function(a, b)
  if a.word ~= b.word then return a.word < b.word end
  return a.class < b.class
end)
local function quoted(s)
  return '"' .. s:gsub('[%c"\\\128-\255]', function(c) return ("\\%03o"):format(c:byte()) end) .. '"'
end
print("/* Made from figures.tsv by figure_table.lua. */")
print("#ifndef YL_FIGURE_WORDS\nenum {")
for i, c in ipairs(classes) do print(("  YL_FACT_%s = 1 << %d,"):format(c:upper(), i - 1)) end
print("};")
print("#else")
print("static const yl_fact words[] = {")
for _, r in ipairs(rows) do
  print(("  {%s, %d, 1 << %d, %s, %s},"):format(quoted(r.word), #r.word, r.class, quoted(r.sense), ("%.17g"):format(r.value)))
end
print("};")
print("static const uint8_t openers[] = { /* one bit a character from U+4E00 */")
local bytes = {}
for c = 0x4E00, 0x9FFF, 8 do
  local b = 0
  for k = 0, 7 do if first[c + k] then b = b | 1 << k end end
  bytes[#bytes + 1] = b
end
for i = 1, #bytes, 24 do print("  " .. table.concat(bytes, ", ", i, math.min(i + 23, #bytes)) .. ",") end
print("};\n#endif")
