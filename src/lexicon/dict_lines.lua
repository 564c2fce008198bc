-- dict_lines.lua words DICT NAMES... - writes the lines that yuelan-dict compiles, to standard output: those of jieba's dictionary, and behind them the
-- words and names in Han of NAMES (words.tsv, names.tsv) that it does not have, so that 算力, 谷歌 and 台积电 are words. What it has the words of, one behind the other,
-- stays those words where it is a place (浦东|机场) or of more than four characters, or they often meet (现代|汽车).
--
-- dict_lines.lua model DICT FOLD NAMES... - writes the C table that persons.c includes: what it costs that a character is a surname, stands in a
-- given name or in a name written by sound. Learned from the dictionary: its persons (nr) that begin with a surname of NAMES, its foreign names (nrt).
-- FOLD (src/text/fold.tsv): the table's characters are those of keys.
local TAGS = {person = "nr", country = "ns", place = "ns", organisation = "nt", product = "nz", other = "nz",
  noun = "n", verb = "v", adjective = "a"}
local WEIGHT = 300 -- of a name or new word: five in a million, more than its characters one by one
local CHANCE = 1e-9 -- of a name: the words it is made of meet more seldom by chance

local known, weights, total, lines = {}, {}, 0, {}
for line in io.lines(arg[2]) do
  local word, weight, tag = line:match("^(%S+) (%d+) ?(%S*)")
  known[word], weights[word], total, lines[#lines + 1] = tag, tonumber(weight), total + tonumber(weight), {word, line}
end

-- The dictionary was made of text cut by machine, and has words with a word of grammar before or behind them as words: 于微软 从文中, 全长约 坠落在.
local BEFORE, BEHIND = {}, {}
for _, c in utf8.codes("于从和与向对将被在是很也就把及") do BEFORE[utf8.char(c)] = true end
for _, c in utf8.codes("在为是被约近达了和与") do BEHIND[utf8.char(c)] = true end
local RARE_WORD = 30 -- such words are seldom
local function is_joined(word)
  local weight, tag, n = weights[word], known[word], utf8.len(word)
  if not n or n < 3 or weight >= RARE_WORD or not tag:find("^[nlvx]") then return false end
  local first, last = word:sub(1, utf8.offset(word, 2) - 1), word:sub(utf8.offset(word, -1))
  local rest, head = word:sub(#first + 1), word:sub(1, -#last - 1)
  if BEFORE[first] and (weights[rest] or 0) >= weight then return true end
  return BEHIND[last] and (weights[head] or 0) >= weight and known[head]:find("^[vadn]") and not known[head]:find("^n[rstz]")
end

local function is_han(word)
  for _, c in utf8.codes(word) do
    if c < 0x4E00 or c > 0x9FFF then return false end
  end
  return true
end

-- The probability that words of the dictionary, of two characters or more each, stand one behind the other as in `word` from byte `from` on; 0: they do not.
local function by_chance(word, from)
  if from > #word then return 1 end
  local best, to = 0, utf8.offset(word, 3, from)
  while to do
    local w = weights[word:sub(from, to - 1)]
    if w then best = math.max(best, w / total * by_chance(word, to)) end
    to = to <= #word and utf8.offset(word, 2, to) or nil
  end
  return best
end

local class, names = {}, {}
local function add_line(line)
  local what, list = line:match("^(%l+)\t(.+)")
  for word in (list or ""):gmatch("[^%s|]+") do
    class[what] = class[what] or {}
    class[what][word] = true
    if (TAGS[what] or what == "same") and is_han(word) and utf8.len(word) > 1 and not known[word] then
      if not names[word] then names[#names + 1] = word end
      names[word] = names[word] or TAGS[what] or "nz"
    end
  end
end
for i = arg[1] == "model" and 4 or 3, #arg do
  for line in io.lines(arg[i]) do add_line(line) end
end

if arg[1] == "words" then
  for _, l in ipairs(lines) do
    if not is_joined(l[1]) then io.write(l[2], "\n") end
  end
  for _, word in ipairs(names) do
    local whole = by_chance(word, 1) < (utf8.len(word) <= 4 and names[word] ~= "ns" and CHANCE or 1e-30)
    local name = #names[word] == 2 -- ns, nt …; n, v and a are words
    if whole and not (name and (class["not"][word] or class.doubt[word])) then io.write(("%s %d %s\n"):format(word, WEIGHT, names[word])) end
  end
  return
end

local key, folded = assert(loadfile("src/text/fold_key.lua"))(arg[3]), {}
for what, words in pairs(class) do
  folded[what] = {}
  for word in pairs(words) do folded[what][key(word)] = true end
end
class = folded

-- How often a character stands in each place, by kinds of words: a name of which much is said is one name.
local places = {"surname", "given_1", "given_2", "given", "foreign"}
local count, sum = {}, {}
for _, p in ipairs(places) do count[p], sum[p] = {}, 20 end
local function add(place, what)
  count[place][what] = (count[place][what] or 0) + 1
  sum[place] = sum[place] + 1
end
local function surname_of(word) -- bytes of it; two characters before one
  for chars = 2, 1, -1 do
    local n = utf8.offset(word, chars + 1)
    if n and (class.surname[word:sub(1, n - 1)] or class.rare[word:sub(1, n - 1)]) then return n - 1 end
  end
end
for written, tag in pairs(known) do
  local word = key(written)
  local n = (tag == "nr" or tag == "nrfg") and is_han(word) and not is_joined(written) and surname_of(word)
  local given = n and word:sub(n + 1) or ""
  if #given == 3 or #given == 6 then add("surname", word:sub(1, n)) end
  if #given == 3 then add("given", given) end
  if #given == 6 then
    add("given_1", given:sub(1, 3))
    add("given_2", given:sub(4))
  end
  if tag == "nrt" and #word > 3 and is_han(word) then
    for _, c in utf8.codes(word) do add("foreign", utf8.char(c)) end
  end
end

local RARE, GRAMMAR, SEEN = 2, 4, 3 -- everyday words cost more as surnames, words of grammar as those or at the end; a sound is what was seen so often
local function cost(place, what, more)
  local n = count[place][what] or 0
  if place == "surname" then n = n + 0.5 end
  return n > 0 and math.floor((math.log(sum[place]) - math.log(n) + more) * 1024 + 0.5) or 0
end
local rows, at, compound, two, hash = {}, {}, {}, {}, 0
for _, what in ipairs {"surname", "rare"} do
  for word in pairs(class[what]) do
    if utf8.len(word) == 2 then
      compound[#compound + 1] = word
      two[word:sub(1, 3)] = 1
    end
  end
end
table.sort(compound)
for c = 0x4E00, 0x9FFF do
  local ch = utf8.char(c)
  local sur = (class.surname[ch] or class.rare[ch]) and cost("surname", ch, (class.rare[ch] and RARE or 0) + (class.never[ch] and GRAMMAR or 0)) or 0
  local ends = class.never[ch] and GRAMMAR or 0
  local sound = class.foreign[ch] and (count.foreign[ch] or 0) >= SEEN and cost("foreign", ch, 0) or 0
  local row = ("  {%d, %d, %d, %d, %d, %d},"):format(sur, cost("given_1", ch, 0), cost("given_2", ch, ends), cost("given", ch, ends), sound, two[ch] or 0)
  if row ~= "  {0, 0, 0, 0, 0, 0}," then
    rows[#rows + 1] = row
    at[c] = #rows
  end
end
local out = {"/* Made of the dictionary and names.tsv by dict_lines.lua. Costs: 1/1024 nat; 0: never. */",
  "static const struct { uint16_t surname, given_1, given_2, given, foreign, two; } rows[] = {\n  {0, 0, 0, 0, 0, 0},", table.concat(rows, "\n"),
  "};\nstatic const uint16_t row_of[] = { /* from U+4E00 */"}
local numbers = {}
for c = 0x4E00, 0x9FFF do numbers[#numbers + 1] = at[c] or 0 end
for i = 1, #numbers, 24 do out[#out + 1] = "  " .. table.concat(numbers, ", ", i, math.min(i + 23, #numbers)) .. "," end
out[#out + 1] = "};\nstatic const struct { const char *word; uint16_t cost; } compound[] = { /* surnames of two characters */"
for _, word in ipairs(compound) do
  local octal = word:gsub(".", function(b) return ("\\%03o"):format(b:byte()) end)
  out[#out + 1] = ('  {"%s", %d},'):format(octal, cost("surname", word, class.rare[word] and RARE or 0))
end
out[#out + 1] = "};"
local text = table.concat(out, "\n")
for i = 1, #text do hash = (hash * 31 + text:byte(i)) & 0x7FFFFFFF end
print(text .. ("\nenum { MODEL_HASH = %d };"):format(hash))
