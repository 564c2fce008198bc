--- library.lua - what `require "yuelan"` gives: the Lua half on the core's types.
--
-- Corpus and Document are the core's userdata; here they get the methods that need no speed. What Lua knows about a corpus (aliases,
-- zones, what was opened) is kept beside it, by weak key, and handed on to its views.
local arguments = require "yuelan.arguments"
local core = require "yuelan.core"
local Table = require "yuelan.table"
local overrides = require "yuelan.overrides"
local aliases = require "yuelan.aliases"
local dictionary = require "yuelan.dictionary"
local json = require "yuelan.json"
local records = require "yuelan.records"
local term = require "yuelan.term"
local where = require "yuelan.where"

local yuelan = {
  version = core.version,
  Table = Table,
  json = json,
  width = core.width,
  fit = core.fit,
  key = core.key,
  convert = core.convert,
  conversions = core.conversions,
  jobs = core.jobs,
  stats = require "yuelan.stats",
  cluster = core.cluster,
}

local Corpus, Document = core.Corpus.methods, core.Document.methods
local known = setmetatable({}, {__mode = "k"}) -- corpus -> {zones, aliases, from}

local DEFAULT_ZONES = "body,heading,title"

-- ---- opening ----

-- What open and pieces are asked: the core's options, our own, all of them; nil, message, code.
local function asked(what, x, more, ...)
  local options, mine, all = {path = {}}, {}, {}
  if type(x) == "string" then x = {x} end
  if type(x) ~= "table" then error(what .. ": path or {path, …, option = value} expected, got " .. type(x), 3) end
  if more ~= nil and type(more) ~= "table" or select("#", ...) > 0 then
    error(what .. ": one path, or a list of paths, and a table of options expected", 3)
  end
  for k, v in pairs(more or {}) do all[k] = v end
  for k, v in pairs(x) do all[k] = v end
  for k, v in pairs(all) do
    if math.type(k) == "integer" then options.path[k] = v
    elseif k == "aliases" or k == "zones" or k == "dict" then mine[k] = v
    else options[k] = v end
  end
  if mine.aliases then
    local groups, message, code = aliases.of(mine.aliases)
    if not groups then return nil, message, code end
    mine.groups = groups
  end
  if mine.dict then
    local ok, message, code = dictionary.use(mine.dict)
    if not ok then return nil, message, code end
  end
  return options, mine, all
end

-- A corpus as it was opened, with what Lua knows about it; in the zones asked for.
local function opened(c, options, mine, all)
  dictionary.opened = true
  known[c] = {zones = DEFAULT_ZONES, aliases = mine.groups, from = table.concat(options.path, " "), request = all}
  return mine.zones and c:zones(mine.zones) or c
end

--- open(path [, {option = value}]) or open{path, …, encoding =, repair =, metadata =, dict =, aliases =, hidden =, files_from =,
-- zones =, strict =, read_as =, text_field =,
-- id_field =, keep =, max_document = and the other limits of yuelan.h}.
function yuelan.open(x, more, ...)
  local options, mine, all = asked("open", x, more, ...)
  if not options then return nil, mine, all end
  local c, message, code = core.open(options)
  if not c then return nil, message, code end
  return opened(c, options, mine, all)
end

--- pieces: what open reads piece by piece, for c in assert(yuelan.pieces("-")) do … end. Each piece is closed when the next is asked for.
function yuelan.pieces(x, more, ...)
  local options, mine, all = asked("pieces", x, more, ...)
  if not options then return nil, mine, all end
  local pieces, message, code = core.pieces(options)
  if not pieces then return nil, message, code end
  local piece
  local function close()
    if piece then piece:close() end
    piece = nil
  end
  local function next_piece()
    close()
    local c, why = pieces:next()
    if why then error(why, 2) end
    piece = c and opened(c, options, mine, all)
    return piece
  end
  return next_piece, nil, nil, setmetatable({}, {__close = function() close() pieces:close() end})
end

-- ---- Corpus ----

local function about(c)
  return known[c] or {zones = DEFAULT_ZONES}
end

