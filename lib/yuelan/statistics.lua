--- statistics.lua - statistics of a corpus and of hits: h:collocates(), h:dispersion(), c:dispersion(), c:diversity(), c:similar(), c:delta(),
-- c:phrases(), h:trends().
local arguments = require "yuelan.arguments"
local core = require "yuelan.core"
local dendrogram = require "yuelan.dendrogram"
local Table = require "yuelan.table"
local hits = require "yuelan.hits"
local records = require "yuelan.records"
local schema = require "yuelan.schema"
local stop = require "yuelan.stop"

local statistics = {MEASURES = "logdice,g2,mi,t"}
local Corpus, Hits = core.Corpus.methods, core.Hits.methods

--- Options as the core takes them: a stop list by its words. Raises where there is no such list.
function statistics.options(o)
  local out = {}
  for k, v in pairs(o or {}) do out[k] = v end
  local list, message = stop.words(out.stop)
  if message then error("stop: " .. message, 0) end
  out.stop = list
  return out
end

-- The names in "g2,mi" or {"g2", "mi"}, each once.
local function names(list)
  local out, seen = {}, {}
  for name in (type(list) == "table" and table.concat(list, ",") or list):gmatch("[^,%s]+") do
    if not seen[name] then out[#out + 1] = name end
    seen[name] = true
  end
  return out
end

--- The fields of records with measures behind those of the schema.
function statistics.fields(script, shape, measures)
  local fields, taken = {}, {}
  for _, f in ipairs(schema.of(script, shape)) do
    fields[#fields + 1] = f
    taken[f.name] = true
  end
  for _, name in ipairs(names(measures)) do
    if not taken[name] then fields[#fields + 1] = {name = name, type = "number", optional = true} end
  end
  return fields
end

-- A Table whose columns are the fields; the measures, for which people look, right behind the first.
local function measured(rows, fields, base)
  local columns = {{name = fields[1].name, type = fields[1].type}}
  for i = base + 1, #fields do columns[#columns + 1] = {name = fields[i].name, type = "number"} end
  for i = 2, base do columns[#columns + 1] = {name = fields[i].name, type = fields[i].type} end
  return Table.new(rows, columns)
end
statistics.measured = measured

--- collocates{left = 5, right = 5, context = "window"|"sentence"|"document", measure = "logdice,g2", min_count = 3, min_documents = 1, stop, punctuation}: the
-- words near the hits, by the first measure.
function Hits:collocates(options)
  local o = statistics.options(options)
  local rows, message, code = self:collocate_rows(o)
  if not rows then return nil, message, code end
  return measured(rows, statistics.fields("collocates", "word", o.measure or statistics.MEASURES), #schema.of("collocates", "word"))
end

-- ---- dispersion ----

--- dispersion{parts = N, punctuation}: how evenly the words are spread over documents, or over N parts of one size: {word, count, documents, parts, range,
-- juilland_d, carroll_d2, rosengren_s, dp, dp_norm, dkl, dkl_norm, arf}, commonest first. stop, limit: which words.
function Corpus:dispersion(options)
  local o = statistics.options(options)
  local rows, message, code = self:word_rows({stop = o.stop, punctuation = o.punctuation}, 1, o.limit)
  if not rows then return nil, message, code end
  local spread
  spread, message, code = statistics.add_dispersion(self, rows, {parts = o.parts, punctuation = o.punctuation})
  if not spread then return nil, message, code end
  local columns = {{name = "word", type = "string"}, {name = "count", type = "integer"}, {name = "documents", type = "integer"}}
  local fields = schema.of("words", "spread")
  for i = #schema.of("words", "word") + 1, #fields do columns[#columns + 1] = {name = fields[i].name, type = fields[i].type} end
  return Table.new(rows, columns)
end

--- Adds dispersion to rows of word_rows.
function statistics.add_dispersion(corpus, rows, options)
  local keys = {}
  for i, r in ipairs(rows) do keys[i] = core.key(r.word) end
  local spread, message, code = corpus:dispersion_rows(keys, options)
  if not spread then return nil, message, code end
  for i, r in ipairs(rows) do
    for name, x in pairs(spread[i]) do r[name] = x end
  end
  return rows
end

--- dispersion{parts = N}: how evenly the hits are spread over the documents of the view, or over N parts of one size: {count, parts, range, …,
-- counts = {…}, sizes = {…}}.
function Hits:dispersion(options)
  local d, counts, sizes = self:dispersion_rows(options)
  if not d then return nil, counts, sizes end
  d.count, d.counts, d.sizes = #self, counts, sizes
  return d
end

-- ---- diversity ----

--- diversity{by = "site", segment = 50, window = 50, draws = 42, threshold = 0.72, rest, punctuation}: of each document, or of the groups a field makes.
function Corpus:diversity(options)
  options = arguments.options(options, "diversity")
  local o, by = {}, options.by
  for k, v in pairs(options) do o[k] = v end
  o.by = nil
  local name, rows = by or "doc", {}
  if by then
    o.together = true
    for _, g in ipairs(statistics.groups(self, by)) do
      local d, message, code = g.view:diversity_rows(o)
      if not d then return nil, message, code end
      d[1][by] = g.value
      d[1].documents = #g.view
      rows[#rows + 1] = d[1]
    end
  else
    local message, code
    rows, message, code = self:diversity_rows(o)
    if not rows then return nil, message, code end
    for i, d in self:documents() do rows[i].doc = d.doc end
  end
  local columns = {{name = name, type = "string"}}
  if by then columns[2] = {name = "documents", type = "integer"} end
  for _, f in ipairs(schema.of("diversity", "measures")) do columns[#columns + 1] = {name = f.name, type = f.type} end
  return Table.new(rows, columns)
end

--- The groups that a metadata field makes: {value, view}, by value, the missing one last.
function statistics.groups(corpus, by)
  local numbers, values, missing = {}, {}, nil
  for i, d in corpus:documents() do
    local v = d[by]
    if v == nil then
      missing = missing or {}
      missing[#missing + 1] = i
    else
      v = tostring(v)
      if not numbers[v] then
        numbers[v] = {}
        values[#values + 1] = v
      end
      table.insert(numbers[v], i)
    end
  end
  table.sort(values)
  local groups = {}
  for _, v in ipairs(values) do groups[#groups + 1] = {value = v, view = corpus:subset(numbers[v])} end
  if missing then groups[#groups + 1] = {view = corpus:subset(missing)} end
  return groups
end

-- ---- phrases ----

--- phrases{max = 6, min_count = 5, min_documents, min_pmi = 5, min_entropy = 1.5, new = false}: stretches of Han that behave like words, commonest first.
function Corpus:phrases(options)
  local rows, message, code = self:phrase_rows(options or {})
  if not rows then return nil, message, code end
  return Table.new(rows, records.columns("phrases", "phrase"))
end

-- ---- trends ----

-- The period that a date lies in: what its precision allows.
local periods = {
  year = function(date) return date:sub(1, 4) end,
  month = function(date) return date:sub(1, 7) end,
  day = function(date) return date:sub(1, 10) end,
  quarter = function(date)
    local year, month = date:match("^(%d%d%d%d)%-(%d%d)")
    return year and ("%s-Q%d"):format(year, (month - 1) // 3 + 1) or date
  end,
  week = function(date) -- ISO 8601: the week that has its Thursday in the year
    local y, m, d = date:match("^(%d%d%d%d)%-(%d%d)%-(%d%d)")
    return y and os.date("%G-W%V", os.time{year = y, month = m, day = d, hour = 12}) or date
  end,
}

--- trends{period = "year"|"quarter"|"month"|"week"|"day"}: hits by the date of their document: {period, count, documents, total_documents, total_words,
-- per_million}, in order of time; every period that has documents, and those without a date last. A date that is less exact than the period stands for itself.
function Hits:trends(options)
  local name = arguments.options(options, "trends").period or "month"
  local period = periods[name]
  if not period then error(("trends: period is year, quarter, month, week or day, not '%s'"):format(tostring(name)), 2) end
  local corpus, numbers, list, undated = self:corpus(), {}, {}, {}
  for i, d in corpus:documents() do
    local key = d.date and period(d.date)
    if key and not numbers[key] then
      numbers[key] = {}
      list[#list + 1] = key
    end
    table.insert(key and numbers[key] or undated, i)
  end
  table.sort(list)
  local rows, row_of = {}, {}
  local function add(key, documents)
    local view = corpus:subset(documents)
    local words, message, code = view:count_words()
    if not words then return nil, message, code end
    local r = {period = key, count = 0, documents = 0, total_documents = #documents, total_words = words}
    for _, d in view:documents() do row_of[d.doc] = r end
    rows[#rows + 1] = r
    return r
  end
  for _, key in ipairs(list) do
    local r, message, code = add(key, numbers[key])
    if not r then return nil, message, code end
  end
  if #undated > 0 then add(nil, undated) end
  for d, n in hits.by_document(self) do
    local r = row_of[d.doc]
    r.count, r.documents = r.count + n, r.documents + 1
  end
  for _, r in ipairs(rows) do r.per_million = r.total_words > 0 and r.count / r.total_words * 1e6 or nil end
  return Table.new(rows, records.columns("trends", "period"))
end

-- ---- similarity, stylometry ----

--- similar(document, {measure = "cosine"|"bm25", limit = 20, stop, punctuation}): the documents that are most like it.
function Corpus:similar(document, options)
  local o = statistics.options(options)
  local limit = o.limit or 20
  o.limit = nil
  local rows, message, code = self:similar_rows(document, o, limit)
  if not rows then return nil, message, code end
  for i, r in ipairs(rows) do rows[i] = {doc = r.document.doc, score = r.score, title = r.document.title, document = r.document} end
  return Table.new(rows, {{name = "score", type = "number"}, {name = "doc", type = "string"}, {name = "title", type = "string"}})
end

local Delta = {}
local delta_mt = {__name = "Delta", __index = Delta, methods = Delta, fields = {"names", "distances"}}

--- delta{by = "author", words = 500, measure = "burrows"|"quadratic"|"eder"|"cosine", culling = 0, stop}: distances between documents, or between the groups of
-- a field, by their most frequent words.
function Corpus:delta(options)
  local o = statistics.options(options)
  local by, views, names_of = o.by, {}, {}
  o.by = nil
  if by then
    for _, g in ipairs(statistics.groups(self, by)) do
      views[#views + 1], names_of[#names_of + 1] = g.view, g.value or "(none)"
    end
  else
    for i, d in self:documents() do views[i], names_of[i] = self:subset{i}, d.doc end
  end
  local distances, message, code = core.delta_matrix(views, o)
  if not distances then return nil, message, code end
  return setmetatable({names = names_of, distances = distances}, delta_mt)
end

--- cluster("average"|"ward"|"complete"|"single"): the tree over the texts as a list of merges {a, b, height, size}.
function Delta:cluster(how) return core.cluster(self.distances, how) end

--- tree(method): the same as text.
function Delta:tree(how) return dendrogram.text(self.names, self:cluster(how)) end

--- nearest(): a Table of each text with the one it is nearest to.
function Delta:nearest()
  local rows = {}
  for i, row in ipairs(self.distances) do
    local best
    for k, x in ipairs(row) do
      if k ~= i and (not best or x < row[best]) then best = k end
    end
    rows[i] = {text = self.names[i], nearest = self.names[best], distance = row[best]}
  end
  return Table.new(rows, {{name = "text", type = "string"}, {name = "nearest", type = "string"}, {name = "distance", type = "number"}})
end

delta_mt.__tostring = function(d) return d:tree() end

return statistics
