--- hit_lists.lua - methods of Hits that make other Hits, tables and files: sort, sample, sets, groups, regions, pages, exports.
local arguments = require "yuelan.arguments"
local Table = require "yuelan.table"
local hits = require "yuelan.hits"
local out = require "yuelan.out"
local records = require "yuelan.records"
local rows = require "yuelan.rows"
local schema = require "yuelan.schema"

local methods, known = hits.methods, hits.known
local core_sample, core_pick, core_group = methods.sample, methods.pick, methods.group

-- ---- order, some of them ----

local function flat(list) return (table.concat(list, ","):gsub("size", "bytes")) end

--- sort("right1", "-date") or sort{"random", seed = 7}: the hits in another order; help("hits:sort") lists the keys. Stable.
function methods:sort(...)
  local keys = ...
  if type(keys) ~= "table" then keys = {...} end
  if #keys == 0 then error("sort: at least one key expected, as right1, date or random", 2) end
  return hits.made(self, self:sorted{by = flat(keys), seed = keys.seed})
end

--- sample(n [, seed]): n of the hits in their order; the same seed, the same ones.
function methods:sample(n, seed) return hits.made(self, core_sample(self, n, seed)) end

--- pick{3, 5, 8}: hits by number.
function methods:pick(numbers) return hits.made(self, core_pick(self, numbers)) end

-- ---- sets ----

local function combined(how)
  return function(a, b, options)
    if type(b) ~= "userdata" or not b.per_document then error(how .. ": other hits expected", 2) end
    return hits.made(a, a:combine(b, how, options and options.overlap or false))
  end
end

--- union(other), intersection(other), difference(other) [, {overlap = true}]; within(other): hits that lie in one of the others.
methods.union, methods.intersection = combined "union", combined "intersection"
methods.difference, methods.within = combined "difference", combined "within"

-- ---- documents and regions ----

--- view(): the documents with hits, as a Corpus.
function methods:view() return self:corpus():subset(self:numbers()) end

--- for i, d in h:documents() do … end: the documents with hits.
function methods:documents() return self:view():documents() end

--- expand("sentence"), expand("words", 5) or expand("characters", 10, 20): the text around each hit, as Hits.
function methods:expand(unit, left, right)
  if type(unit) ~= "string" then error("expand: a unit expected: character, word, sentence, paragraph, zone or document", 2) end
  return hits.made(self, self:widened(unit, left or 1, right or left or 1))
end

local Within = {__name = "Within"}
Within.__index = Within

--- find(query, options): in the regions only.
function Within:find(query, options)
  local h, message, code = self.view:find(query, options)
  if not h then return nil, message, code end
  return h:within(self.regions)
end
Within.search = Within.find

