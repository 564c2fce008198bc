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

-- The figures, dates aside, in text from s to e; rows are in order.
local function figures_in(d, rows, s, e)
  local list, low, high = {}, 1, #rows + 1
  while low < high do
    local middle = (low + high) // 2
    if rows[middle].from < s then low = middle + 1 else high = middle end
  end
  for i = low, #rows do
    local row = rows[i]
    if row.from >= e then break end
    if row.kind ~= "date" then
      local r = place(d, row.from, row.to)
      for _, k in ipairs {"surface", "kind", "value", "min", "max", "bound", "approx", "unit", "subject"} do r[k] = row[k] end
      list[#list + 1] = r
    end
  end
  return list
end

-- The sentences of a document that name dates: appended to list. rows: its figures.
local function statements(d, rows, list)
  local own, first = d:value("date"), #list
  for _, row in ipairs(rows) do
    if row.kind == "date" then
      local s, e = d:sentence_at(row.from, row.to)
      local iso = row.iso
      if not (iso and iso:find("^T")) then -- a time of day alone is no date
        local r = place(d, s, e)
        r.date, r.date_text, r.resolved, r.document_date = iso, row.surface, row.resolved or false, own
        r.sentence, r.confidence, r.at, r.stop = d:slice(s, e), d:confidence(s, e), s, e
        r.key, r.document = iso and begins(iso), d
        list[#list + 1] = r
      end
    end
  end
  for i = first + 1, #list do list[i].figures = figures_in(d, rows, list[i].at, list[i].stop) end
end

-- ---- events ----

local function pairs_of(sentence)
  local set, n, before = {}, 0, nil
  for _, cp in utf8.codes(core.key(sentence)) do
    if cp > 0x7F and (cp < 0x2000 or cp > 0x303F) and cp < 0xFF00 or cp < 0x80 and string.char(cp):find("%w") then
      local pair = before and before << 21 | cp
      if pair and not set[pair] then set[pair], n = true, n + 1 end
      before = cp
    end
  end
  return set, n
end

local function alike(a, b)
  local small, large = a, b
  if b.n < a.n then small, large = b, a end
  local both = 0
  for pair in pairs(small.set) do both = both + (large.set[pair] and 1 or 0) end
  return small.n > 0 and both / small.n >= ALIKE
end

-- Numbers events: sentences of one date that have much in common. What has no date is an event of its own.
local function number_events(list)
  local events, first = 0, 1 -- first: the first event of this date
  local heads, date = {}, nil
  for i, r in ipairs(list) do
    if r.date ~= date or not r.date then
      first, date, heads = events + 1, r.date, {}
    end
    local mine = {}
    local alone = #heads == 0 and not (list[i + 1] and r.date and list[i + 1].date == r.date)
    mine.set, mine.n = {}, 0
    if not alone then mine.set, mine.n = pairs_of(r.sentence) end
    for k = 1, math.min(#heads, COMPARED) do
      if alike(heads[k], mine) then
        r.event = heads[k].event
        break
      end
    end
    if not r.event then
      events = events + 1
      r.event, mine.event = events, events
      heads[events - first + 1] = mine
    end
  end
end

-- ---- the entry ----

local function by_time(a, b)
  if a.key ~= b.key then return a.key ~= nil and (b.key == nil or a.key < b.key) end
  if a.date ~= b.date then return a.date ~= nil and (b.date == nil or a.date < b.date) end
  return a.number < b.number
end

local function by_event(a, b)
  if a.event ~= b.event then return a.event < b.event end
  return a.number < b.number
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
  return not o.text or core.key(r.sentence):find(o.text, 1, true) ~= nil
end

--- Records of `timeline`, by date, then event; those without a date last. And {undated = documents without a date, silent = documents that name none}.
function timeline.records(c, options)
  local o = checked(options or {})
  local all, rows, code = extract.figures(c, {})
  if not all then return nil, rows, code end
  local of, list, about = {}, {}, {undated = {}, silent = {}}
  for _, x in ipairs(all) do
    local n = x.document:number()
    of[n] = of[n] or {}
    table.insert(of[n], x.row)
  end
  for _, d in c:documents() do
    local before = #list
    statements(d, of[d:number()] or {}, list)
    if not d:value("date") then table.insert(about.undated, d.doc) end
    if #list == before then table.insert(about.silent, d.doc) end
  end
  local kept = {}
  for _, r in ipairs(list) do
    if wanted(r, o) then
      kept[#kept + 1] = r
      r.number = #kept
    end
  end
  table.sort(kept, by_time)
  number_events(kept)
  table.sort(kept, by_event)
  return kept, about
end

--- timeline{from = "2024", to = "2024-06", text =}: a Table of the sentences that name a date, by date; and {undated =, silent =}, names of documents
-- without a date, and of those that name none. A date that the document's own date, or a year named before it, completes is `resolved`; sentences of
-- one date that have much in common have one number in `event`.
function Corpus:timeline(options)
  options = arguments.options(options, "timeline")
  local list, about, code = timeline.records(self, options)
  if not list then return nil, about, code end
  return Table.new(list, records.columns("timeline", "statement")), about
end

--- The same of one document.
function Document:timeline(options) return self:view():zones("body,heading,title"):timeline(options) end

return timeline
