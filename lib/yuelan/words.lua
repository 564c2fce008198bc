--- words.lua - the words of a corpus: c:words(), c:ngrams(n), c:keywords(reference), c:segment().
local core = require "yuelan.core"
local Table = require "yuelan.table"
local records = require "yuelan.records"
local sides = require "yuelan.sides"
local statistics = require "yuelan.statistics"
local stop = require "yuelan.stop"
local term = require "yuelan.term"

local words = {}
local Corpus = core.Corpus.methods

-- Options for the core from those of a method or script; raises for a stop list that is none.
local function core_options(o, names)
  if type(o) ~= "table" then error("a table of options expected, got " .. type(o), 3) end
  local out = {}
  for _, name in ipairs(names) do out[name] = o[name] end
  if o.stop then
    local list, message = stop.words(o.stop)
    if message then error("stop: " .. message, 0) end
    out.stop = list
  end
  return out
end

--- Groups that lists are made of: {view =, head = {FIELD = value, …, total_documents =, total_words =}}, and the fields of the heads; without
-- fields the corpus is one, and nothing stands before its rows.
function words.groups(c, fields)
  if fields ~= nil and type(fields) ~= "string" and type(fields) ~= "table" then error("by: a field, or a list of them, expected, got " .. type(fields), 3) end
  if not fields or #fields == 0 then return {{view = c, head = {}}}, {} end
  local list, columns = sides.groups(c, fields), {}
  for i, field in ipairs(fields) do columns[i] = {name = field, type = "string", optional = true} end
  columns[#columns + 1] = {name = "total_documents", type = "integer"}
  columns[#columns + 1] = {name = "total_words", type = "integer"}
  for _, g in ipairs(list) do
    g.head = {total_documents = #g.view, total_words = g.view:count_words()}
    g.n = #fields
    for i, field in ipairs(fields) do g.head[field] = g.values[i] end
  end
  return list, columns
end

--- What a group is called before what is said of it: "ifeng, 2024: 12 documents, "; nothing for the whole.
function words.heading(g)
  if not g.values then return "" end
  local parts = {}
  for i = 1, g.n do parts[i] = g.values[i] or "(none)" end
  return ("%s: %s, "):format(table.concat(parts, ", "), term.count(g.head.total_documents, "document"))
end

--- Puts the head of a group before a row of its list.
function words.put_head(row, head)
  for name, value in pairs(head) do
    if row[name] == nil then row[name] = value end
  end
  return row
end

-- A Table of what rows_of(view) gives for each group by options.by, a field or a list of them.
local function listed(c, options, columns, rows_of)
  local by = options.by
  local groups, head = words.groups(c, type(by) == "string" and {by} or by)
  local all = #groups ~= 1 and {} or nil
  for _, g in ipairs(groups) do
    local rows, message, code = rows_of(g.view)
    if not rows then return nil, message, code end
    if by then
      for _, row in ipairs(rows) do words.put_head(row, g.head) end
    end
    if all then table.move(rows, 1, #rows, #all + 1, all) else all = rows end
  end
  return Table.new(all, table.move(columns, 1, #columns, #head + 1, head))
end

--- words{stop = "zh"|file|list, punctuation = true, by = FIELD}: {word, pos, rank, count, documents, per_million, forms}, commonest first; by: a list
-- for each value of the field, or of several.
function Corpus:words(options)
  local o = options or {}
  local given = core_options(o, {"punctuation"})
  return listed(self, o, records.columns("words", "word"), function(view) return view:word_rows(given) end)
end

--- How the units of an n-gram are joined.
words.between = {word = " ", character = ""}

--- ngrams(n, {unit = "word"|"character", skip, min_count, min_documents, stop, punctuation, memory, by}): {ngram, words, count, documents,
-- per_million}, commonest first.
function Corpus:ngrams(n, options)
  local given = options or {}
  local o = core_options(given, {"unit", "skip", "min_count", "min_documents", "punctuation", "memory"})
  o.size = n or 2
  local between = words.between[given.unit or "word"] or " "
  return listed(self, given, records.columns("ngrams", "ngram"), function(view)
    local found, message, code = view:find_ngrams(o)
    if not found then return nil, message, code end
    local rows = {}
    for k = 1, #found do rows[k] = found:get(k, between) end
    return rows
  end)
end

--- What each document is about: records {doc, word, rank, count, words, score, start, …, document =}, best first in each document.
function words.keyphrases(c, options)
  local rows, message, code = c:keyphrase_rows(options)
  if not rows then return nil, message, code end
  local last, rank
  for i, row in ipairs(rows) do
    rank = row.number == last and rank + 1 or 1
    last = row.number
    rows[i] = {doc = row.doc, word = row.text, rank = rank, count = row.count, words = row.words, score = row.score, start = row.start,
      ["end"] = row["end"], char = row.char, char_end = row.char_end, confidence = row.confidence}
  end
  return rows
end

--- keywords{top = 10}: what each document is about, from that document and the dictionary's frequencies alone.
-- keywords(reference, {min_count, min_documents, correction = "holm"|"bh"|"bonferroni"|"none", measure = "diff,bic", stop, punctuation}): the words that set this
-- corpus apart from the reference, a view of the same; the strongest first, by G2 or by the first measure asked for.
function Corpus:keywords(reference, options)
  if getmetatable(reference) ~= core.Corpus then
    if reference ~= nil and (type(reference) ~= "table" or options) then
      error("keywords: a Corpus to compare with, or a table of options, expected, got " .. type(reference), 2)
    end
    local rows, message, code = words.keyphrases(self, reference or {})
    if not rows then return nil, message, code end
    return Table.new(rows, records.columns("keywords", "document"))
  end
  local o = core_options(options or {}, {"min_count", "min_documents", "correction", "measure", "punctuation"})
  local rows, message, code = self:keyword_rows(reference, o)
  if not rows then return nil, message, code end
  local columns, taken = {}, {}
  for _, name in ipairs {"word", "direction", "g2", "p_adjusted", "log_ratio", "count_a", "count_b", "per_million_a", "per_million_b"} do
    taken[name] = true
    columns[#columns + 1] = {name = name, type = name:find("^count") and "integer" or (name == "word" or name == "direction") and "string" or "number"}
  end
  for _, f in ipairs(o.measure and statistics.fields("keywords", "word", o.measure) or {}) do
    if f.optional then
      taken[f.name] = true
      table.insert(columns, 3, {name = f.name, type = "number"})
    end
  end
  for _, c in ipairs(records.columns("keywords", "word")) do
    if not taken[c.name] then columns[#columns + 1] = c end
  end
  return Table.new(rows, columns)
end

--- keywords{top = 10}: what this document is about.
function core.Document.methods:keywords(options) return self:view():zones("body,heading,title"):keywords(options or {}) end

-- ---- segmentation ----

--- The record of `segment` for a row of sentence_rows.
function words.sentence(d, s)
  return {doc = d.doc, start = s.start, ["end"] = s["end"], char = s.char, char_end = s.char_end, tokens = s.tokens}
end

--- segment(): a list of sentences {doc, start, end, char, char_end, tokens} of all documents.
function Corpus:segment()
  local out = {}
  for i, d in self:documents() do
    local rows, message, code = self:sentence_rows(i)
    if not rows then return nil, message, code end
    for _, s in ipairs(rows) do out[#out + 1] = words.sentence(d, s) end
  end
  return out
end

return words
