--- complete.lua - what could stand at the cursor: globals, fields, methods, files inside quotes. Runs no code of the user:
-- tables are read raw, and of objects only those metatables are followed whose __index is a table or which list their methods.
local nearest = require "yuelan.nearest"
local term = require "yuelan.term"

local complete = {}

local keywords = {"and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local", "nil",
  "not", "or", "repeat", "return", "then", "true", "until", "while"}

-- Calls add(key) for the names x answers to.
local function each_name(x, add)
  local seen = {}
  for _ = 1, 8 do
    if type(x) == "table" and not seen[x] then
      seen[x] = true
      for k in next, x do
        if type(k) == "string" then add(k, rawget(x, k)) end
      end
    end
    local mt = debug.getmetatable(x)
    if type(mt) ~= "table" then return end
    local methods = rawget(mt, "methods")
    if type(methods) == "table" then
      for k in next, methods do add(k, methods[k]) end
    end
    local fields = rawget(mt, "fields")
    if type(fields) == "table" then
      for _, k in ipairs(fields) do add(k) end
    end
    x = rawget(mt, "__index")
    if type(x) ~= "table" or x == methods then return end
  end
end

local function raw_field(x, name)
  local found
  each_name(x, function(k, v) if k == name and found == nil then found = v end end)
  return found
end

local function names_of(x, prefix, only_methods)
  local names, seen = {}, {}
  each_name(x, function(k, v)
    if not seen[k] and k:find("^[%a_][%w_]*$") and k:sub(1, #prefix) == prefix and (not only_methods or type(v) == "function") then
      seen[k] = true
      if prefix ~= "" or k:sub(1, 1) ~= "_" then names[#names + 1] = k end
    end
  end)
  table.sort(names)
  return names
end

-- Value of a path `a.b.c` or `c[1]` from the session, read raw; of objects `c[1]` is asked for, as it is the library's own.
local function value_of(path, env)
  local x = env
  for name, index in path:gmatch("([%a_][%w_]*)([%[%d%]]*)") do
    x = raw_field(x, name)
    for i in index:gmatch("%[(%d+)%]") do
      if type(x) == "table" then x = rawget(x, tonumber(i))
      elseif type(x) == "userdata" then
        local ok, v = pcall(function() return x[tonumber(i)] end)
        x = ok and v or nil
      else x = nil end
    end
    if x == nil then return nil end
  end
  return x
end

local function files(prefix)
  local host = term.host
  if not host then return {} end
  local folder, start = prefix:match("^(.*/)([^/]*)$")
  local names = {}
  for _, name in ipairs(host.list(folder or ".")) do
    if name:sub(1, #(start or prefix)) == (start or prefix) and (name:sub(1, 1) ~= "." or (start or prefix):sub(1, 1) == ".") then
      names[#names + 1] = (folder or "") .. name
    end
  end
  table.sort(names)
  return names
end

-- Is the end of s inside a quoted string? Where it began.
local function open_quote(s)
  local quote, at
  local i = 1
  while i <= #s do
    local c = s:sub(i, i)
    if quote then
      if c == "\\" then i = i + 1 elseif c == quote then quote = nil end
    elseif c == '"' or c == "'" then
      quote, at = c, i
    end
    i = i + 1
  end
  return quote and at
end

--- Replacements for line[start, stop) (offsets from 0), with the session's environment.
function complete.at(line, start, stop, env)
  local before = line:sub(1, stop)
  local word = line:sub(start + 1, stop)
  local quote = open_quote(before)
  if quote then
    local typed = before:sub(quote + 1)
    local given = start - quote -- bytes of the path before the word
    local out = {}
    for _, name in ipairs(files(typed)) do out[#out + 1] = given >= 0 and name:sub(given + 1) or name end
    return out
  end
  local path, separator, prefix = before:match("([%a_][%w_%.%[%]]*)([.:])([%w_]*)$")
  if path then
    local x = value_of(path, env)
    if x == nil then return {} end
    local out, head = {}, word:sub(1, #word - #prefix)
    for i, name in ipairs(names_of(x, prefix, separator == ":")) do out[i] = head .. name end
    return out
  end
  if word == "" then return {} end
  local out = names_of(env, word)
  for _, k in ipairs(keywords) do
    if k:sub(1, #word) == word then out[#out + 1] = k end
  end
  table.sort(out)
  return out
end

--- What may have been meant by `name`, which an object in the source is asked for and does not have; nil when nothing is near.
function complete.meant(source, name, env)
  for path in source:gmatch("([%a_][%w_%.%[%]]*)[.:]" .. name .. "%f[^%w_]") do
    local x = value_of(path, env)
    if x ~= nil then return nearest(name, names_of(x, "")) end
  end
end

return complete
