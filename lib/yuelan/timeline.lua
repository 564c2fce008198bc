--- timeline.lua - what happened when: the sentences that name a date, in order of dates. c:timeline{from =, to =, text =}.
local arguments = require "yuelan.arguments"
local core = require "yuelan.core"
local Table = require "yuelan.table"
local extract = require "yuelan.extract"
local records = require "yuelan.records"

local timeline = {}
local Corpus, Document = core.Corpus.methods, core.Document.methods

local ALIKE = 0.4      -- of the pairs of letters of the shorter sentence, for two to be about one event
local COMPARED = 64    -- events of one date that a sentence is compared with

local function place(d, from, to)
  local s, e = d:to_bytes(from, to)
  return {doc = d.doc, start = s, ["end"] = e, char = d:char(from), char_end = d:char(to)}
end

-- Year, month, day that a date begins with, for sorting; nil: it has no year.
local function begins(iso)
  local sign, y, rest = iso:match("^(%-?)(%d[%dX][%dX][%dX])(.*)$")
  if not y then return nil end
  local year = tonumber((y:gsub("X", "0")))
  local quarter, week = rest:match("^%-Q(%d)"), rest:match("^%-W(%d+)")
  local month, day = rest:match("^%-(%d%d)%-?(%d*)")
  if quarter then month = tonumber(quarter) * 3 - 2 end
  if week then
    local days = (tonumber(week) - 1) * 7
    month, day = days // 31 + 1, days % 31 + 1
  end
  return (sign == "-" and -year or year) * 10000 + (tonumber(month) or 0) * 100 + (tonumber(day) or 0)
end
timeline.begins = begins

