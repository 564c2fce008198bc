--- check.lua - the quality of a pile of texts: what `yuelan check` tells.
--
-- A finding is a row {section, kind, count, documents, share, doc, start, end, message}: how many things of a kind there are, in how
-- many documents, as which share of what can be counted, and where the first of them stands. All kinds of a section that can be
-- wrong are listed, those with nothing too, so that a program can rely on them.
local Table = require "yuelan.table"
local term = require "yuelan.term"

local check = {}

local problem_kinds = {"unreadable", "undecodable", "cut", "binary", "format", "empty", "encoding", "replacement", "control", "shift", "mojibake",
  "metadata", "override", "loop", "other", "skipped"}
local repair_kinds = {"gloss", "shift", "punctuation", "mojibake", "entity", "markup", "control", "space", "wrap"}
local zone_kinds = {"body", "heading", "title", "byline", "date", "caption", "image", "navigation", "ranking", "related", "comment", "notice",
  "credit", "other"}
local main_zones = {body = true, heading = true, title = true}

-- ---- counting ----

local Tally = {}
Tally.__index = Tally

-- A list of rows of one section, by kind, in the order given; kinds that are not foreseen come behind, by count.
local function tally(section, kinds)
  local t = setmetatable({section = section, by = {}, rows = {}, seen = {}}, Tally)
  for _, kind in ipairs(kinds or {}) do t:row(kind) end
  return t
end

