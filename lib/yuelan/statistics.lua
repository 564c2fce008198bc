--- statistics.lua - statistics of a corpus and of hits: h:collocates().
local core = require "yuelan.core"
local Table = require "yuelan.table"
local schema = require "yuelan.schema"
local stop = require "yuelan.stop"

local statistics = {MEASURES = "logdice,g2,mi,t"}
local Hits = core.Hits.methods

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

return statistics
