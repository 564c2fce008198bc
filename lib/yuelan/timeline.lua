--- timeline.lua - what happened when: the sentences that name a date, in order of dates. c:timeline{from =, to =, text =}.
local arguments = require "yuelan.arguments"
local core = require "yuelan.core"
local Table = require "yuelan.table"
local extract = require "yuelan.extract"
local records = require "yuelan.records"

local timeline = {}
local Corpus, Document = core.Corpus.methods, core.Document.methods

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

-- for d, list in statements(c, figures): the sentences of each document that name dates, each as little as will do to sort it and to make a record of it
-- later.
local function statements(c, figures)
  local step, state, start = c:documents()
  local k, number, from, to, iso, resolved = figures:next_date(1)
  return function(_, i)
    local d
    i, d = step(state, i)
    if not i then return nil end
    local mine, list = d:number(), {}
    local s, e = 0, 0
    while number == mine do
      if not (iso and iso:find("^T")) then -- a time of day alone is no date
        if from < s or to > e then s, e = d:sentence_at(from, to) end
        list[#list + 1] = {key = iso and begins(iso), date = iso, resolved = resolved, document = d, at = s, stop = e, row = k}
      end
      k, number, from, to, iso, resolved = figures:next_date(k + 1)
    end
    return i, d, list
  end, nil, start
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

-- Is it a date of the calendar, as far as it goes?
local function is_date(text)
  local year, month, day = text:match("^%-?(%d+)%-?(%d*)%-?(%d*)$")
  if not year or month == "" then return true end -- a quarter or a week is read by begins
  month, day = tonumber(month), tonumber(day)
  if month < 1 or month > 12 then return false end
  local leap = year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)
  local last = month == 2 and (leap and 29 or 28) or (month == 4 or month == 6 or month == 9 or month == 11) and 30 or 31
  return not day or day >= 1 and day <= last
end

-- First and last numbers, as begins gives them, that a bound asks for.
local function bound(name, text, last)
  if text == nil then return nil end
  local at = type(text) == "string" and text:find("^%-?%d%d%d%d[%d%-QW]*$") and begins(text)
  if at and not is_date(text) then error(("timeline: %s: there is no %s in the calendar"):format(name, text), 4) end
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
  local o = {from = bound("from", options.from), to = bound("to", options.to, true), text = options.text and core.key(options.text)}
  if o.from and o.to and o.from > o.to then error(("timeline: from: %s is later than %s, where it is to end"):format(options.from, options.to), 3) end
  return o
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
  r.figures = self.figures:within(x.row, x.at, x.stop)
  return r
end

--- The statements of `timeline`, by date, then event; those without a date last: #list, list:record(i). And {undated = documents without a date,
--- silent = documents that name none}. found: the figures of c, where they were looked for before (extract.figures).
function timeline.records(c, options, found)
  local o = checked(options or {})
  if not found then
    local message, code
    found, message, code = extract.figures(c, {})
    if not found then return nil, message, code end
  end
  local kept, about = {}, {undated = {}, silent = {}}
  for _, d, list in statements(c, found.figures) do
    if not d:value("date") then table.insert(about.undated, d.doc) end
    if #list == 0 then table.insert(about.silent, d.doc) end
    for _, r in ipairs(list) do
      if wanted(r, o) then
        kept[#kept + 1] = r
        r.number = #kept
      end
    end
  end
  table.sort(kept, by_time)
  local events, message, code = c:event_rows(kept)
  if not events then return nil, message, code end
  return setmetatable({kept = by_event(kept, events), figures = found.figures}, List), about
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
