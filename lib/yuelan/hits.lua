--- hits.lua - the type Hits in Lua: records, concordance lines, counts, forms.
--
-- The core's Hits know document, start and end of each hit (offsets of text); what people see of it is made here, when asked.
local core = require "yuelan.core"
local Table = require "yuelan.table"
local records = require "yuelan.records"
local term = require "yuelan.term"
local where = require "yuelan.where"

local hits = {}

local known = setmetatable({}, {__mode = "k"}) -- Hits -> {corpus =, query =}

-- ---- finding ----

--- find(corpus, {query =, regex =, word =, …}); aliases of the corpus are looked for too.
function hits.find(corpus, options)
  local query, o = options.query, {}
  for k, v in pairs(options) do o[k] = v end
  o.aliases = nil
  if not options.regex and options.aliases ~= false and type(query) == "string" then o.query = corpus:aliases_of(query) end
  local h, message, code = corpus:hits(o)
  if not h then return nil, message, code end
  known[h] = {corpus = corpus, query = query, regex = options.regex}
  return h
end

-- ---- the types Hits and Hit ----

local Hit = {}
local hit_mt = {__name = "Hit", __index = Hit, methods = Hit, fields = {"document", "start", "stop", "text", "query", "edits"}}

local methods = core.Hits.methods

core.Hits.__index = function(h, k)
  if math.type(k) ~= "integer" then return methods[k] end
  local start, stop, query, edits = h:at(k)
  if not start then return nil end
  return setmetatable({document = h:document(k), start = start, stop = stop, text = h:text(k), query = query, edits = edits, hits = h, k = k}, hit_mt)
end

-- ---- one hit ----

-- Text offsets of n characters before start and after stop.
local function context(d, start, stop, left, right)
  local c, e = d:char(start), d:char(stop)
  return d:offset(math.max(0, c - left)), d:offset(math.min(d.characters, e + right))
end

local function sentence(hit) return hit.document:sentence_at(hit.start, hit.stop) end

--- Its id: the first 16 digits of the document's hash, and the bytes.
function hits.id(d, from, to) return ("%s:%d-%d"):format(d.hash:sub(1, 16), from, to) end

--- The record of `search`.
function hits.record(hit, left, right)
  local d, s, e = hit.document, hit.start, hit.stop
  local from, to = d:to_bytes(s, e)
  local ls, re = context(d, s, e, left, right)
  local ss, se = sentence(hit)
  return {
    id = hits.id(d, from, to), doc = d.doc, start = from, ["end"] = to, char = d:char(s), char_end = d:char(e),
    zone = d:zone_at(s), sentence = d:slice(ss, se), left = d:slice(ls, s), match = term.line(d:slice(s, e)),
    right = d:slice(e, re), original = (d:original(s, e)), confidence = d:confidence(s, e),
  }
end

--- A name for the margin: the file's.
function hits.short_name(d) return term.line(d.doc:match("[^/]*$")) end

--- A line of the concordance: name, context, match, context. widths are display columns.
function hits.line(hit, w)
  local d, s, e = hit.document, hit.start, hit.stop
  local ls, re = context(d, s, e, w.left, w.right)
  local left, right = term.line(d:slice(ls, s)), term.line(d:slice(e, re))
  local name = term.pad(term.cut(hits.short_name(d), w.name), w.name)
  left = core.fit(left, w.left, term.ambiguous, "end")
  right = core.fit(right, w.right, term.ambiguous)
  local match = term.cut(term.line(d:slice(s, e)), math.max(12, w.width - w.name - w.left - w.right - 4))
  return ("%s  %s [%s] %s"):format(name, term.pad(left, w.left, "right"), match, right):gsub("%s+$", "")
end

-- ---- many ----