-- Where corrections of c are written: the file they were read from, the last one if there are several.
local function corrections(c)
  local given = about(c).request and about(c).request.overrides
  return type(given) == "table" and given[#given] or given
end
overrides.file = corrections

-- A view of c: the documents with these numbers (all: nil), other zones or the same.
local function view(c, numbers, zones)
  if not numbers then
    numbers = {}
    for i = 1, #c do numbers[i] = i end
  end
  local from = about(c)
  local v = c:select(numbers, zones or from.zones)
  known[v] = {zones = zones or from.zones, aliases = from.aliases, from = from.from, request = from.request}
  return v
end

--- reload(): reads everything again, with the same options: files that changed, and corrections that were made.
function Corpus:reload()
  local request = {}
  for k, v in pairs(about(self).request) do request[k] = v end
  return yuelan.open(request)
end

--- subset{1, 3}: the view of the documents with these numbers, ascending.
function Corpus:subset(numbers) return view(self, numbers) end

--- for i, d in c:documents() do … end
function Corpus:documents()
  local i = 0
  return function()
    i = i + 1
    local d = self[i]
    if d then return i, d end
  end
end

--- where{site = "ifeng.com", date = {">=", "2025-01-01"}}, or where(function(d) … end): the view of those documents.
function Corpus:where(test)
  if type(test) ~= "function" and type(test) ~= "table" then
    error("where: {field = value, …} or a function expected, got " .. type(test), 2)
  end
  local conditions = type(test) == "table" and (test.conditions or where.of(test))
  for _, c in ipairs(conditions or {}) do
    local wrong = where.wrong_field(self, c)
    if wrong then error("where: " .. wrong, 2) end
  end
  local numbers = {}
  for i, d in self:documents() do
    local keep
    if conditions then keep = where.test(d, conditions) else keep = test(d) end
    if keep then numbers[#numbers + 1] = i end
  end
  return view(self, numbers)
end

--- zones("all") or zones("body,caption"): the same documents, other zones; zones(): which they are.
function Corpus:zones(zones)
  if zones == nil then return about(self).zones end
  if type(zones) == "table" then zones = table.concat(zones, ",") end
  return view(self, nil, zones)
end

--- The names the query stands for, by the aliases the corpus was opened with.
function Corpus:aliases_of(query) return aliases.expand(about(self).aliases, query) end

--- The groups of names that are one, by the aliases the corpus was opened with: lists, in order.
function Corpus:alias_groups()
  local seen, list = {}, {}
  for _, group in pairs(about(self).aliases or {}) do
    if not seen[group] then seen[group], list[#list + 1] = true, group end
  end
  table.sort(list, function(a, b) return table.concat(a, "\t") < table.concat(b, "\t") end)
  return list
end

--- find("query" [, {regex =, cql =, word =, across =, exact =, distinct =, fuzzy =, aliases = false}]) or find{"query", regex =, …} -> Hits.
function Corpus:find(x, options)
  if type(x) == "string" then x = {x} end
  if type(x) ~= "table" then error("find: query or {query, option = value} expected, got " .. type(x), 2) end
  if options ~= nil and type(options) ~= "table" then error("find: options are a table, got " .. type(options), 2) end
  local o = {}
  for k, v in pairs(options or {}) do
    if math.type(k) == "integer" then error("find: options have names, as in {regex = true}", 2) end
    o[k] = v
  end
  for k, v in pairs(x) do
    if math.type(k) ~= "integer" then o[k] = v end
  end
  if type(o.regex) == "string" then o.query, o.regex = o.regex, true end
  if type(o.cql) == "string" then o.query, o.cql = o.cql, true end
  if x[1] ~= nil then o.query = #x > 1 and {table.unpack(x)} or x[1] end
  if o.query == nil or o.query == "" then error("find: a query expected", 2) end
  return require("yuelan.hits").find(self, o)
end
Corpus.search = Corpus.find

--- near({"英伟达", "泡沫"} [, {within = 20, unit = "character"|"word"|"sentence"|"paragraph", ordered =, …}]) -> Hits: where queries stand near
-- one another; other options are those of find. A query may be Hits.
function Corpus:near(queries, options)
  if type(queries) ~= "table" or #queries < 2 then error("near: two queries or more expected, as {\"英伟达\", \"泡沫\"}", 2) end
  return require("yuelan.hits").near(self, queries, options)
end

--- trace(passage [, {similarity = 0.5}]): its copies, exact, reworded or in part, by date; prints with what was changed in each.
function Corpus:trace(passage, options)
  if type(passage) ~= "string" then error("trace: a passage expected, got " .. type(passage), 2) end
  return require("yuelan.traces").of(self, passage, options)
end

--- within(hits): what searches the text of those hits only, as c:within(c:find("贸易"):expand("sentence")):find("冲突").
function Corpus:within(h) return require("yuelan.hits").within(self, h) end

--- What was wrong with the input, as a Table; of a view, what was wrong with its documents.
function Corpus:problems()
  local all = self:all_problems()
  if not self:whole() then
    local here, rows = {}, {}
    for _, d in self:documents() do here[d.doc] = true end
    for _, p in ipairs(all) do
      if here[p.doc] then rows[#rows + 1] = p end
    end
    all = rows
  end
  return Table.new(all, {
    {name = "doc", type = "string"}, {name = "start", type = "integer"}, {name = "end", type = "integer"},
    {name = "kind", type = "string"}, {name = "message", type = "string"},
  })
end

-- What people look at first comes first: the screen may not be wide enough for all.
local function info_columns()
  local first, columns, taken = {"doc", "title", "date", "site", "encoding", "script", "characters", "words", "problems"}, {}, {}
  local all = records.columns("info", "document")
  for _, name in ipairs(first) do
    for _, c in ipairs(all) do
      if c.name == name then columns[#columns + 1], taken[name] = c, true end
    end
  end
  for _, c in ipairs(all) do
    if not taken[c.name] then columns[#columns + 1] = c end
  end
  return columns
end

--- A Table with a row for each document: the records of `yuelan info`.
function Corpus:info()
  local rows = {}
  for i, d in self:documents() do rows[i] = records.info(d) end
  return Table.new(rows, info_columns())
end

local function scripts_of(c)
  local counts, names = {}, {}
  for _, d in c:documents() do
    local script = d.script or "–"
    if not counts[script] then names[#names + 1] = script end
    counts[script] = (counts[script] or 0) + 1
  end
  table.sort(names)
  for i, name in ipairs(names) do names[i] = name .. " " .. term.thousands(counts[name]) end
  return names
end

local function corpus_text(c)
  if c:closed() then return "Corpus: closed" end
  local parts = {term.count(#c, "document"), term.count(c:characters(), "character")}
  for _, s in ipairs(scripts_of(c)) do parts[#parts + 1] = s end
  local problems = #c:problems()
  if problems > 0 then parts[#parts + 1] = term.count(problems, "problem") end
  local zones = about(c).zones
  if zones ~= DEFAULT_ZONES then parts[#parts + 1] = "zones " .. zones end
  local left = require("yuelan.duplicates").left_out[c]
  if left then parts[#parts + 1] = term.count(#left, "copy", "copies") .. " left out" end
  return "Corpus: " .. table.concat(parts, ", ")
end

core.Corpus.__tostring = corpus_text

-- ---- Document ----

local place = {
  {name = "start", type = "integer"}, {name = "end", type = "integer"}, {name = "char", type = "integer"},
  {name = "char_end", type = "integer"},
}

local function columns(before, after)
  local out = {}
  for i, name in ipairs(before) do out[i] = {name = name, type = "string"} end
  table.move(place, 1, #place, #out + 1, out)
  for _, name in ipairs(after) do out[#out + 1] = {name = name, type = "string"} end
  return out
end

local zones_of, repairs_of = Document.zones, Document.repairs
local zone_columns, repair_columns = columns({"kind"}, {}), columns({"kind"}, {"before", "after", "confidence"})

--- A Table {kind, start, end, char, char_end}; start and end are bytes of the original. Rows also have text_start, text_end.
function Document:zones() return Table.new(zones_of(self), zone_columns) end

--- A Table {kind, start, end, char, char_end, before, after, confidence} of what was repaired.
function Document:repairs() return Table.new(repairs_of(self), repair_columns) end

--- A Table {name, start, end, char, char_end} and an attribute a column: the regions (<s>, <p> …) that came with a document that was cut
--- into tokens already, in order of their ends.
function Document:regions()
  local rows, seen = self:region_rows(), {}
  local shape = columns({"name"}, {})
  for _, r in ipairs(rows) do
    r.start, r["end"] = self:to_bytes(r.text_start, r.text_end)
    r.char, r.char_end = self:char(r.text_start), self:char(r.text_end)
    for name, value in pairs(r.attributes) do
      if r[name] == nil then r[name] = value end
      seen[name] = true
    end
  end
  local names = {}
  for name in pairs(seen) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do shape[#shape + 1] = {name = name, type = "string"} end
  return Table.new(rows, shape)
end

--- The value of a field by name, of metadata or of the record of info: also bytes, words and problems, where d.name is a method.
function Document:value(name)
  if name == "bytes" then return self.size end
  if name == "problems" then return self:problem_count() end
  if name == "words" then return records.words(self:view()) end
  local v = self[name]
  if type(v) == "function" then return self:field(name) end
  return v
end

--- The view of this document alone, in all its zones.
function Document:view()
  local c = self:corpus()
  local number = self:number()
  local low, high = 1, #c -- a view's documents are in ascending order
  while low < high do
    local middle = (low + high) // 2
    if c[middle]:number() < number then low = middle + 1 else high = middle end
  end
  return view(c, {low}, "all")
end

--- What was wrong with this document: {doc, start, end, kind, message, lossy}, …
function Document:problems()
  local out = {}
  if self:problem_count() == 0 then return out end
  for _, p in ipairs(self:corpus():all_problems()) do
    if p.doc == self.doc then out[#out + 1] = p end
  end
  return out
end

-- A title in the marks of its script, unless it brings its own.
local function quoted(title, script)
  if title:find("^《") then return title end
  return script == "latn" and "“" .. title .. "”" or "《" .. title .. "》"
end

--- A reference for a footnote: title, site, date, and where it stands; cite(s, e) adds the bytes of that text.
function Document:cite(s, e)
  local parts = {}
  for _, field in ipairs {"author", "title", "source", "site", "date", "url"} do
    local v = self[field]
    if v and not (field == "site" and v == self.source) then
      parts[#parts + 1] = field == "title" and quoted(v, self.script) or v
    end
  end
  parts[#parts + 1] = self.doc
  if s then
    local from, to = self:to_bytes(s, e)
    parts[#parts] = ("%s, bytes %d–%d"):format(self.doc, from, to)
  end
  return table.concat(parts, ", ")
end

local function document_text(d)
  local parts = {d.doc}
  if d.title then parts[#parts + 1] = quoted(d.title) end
  for _, field in ipairs {"site", "date", "encoding", "script"} do parts[#parts + 1] = d[field] end
  parts[#parts + 1] = term.count(d.characters, "character")
  local repairs, problems = #d:repairs(), d:problem_count()
  if repairs > 0 then parts[#parts + 1] = term.count(repairs, "repair") end
  if problems > 0 then parts[#parts + 1] = term.count(problems, "problem") end
  return "Document: " .. table.concat(parts, ", ")
end

-- What completion offers besides the methods.
core.Document.fields = {"doc", "title", "author", "date", "datetime", "site", "source", "url", "retrieved", "language", "encoding",
  "declared_encoding", "encoding_score", "script", "hash", "path", "below", "size", "characters", "share_body", "text"}

core.Document.__tostring = function(d)
  local ok, s = pcall(document_text, d)
  return ok and s or "Document: closed"
end

-- ---- help ----

--- help(x): x a function, a method, an object, or the name of a topic. Prints.
function yuelan.help(x)
  print((require("yuelan.help").text(x)))
end

-- ---- words, scripts and digests ----

require "yuelan.words"
require "yuelan.statistics"
require "yuelan.script"
require "yuelan.saved"(yuelan)
local digest = require "yuelan.digest"
require "yuelan.extract"
require "yuelan.quotes"
require "yuelan.duplicates"
require "yuelan.timeline"
require "yuelan.names"

--- report{out = "FILE.html", lang = "zh"|"en", title =, by = "site", query = {"…"}, texts = characters, rows =, hits =, sentences =}: writes
-- the page, or gives it as a string without out. What makes it is a third of this library, and loaded when it is asked for.
function Corpus:report(options)
  options = arguments.options(options, "report")
  return require("yuelan.report").write(self, options)
end

--- compare(a, b, …): documents or views of one corpus against each other.
function yuelan.compare(...) return digest.compare_values(...) end

return yuelan
