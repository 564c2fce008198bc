--- hits.lua - the type Hits in Lua: records, concordance lines, counts, forms.
--
-- The core's Hits know document, start and end of each hit (offsets of text); what people see of it is made here, when asked.
local arguments = require "yuelan.arguments"
local core = require "yuelan.core"
local cql = require "yuelan.cql"
local files = require "yuelan.files"
local term = require "yuelan.term"

local hits = {}

local known = setmetatable({}, {__mode = "k"}) -- Hits -> {corpus =, query =}

-- ---- finding ----

--- find(corpus, {query =, regex =, word =, …}); aliases of the corpus are looked for too.
function hits.find(corpus, options)
  local query, o = options.query, {}
  for k, v in pairs(options) do o[k] = v end
  o.aliases = nil
  if options.cql then
    local whole, why, code = cql.options(o)
    if not whole then return nil, why, code end
    o = whole
    o.cql, o.query = query, nil
  end
  if not options.regex and not options.cql and options.aliases ~= false and type(query) == "string" then o.query = corpus:aliases_of(query) end
  local h, message, code = corpus:hits(o)
  if not h then return nil, message, code end
  known[h] = {
    corpus = corpus, query = query, regex = options.regex or options.cql, fuzzy = tonumber(options.fuzzy),
    anchors = options.cql and cql.has_anchors(query, o.macros),
  }
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

-- Text offsets of so many units (characters, words; or the whole sentence, paragraph …) around a place.
local function context(d, start, stop, left, right, unit) return d:context(unit or "character", left, right, start, stop) end

local function sentence(hit) return hit.document:sentence_at(hit.start, hit.stop) end

--- Its id: the first 16 digits of the document's hash, and the bytes.
function hits.id(d, from, to) return ("%s:%d-%d"):format(d.hash:sub(1, 16), from, to) end

--- Were they found with characters that may differ?
function hits.is_fuzzy(h) return known[h] ~= nil and (known[h].fuzzy or 0) > 0 end

local function place(d, s, e)
  if not s then return nil end
  local from, to = d:to_bytes(s, e)
  return {text = d:slice(s, e), start = from, ["end"] = to, char = d:char(s), char_end = d:char(e)}
end

--- Were they found by a query with anchors (@)?
function hits.has_anchors(h) return known[h] and known[h].anchors end

--- The record of `search`: context of so many units on each side, with the columns that were joined.
function hits.record(hit, left, right, unit)
  local d, s, e = hit.document, hit.start, hit.stop
  local from, to = d:to_bytes(s, e)
  local ls, re = context(d, s, e, left, right, unit)
  local ss, se = sentence(hit)
  local r = {
    id = hits.id(d, from, to), doc = d.doc, start = from, ["end"] = to, char = d:char(s), char_end = d:char(e),
    zone = d:zone_at(s), sentence = d:slice(ss, se), left = d:slice(ls, s), match = term.line(d:slice(s, e)),
    right = d:slice(e, re), original = (d:original(s, e)), confidence = d:confidence(s, e),
  }
  local places = hits.places(hit.hits, hit.k)
  for g, p in ipairs(places or {}) do places[g] = place(d, p.start, p.stop) end
  r.places = places
  if hits.is_fuzzy(hit.hits) then r.distance = hit.edits end
  if hits.has_anchors(hit.hits) then r.target, r.keyword = place(d, hit.hits:group(hit.k, 1)), place(d, hit.hits:group(hit.k, 2)) end
  for i, name in ipairs(hit.hits:columns()) do r[name] = hit.hits:value(hit.k, i) end
  return r
end

--- A name for the margin: the file's.
function hits.short_name(d) return term.line(d.doc:match("[^/]*$")) end

--- A line of the concordance: name, context, match, context. widths are display columns.
function hits.line(hit, w)
  local d, s, e = hit.document, hit.start, hit.stop
  local ls, re = context(d, s, e, w.units or w.left, w.more or w.right, w.unit)
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
  local lines, why = files.lines(path)
  if not lines then return nil, why end
  local list = {}
  for _, line in ipairs(lines) do
    local word = line:match("^%s*(.-)%s*$")
    if word ~= "" then list[#list + 1] = word end
  end
  if #list == 0 then return nil, path .. ": no words in it" end
  return list
end

-- The same as h:queries(), of hits that were sorted, sampled or put together.
local function count_queries(h, n)
  local counts, documents, last = {}, {}, {}
  for q = 1, n do counts[q], documents[q] = 0, 0 end
  for i = 1, #h do
    local _, _, q = h:at(i)
    local number = h:document_number(i)
    if last[q] ~= number then documents[q] = documents[q] + 1 end
    counts[q], last[q] = counts[q] + 1, number
  end
  return counts, documents
end

--- Hits and documents of each word of a list, as a list in its order: {word =, count =, documents =}.
function hits.by_word(h, words)
  local counts, documents = h:queries()
  if not counts then return nil, documents end
  if #counts == 0 then counts, documents = count_queries(h, #words) end
  local rows = {}
  for i, word in ipairs(words) do rows[i] = {word = word, count = counts[i], documents = documents[i]} end
  return rows
end

--- for d, n in by_document(h): the documents with hits, and how many.
function hits.by_document(h)
  local counts, i = h:per_document(), 0
  return function()
    i = i + 1
    local c = counts[i]
    if c then return h:document(c[2]), c[1] end
  end
end

--- How many documents have hits.
function hits.documents(h) return #h:per_document() end

--- Is a query made of Latin letters and digits, so that it could be part of a longer word?
function hits.is_latin(query) return query:find("^[%w%s%.%-']+$") ~= nil and query:find("%w") ~= nil end

--- The written forms of the matches, commonest first, as text ("后 41 · 後 217"); nil when there is only one.
function hits.forms(h, most)
  local forms = h:tally{by = "form"}
  if #forms < 2 then return nil end
  local parts = {}
  for i = 1, math.min(most, #forms) do
    local row = forms:row(i, 1)
    parts[i] = term.cut(term.line(row[1]), 40) .. " " .. term.thousands(row.count)
  end
  if #forms > most then parts[#parts + 1] = ("… %s more"):format(term.thousands(#forms - most)) end
  return table.concat(parts, " · ")
end

--- Hits that were found some other way, as those of a name.
function hits.named(h, corpus, query)
  known[h] = {corpus = corpus, query = query}
  return h
end

--- Hits made of h: what is known of the query goes with them.
function hits.made(h, new, message, code)
  if not new then return nil, message, code end
  known[new] = known[h]
  return new
end

-- ---- methods of Hits and Hit ----

--- The record of `search`: {id, doc, start, end, …}; options: left, right, unit (character, word, sentence …).
function Hit:record(options)
  return hits.record(self, hits.widths(arguments.options(options, "record")))
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

local UNITS = {character = 40, word = 10}

--- Left, right and unit of options: what records have of context.
function hits.widths(options)
  local unit = arguments.string(options.unit or "character", "unit", "character, word, sentence or paragraph"):gsub("s$", "")
  local usual = UNITS[unit] or 0
  return options.left or options.context or usual, options.right or options.context or usual, unit
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

hits.methods, hits.known = methods, known

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

package.loaded["yuelan.hits"] = hits
require "yuelan.hit_lists" -- the methods that make hits of hits, tables and files of them

return hits
