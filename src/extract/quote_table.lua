-- quote_table.lua quotes.tsv - writes the C table that quote_facts.c includes, to standard output: the words sorted by their bytes, those of
-- one first character in a row, and where the rows begin. A word that stands in several classes is one row.
local classes = {"say", "comma", "named", "mark", "light", "en", "hear", "hedge", "object", "per", "perend", "alone", "agency", "title", "surname", "pron", "firm",
  "first", "anon", "org", "body", "adverb", "stop", "open", "prep", "place", "term", "termend", "ask", "nobody",
  "role"}
local of, mask, words = {}, {}, {}
for i, c in ipairs(classes) do of[c] = i - 1 end
for line in io.lines(arg[1]) do
  local class, list = line:match("^(%l+)\t(.+)")
  for word in (list or ""):gmatch("%S+") do
    if not mask[word] then words[#words + 1], mask[word] = word, 0 end
    mask[word] = mask[word] | 1 << assert(of[class], line)
  end
end
table.sort(words)
local function quoted(s) return '"' .. s:gsub("[\128-\255]", function(c) return ("\\%03o"):format(c:byte()) end) .. '"' end
print("/* Made from quotes.tsv by quote_table.lua. */")
print("#ifndef YL_QUOTE_WORDS\nenum {")
for i, c in ipairs(classes) do print(("  YL_Q_%s = 1 << %d,"):format(c:upper(), i - 1)) end
print("};")
print("#else")
print("static const saying words[] = {")
local first, count = {}, {}
for i, word in ipairs(words) do
  local c = utf8.codepoint(word)
  local k = c < 128 and c or 128 + c - 0x4E00
  assert(k >= 0 and k <= 128 + 0x9FFF - 0x4E00, word)
  first[k] = first[k] or i
  count[k] = (count[k] or 0) + 1
  print(("  {%s, %d, 0x%x},"):format(quoted(word), #word, mask[word]))
end
print("};\nstatic const uint16_t firsts[] = { /* ASCII, then from U+4E00: the place of the first word, plus one */")
local numbers = {}
for k = 0, 128 + 0x9FFF - 0x4E00 do numbers[#numbers + 1] = first[k] or 0 end
for i = 1, #numbers, 24 do print("  " .. table.concat(numbers, ", ", i, math.min(i + 23, #numbers)) .. ",") end
print("};\nstatic const uint16_t counts[] = {")
for k = 0, 128 + 0x9FFF - 0x4E00 do numbers[k + 1] = count[k] or 0 end
for i = 1, #numbers, 24 do print("  " .. table.concat(numbers, ", ", i, math.min(i + 23, #numbers)) .. ",") end
print("};\n#endif")
