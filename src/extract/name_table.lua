-- name_table.lua fold.tsv gazetteer.tsv names.tsv - writes what gazetteer.c includes, to standard output: the words with their classes, by key, as a
-- trie that is read where it lies (lexicon/trie.h tells its form), and the class of every Han character.
local classes = {"surname", "rare", "given", "foreign", "title", "honour", "says", "firm", "brand", "maker", "thing", "land", "generic", "latin", "first",
  "inc", "mister", "country", "never", "doubt"}
local kinds = {person = 1, organisation = 2, product = 3, place = 4, other = 5, ["not"] = 6, country = 4}
local of = {}
for i, c in ipairs(classes) do of[c] = i + 2 end
local list, at, same = {}, {}, {} -- same: groups of names

local folded = assert(loadfile("src/text/fold_key.lua"))(arg[1])
local function key(word) return folded((word:gsub("_", " "))) end

local function add(class, word)
  word = key(word)
  if not at[word] then
    list[#list + 1] = {word = word, kind = 0, mask = 0}
    at[word] = list[#list]
  end
  local w = at[word]
  if kinds[class] then w.kind = kinds[class] end
  if of[class] then w.mask = w.mask | 1 << of[class] end
  assert(kinds[class] or of[class], class)
end

local function read(path)
  for line in io.lines(path) do
    local class, words = line:match("^(%l+)\t(.+)")
    if class == "same" then
      for group in words:gmatch("[^|]+") do same[#same + 1] = group end
    else
      for word in (words or ""):gmatch("%S+") do add(class, word) end
    end
  end
end
for i = 2, #arg do read(arg[i]) end

-- ---- the trie: a double array ----

-- Code points numbered by falling frequency; the words as numbers.
local function alphabet()
  local count, letters, number = {}, {}, {}
  for _, w in ipairs(list) do
    for _, c in utf8.codes(w.word) do count[c] = (count[c] or 0) + 1 end
  end
  for c in pairs(count) do letters[#letters + 1] = c end
  table.sort(letters, function(a, b) return count[a] > count[b] or (count[a] == count[b] and a < b) end)
  for i, c in ipairs(letters) do number[c] = i end
  return letters, number
end

-- The words as a tree of nodes {[code] = node, codes = sorted, value =}.
local function tree(number)
  local root = {codes = {}, value = 0}
  for i, w in ipairs(list) do
    local node = root
    for _, c in utf8.codes(w.word) do
      local code = number[c]
      if not node[code] then
        node[code] = {codes = {}, value = 0}
        node.codes[#node.codes + 1] = code
      end
      node = node[code]
    end
    node.value = i
  end
  return root
end

local free <const> = 0xFFFFFFFF
local base, check, value, last = {[0] = 0}, {[0] = free}, {[0] = 0}, 0
local from = {} -- by number of children: where the last search ended, since the array only fills up

local function fits(start, codes)
  for _, code in ipairs(codes) do
    local unit = start + code
    if unit == 0 or check[unit] then return false end
  end
  return true
end

local function lay(node, unit)
  value[unit] = node.value
  base[unit] = base[unit] or 0
  if #node.codes == 0 then return end
  table.sort(node.codes)
  local n = math.min(#node.codes, 16)
  local try = math.max(from[n] or 1, node.codes[1])
  while check[try] or not fits(try - node.codes[1], node.codes) do try = try + 1 end
  from[n] = try
  base[unit] = try - node.codes[1]
  for _, code in ipairs(node.codes) do
    check[base[unit] + code] = unit
    last = math.max(last, base[unit] + code)
  end
end

local letters, number = alphabet()
local todo = {{tree(number), 0}}
for _, x in ipairs(todo) do -- grows as it goes: breadth first
  lay(x[1], x[2])
  for _, code in ipairs(x[1].codes) do todo[#todo + 1] = {x[1][code], base[x[2]] + code} end
end

-- ---- out ----

local function quoted(s)
  return '"' .. s:gsub('[%c"\\\128-\255]', function(c) return ("\\%03o"):format(c:byte()) end) .. '"'
end
print("/* Made from names.tsv and gazetteer.tsv by name_table.lua. */")
print("#ifndef YL_NAME_WORDS\nenum {")
for i, c in ipairs(classes) do print(("  YL_IS_%s = 1 << %d,"):format(c:upper(), i + 2)) end
print("};")
print("#else\nstatic const uint16_t word_letters[65536] = {")
local beyond = {} -- the basic plane
for i, c in ipairs(letters) do
  if c < 0x10000 then print(("[%d] = %d,"):format(c, i)) else beyond[#beyond + 1] = c end
end
table.sort(beyond)
print(("};\nenum { WORD_SUPP = %d };\nstatic const yl_trie_pair word_supp[] = {"):format(#beyond))
for _, c in ipairs(beyond) do print(("{%d, %d},"):format(c, number[c])) end
print("{0, 0}")
print("};\nstatic const yl_trie_unit word_units[] = {")
for u = 0, last do print(check[u] and ("{%d,%du,%d},"):format(base[u], check[u], value[u]) or ("{0,%du,0},"):format(free)) end
print("};\nstatic const uint32_t word_class[] = { /* class of each word */")
for _, w in ipairs(list) do print(("%d,"):format(w.mask | w.kind)) end
print("};\nstatic const uint32_t han_class[YL_HAN_CHARS] = { /* class of each Han character, from U+4E00 */")
for _, w in ipairs(list) do
  if utf8.len(w.word) == 1 then
    local c = utf8.codepoint(w.word)
    if c >= 0x4E00 and c < 0x4E00 + 0x5200 then print(("[%d] = %d,"):format(c - 0x4E00, w.mask | w.kind)) end
  end
end
print("};\nstatic const char *const same[] = { /* of each group its names, then NULL */")
for _, group in ipairs(same) do
  local row = {}
  for word in group:gmatch("%S+") do row[#row + 1] = quoted(key(word)) end
  print("  " .. table.concat(row, ", ") .. ", NULL,")
end
print("};\n#endif")
for i, w in ipairs(list) do -- each word is found
  local unit = 0
  for _, c in utf8.codes(w.word) do
    local to = base[unit] + number[c]
    assert(check[to] == unit, w.word)
    unit = to
  end
  assert(value[unit] == i, w.word)
end
