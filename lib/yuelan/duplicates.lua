--- duplicates.lua - documents with text in common: c:duplicates{…}, their groups, and c:distinct{…}, the corpus with each text once.
local core = require "yuelan.core"
local Table = require "yuelan.table"
local term = require "yuelan.term"

local duplicates = {left_out = setmetatable({}, {__mode = "k"})} -- left_out: view -> list of {doc, like, kind, similarity}
local Corpus = core.Corpus.methods

local ENOUGH = 0.6 -- of a copy that its representative has, for it to be left out

duplicates.kinds = {"same", "near", "contains", "copied"}

local function checked(name, options)
  if options == nil then return {} end
  if type(options) ~= "table" then error(("%s: a table of options expected, got %s"):format(name, type(options)), 3) end
  for k in pairs(options) do
    if k ~= "threshold" then error(("%s: there is no option '%s'; threshold"):format(name, tostring(k)), 3) end
  end
  local x = options.threshold
  if x ~= nil and not (type(x) == "number" and x > 0 and x <= 1) then
    error(("%s: threshold: a number above 0, up to 1 expected, got %s"):format(name, tostring(x)), 3)
  end
  return options
end

local Duplicates = {__name = "Duplicates"}

-- {start, end, char, char_end} of some text of d with a prefix, in record r.
local function set_place(r, prefix, d, from, to)
  r[prefix .. "_start"], r[prefix .. "_end"] = d:to_bytes(from, to)
  r[prefix .. "_char"], r[prefix .. "_char_end"] = d:char(from), d:char(to)
end

--- The record of `duplicates` for pair i.
function Duplicates:record(i)
  local row = self.rows[i]
  if not row then return nil end
  local a, b = self.documents[row.a], self.documents[row.b]
  local r = {a = a.doc, b = b.doc, kind = row.kind, similarity = row.similarity, containment = row.containment, passages = {}}
  for k, p in ipairs(row.passages) do
    local q = {}
    set_place(q, "a", a, p.a, p.a_stop)
    set_place(q, "b", b, p.b, p.b_stop)
    r.passages[k] = q
  end
  return r
end

Duplicates.__index = function(x, k) return Duplicates[k] or (math.type(k) == "integer" and Duplicates.record(x, k) or nil) end
Duplicates.__len = function(x) return #x.rows end

--- The documents of pair i, and its passages as the core gives them: {a, a_stop, b, b_stop (text), same}, …
function Duplicates:pair(i)
  local row = self.rows[i]
  return self.documents[row.a], self.documents[row.b], row.passages
end

--- The pairs as a Table: a, b, kind, similarity, containment, and how many passages.
function Duplicates:table()
  local rows = {}
  for i, row in ipairs(self.rows) do
    rows[i] = {
      a = self.documents[row.a].doc, b = self.documents[row.b].doc, kind = row.kind, similarity = row.similarity, containment = row.containment,
      passages = #row.passages,
    }
  end
  return Table.new(rows, {
    {name = "a", type = "string"}, {name = "b", type = "string"}, {name = "kind", type = "string"}, {name = "similarity", type = "number"},
    {name = "containment", type = "number"}, {name = "passages", type = "integer"},
  })
end

-- Numbers of the documents that are in a pair, by date (missing last), then in their order.
local function by_date(x, numbers)
  local date = {}
  for _, n in ipairs(numbers) do date[n] = x.documents[n]:value("date") or false end
  table.sort(numbers, function(a, b)
    local s, t = date[a], date[b]
    if s ~= t then return s and (not t or s < t) end
    return a < b
  end)
  return numbers, date
end

