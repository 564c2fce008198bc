--- out.lua - where records go: JSON Lines, CSV, TSV, or a screen; to standard output or a file that appears when it is whole.
local Table = require "yuelan.table"
local json = require "yuelan.json"
local term = require "yuelan.term"

local out = {}

-- ---- sinks ----

local function pid() return term.host and term.host.pid() or os.time() end

local open = {} -- sinks whose file is not yet in its place

--- Gives up every unfinished file: after Ctrl-C, when nothing else could.
function out.drop_all()
  for sink in pairs(open) do sink.drop() end
end

--- A sink {write, flush, close, drop}; nil, message when the file cannot be made. Without a path: standard output.
function out.sink(path)
  if not path or path == "-" then
    local function write(s)
      local ok, message = io.stdout:write(s)
      if not ok then error({yuelan = true, status = 2, message = "cannot write the output: " .. message}, 0) end
    end
    return {write = write, flush = function() io.stdout:flush() end, close = function() io.stdout:flush() return true end, drop = function() end}
  end
  path = term.host and term.host.real(path) or path -- a link stays, what it leads to is written
  -- A device or a pipe is written to as it is: a file must not take its place.
  local device = path:find("^/dev/") or (term.host and term.host.kind(path) == "other")
  local temporary = device and path or ("%s.tmp-%d"):format(path, pid())
  local f, message = io.open(temporary, "w")
  if not f then return nil, message:gsub("%.tmp%-%d+", "") end
  local sink = {}
  function sink.write(s)
    local ok, why = f:write(s)
    if not ok then error({yuelan = true, status = 2, message = ("%s: %s"):format(path, why)}, 0) end
  end
  function sink.flush() f:flush() end
  function sink.close()
    local ok, why = f:close()
    if ok and not device then ok, why = os.rename(temporary, path) end
    if not ok and not device then os.remove(temporary) end
    open[sink] = nil
    return ok, why
  end
  function sink.drop()
    pcall(f.close, f)
    if not device then os.remove(temporary) end
    open[sink] = nil
  end
  open[sink] = true
  return sink
end

-- ---- formats ----

local function text_of(v, f)
  if v == nil then return "" end
  if type(v) == "string" then return v end
  return json.encode(v, f)
end

-- Would a spreadsheet show a number, a time or a fraction instead of this text: 123 for 00123, 5 January for 1/5, 3.2 for 3.20? What it takes for a
-- number and shows as it stands may go by, and so may a whole date.
local function would_change(s)
  if s:find("^%d%d%d%d%-%d%d%-%d%dT%d%d:%d%d$") then return true end -- gets seconds
  if not s:find("^[%d.,:/%-+%%eE]+$") or not s:find("%d") then return false end
  if s:find("^%d%d%d%d%-%d%d%-%d%d$") then return false end
  local whole, rest = s:match("^(%d+)(.*)$")
  return not whole or #s > 15 or (#whole > 1 and whole:sub(1, 1) == "0") or not (rest == "" or rest:find("^%.%d*[1-9]$"))
end

-- A number of 15 digits, as many as a spreadsheet has; where it is not very small, without an exponent, which would leave it three.
local function sheet_number(v)
  local s = ("%.15g"):format(v)
  local exponent = tonumber(s:match("e%-(%d+)$"))
  if not exponent or exponent > 9 then return s end
  return (("%%.%df"):format(exponent + 14):format(v):gsub("0+$", ""))
end

-- What a spreadsheet shows as it stands: numbers of 15 digits, TRUE and FALSE; a text that it would run, or change, gets an apostrophe before it.
local function defused(s, v)
  if type(v) == "boolean" then return s:upper() end
  if math.type(v) == "float" and v == v and v // 1 ~= v then return sheet_number(v) end
  if type(v) ~= "number" and (s:find("^[=+%-@\t\r]") or would_change(s)) then return "'" .. s end
  return s
end

local function delimited(sink, fields, separator, field, excel)
  local eol = excel and "\r\n" or "\n"
  local function row(values) sink.write(table.concat(values, separator) .. eol) end
  local names = {}
  for i, f in ipairs(fields) do names[i] = field(f.name) end
  if excel then sink.write("\u{FEFF}") end
  row(names)
  return function(record)
    local values = {}
    for i, f in ipairs(fields) do
      local v = record[f.name]
      local s = text_of(v, f)
      values[i] = field(excel and defused(s, v) or s)
    end
    row(values)
  end
end

-- A table written row by row: its head and end are those of an empty Table.
local function tabular(sink, fields, format)
  local columns = {}
  for i, f in ipairs(fields) do columns[i] = {name = f.name, type = f.type} end
  local empty = Table.new({}, columns)
  local head, tail = empty[format](empty), ""
  if format == "html" then head, tail = head:match("^(.-<tbody>\n)(.*)$") end
  sink.write(head)
  return function(record)
    local text = Table.new({record}, columns)
    text = text[format](text)
    sink.write(text:sub(#head + 1, #text - #tail))
  end, function() sink.write(tail) end
end

--- A writer of records of these fields in a format: json, csv or tsv; markdown or html, which has a second value to be called at the end.
function out.writer(format, sink, fields, excel)
  if format == "json" then
    local shape = {type = "object", fields = fields}
    return function(record) sink.write(json.encode(record, shape) .. "\n") end
  elseif format == "csv" then
    return delimited(sink, fields, ",", Table.csv_field, excel)
  elseif format == "tsv" then
    return delimited(sink, fields, "\t", Table.tsv_field, excel)
  end
  return tabular(sink, fields, format)
end

return out
