--- quotes.lua - who says what: c:quotes{speaker =, type =, verb =, via =}.
local arguments = require "yuelan.arguments"
local core = require "yuelan.core"
local Table = require "yuelan.table"
local records = require "yuelan.records"

local quotes = {}
local Corpus, Document = core.Corpus.methods, core.Document.methods

local types = {"direct", "indirect", "mixed", direct = true, indirect = true, mixed = true}
quotes.types = types

local options_known = {speaker = true, type = true, verb = true, via = true}

local function keys_of(list, name, c)
  if list == nil then return nil end
  local keys = {}
  for _, x in ipairs(type(list) == "table" and list or {list}) do
    if type(x) ~= "string" or x == "" then error(("quotes: %s: a string or a list of strings expected"):format(name), 4) end
    if name == "type" and not types[x] then error(("quotes: there is no type '%s'; types are direct, indirect, mixed"):format(x), 4) end
    if name == "type" then keys[x] = true end
    for _, form in ipairs(c and c:aliases_of(x) or {x}) do keys[#keys + 1] = core.key(form) end
  end
  return keys
end

-- What the options ask for, checked.
local function filter_of(c, options)
  for k in pairs(options) do
    if not options_known[k] then error(("quotes: there is no option '%s'; speaker, type, verb, via"):format(tostring(k)), 3) end
  end
  return {
    speaker = keys_of(options.speaker, "speaker", c), type = keys_of(options.type, "type"), verb = keys_of(options.verb, "verb"),
    via = keys_of(options.via, "via", c),
  }
end

local function has(text, keys)
  if text == nil then return false end
  local key = core.key(text)
  for _, k in ipairs(keys) do
    if key:find(k, 1, true) then return true end
  end
  return false
end

local function wanted(row, f)
  if f.type and not f.type[row.type] then return false end
  if f.speaker and not has(row.speaker, f.speaker) and not has(row.speaker_resolved, f.speaker) then return false end
  if f.verb and not has(row.verb, f.verb) then return false end
  return not f.via or has(row.via, f.via)
end

--- The record of `quotes` for a row of the core.
function quotes.record(d, row)
  local start, finish = d:to_bytes(row.from, row.to)
  local s, e = d:sentence_at(row.from, row.to)
  return {
    doc = row.doc, start = start, ["end"] = finish, char = d:char(row.from), char_end = d:char(row.to), text = row.text,
    original = d:original(row.from, row.to), speaker = row.speaker, speaker_resolved = row.speaker_resolved, verb = row.verb, type = row.type,
    marks = row.marks, via = row.via, sentence = d:slice(s, e), confidence = d:confidence(row.from, row.to),
  }
end

--- The quotations of c that are asked for: a list of {row =, document =}.
function quotes.list(c, options)
  local filter = filter_of(c, options or {})
  local rows, message, code = c:quote_rows()
  if not rows then return nil, message, code end
  local list, at = {}, 1
  for _, d in c:documents() do
    local number = d:number()
    while rows[at] and rows[at].number == number do
      if wanted(rows[at], filter) then list[#list + 1] = {row = rows[at], document = d} end
      at = at + 1
    end
  end
  return list
end

--- The speaker that quotations are grouped by: the resolved name, else what the text has; equal keys are one. nil: nobody named.
function quotes.who(row) return row.speaker_resolved or row.speaker end

-- Columns: who, how and what first; places and the rest behind, which go first where there is no room.
local first = {"speaker", "speaker_resolved", "verb", "type", "text"}
local function columns()
  local all, out = {}, {}
  for _, c in ipairs(records.columns("quotes", "quotation")) do all[#all + 1], all[c.name] = c, c end
  for _, name in ipairs(first) do out[#out + 1] = all[name] end
  all.text.keep = true
  for _, c in ipairs(all) do
    local leads = false
    for _, name in ipairs(first) do leads = leads or name == c.name end
    if not leads then
      c.spare = true
      out[#out + 1] = c
    end
  end
  return out
end

--- quotes{speaker = "雷军", type = "direct", verb =, via =}: a Table of the quotations, by document and place. Each may be a list; speaker is
--- found in the name as written and in the resolved one, by key, with the corpus's aliases.
function Corpus:quotes(options)
  options = arguments.options(options, "quotes")
  local list, message, code = quotes.list(self, options)
  if not list then return nil, message, code end
  local out = {}
  for i, x in ipairs(list) do out[i] = quotes.record(x.document, x.row) end
  return Table.new(out, columns())
end

--- The same of one document.
function Document:quotes(options) return self:view():zones("body,heading,title"):quotes(options) end

return quotes
