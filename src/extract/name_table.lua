-- name_table.lua names.tsv gazetteer.tsv - writes the C table that gazetteer.c includes, to standard output: the words with their classes.
local classes = {"surname", "rare", "given", "foreign", "title", "honour", "says", "firm", "brand", "maker", "thing", "land", "generic", "latin", "first",
  "inc", "mister", "country", "never", "doubt"}
local kinds = {person = 1, organisation = 2, product = 3, place = 4, other = 5, ["not"] = 6, country = 4}
local of = {}
for i, c in ipairs(classes) do of[c] = i + 2 end
local list, at, same = {}, {}, {} -- same: groups of names
for _, path in ipairs(arg) do for line in io.lines(path) do
  local class, words = line:match("^(%l+)\t(.+)")
  if class == "same" then
    for group in words:gmatch("[^|]+") do same[#same + 1] = group end
    words = ""
  end
  for word in (words or ""):gmatch("%S+") do
    word = word:gsub("_", " ")
    if not at[word] then
      list[#list + 1] = {word = word, kind = 0, mask = 0}
      at[word] = list[#list]
    end
    local w = at[word]
    if kinds[class] then w.kind = kinds[class] end
    if of[class] then w.mask = w.mask | 1 << of[class] end
    assert(kinds[class] or of[class], line)
  end
end end
local function quoted(s)
  return '"' .. s:gsub('[%c"\\\128-\255]', function(c) return ("\\%03o"):format(c:byte()) end) .. '"'
end
print("/* Made from names.tsv by name_table.lua. */")
print("#ifndef YL_NAME_WORDS\nenum {")
for i, c in ipairs(classes) do print(("  YL_IS_%s = 1 << %d,"):format(c:upper(), i + 2)) end
print("};")
print("#else\nstatic const struct { const char *word; uint32_t class; } words[] = {")
for _, w in ipairs(list) do print(("  {%s, %d},"):format(quoted(w.word), w.mask | w.kind)) end
print("};\nstatic const char *const same[] = { /* of each group its names, then NULL */")
for _, group in ipairs(same) do
  local row = {}
  for word in group:gmatch("%S+") do row[#row + 1] = quoted((word:gsub("_", " "))) end
  print("  " .. table.concat(row, ", ") .. ", NULL,")
end
print("};\n#endif")