--- words(path): the lines of a file that are not empty, without the spaces at their edges; nil, message when it cannot be read.
function hits.words(path)
  local f, why = io.open(path, "rb")
  if not f then return nil, why end
  local list = {}
  for line in f:lines() do
    local word = line:gsub("^\xEF\xBB\xBF", ""):match("^%s*(.-)%s*$")
    if word ~= "" then list[#list + 1] = word end
  end
  f:close()
  if #list == 0 then return nil, path .. ": no words in it" end
  return list
end

--- Hits and documents of each word of a list, as a list in its order: {word =, count =, documents =}.
function hits.by_word(h, words)
  local counts, documents = h:queries()
  if not counts then return nil, documents end
  local rows = {}
  for i, word in ipairs(words) do rows[i] = {word = word, count = counts[i], documents = documents[i]} end
  return rows
end

--- for d, n in by_document(h): the documents with hits, and how many.
function hits.by_document(h)
  local i, n = 1, #h
  return function()
    if i > n then return nil end
    local first = i
    local number = h:document_number(i)
    while i <= n and h:document_number(i) == number do i = i + 1 end
    return h:document(first), i - first
  end
end

--- How many documents have hits.
function hits.documents(h)
  local n = 0
  for _ in hits.by_document(h) do n = n + 1 end
  return n
end

--- Is a query made of Latin letters and digits, so that it could be part of a longer word?
function hits.is_latin(query) return query:find("^[%w%s%.%-']+$") ~= nil and query:find("%w") ~= nil end

--- The written forms of the matches, commonest first, as text ("后 41 · 後 217"); nil when there is only one.
function hits.forms(h, most)
  local counts, forms = {}, {}
  for i = 1, #h do
    local s = term.line(h:text(i))
    if not counts[s] then forms[#forms + 1] = s end
    counts[s] = (counts[s] or 0) + 1
  end
  if #forms < 2 then return nil end
  table.sort(forms, function(a, b)
    if counts[a] ~= counts[b] then return counts[a] > counts[b] end
    return a < b
  end)
  local parts = {}
  for i = 1, math.min(most, #forms) do parts[i] = term.cut(forms[i], 40) .. " " .. term.thousands(counts[forms[i]]) end
  if #forms > most then parts[#parts + 1] = ("… %s more"):format(term.thousands(#forms - most)) end
  return table.concat(parts, " · ")
end

local function group_key(d, by)
  local parts = {}
  for i, name in ipairs(by) do
    local v = d:value(name)
    parts[i] = v == nil and "-" or "=" .. tostring(v)
  end
  return table.concat(parts, "\0")
end

local function order_groups(by)
  return function(a, b)
    if a.count ~= b.count then return a.count > b.count end
    for _, name in ipairs(by) do
      local x, y = a[name], b[name]
      if x ~= y then return x ~= nil and (y == nil or tostring(x) < tostring(y)) end
    end
    return false
  end
end

-- The documents of the corpus in groups by metadata fields, in order of first appearance, and the group of each key.
local function grouped(corpus, by)
  local found, list = {}, {}
  for i, d in corpus:documents() do
    local key = group_key(d, by)
    local g = found[key]
    if not g then
      g = {count = 0, documents = 0, numbers = {}}
      for _, name in ipairs(by) do
        local v = d:value(name)
        if v ~= nil then g[name] = tostring(v) end
      end
      found[key], list[#list + 1] = g, g
    end
    table.insert(g.numbers, i)
  end
  return list, found
end

--- Groups of the corpus by metadata fields: count of hits, documents with hits, and the totals of the group's view; groups without
-- hits too, and the one that has no value. per_million is of words, nil where words are not counted.
function hits.groups(h, corpus, by)
  local list, found = grouped(corpus, by)
  for d, n in hits.by_document(h) do
    local g = found[group_key(d, by)]
    g.count, g.documents = g.count + n, g.documents + 1
  end
  for _, g in ipairs(list) do
    local view = corpus:subset(g.numbers)
    g.numbers, g.total_characters, g.total_words = nil, view:characters(), records.words(view)
    if g.total_words and g.total_words > 0 then g.per_million = g.count / g.total_words * 1e6 end
  end
  table.sort(list, order_groups(by))
  return list
end

-- ---- order ----

local SORT_CONTEXT = 20

local function reversed(s)
  local out = {}
  for _, c in utf8.codes(s) do table.insert(out, 1, utf8.char(c)) end
  return table.concat(out)
end

-- The word or character next to the match: a run of Latin letters and digits, or one character.
local function first_unit(s)
  s = s:gsub("^%s+", "")
  return s:match("^[%w]+") or s:match("^" .. utf8.charpattern) or ""
end

local function last_unit(s)
  s = s:gsub("%s+$", "")
  return s:match("[%w]+$") or s:match("[%z\1-\127\194-\253][\128-\191]*$") or ""
end

local sort_keys = {left = true, right = true, left1 = true, right1 = true, match = true}

local function sort_value(hit, key)
  local d = hit.document
  local ls, re = context(d, hit.start, hit.stop, SORT_CONTEXT, SORT_CONTEXT)
  if key == "left" then return reversed(core.key(d:slice(ls, hit.start))) end
  if key == "right" then return core.key(d:slice(hit.stop, re)) end
  if key == "left1" then return core.key(last_unit(d:slice(ls, hit.start))) end
  if key == "right1" then return core.key(first_unit(d:slice(hit.stop, re))) end
  if key == "match" then return hit.text end
  return d:value(key)
end

--- The hits as a list, sorted by keys: doc, left1, right1, left, right, match, or a field of the document; "-" for falling.
function hits.sorted(h, keys)
  local rows, columns = {}, {}
  for _, key in ipairs(keys) do
    local name = key:gsub("^%-", "")
    local wrong = not sort_keys[name] and where.no_field(h:corpus(), name)
    if wrong then error("sort: " .. wrong .. "; or left1 right1 left right match", 0) end
  end
  for i = 1, #h do
    local row = {hit = h[i]}
    for k, key in ipairs(keys) do row["k" .. k] = sort_value(row.hit, (key:gsub("^%-", ""))) end
    rows[i] = row
  end
  local order = {}
  for k, key in ipairs(keys) do
    columns[k] = {name = "k" .. k, type = "string"}
    order[k] = (key:sub(1, 1) == "-" and "-k" or "k") .. k
  end
  local out = {}
  for i, row in Table.new(rows, columns):sort(table.unpack(order)):rows() do out[i] = row.hit end
  return out
end

-- ---- methods of Hits and Hit ----

--- The record of `search`: {id, doc, start, end, …}; options: left, right (characters).
function Hit:record(options)
  options = options or {}
  return hits.record(self, options.left or 40, options.right or 40)
end

--- The sentence it stands in.
function Hit:sentence() return self.document:slice(sentence(self)) end

--- The paragraph it stands in, with the match in brackets and where it stands: what one reads to judge a hit.
function Hit:open()
  local d, s, e = self.document, self.start, self.stop
  local from, to = d:line_at(s, e)
  return d:slice(from, s) .. "[" .. d:slice(s, e) .. "]" .. d:slice(e, to) .. "\n    " .. self:cite()
end

--- A reference for a footnote.
function Hit:cite() return self.document:cite(self.start, self.stop) end

--- What stands in the file, decoded but not repaired.
function Hit:original() return self.document:original(self.start, self.stop) end

function hit_mt.__tostring(hit)
  return hits.line(hit, {name = math.min(24, term.width(hits.short_name(hit.document))), left = 24, right = 24, width = term.size()})
end

--- All hits as a Table of records. options: left, right (characters of context), sort (a key or a list of keys), limit.
function methods:kwic(options)
  options = options or {}
  local schema = require "yuelan.schema"
  local order = self
  if options.sort then order = hits.sorted(self, type(options.sort) == "table" and options.sort or {options.sort}) end
  local rows, columns = {}, {}
  for i = 1, math.min(#self, options.limit or math.huge) do rows[i] = hits.record(order[i], options.left or 40, options.right or 40) end
  for i, name in ipairs {"doc", "left", "match", "right", "zone", "confidence", "start", "end"} do columns[i] = {name = name} end
  columns[2].align, columns[2].cut = "right", "start"
  for _, f in ipairs(schema.of("search", "hit")) do
    for _, c in ipairs(columns) do
      if c.name == f.name then c.type = f.type end
    end
  end
  return Table.new(rows, columns)
end

--- count(): documents with hits; count("site", …): groups, empty ones and the missing one too. A Table.
function methods:count(...)
  if select("#", ...) > 0 then
    local by, columns = {...}, {}
    for _, name in ipairs(by) do
      local wrong = where.no_field(self:corpus(), name)
      if wrong then error("count: " .. wrong, 2) end
    end
    for i, name in ipairs(by) do columns[i] = {name = name, type = "string"} end
    table.move(records.columns("search", "group"), 1, 5, #columns + 1, columns)
    return Table.new(hits.groups(self, self:corpus(), by), columns)
  end
  local rows = {}
  for d, n in hits.by_document(self) do rows[#rows + 1] = {doc = d.doc, count = n} end
  return Table.new(rows, records.columns("search", "count")):sort("-count", "doc")
end

--- for i, hit in h:each() do … end
function methods:each()
  local i = 0
  return function()
    i = i + 1
    local hit = self[i]
    if hit then return i, hit end
  end
end

local MOST_LINES = 20

core.Hits.__tostring = function(h)
  local ok, n = pcall(function() return #h end)
  if not ok then return "Hits: closed" end
  local query = known[h] and known[h].query
  local lines = {("%s%s in %s"):format(type(query) == "string" and query .. ": " or "", term.count(n, "hit"),
    term.count(hits.documents(h), "document"))}
  local forms = n <= 100000 and not (known[h] and known[h].regex) and hits.forms(h, 8)
  if forms then lines[#lines + 1] = "forms: " .. forms end
  local width, name = term.size(), 0
  for i = 1, math.min(n, MOST_LINES) do name = math.min(24, math.max(name, term.width(hits.short_name(h:document(i))))) end
  local each = math.max(8, math.min(30, (width - name - 14) // 2))
  for i = 1, math.min(n, MOST_LINES) do lines[#lines + 1] = hits.line(h[i], {name = name, left = each, right = each, width = width}) end
  if n > MOST_LINES then lines[#lines + 1] = ("… %s"):format(term.count(n - MOST_LINES, "more hit")) end
  return table.concat(lines, "\n")
end

return hits
