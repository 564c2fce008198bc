-- fold_table.lua fold.tsv > fold_table.h - the facts of fold.tsv as static C arrays (see fold.c).
--
-- fold_index[cp >> 6] is a page; fold_entry[page * 64 + (cp & 63)] is 0 for "stays as it is", or
--   len << 24 | up to three bytes of UTF-8, the first lowest      (len 1 to 3), or
--   0x80000000 | offset << 6 | len                                in fold_pool,
-- with 0x40000000 where the code point is not simple. fold_visible is the same for visible ASCII, by byte. fold_step lists
-- the single steps, ascending by code point.
local path = assert(arg[1], "usage: fold_table.lua fold.tsv")

local full, steps, simple = {}, {}, {}
local function utf8_of(hexes)
  return (hexes:gsub("(%x+)%+?", function(h) return utf8.char(tonumber(h, 16)) end))
end
for line in io.lines(path) do
  local lo, hi = line:match("^simple\t(%x+)-(%x+)")
  if lo then
    simple[#simple + 1] = {tonumber(lo, 16), tonumber(hi, 16)}
  elseif line:sub(1, 1) ~= "#" then
    local cp, whole, rest = line:match("^(%x+)\t([%x+]+)(.*)")
    cp = tonumber(cp, 16)
    full[cp] = utf8_of(whole)
    for kind, to in rest:gmatch("(%a)=([%x+]+)") do steps[#steps + 1] = {cp, kind, utf8_of(to)} end
  end
end

local pool, where = {}, {}
local size = 0
local function intern(s)
  if not where[s] then
    where[s] = size
    pool[#pool + 1] = s
    size = size + #s
  end
  return where[s]
end

local is_simple = {}
for _, r in ipairs(simple) do
  for cp = r[1], r[2] do is_simple[cp] = true end
end

local function entry(cp)
  local s = full[cp]
  local v = is_simple[cp] and 0 or 0x40000000
  if not s or s == utf8.char(cp) then return v end
  if #s > 3 then return v | 0x80000000 | intern(s) << 6 | #s end
  for i = 1, #s do v = v | s:byte(i) << (8 * (i - 1)) end
  return v | #s << 24
end

local function emit(name, ctype, list, format, per)
  print(("static const %s %s[%d] = {"):format(ctype, name, #list))
  for i = 1, #list, per do
    local row = {}
    for j = i, math.min(i + per - 1, #list) do row[#row + 1] = format:format(list[j]) end
    print(table.concat(row, ",") .. ",")
  end
  print("};")
end

print("/* made by src/text/fold_table.lua from src/text/fold.tsv */")
local pages, page_of, index, n = {}, {}, {}, 0
for page = 0, 0x10FFFF >> 6 do
  local row = {}
  for i = 0, 63 do
    local cp = page << 6 | i
    row[i + 1] = (cp >= 0xD800 and cp < 0xE000) and 0 or entry(cp)
  end
  local key = table.concat(row, ",")
  if not page_of[key] then
    page_of[key] = n
    n = n + 1
    for i = 1, 64 do pages[#pages + 1] = row[i] end
  end
  index[page + 1] = page_of[key]
end
emit("fold_index", "uint16_t", index, "%d", 32)
emit("fold_entry", "uint32_t", pages, "0x%X", 16)

local visible = {} -- the fold of a byte that is visible ASCII or a space; 0 for others
for b = 0, 255 do
  local c = b >= 0x20 and b < 0x7F and (full[b] or string.char(b)) or "\0"
  assert(#c == 1 and (b <= 0x20 or b >= 0x7F or is_simple[b]))
  visible[b + 1] = c:byte()
end
emit("fold_visible", "unsigned char", visible, "%d", 32)

print("static const struct { uint32_t cp; char kind; uint8_t n; uint16_t at; } fold_step[] = {")
for _, s in ipairs(steps) do
  local at = intern(s[3])
  assert(at < 65536 and #s[3] < 64)
  print(("{0x%X,'%s',%d,%d},"):format(s[1], s[2], #s[3], at))
end
print("};")
local all = table.concat(pool)
local bytes = {all:byte(1, 1)}
for i = 2, #all do bytes[i] = all:byte(i) end
emit("fold_pool", "unsigned char", bytes, "%d", 32)
local hash = 0xcbf29ce484222325
for line in io.lines(path) do
  for i = 1, #line do hash = (hash ~ line:byte(i)) * 1099511628211 end
end
print(("#define FOLD_VERSION UINT64_C(0x%016x)"):format(hash))
