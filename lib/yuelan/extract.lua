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

local function place(d, row)
  local s, e = d:to_bytes(row.from, row.to)
  return {start = s, ["end"] = e, char = d:char(row.from), char_end = d:char(row.to)}
end

local function equivalent_of(d, other)
  if not other then return nil end
  local r = place(d, other)
  for _, k in ipairs {"surface", "value", "min", "max", "bound", "approx", "unit"} do r[k] = other[k] end
  return r
end

--- The record of `figures` for a row of the core.
function extract.record(d, row, rows)
  local r = place(d, row)
  local s, e = d:sentence_at(row.from, row.to)
  for _, k in ipairs {
    "doc", "surface", "kind", "value", "min", "max", "bound", "approx", "unit", "iso", "subject", "period", "attributed_to", "resolved",
  } do
    r[k] = row[k]
  end
  r.original = d:original(row.from, row.to)
  r.equivalent = equivalent_of(d, rows[row.equivalent])
  r.sentence, r.confidence = d:slice(s, e), d:confidence(row.from, row.to)
  return r
end

--- for record, document in extract.each(c, options): the figures of c that are asked for, and how many there are of them.
function extract.figures(c, options)
  local filter = filter_of(options or {})
  local rows, message, code = c:figure_rows()
  if not rows then return nil, message, code end
  local list, at = {}, 1
  for _, d in c:documents() do
    local number = d:number()
    while rows[at] and rows[at].number == number do
      if wanted(rows[at], d, filter) then list[#list + 1] = {row = rows[at], document = d} end
      at = at + 1
    end
  end
  return list, rows
end

--- figures{kind = "money", unit = "USD", min =, max =, near =, subject =}: a Table of the figures, by document and place. kind and unit may be
--- lists; min and max are of value, bounds and ranges count where they reach into them; near: text within 20 characters, by key.
function Corpus:figures(options)
  options = arguments.options(options, "figures")
  local list, rows, code = extract.figures(self, options)
  if not list then return nil, rows, code end
  local out = {}
  for i, x in ipairs(list) do out[i] = extract.record(x.document, x.row, rows) end
  local columns = {}
  for _, c in ipairs(records.columns("figures", "figure")) do
    if c.name ~= "equivalent" then columns[#columns + 1] = c end
  end
  return Table.new(out, columns)
end

--- The same of one document.
function Document:figures(options) return self:view():zones("body,heading,title"):figures(options) end

return extract