function Within.__tostring(w) return ("search within %d regions of %d documents: find(query, options)"):format(#w.regions, #w.view) end

--- What searches the regions of h only.
function hits.within(corpus, h)
  if type(h) ~= "userdata" or not h.per_document then error("within: hits expected, such as c:find(query):expand(\"sentence\")", 3) end
  local there, numbers = {}, {}
  for _, d in h:documents() do there[d:number()] = true end
  for i, d in corpus:documents() do
    if there[d:number()] then numbers[#numbers + 1] = i end
  end
  return setmetatable({view = corpus:subset(numbers), regions = h}, Within)
end

-- ---- near one another ----

--- near(corpus, {query, …}, options): where queries (strings, or Hits) stand near one another. Only documents that have the rarest are searched.
function hits.near(corpus, queries, options)
  local o, found, rarest = {}, {}, nil
  for k, v in pairs(options or {}) do o[k] = v end
  local within, unit, ordered = o.within, o.unit or "character", o.ordered
  o.within, o.unit, o.ordered = nil, nil, nil
  if unit:gsub("s$", "") == "sentence" or unit:gsub("s$", "") == "paragraph" then within = within or 0 end
  local function find(view, i)
    if type(queries[i]) ~= "string" then return queries[i] end
    local q = {query = queries[i]}
    for k, v in pairs(o) do q[k] = v end
    return hits.find(view, q)
  end
  for i = 1, #queries do
    local message, code
    found[i], message, code = find(corpus, i)
    if not found[i] then return nil, message, code end
    if not rarest or #found[i] < #found[rarest] then rarest = i end
  end
  local view = rarest and found[rarest]:view()
  for i = 1, #queries do
    if i ~= rarest and type(queries[i]) == "string" then found[i] = find(view, i) end
  end
  local h, message, code = corpus:near_hits(found, within or 20, unit, ordered or false)
  if not h then return nil, message, code end
  known[h] = {corpus = corpus, query = queries, places = #queries}
  return h
end

--- The places of hit k: a list of {start =, stop =} in the order of the queries; nil where hits have none.
function hits.places(h, k)
  local n = known[h] and known[h].places
  if not n then return nil end
  local list = {}
  for g = 1, n do
    local s, e = core_group(h, k, g)
    list[g] = {start = s, stop = e}
  end
  return list
end

-- ---- groups ----

-- Words of the documents of a group; groups of the same documents are counted once.
local function words_of(corpus, counted, tally, k, totals)
  if counted[totals] == nil then counted[totals] = records.words(corpus:subset(tally:numbers(k))) or false end
  return counted[totals] or nil
end

--- Groups of hits by what they can be sorted by: rows of the values, count, documents, total_words, total_characters, per_million. Of
-- fields of documents all groups that the corpus has, with hits or without; the missing value is one.
function hits.groups(h, by, seed)
  local tally, corpus = h:tally{by = flat(by), seed = seed}, h:corpus()
  local list, counted = {}, {}
  for k = 1, #tally do
    local row, g = tally:row(k, #by), {}
    for i, name in ipairs(by) do g[name] = row[i] end
    g.count, g.documents, g.total_characters = row.count, row.documents, row.total_characters
    g.total_words = words_of(corpus, counted, tally, k, row.totals)
    if g.total_words and g.total_words > 0 then g.per_million = g.count / g.total_words * 1e6 end
    list[k] = g
  end
  return list
end

--- Columns of groups: their values and counts.
function hits.group_fields(by)
  local fields = {}
  for i, name in ipairs(by) do fields[i] = {name = name, type = "string", optional = true} end
  return table.move(schema.of("search", "group"), 1, 5, #fields + 1, fields)
end

local function names_of(...)
  local by = ...
  return type(by) == "table" and by or {...}
end

--- group("site", "left1") or group{…}: counts by whatever hits can be sorted by. A Table.
function methods:group(...)
  if math.type((...)) == "integer" then return core_group(self, ...) end -- a capture of a hit
  local by = names_of(...)
  if #by == 0 then error("group: something to go by expected, as site, left1 or form", 2) end
  return Table.new(hits.groups(self, by), hits.group_fields(by))
end

--- count(): documents with hits; count("site", …): as group. A Table.
function methods:count(...)
  if select("#", ...) > 0 then return self:group(...) end
  return Table.new(self:document_rows(), records.columns("search", "count"))
end

local NONE = "(none)"

--- crosstab("site", "left1"): counts of both together, a row a value of the first, a column a value of the second, with sums. A Table.
function methods:crosstab(first, second)
  if type(first) ~= "string" or type(second) ~= "string" then error("crosstab: two things to go by expected", 2) end
  local tally = self:tally{by = flat{first, second}}
  local lines, columns, line_of, sums = {}, {}, {}, {}
  for k = 1, #tally do
    local row = tally:row(k, 2)
    local a, b = row[1] or NONE, row[2] or NONE
    if not line_of[a] then
      line_of[a] = {[first] = a, total = 0}
      lines[#lines + 1] = line_of[a]
    end
    if not sums[b] then sums[b], columns[#columns + 1] = 0, b end
    line_of[a][b], line_of[a].total, sums[b] = (line_of[a][b] or 0) + row.count, line_of[a].total + row.count, sums[b] + row.count
  end
  local function by_size(size) return function(x, y)
    if size(x) ~= size(y) then return size(x) > size(y) end
    return tostring(x[first] or x) < tostring(y[first] or y)
  end end
  table.sort(lines, by_size(function(l) return l.total end))
  table.sort(columns, by_size(function(c) return sums[c] end))
  local shape = {{name = first, type = "string"}}
  for i, c in ipairs(columns) do shape[i + 1] = {name = c, type = "integer"} end
  shape[#shape + 1] = {name = "total", type = "integer"}
  for _, l in ipairs(lines) do
    for _, c in ipairs(columns) do l[c] = l[c] or 0 end
  end
  return Table.new(lines, shape)
end

-- ---- reading ----

local function kwic_columns(h)
  local columns = {}
  for i, name in ipairs {"doc", "left", "match", "right", "zone", "confidence", "start", "end"} do columns[i] = {name = name} end
  columns[2].align, columns[2].cut = "right", "start"
  for _, f in ipairs(schema.of("search", "hit")) do
    for _, c in ipairs(columns) do
      if c.name == f.name then c.type = f.type end
    end
  end
  for _, name in ipairs(h:columns()) do columns[#columns + 1] = {name = name, type = "string"} end
  return columns
end

--- The hits as a Table of records. options: left, right (how much context), unit (character, word, sentence, paragraph), sort (a key or a list of
-- keys), limit, from (the number of the first).
function methods:kwic(options)
  options = arguments.options(options, "kwic")
  local h = self
  if options.sort then h = h:sort(options.sort) end
  local list, left, right, unit = {}, hits.widths(options)
  local first = options.from or 1
  for i = first, options.limit and first + options.limit - 1 or math.maxinteger do
    local hit = h[i]
    if not hit then break end
    list[#list + 1] = hits.record(hit, left, right, unit)
  end
  return Table.new(list, kwic_columns(h))
end

--- page(k [, n [, options]]): the k-th n (20) hits, as kwic.
function methods:page(k, n, options)
  k, n = k or 1, n or 20
  if math.type(k) ~= "integer" or k < 1 then error("page: the number of a page expected, from 1", 2) end
  local o = {}
  for name, v in pairs(options or {}) do o[name] = v end
  o.from, o.limit = (k - 1) * n + 1, n
  return self:kwic(o)
end

-- ---- files ----

local formats = {jsonl = "json", json = "json", csv = "csv", tsv = "tsv", md = "markdown", markdown = "markdown", html = "html", htm = "html"}

--- save("hits.jsonl" [, {left =, right =, unit =, format =}]): one record after another, whatever their number; csv, tsv, jsonl, markdown
-- or html, by the name. Gives how many; nil, message when the file cannot be written.
function methods:save(path, options)
  options = options or {}
  if type(path) ~= "string" then error("save: the name of a file expected", 2) end
  local format = formats[options.format or path:lower():match("%.(%w+)$") or ""]
  if not format then error("save: a name that ends in .jsonl .csv .tsv .md or .html expected, or {format = }", 2) end
  local sink, message = out.sink(path)
  if not sink then return nil, message, "io" end
  local left, right, unit = hits.widths(options)
  local fields, n = hits.fields(self), 0
  local ok, why = pcall(function()
    local write, finish = out.writer(format, sink, fields)
    for _, hit in self:each() do
      write(hits.record(hit, left, right, unit))
      n = n + 1
    end
    if finish then finish() end
  end)
  if not ok then
    sink.drop()
    error(why, 0)
  end
  ok, why = sink.close()
  if not ok then return nil, why, "io" end
  return n
end

--- Fields of the records of h: those of `search`, and the columns that were joined.
function hits.fields(h)
  local shape = schema.of("search", known[h] and known[h].places and "near" or hits.is_fuzzy(h) and "fuzzy" or hits.has_anchors(h) and "anchored" or "hit")
  local fields = table.move(shape, 1, #shape, 1, {})
  for _, name in ipairs(h:columns()) do fields[#fields + 1] = {name = name, type = "string", optional = true} end
  return fields
end

-- ---- codes made elsewhere ----

local Report = {__name = "Joined"}
function Report.__tostring(r)
  return ("%d hits have a row; %d hits have none; %d rows have no hit%s"):format(r.hits, r.without, #r.unmatched,
    #r.unmatched > 0 and ": " .. table.concat(r.unmatched, " ", 1, math.min(3, #r.unmatched)) .. (#r.unmatched > 3 and " …" or "") or "")
end

--- join("codes.csv"): the hits with the columns of a CSV, TSV or JSON Lines file whose column `id` is that of the records; and a report:
-- hits (with a row), without (hits that have none), unmatched (ids of rows without a hit).
function methods:join(path)
  local list, names = rows.read(path)
  if not list then return nil, names, "io" end
  local columns, own = {}, {}
  for _, f in ipairs(schema.of("search", "hit")) do own[f.name] = true end
  local has_id = false
  for _, name in ipairs(names) do
    has_id = has_id or name == "id"
    if not own[name] and name ~= "" then columns[#columns + 1] = name end
  end
  if not has_id then return nil, ("%s has no column 'id'"):format(path), "format" end
  if #columns == 0 then return nil, ("%s has no column beside those of hits"):format(path), "format" end
  local by_id, used = {}, {}
  for _, row in ipairs(list) do
    if row.id then by_id[row.id] = row end
  end
  local made = hits.made(self, self:with_columns(columns))
  local report = setmetatable({hits = 0, without = 0, unmatched = {}}, Report)
  for k, hit in made:each() do
    local id = hits.id(hit.document, hit.document:to_bytes(hit.start, hit.stop))
    local row = by_id[id]
    if row then
      used[id], report.hits = true, report.hits + 1
      for _, name in ipairs(columns) do
        if row[name] then made:set(k, name, row[name]) end
      end
    else
      report.without = report.without + 1
    end
  end
  for _, row in ipairs(list) do
    if not row.id or not used[row.id] then report.unmatched[#report.unmatched + 1] = row.id or "(no id)" end
  end
  return made, report
end

-- ---- as operators ----

local meta = require("yuelan.core").Hits
meta.__add = function(a, b) return methods.union(a, b) end
meta.__sub = function(a, b) return methods.difference(a, b) end
meta.__band = function(a, b) return methods.intersection(a, b) end
meta.__bor = meta.__add
