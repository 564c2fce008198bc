--- show.lua - a value for people, within a budget of lines, depth and characters.
--
-- Reads tables raw: no __index, no __pairs of the user's runs. Objects of ours print themselves; of others __tostring and __name
-- are used as `print` would.
local Table = require "yuelan.table"
local term = require "yuelan.term"

local show = {}

local MOST_LINES, MOST_ITEMS, DEPTH, LONG_STRING = 60, 30, 4, 400

local keywords = {}
for word in ([[and break do else elseif end false for function goto if in local nil not or repeat return then true until
  while]]):gmatch("%l+") do keywords[word] = true end

local function quoted(s, most)
  local shown = s
  if #s > most then
    shown = s:sub(1, (utf8.offset(s, 0, most + 1) or most + 1) - 1)
  end
  shown = shown:gsub('[%c"\\]', function(c)
    local names = {["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t", ['"'] = '\\"', ["\\"] = "\\\\"}
    return names[c] or ("\\%d"):format(c:byte())
  end)
  return '"' .. shown .. '"' .. (#s > most and (" … %s more"):format(term.count(#s - most, "byte")) or "")
end

local function own_text(x)
  local mt = debug.getmetatable(x)
  if type(mt) ~= "table" then return nil end
  if rawget(mt, "__tostring") ~= nil or rawget(mt, "__name") ~= nil then
    local ok, s = pcall(tostring, x)
    return ok and s or ("(%s: its __tostring fails: %s)"):format(type(x), tostring(s))
  end
end

local function key_text(k)
  if type(k) == "string" and k:find("^[%a_][%w_]*$") and not keywords[k] then return k end
  if type(k) == "string" then return "[" .. quoted(k, 60) .. "]" end
  return "[" .. tostring(k) .. "]"
end

local function order(a, b)
  local ta, tb = type(a), type(b)
  if ta ~= tb then return ta < tb end
  if ta == "number" or ta == "string" then return a < b end
  return tostring(a) < tostring(b)
end

-- Rows that are records with the same few keys print as a Table.
local function as_table(t)
  local n = #t
  if n < 2 then return nil end
  local names = 0
  for i = 1, math.min(n, 50) do
    local row = rawget(t, i)
    if type(row) ~= "table" or debug.getmetatable(row) then return nil end
    for k, v in next, row do
      if type(k) ~= "string" or type(v) == "table" or type(v) == "function" then return nil end
      names = names + 1
    end
  end
  for k in next, t do
    if math.type(k) ~= "integer" then return nil end
  end
  if names == 0 or names / math.min(n, 50) > 16 then return nil end
  return Table.new(t)
end

local value

local function items_of(t, indent, seen)
  local out, count, left = {}, 0, 0
  local n = #t
  local function add(s)
    count = count + 1
    if count <= MOST_ITEMS then out[#out + 1] = s() else left = left + 1 end
  end
  for i = 1, n do
    if i > MOST_ITEMS then left = left + n - i + 1 break end
    add(function() return value(rawget(t, i), indent + 1, seen) end)
  end
  local keys = {}
  for k in next, t do
    if not (math.type(k) == "integer" and k >= 1 and k <= n) then keys[#keys + 1] = k end
  end
  table.sort(keys, order)
  for _, k in ipairs(keys) do
    add(function() return key_text(k) .. " = " .. value(rawget(t, k), indent + 1, seen) end)
  end
  if left > 0 then out[#out + 1] = ("… %s more"):format(term.thousands(left)) end
  return out
end

local function plain_table(t, indent, seen)
  if seen[t] then return "{… itself}" end
  if next(t) == nil then return "{}" end
  if indent >= DEPTH then return "{…}" end
  seen[t] = true
  local items = items_of(t, indent, seen)
  seen[t] = nil
  local one = "{" .. table.concat(items, ", ") .. "}"
  if not one:find("\n") and term.width(one) + 2 * indent < math.min(term.size(), 100) then return one end
  local pad = ("  "):rep(indent + 1)
  return "{\n" .. pad .. table.concat(items, ",\n" .. pad) .. "\n" .. ("  "):rep(indent) .. "}"
end

function value(x, indent, seen)
  local kind = type(x)
  if kind == "string" then return quoted(x, LONG_STRING) end
  if kind == "number" or kind == "boolean" or kind == "nil" then return tostring(x) end
  local own = own_text(x)
  if own then return indent > 0 and term.cut(term.line(own), 100) or own end
  if kind == "table" then return plain_table(x, indent, seen) end
  return tostring(x)
end

local function first_lines(s)
  local at, count = 0, 0
  while count < MOST_LINES do
    at = s:find("\n", at + 1, true)
    if not at then return s end
    count = count + 1
  end
  local _, more = s:sub(at + 1):gsub("\n", "")
  return s:sub(1, at) .. ("… %s more (print(_) shows all)"):format(term.count(more + 1, "line"))
end

--- x as text for the prompt.
function show.value(x)
  if type(x) == "string" then
    if x:find("\n", 1, true) then return first_lines(x) end
    return quoted(x, 20 * LONG_STRING)
  end
  if type(x) == "table" and not debug.getmetatable(x) then
    local t = as_table(x)
    if t then return t:text() end
  end
  return first_lines(value(x, 0, {}))
end

return show
