-- figure_table.lua figures.tsv - writes the C tables that facts.c includes, to standard output: the words sorted by their bytes, and which
-- characters a word that opens a figure may begin with.
local classes = {"digit", "place", "scale", "word", "money", "symbol", "time", "measure", "energy", "classifier", "counted", "before", "after",
  "day", "period", "weekday", "month", "season", "hours", "era", "not", "verb", "says", "according", "gauge", "named", "label"}
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
local function initial(r) return r.word:sub(1, utf8.offset(r.word, 2) - 1) end
for i = #rows, 1, -1 do -- of the words with the same first character: how many follow, and all their classes
  local r, next = rows[i], rows[i + 1]
  local same = next and initial(next) == initial(r)
  r.left, r.all = same and next.left + 1 or 0, (same and next.all or 0) | 1 << r.class
end
for _, r in ipairs(rows) do
  print(("  {%s, %d, %d, 1 << %d, %d, %s, %s},"):format(quoted(r.word), #r.word, r.left, r.class, r.all, quoted(r.sense), ("%.17g"):format(r.value)))
end
print("};")
-- where the words of a first character begin in it, plus one; of a Han at 128 + its distance from U+4E00
local at = {}
for i, r in ipairs(rows) do
  local c = utf8.codepoint(r.word)
  local k = c < 128 and c or c >= 0x4E00 and c <= 0x9FFF and 128 + c - 0x4E00
  if k and not at[k] then at[k] = i end
end
local odd = 1 -- the words that begin with neither: from here up to han
while rows[odd].word:byte() < 0x80 do odd = odd + 1 end
local han = odd
while rows[han].word:byte() < 0xE4 do han = han + 1 end
print(("enum { ODD_FIRST = %d, ODD_END = %d };"):format(odd - 1, han - 1))
print("static const uint16_t firsts[] = {")
local numbers = {}
for k = 0, 128 + 0x9FFF - 0x4E00 do numbers[#numbers + 1] = at[k] or 0 end
for i = 1, #numbers, 24 do print("  " .. table.concat(numbers, ", ", i, math.min(i + 23, #numbers)) .. ",") end
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
