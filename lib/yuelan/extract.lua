--- extract.lua - what documents say in numbers: c:figures{kind =, unit =, min =, max =, near =, subject =}.
local arguments = require "yuelan.arguments"
local core = require "yuelan.core"
local Table = require "yuelan.table"
local records = require "yuelan.records"

local extract = {}
local Corpus, Document = core.Corpus.methods, core.Document.methods

local NEAR = 20 -- characters on each side that `near` looks at

local kinds = {}
for _, k in ipairs {"money", "percent", "percentage_point", "count", "ordinal", "date", "duration", "ratio", "energy", "other"} do
  kinds[k], kinds[#kinds + 1] = true, k
end
extract.kinds = kinds

local function as_set(list, name, known)
  if list == nil then return nil end
  local set = {}
  for _, x in ipairs(type(list) == "table" and list or {list}) do
    if type(x) ~= "string" then error(("figures: %s: a string or a list of strings expected"):format(name), 4) end
    if known and not known[x] then error(("figures: there is no kind '%s'; kinds are %s"):format(x, table.concat(known, " ")), 4) end
    set[core.key(x)] = true
  end
  return set
end

local options_known = {kind = true, unit = true, min = true, max = true, near = true, subject = true}

-- What the options ask for, checked.
local function filter_of(options)
  for k in pairs(options) do
    if not options_known[k] then error(("figures: there is no option '%s'; kind, unit, min, max, near, subject"):format(tostring(k)), 3) end
  end
  for _, k in ipairs {"min", "max"} do
    if options[k] ~= nil and type(options[k]) ~= "number" then error(("figures: %s: a number expected"):format(k), 3) end
  end
  for _, k in ipairs {"near", "subject"} do
    if options[k] ~= nil and type(options[k]) ~= "string" then error(("figures: %s: a string expected"):format(k), 3) end
  end
  return {
    kind = as_set(options.kind, "kind", kinds), unit = as_set(options.unit, "unit"), min = options.min, max = options.max,
    near = options.near and core.key(options.near), subject = options.subject and core.key(options.subject),
  }
end

-- Could its value lie in the interval asked for? A bound reaches to infinity.
local function in_range(row, low, high)
  if not low and not high then return true end
  local least, most = row.value or row.min, row.value or row.max
  if not least and not most then return false end
  return (not low or not most or most >= low) and (not high or not least or least <= high)
end

local function has(text, key) return text ~= nil and core.key(text):find(key, 1, true) ~= nil end

local function wanted(row, d, f)
  if f.kind and not f.kind[row.kind] then return false end
  if f.unit and not (row.unit and f.unit[core.key(row.unit)]) then return false end
  if not in_range(row, f.min, f.max) then return false end
  if f.subject and not has(row.subject, f.subject) then return false end
  if not f.near then return true end
  local from, to = d:char(row.from), d:char(row.to)
  return has(d:slice(d:offset(math.max(0, from - NEAR)), d:offset(math.min(d.characters, to + NEAR))), f.near)
end

-- Figures that were asked for. They stay in the core; a row is made when one is looked at, so that half a million of them cost little.
local Found = {}
Found.__index = Found
Found.__len = function(f) return f.chosen and #f.chosen or #f.figures end

--- Row i as the core gives it, and its Document.
function Found:row(i)
  local row = self.figures:get(self.chosen and self.chosen[i] or i)
  return row, row and self.documents[row.number]
end

--- The record of `figures` for i, and its Document.
function Found:record(i)
  local record, number = self.figures:record(self.chosen and self.chosen[i] or i)
  if not record then error(number or "figures: there is no figure of that number", 0) end
  return record, self.documents[number]
end

--- for d, rows in f:by_document(): all figures of one Document after the other, in order, as rows of the core; none is an empty list.
function Found:by_document(c)
  local at, row = 1, self.figures:get(1)
  local step, state, start = c:documents()
  return function(_, i)
    local d
    i, d = step(state, i)
    if not i then return nil end
    local number, rows = d:number(), {}
    while row and row.number == number do
      rows[#rows + 1], at = row, at + 1
      row = self.figures:get(at)
    end
    return i, d, rows
  end, nil, start
end

--- The figures of c that are asked for, or nil, message, code: #f, f:row(i), f:record(i).
function extract.figures(c, options)
  local filter = filter_of(options or {})
  local figures, message, code = c:find_figures()
  if not figures then return nil, message, code end
  local f = setmetatable({figures = figures, documents = {}}, Found)
  for _, d in c:documents() do f.documents[d:number()] = d end
  if next(filter) then
    local chosen = {}
    for k = 1, #figures do
      local row = figures:get(k)
      if wanted(row, f.documents[row.number], filter) then chosen[#chosen + 1] = k end
    end
    f.chosen = chosen
  end
  return f
end

--- count_figures(): how many there are, of every kind.
function Corpus:count_figures()
  local figures, message, code = self:find_figures()
  if not figures then return nil, message, code end
  return #figures
end

--- figures{kind = "money", unit = "USD", min =, max =, near =, subject =}: a Table of the figures, by document and place. kind and unit may be
--- lists; min and max are of value, bounds and ranges count where they reach into them; near: text within 20 characters, by key.
function Corpus:figures(options)
  options = arguments.options(options, "figures")
  local found, message, code = extract.figures(self, options)
  if not found then return nil, message, code end
  local out = {}
  for i = 1, #found do out[i] = found:record(i) end
  local columns = {}
  for _, c in ipairs(records.columns("figures", "figure")) do
    if c.name ~= "equivalent" then columns[#columns + 1] = c end
  end
  return Table.new(out, columns)
end

--- The same of one document.
function Document:figures(options) return self:view():zones("body,heading,title"):figures(options) end

return extract
