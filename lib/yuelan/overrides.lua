--- overrides.lua - a person's corrections of documents: d:relabel, d:reject, d:accept, d:correct; c:reload() reads with them.
--
-- Each is a line of a file of JSON Lines, tied to the content by its hash (src/intake/overrides.h has the format). A corpus is
-- not changed by them: they count when it is read again.
local core = require "yuelan.core"
local json = require "yuelan.json"

local Document = core.Document.methods

local overrides = {}

--- file(corpus) is set by the library: where the corrections of a corpus go.
overrides.file = nil

local function append(d, record)
  local path = overrides.file(d:corpus())
  if not path then return nil, 'there is no file for corrections: open with overrides = "FILE" (an empty one will do)', "io" end
  record.doc, record.hash = d.doc, d.hash
  local f, message = io.open(path, "ab")
  if not f then return nil, message, "io" end
  local ok, why = f:write(json.encode(record), "\n")
  local closed, late = f:close()
  if not (ok and closed) then return nil, why or late, "io" end
  return path
end

local function range(d, s, e, record)
  if math.type(s) ~= "integer" or math.type(e) ~= "integer" or s < 0 or e <= s or e > #d.text then
    error("offsets of the text expected, from 0, start before end", 3)
  end
  record.start, record["end"] = d:to_bytes(s, e)
  return record
end

--- relabel(s, e, zone): text from offset s to e belongs to a zone of that kind. Gives the file it was written to.
function Document:relabel(s, e, zone)
  if type(zone) ~= "string" then error("relabel: the name of a zone expected", 2) end
  return append(self, range(self, s, e, {zone = zone}))
end

-- Repair number k of d:repairs(), as a correction.
local function of_repair(d, k, verdict)
  local r = math.type(k) == "integer" and d:repairs()[k]
  if not r then error(("%s: the number of a repair expected, 1 to %d"):format(verdict, #d:repairs()), 3) end
  return append(d, {["repair"] = verdict, start = r.start, ["end"] = r["end"]})
end

--- reject(k): repair number k of d:repairs() is wrong: what stood there stays.
function Document:reject(k) return of_repair(self, k, "reject") end

--- accept(k): repair number k is right: it counts as exact.
function Document:accept(k) return of_repair(self, k, "accept") end

--- correct{field = value}: metadata; false for a field that the document does not have.
function Document:correct(fields)
  if type(fields) ~= "table" then error("correct: {field = value} expected", 2) end
  local names = {}
  for name, value in pairs(fields) do
    if type(name) ~= "string" or (type(value) ~= "string" and value ~= false) then error("correct: {field = value} expected", 2) end
    names[#names + 1] = name
  end
  table.sort(names)
  local path, message, code
  for _, name in ipairs(names) do
    path, message, code = append(self, {field = name, value = fields[name] or json.null})
    if not path then return nil, message, code end
  end
  return path
end

return overrides