-- The figures, dates aside, of a document in text from s to e: from its first figure there in the core on.
local function figures_in(d, figures, first, s, e)
  local list, k = {}, first
  local row = figures:get(k)
  while row and row.number == d:number() and row.from < e do
    if row.kind ~= "date" and row.from >= s then
      local r = place(d, row.from, row.to)
      for _, f in ipairs {"surface", "kind", "value", "min", "max", "bound", "approx", "unit", "subject"} do r[f] = row[f] end
      list[#list + 1] = r
    end
    k = k + 1
    row = figures:get(k)
  end
  return list
end

-- The sentences of a document that name dates, appended to list, each as little as will do to sort it and to make a record of it later. rows: its
-- figures, of which the first has this number in the core.
local function statements(d, rows, first, list)
  local from = 1
  for i, row in ipairs(rows) do
    if row.kind == "date" then
      local iso = row.iso
      if not (iso and iso:find("^T")) then -- a time of day alone is no date
        local s, e = d:sentence_at(row.from, row.to)
        while rows[from].from < s do from = from + 1 end
        list[#list + 1] = {
          key = iso and begins(iso), date = iso, resolved = row.resolved or false, document = d, at = s, stop = e, row = first + i - 1,
          first = first + from - 1,
        }
      end
    end
  end
end

-- ---- events ----

-- The different pairs of letters of a sentence, as numbers.
local function pairs_of(sentence)
  local seen, list, before = {}, {}, nil
  for _, cp in utf8.codes(core.key(sentence)) do
    if cp > 0x7F and (cp < 0x2000 or cp > 0x303F) and cp < 0xFF00 or cp < 0x80 and string.char(cp):find("%w") then
      local pair = before and before << 21 | cp
      if pair and not seen[pair] then seen[pair], list[#list + 1] = true, pair end
      before = cp
    end
  end
  return list
end

-- heads: of the first events of a date, how many pairs the sentence has that began each; having: pair -> the heads that have it. The first head
-- with which a sentence of these pairs has much in common.
local function find_event(heads, having, list)
  local both, first = {}, nil
  for _, pair in ipairs(list) do
    for _, k in ipairs(having[pair] or {}) do both[k] = (both[k] or 0) + 1 end
  end
  for k, shared in pairs(both) do
    if shared >= ALIKE * math.min(heads[k], #list) and (not first or k < first) then first = k end
  end
  return first
end

-- Numbers events, gives how many: sentences of one date that have much in common. What has no date is an event of its own.
local function number_events(list)
  local events, first = 0, 1 -- first: the first event of this date
  local heads, having, date = {}, {}, nil
  for i, r in ipairs(list) do
    if r.date ~= date or not r.date then
      first, date, heads, having = events + 1, r.date, {}, {}
    end
    local alone = #heads == 0 and not (list[i + 1] and r.date and list[i + 1].date == r.date)
    local mine = alone and {} or pairs_of(r.document:slice(r.at, r.stop))
    local k = find_event(heads, having, mine)
    if k then
      r.event = first + k - 1
    else
      events = events + 1
      r.event = events
      if #heads < COMPARED then
        heads[#heads + 1] = #mine
        for _, pair in ipairs(mine) do
          local there = having[pair]
          if there then there[#there + 1] = #heads else having[pair] = {#heads} end
        end
      end
    end
  end
  return events
end

-- ---- the entry ----

local function by_time(a, b)
  if a.key ~= b.key then return a.key ~= nil and (b.key == nil or a.key < b.key) end
  if a.date ~= b.date then return a.date ~= nil and (b.date == nil or a.date < b.date) end
  return a.number < b.number
end

-- In order of events; within one as they were.
local function by_event(list, events)
  local of, out = {}, {}
  for e = 1, events do of[e] = {} end
  for _, r in ipairs(list) do table.insert(of[r.event], r) end
  for e = 1, events do table.move(of[e], 1, #of[e], #out + 1, out) end
  return out
end

-- First and last numbers, as begins gives them, that a bound asks for.
local function bound(name, text, last)
  if text == nil then return nil end
  local at = type(text) == "string" and text:find("^%-?%d%d%d%d[%d%-QW]*$") and begins(text)
  if not at then error(("timeline: %s: a date as 2024, 2024-05 or 2024-05-31 expected, got %s"):format(name, tostring(text)), 4) end
  if not last then return at end
  return at + (at % 10000 == 0 and 9999 or at % 100 == 0 and 99 or 0)
end

local known = {from = true, to = true, text = true}

local function checked(options)
  for k in pairs(options) do
    if not known[k] then error(("timeline: there is no option '%s'; from, to, text"):format(tostring(k)), 3) end
  end
  if options.text ~= nil and type(options.text) ~= "string" then error("timeline: text: a string expected", 3) end
  return {from = bound("from", options.from), to = bound("to", options.to, true), text = options.text and core.key(options.text)}
end

local function wanted(r, o)
  if (o.from or o.to) and not r.key then return false end
  if o.from and r.key + (r.key % 10000 == 0 and 9999 or r.key % 100 == 0 and 99 or 0) < o.from then return false end
  if o.to and r.key > o.to then return false end
  return not o.text or core.key(r.document:slice(r.at, r.stop)):find(o.text, 1, true) ~= nil
end

local List = {}
List.__index = List
List.__len = function(list) return #list.kept end

--- The record of `timeline` for statement i.
function List:record(i)
  local x = self.kept[i]
  local d, row = x.document, self.figures:get(x.row)
  local r = place(d, x.at, x.stop)
  r.date, r.date_text, r.resolved, r.document_date, r.event = x.date, row.surface, x.resolved, d:value("date"), x.event
  r.sentence, r.confidence, r.document = d:slice(x.at, x.stop), d:confidence(x.at, x.stop), d
  r.figures = figures_in(d, self.figures, x.first, x.at, x.stop)
  return r
end

--- The statements of `timeline`, by date, then event; those without a date last: #list, list:record(i). And {undated = documents without a date,
--- silent = documents that name none}.
function timeline.records(c, options)
  local o = checked(options or {})
  local found, message, code = extract.figures(c, {})
  if not found then return nil, message, code end
  local list, kept, about, first = {}, {}, {undated = {}, silent = {}}, 1
  for _, d, rows in found:by_document(c) do
    statements(d, rows, first, list)
    first = first + #rows
    if not d:value("date") then table.insert(about.undated, d.doc) end
    if #list == 0 then table.insert(about.silent, d.doc) end
    for i, r in ipairs(list) do
      if wanted(r, o) then
        kept[#kept + 1] = r
        r.number = #kept
      end
      list[i] = nil
    end
  end
  table.sort(kept, by_time)
  kept = by_event(kept, number_events(kept))
  return setmetatable({kept = kept, figures = found.figures}, List), about
end

--- timeline{from = "2024", to = "2024-06", text =}: a Table of the sentences that name a date, by date; and {undated =, silent =}, names of documents
-- without a date, and of those that name none. A date that the document's own date, or a year named before it, completes is `resolved`; sentences of
-- one date that have much in common have one number in `event`.
function Corpus:timeline(options)
  options = arguments.options(options, "timeline")
  local list, about, code = timeline.records(self, options)
  if not list then return nil, about, code end
  local out = {}
  for i = 1, #list do out[i] = list:record(i) end
  return Table.new(out, records.columns("timeline", "statement")), about
end

--- The same of one document.
function Document:timeline(options) return self:view():zones("body,heading,title"):timeline(options) end

return timeline