function Tally:row(kind)
  local r = self.by[kind]
  if not r then
    r = {section = self.section, kind = kind, count = 0, documents = 0}
    self.by[kind], self.rows[#self.rows + 1] = r, r
  end
  return r
end

-- One more of a kind (or n) in document doc; place: {start, end, message}, kept of the first.
function Tally:add(kind, doc, place, n)
  local r = self:row(kind)
  r.count = r.count + (n or 1)
  if self.seen[r] ~= doc then
    self.seen[r] = doc
    r.documents = r.documents + 1
  end
  if not r.doc then
    r.doc = doc
    if place then r.start, r["end"], r.message = place.start, place["end"], place.message end
  end
end

local function by_count(a, b)
  if a.count ~= b.count then return a.count > b.count end
  return a.kind < b.kind
end

-- ---- what is looked at ----

local function look_at_documents(c, t, tiny)
  for _, d in c:documents() do
    local doc, body = d.doc, 0
    t.total:add("documents", doc)
    t.total:add("bytes", doc, nil, d.size)
    t.total:add("characters", doc, nil, d.characters)
    t.format:add(d.format, doc)
    t.encoding:add(d.encoding, doc)
    if d.encoding_score < 0.5 then t.document:add("weak_encoding", doc) end
    t.script:add(d.script, doc)
    t.language:add(d:field("language") or "unknown", doc)
    for _, z in d:zones():rows() do
      local n = z.char_end - z.char
      t.zone:add(z.kind, doc, z, n)
      if main_zones[z.kind] and z.kind ~= "title" then body = body + n end
    end
    if d.characters == 0 or not d.text:find("%S") then t.document:add("empty", doc)
    elseif body < tiny then t.document:add("tiny", doc) end
    if body == 0 and d.characters > 0 then t.document:add("no_body", doc) end
    if not d:field("date") then t.document:add("undated", doc) end
    if not d:field("title") then t.document:add("untitled", doc) end
    if d.share_body < 0.5 and d.characters > 0 then t.document:add("mostly_furniture", doc) end
    for _, r in d:repairs():rows() do
      t.repaired:add(r.kind, doc, {start = r.start, ["end"] = r["end"], message = ("%s -> %s"):format(r.before, r.after)})
      t.confidence:add(r.confidence, doc)
    end
  end
end

local function look_at_problems(c, t, whole)
  local there = {}
  if not whole then
    for _, d in c:documents() do there[d.doc] = true end
  end
  for _, p in ipairs(c:all_problems()) do
    if whole or there[p.doc] then t.problem:add(p.kind, p.doc, p) end
  end
end

-- Files without any letters that are the same byte by byte: what has letters is in `taken` if it is a copy.
local function look_at_bytes(c, t, taken)
  local first, counted = {}, {}
  for _, d in c:documents() do
    local hash = d.size > 0 and not taken[d.doc] and d.hash
    if hash and first[hash] then
      if not counted[hash] then t.groups, counted[hash] = t.groups + 1, true end
      t.duplicate:add("bytes", d.doc, {message = ("like %s (%.2f)"):format(first[hash], 1)})
    elseif hash then
      first[hash] = d.doc
    end
  end
end

local function look_at_duplicates(c, t, similarity)
  local x, message = c:duplicates{threshold = similarity}
  if not x then return nil, message end
  local taken = {}
  for _, g in ipairs(x:copies()) do
    t.groups, taken[g[1].doc] = t.groups + 1, true
    for i = 2, #g do
      local doc = g[i].document.doc
      taken[doc] = true
      t.duplicate:add(g[i].kind, doc, {message = ("like %s (%.2f)"):format(g[1].doc, g[i].similarity)})
    end
  end
  look_at_bytes(c, t, taken)
  return true
end

--- The findings of a corpus; options: tiny, similarity. Or nil and a message.
function check.rows(c, options)
  local t = {
    total = tally("total", {"documents", "bytes", "characters"}), format = tally("format"), encoding = tally("encoding"),
    script = tally("script"), language = tally("language"), problem = tally("problem", problem_kinds), repaired = tally("repair", repair_kinds),
    confidence = tally("confidence", {"exact", "likely", "guess"}), duplicate = tally("duplicate", {"bytes", "text", "near"}),
    document = tally("document", {"empty", "tiny", "no_body", "undated", "untitled", "mostly_furniture", "weak_encoding"}),
    zone = tally("zone", zone_kinds), groups = 0,
  }
  look_at_documents(c, t, options.tiny or 50)
  look_at_problems(c, t, c:whole())
  local ok, message = look_at_duplicates(c, t, options.similarity or 0.8)
  if not ok then return nil, message end

  local documents, characters = #c, t.total.by.characters.count
  for _, section in ipairs {t.format, t.encoding, t.script, t.language} do table.sort(section.rows, by_count) end
  for _, section in ipairs {t.format, t.encoding, t.script, t.language, t.duplicate, t.document} do
    for _, r in ipairs(section.rows) do r.share = documents > 0 and r.documents / documents or 0 end
  end
  for _, r in ipairs(t.zone.rows) do r.share = characters > 0 and r.count / characters or 0 end
  -- damage that leaves a problem behind when it could not be mended
  local damage = tally("damage", {"shift", "mojibake", "replacement", "control"})
  for _, r in ipairs(damage.rows) do
    local mended, left = t.repaired.by[r.kind], t.problem.by[r.kind]
    r.count = (mended and mended.count or 0) + left.count
    r.documents = math.max(mended and mended.documents or 0, left.documents)
    r.share = r.count > 0 and (mended and mended.count or 0) / r.count or nil
    local first = left.doc and left or mended
    if first then r.doc, r.start, r["end"], r.message = first.doc, first.start, first["end"], first.message end
  end
  local furniture = 0
  for _, r in ipairs(t.zone.rows) do
    if not main_zones[r.kind] then furniture = furniture + r.count end
  end
  t.total:add("share_furniture", nil, nil, furniture)
  t.total.by.share_furniture.share = characters > 0 and furniture / characters or 0
  t.total.by.share_furniture.documents = documents
  t.total:row("duplicate_groups").count = t.groups

  local rows = {}
  for _, section in ipairs {t.total, t.format, t.encoding, t.script, t.language, t.problem, damage, t.repaired, t.confidence, t.duplicate,
    t.document, t.zone} do
    table.move(section.rows, 1, #section.rows, #rows + 1, rows)
  end
  for _, r in ipairs(rows) do
    if r.section == "total" then r.doc = nil end
  end
  return rows
end

-- ---- conditions ----

local operators = {
  [">"] = function(a, b) return a > b end, [">="] = function(a, b) return a >= b end, ["<"] = function(a, b) return a < b end,
  ["<="] = function(a, b) return a <= b end, ["="] = function(a, b) return a == b end, ["!="] = function(a, b) return a ~= b end,
}

--- A condition KIND OP N as {kind, text, holds = f(value)}, or nil and what is wrong with it.
function check.condition(text)
  local kind, op, number = text:match("^%s*([%w_%-%.]+)%s*([<>=!]+)%s*(%-?[%d%.]+)%s*$")
  local f, n = operators[op], tonumber(number)
  if not (kind and f and n) then return nil, ("KIND OP N expected, like 'mojibake>0', got '%s'"):format(text) end
  return {kind = kind, text = text, holds = function(value) return f(value, n) end}
end

--- The value of a kind: problems and damage that was not repaired by their problem, shares by name, else the count of the first
--- section that has it; nil if none does.
function check.value(rows, kind)
  local found
  for _, r in ipairs(rows) do
    if r.kind == kind and r.section == "problem" then return r.count end
    if r.kind == kind and not found then found = r end
  end
  if not found then return nil end
  return kind:match("^share_") and found.share or found.count
end

function check.number(x) return math.type(x) == "integer" and term.thousands(x) or ("%.3g"):format(x) end

-- ---- the screen ----

local titles = {
  {"format", "Formats"}, {"encoding", "Encodings"}, {"script", "Scripts"}, {"language", "Languages"}, {"problem", "Problems"},
  {"damage", "Damage"}, {"repair", "Repairs"}, {"duplicate", "Duplicates"}, {"document", "Documents to look at"}, {"zone", "Zones"},
}

local function percent(x) return x and ("%.1f %%"):format(100 * x) or "" end

local function first_place(r)
  if not r.doc then return "" end
  return r["end"] and r["end"] > 0 and ("%s:%d-%d"):format(r.doc, r.start, r["end"]) or r.doc
end

local columns = {
  format = {"documents", "share"}, encoding = {"documents", "share", "first"}, script = {"documents", "share", "first"},
  language = {"documents", "share"}, problem = {"count", "documents", "first", "message"}, damage = {"count", "documents", "repaired", "first"},
  ["repair"] = {"count", "documents", "first", "message"}, duplicate = {"documents", "share", "first", "message"},
  document = {"documents", "share", "first"}, zone = {"characters", "documents", "share"},
}

local function section(job, rows, name, title, width)
  local list = {}
  for _, r in ipairs(rows) do
    if r.section == name and (r.count > 0 or r.documents > 0) then
      list[#list + 1] = {
        kind = r.kind, count = r.count, characters = r.count, documents = r.documents, share = percent(r.share), repaired = percent(r.share),
        first = term.line(first_place(r)), message = r.message and term.line(r.message) or "",
      }
    end
  end
  if #list == 0 then return end
  local shape = {{name = "kind", type = "string"}}
  for _, column in ipairs(columns[name]) do
    local number = column == "count" or column == "documents" or column == "characters"
    shape[#shape + 1] = {name = column, type = number and "integer" or "string"}
  end
  job:print("")
  job:print(title)
  job:print(Table.new(list, shape):text{width = width, rows = math.huge})
end

--- Prints the findings for people.
function check.screen(job, rows)
  local width = job.terminal and term.size() or 120
  local by = {}
  for _, r in ipairs(rows) do by[r.section .. "." .. r.kind] = r end
  local function n(key) return term.thousands(by[key] and by[key].count or 0) end
  job:print(("%s, %s characters, %s bytes; %s of the characters are page furniture; %s with %s"):format(
    term.count(by["total.documents"].count, "document"), n "total.characters", n "total.bytes", percent(by["total.share_furniture"].share),
    term.count(by["total.duplicate_groups"].count, "group") .. " of duplicates",
    term.count(by["duplicate.bytes"].count + by["duplicate.text"].count + by["duplicate.near"].count, "copy", "copies")))
  job:print(("Repairs: %s exact, %s likely, %s guesses"):format(n "confidence.exact", n "confidence.likely", n "confidence.guess"))
  for _, t in ipairs(titles) do section(job, rows, t[1], t[2], width) end
end

return check
