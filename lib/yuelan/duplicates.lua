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

-- Where pair i stands among those of the core.
local function number_of(x, i)
  if not x.chosen then return i >= 1 and i <= #x.found and i or nil end
  return x.chosen[i]
end

--- The record of `duplicates` for pair i.
function Duplicates:record(i)
  local k = number_of(self, i)
  if not k then return nil end
  local row = self.found:get(k)
  local a, b = self.documents[row.a], self.documents[row.b]
  local r = {a = a.doc, b = b.doc, kind = row.kind, similarity = row.similarity, containment = row.containment, passages = {}}
  for n, p in ipairs(self.found:passages(k)) do
    local q = {}
    set_place(q, "a", a, p.a, p.a_stop)
    set_place(q, "b", b, p.b, p.b_stop)
    r.passages[n] = q
  end
  return r
end

Duplicates.__index = function(x, k) return Duplicates[k] or (math.type(k) == "integer" and Duplicates.record(x, k) or nil) end
Duplicates.__len = function(x) return x.chosen and #x.chosen or #x.found end

--- Pair i as the core gives it: {a, b (numbers of documents), kind, similarity, containment, a_share, b_share, passages = how many}.
function Duplicates:row(i) return self.found:get(number_of(self, i)) end

--- The documents of pair i, and its passages as the core gives them: {a, a_stop, b, b_stop (text), same}, …
function Duplicates:pair(i)
  local row = self:row(i)
  return self.documents[row.a], self.documents[row.b], self.found:passages(number_of(self, i))
end

--- Only the pairs of these kinds.
function Duplicates:of_kinds(list)
  local wanted, chosen = {}, {}
  for _, k in ipairs(list) do wanted[k] = true end
  for i = 1, #self do
    local k = number_of(self, i)
    local _, _, _, kind = self.found:of(k)
    if wanted[kind] then chosen[#chosen + 1] = k end
  end
  return setmetatable({found = self.found, chosen = chosen, documents = self.documents, threshold = self.threshold}, Duplicates)
end

--- How many comparisons were left out, of copies of texts with very many copies.
function Duplicates:left_out() return self.found:left_out() end

--- The pairs as a Table: a, b, kind, similarity, containment, and how many passages.
function Duplicates:table()
  local rows = {}
  for i = 1, #self do
    local r = self:row(i)
    rows[i] = {a = self.documents[r.a].doc, b = self.documents[r.b].doc, kind = r.kind, similarity = r.similarity, containment = r.containment,
      passages = r.passages}
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

-- For each document the pairs that make it a copy of another, by their numbers.
local function neighbours(x, threshold)
  local of, numbers = {}, {}
  for i = 1, #x do
    local k = number_of(x, i)
    local a, b, similarity = x.found:of(k)
    if similarity >= threshold then
      for _, n in ipairs {a, b} do
        local list = of[n]
        if not list then
          list, numbers[#numbers + 1] = {}, n
          of[n] = list
        end
        list[#list + 1] = k
      end
    end
  end
  return of, numbers
end

-- {{representative, {number, similarity, pair}, …}, …}, numbers of documents. Each member is like the representative itself.
local function grouped(x, threshold)
  local of, numbers = neighbours(x, threshold or x.threshold)
  local order, date = by_date(x, numbers)
  local taken, groups = {}, {}
  for _, n in ipairs(order) do
    local g = {n}
    for _, k in ipairs(taken[n] and {} or of[n]) do
      local a, b, similarity = x.found:of(k)
      local other = a == n and b or a
      if not taken[other] then g[#g + 1], taken[other] = {other, similarity, k}, true end
    end
    taken[n] = true
    if #g > 1 then groups[#groups + 1] = g end
  end
  table.sort(groups, function(a, b) return a[1] < b[1] end)
  for _, g in ipairs(groups) do
    local first = table.remove(g, 1)
    table.sort(g, function(a, b) return a[2] > b[2] or a[2] == b[2] and a[1] < b[1] end)
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

--- The same groups as documents: {{representative, {document =, kind =, similarity =}, …}, …}.
--- kind: "bytes" (the same file), "text" (the same text), "near"; threshold: a higher one.
function Duplicates:copies(threshold)
  local out = {}
  for i, g in ipairs(grouped(self, threshold)) do
    local first = self.documents[g[1]]
    out[i] = {first}
    for k = 2, #g do
      local d, _, _, _, kind = self.documents[g[k][1]], self.found:of(g[k][3])
      out[i][k] = {document = d, similarity = g[k][2], kind = d.hash == first.hash and "bytes" or kind == "same" and "text" or "near"}
    end
  end
  return out
end

--- Texts with their copies: {group, representative, members = {{doc, date, similarity}, …}}, …; the representative is the earliest, by date, then by
-- doc, and the first member; the others are like it, the most similar first. A document is in one group at most.
function Duplicates:groups()
  local list = {}
  local groups, date = grouped(self)
  for i, g in ipairs(groups) do
    local members = {{doc = self.documents[g[1]].doc, date = date[g[1]] or nil, similarity = 1.0}}
    for k = 2, #g do
      local n = g[k][1]
      members[k] = {doc = self.documents[n].doc, date = date[n] or nil, similarity = g[k][2]}
    end
    list[i] = {group = i, representative = members[1].doc, members = members}
  end
  return setmetatable({list = list}, Groups)
end

function Duplicates:__tostring()
  local by, parts = {}, {}
  for i = 1, #self do
    local _, _, _, kind = self.found:of(number_of(self, i))
    by[kind] = (by[kind] or 0) + 1
  end
  for _, k in ipairs(duplicates.kinds) do
    if by[k] then parts[#parts + 1] = ("%s %s"):format(k, term.thousands(by[k])) end
  end
  local head = ("%s%s"):format(term.count(#self, "pair"), #parts > 0 and ": " .. table.concat(parts, ", ") or "")
  return #self == 0 and head or head .. "\n" .. tostring(self:table())
end

--- duplicates{threshold = 0.5} -> Duplicates: x[i] are records, x:table() all of them, x:groups() each text with its copies.
function Corpus:duplicates(options)
  local o = checked("duplicates", options)
  local found, message, code = self:find_pairs{threshold = o.threshold}
  if not found then return nil, message, code end
  local documents = {}
  if #found > 0 then
    for _, d in self:documents() do documents[d:number()] = d end
  end
  return setmetatable({found = found, documents = documents, threshold = o.threshold or 0.5}, Duplicates)
end

-- What is left out of a corpus where each text is to count once: number -> {like, row}.
local function superfluous(x)
  local out = {}
  for _, g in ipairs(grouped(x)) do
    for k = 2, #g do
      local n, row = g[k][1], x.found:get(g[k][3])
      local share = row.a == n and row.a_share or row.b_share
      if share >= ENOUGH then out[n] = {like = g[1], row = row} end
    end
  end
  for k = 1, #x.found do
    local a, b, _, kind = x.found:of(k)
    if kind == "contains" and not out[a] and not out[b] then out[b] = {like = a, row = x.found:get(k)} end
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
