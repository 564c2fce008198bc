--- rows.lua - reads small tables that people keep beside their texts: CSV, TSV or JSON Lines, told apart by name and content.
local files = require "yuelan.files"
local json = require "yuelan.json"

local rows = {}

-- Fields of a CSV record from byte `at` on: list, where the next record begins.
local function csv_record(s, at)
  local fields = {}
  while true do
    local value
    if s:sub(at, at) == '"' then
      local parts = {}
      repeat
        local q = s:find('"', at + 1, true)
        if not q then return nil, "a quoted field has no end" end
        parts[#parts + 1] = s:sub(at + 1, q - 1)
        at = q + 1
      until s:sub(at, at) ~= '"'
      value = table.concat(parts, '"')
    else
      local e = s:find("[,\r\n]", at) or #s + 1
      value, at = s:sub(at, e - 1), e
    end
    fields[#fields + 1] = value
    local c = s:sub(at, at)
    if c ~= "," then
      local _, e = s:find("^\r?\n", at)
      if not e and c ~= "" then return nil, "text behind a quoted field" end
      return fields, (e or #s) + 1
    end
    at = at + 1
  end
end

local unescaped = {["\\t"] = "\t", ["\\n"] = "\n", ["\\r"] = "\r", ["\\\\"] = "\\"}

local function tsv_record(s, at)
  local e = s:find("\n", at, true) or #s + 1
  local line, fields = s:sub(at, e - 1):gsub("\r$", ""), {}
  for value in (line .. "\t"):gmatch("(.-)\t") do fields[#fields + 1] = value:gsub("\\[tnr\\]", unescaped) end
  return fields, e + 1
end

local function delimited(s, record)
  local names, list, at, line = nil, {}, 1, 1
  while at <= #s do
    local fields, next_at = record(s, at)
    if not fields then return nil, ("record %d: %s"):format(line, next_at) end
    if not names then
      names = fields
    elseif #fields > 1 or fields[1] ~= "" then
      local row = {}
      for i, name in ipairs(names) do
        if fields[i] and fields[i] ~= "" then row[name] = fields[i] end
      end
      list[#list + 1] = row
    end
    at, line = next_at, line + 1
  end
  return list, names or {}
end

local function json_lines(s)
  local names, there, list, n = {}, {}, {}, 0
  for line in s:gmatch("[^\n]+") do
    n = n + 1
    if line:find("%S") then
      local ok, row = pcall(json.decode, line)
      if not ok or type(row) ~= "table" then return nil, ("line %d: %s"):format(n, ok and "no object" or tostring(row)) end
      local keys = {}
      for k in pairs(row) do keys[#keys + 1] = k end
      table.sort(keys)
      for _, k in ipairs(keys) do
        if not there[k] then there[k], names[#names + 1] = true, k end
        if type(row[k]) == "table" then row[k] = json.encode(row[k]) elseif row[k] ~= nil then row[k] = tostring(row[k]) end
      end
      list[#list + 1] = row
    end
  end
  return list, names
end

--- parse(text, path) -> list of rows (strings by column), names of the columns in order; nil, message. What it is tells the name, else the text.
function rows.parse(s, path)
  if s:find("^%s*{") then return json_lines(s) end
  local tabs = path:find("%.tsv$") or (s:match("^[^\n]*"):find("\t", 1, true) and not path:find("%.csv$"))
  return delimited(s, tabs and tsv_record or csv_record)
end

--- read(path): the same of a file.
function rows.read(path)
  local s, why = files.text(path)
  if not s then return nil, why end
  local list, names = rows.parse(s, path)
  if not list then return nil, ("%s: %s"):format(path, names) end
  return list, names
end

return rows
