--- traces.lua - copies of a passage: as a Table by date, and on the screen with what was changed in them.
local Table = require "yuelan.table"
local schema = require "yuelan.schema"
local term = require "yuelan.term"

local traces = {}

--- Records of `trace`, by date (missing last), then by document and place; each with its Document in `document`, the record's place aside.
function traces.records(corpus, passage, options)
  local copies, message, code = corpus:copies(passage, options)
  if not copies then return nil, message, code end
  local list = {}
  for i, k in ipairs(copies) do
    local d = k.document
    local from, to = d:to_bytes(k.start, k.stop)
    local changes = {}
    for n, c in ipairs(k.changes) do changes[n] = {kind = c.kind, from = c.from, to = c.to} end
    list[i] = {
      doc = d.doc, start = from, ["end"] = to, char = d:char(k.start), char_end = d:char(k.stop), date = d:value("date"), site = d:value("site"),
      similarity = k.similarity, text = d:slice(k.start, k.stop), changes = changes, copy = k, number = i,
    }
  end
  table.sort(list, function(a, b)
    if a.date ~= b.date then return a.date ~= nil and (b.date == nil or a.date < b.date) end
    return a.number < b.number
  end)
  return list
end

local marks = {delete = "[-%s-]", insert = "{+%s+}"}

--- The text of a copy with what was changed: [-only in the passage-]{+only in the copy+}.
function traces.marked(record)
  local k, d, parts = record.copy, record.copy.document, {}
  local at = k.start
  for _, c in ipairs(k.changes) do
    if c.text_start >= at then
      parts[#parts + 1] = d:slice(at, c.text_start)
      if c.from ~= "" and c.kind ~= "move" then parts[#parts + 1] = marks.delete:format(c.from) end
      if c.kind == "move" then
        parts[#parts + 1] = "{>" .. c.to .. "<}"
      elseif c.to ~= "" then
        parts[#parts + 1] = marks.insert:format(c.to)
      end
      at = math.max(at, c.text_end)
    end
  end
  parts[#parts + 1] = d:slice(at, k.stop)
  return term.line(table.concat(parts))
end

--- The lines of the screen for one copy.
function traces.lines(record)
  local where = {record.date or "no date", ("%.2f"):format(record.similarity), record.doc}
  if record.site then where[#where + 1] = record.site end
  return table.concat(where, "  ") .. "\n    " .. traces.marked(record)
end

local Traces = {__name = "Traces"}
Traces.__index = function(t, k) return Traces[k] or t.list[k] end
Traces.__len = function(t) return #t.list end

--- As a Table of records, without their changes.
function Traces:table()
  local columns = {}
  for _, f in ipairs(schema.of("trace", "copy")) do
    if not f.array then columns[#columns + 1] = {name = f.name, type = f.type} end
  end
  return Table.new(self.list, columns)
end

function Traces:__tostring()
  local lines = {#self.list == 1 and "1 copy" or term.thousands(#self.list) .. " copies"}
  for _, r in ipairs(self.list) do lines[#lines + 1] = traces.lines(r) end
  return table.concat(lines, "\n")
end

--- What c:trace(passage, {similarity =}) gives: t[i] are records, t:table() all of them as a Table; it prints with the changes marked.
function traces.of(corpus, passage, options)
  local list, message, code = traces.records(corpus, passage, options)
  if not list then return nil, message, code end
  return setmetatable({list = list}, Traces)
end

return traces