-- For each document the pairs that make it a copy of another: {other, row}.
local function neighbours(x)
  local of, numbers = {}, {}
  for _, row in ipairs(x.rows) do
    if row.similarity >= x.threshold then
      for _, n in ipairs {row.a, row.b} do
        if not of[n] then of[n], numbers[#numbers + 1] = {}, n end
      end
      table.insert(of[row.a], {other = row.b, row = row})
      table.insert(of[row.b], {other = row.a, row = row})
    end
  end
  return of, numbers
end

-- {{representative, {number, row}, …}, …}, numbers of documents. Each member is like the representative itself.
local function grouped(x)
  local of, numbers = neighbours(x)
  local order, date = by_date(x, numbers)
  local taken, groups = {}, {}
  for _, n in ipairs(order) do
    local g = {n}
    for _, near in ipairs(taken[n] and {} or of[n]) do
      if not taken[near.other] then g[#g + 1], taken[near.other] = {near.other, near.row}, true end
    end
    taken[n] = true
    if #g > 1 then groups[#groups + 1] = g end
  end
  table.sort(groups, function(a, b) return a[1] < b[1] end)
  for _, g in ipairs(groups) do
    local first = table.remove(g, 1)
    table.sort(g, function(a, b) return a[2].similarity > b[2].similarity or a[2].similarity == b[2].similarity and a[1] < b[1] end)
    table.insert(g, 1, first)
  end
  return groups, date
end

local Groups = {__name = "Groups"}
Groups.__index = function(t, k) return Groups[k] or t.list[k] end
Groups.__len = function(t) return #t.list end

--- Every member a row: group, representative, doc, date, similarity.
function Groups:table()
  local rows = {}
  for _, g in ipairs(self.list) do
    for _, m in ipairs(g.members) do
      rows[#rows + 1] = {group = g.group, representative = g.representative, doc = m.doc, date = m.date, similarity = m.similarity}
    end
  end
  return Table.new(rows, {
    {name = "group", type = "integer"}, {name = "representative", type = "string"}, {name = "doc", type = "string"}, {name = "date", type = "string"},
    {name = "similarity", type = "number"},
  })
end

--- The lines of the screen for group i.
function Groups:lines(i)
  local lines = {}
  for k, m in ipairs(self.list[i].members) do
    lines[k] = ("%s%s  %.2f  %s"):format(k == 1 and "" or "    ", m.date or "no date", m.similarity, m.doc)
  end
  return table.concat(lines, "\n")
end

function Groups:__tostring()
  local lines = {term.count(#self.list, "group")}
  for i = 1, #self.list do lines[#lines + 1] = self:lines(i) end
  return table.concat(lines, "\n")
end

--- Texts with their copies: {group, representative, members = {{doc, date, similarity}, …}}, …; the representative is the earliest, by date, then by
-- doc, and the first member; the others are like it, the most similar first. A document is in one group at most.
function Duplicates:groups()
  local list = {}
  local groups, date = grouped(self)
  for i, g in ipairs(groups) do
    local members = {{doc = self.documents[g[1]].doc, date = date[g[1]] or nil, similarity = 1.0}}
    for k = 2, #g do
      local n, row = g[k][1], g[k][2]
      members[k] = {doc = self.documents[n].doc, date = date[n] or nil, similarity = row.similarity}
    end
    list[i] = {group = i, representative = members[1].doc, members = members}
  end
  return setmetatable({list = list}, Groups)
end

function Duplicates:__tostring()
  local by, parts = {}, {}
  for _, row in ipairs(self.rows) do by[row.kind] = (by[row.kind] or 0) + 1 end
  for _, k in ipairs(duplicates.kinds) do
    if by[k] then parts[#parts + 1] = ("%s %s"):format(k, term.thousands(by[k])) end
  end
  local head = ("%s%s"):format(term.count(#self, "pair"), #parts > 0 and ": " .. table.concat(parts, ", ") or "")
  return #self == 0 and head or head .. "\n" .. tostring(self:table())
end

--- duplicates{threshold = 0.5} -> Duplicates: x[i] are records, x:table() all of them, x:groups() each text with its copies.
function Corpus:duplicates(options)
  local o = checked("duplicates", options)
  local rows, message, code = self:pair_rows{threshold = o.threshold}
  if not rows then return nil, message, code end
  local documents = {}
  if #rows > 0 then
    for _, d in self:documents() do documents[d:number()] = d end
  end
  return setmetatable({rows = rows, documents = documents, threshold = o.threshold or 0.5}, Duplicates)
end

-- What is left out of a corpus where each text is to count once: number -> {like, row}.
local function superfluous(x)
  local out = {}
  for _, g in ipairs(grouped(x)) do
    for k = 2, #g do
      local n, row = g[k][1], g[k][2]
      local share = row.a == n and row.a_share or row.b_share
      if share >= ENOUGH then out[n] = {like = g[1], row = row} end
    end
  end
  for _, row in ipairs(x.rows) do
    if row.kind == "contains" and not out[row.a] and not out[row.b] then out[row.b] = {like = row.a, row = row} end
  end
  return out
end

--- distinct{threshold = 0.5} -> the view with each text once. Left out are copies of which the earliest one has most, and texts that stand in another as
-- a whole; view:left_out() lists them.
function Corpus:distinct(options)
  checked("distinct", options)
  local x, message, code = self:duplicates(options)
  if not x then return nil, message, code end
  local out, keep, left = superfluous(x), {}, {}
  for i, d in self:documents() do
    local o = out[d:number()]
    if o then
      left[#left + 1] = {doc = d.doc, like = x.documents[o.like].doc, kind = o.row.kind, similarity = o.row.similarity}
    else
      keep[#keep + 1] = i
    end
  end
  local view = self:subset(keep)
  duplicates.left_out[view] = left
  return view
end

--- left_out() of a view that distinct made: a Table {doc, like, kind, similarity}.
function Corpus:left_out()
  return Table.new(duplicates.left_out[self] or {}, {
    {name = "doc", type = "string"}, {name = "like", type = "string"}, {name = "kind", type = "string"}, {name = "similarity", type = "number"},
  })
end

return duplicates
