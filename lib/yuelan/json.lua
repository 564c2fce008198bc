--- json.lua - JSON, written by a shape, read strictly.
--
-- A record is a Lua table, where a missing value is nil; JSON wants the key with null. So the writer goes by the shape of
-- the record (schema.lua): every field of it is there, in its order, and an integer stays one. Without a shape a table
-- with #t > 0 is an array, any other an object with its keys sorted.
local core = require "yuelan.core"

local json = {}

json.null = setmetatable({}, {__tostring = function() return "null" end, __name = "json.null"})
json.array_mt = {__name = "json.array"}

--- Marks a table as an array, so that an empty one is written [].
function json.array(t) return setmetatable(t or {}, json.array_mt) end

--- A value that is JSON already, as the core writes long lists: {TEXT} with this metatable is written as it stands.
json.raw_mt = {__name = "json.raw"}

--- json.encode(x, shape): x as JSON on one line; shape is a field of schema.lua, or nil. What is not UTF-8 in a string becomes U+FFFD, byte by
-- byte: text of documents always is. No NaN and no infinity: null. Of a float the shortest form that is read as the same number.
json.encode = core.json_encoder(json.null, json.array_mt, json.raw_mt)

-- ---- reading ----

local function fail(s, at, what) error(("json: %s at byte %d of %d"):format(what, at, #s), 0) end

local unescapes = {b = "\b", f = "\f", n = "\n", r = "\r", t = "\t", ['"'] = '"', ["\\"] = "\\", ["/"] = "/"}

local function code_unit(s, at)
  local hex = s:match("^%x%x%x%x", at)
  if not hex then fail(s, at, "bad \\u escape") end
  return tonumber(hex, 16)
end

local function read_escape(s, at) -- at the character after the backslash
  local c = s:sub(at, at)
  if c ~= "u" then
    if not unescapes[c] then fail(s, at, "bad escape") end
    return unescapes[c], at + 1
  end
  local u = code_unit(s, at + 1)
  at = at + 5
  if u >= 0xD800 and u < 0xDC00 and s:sub(at, at + 1) == "\\u" then
    local low = code_unit(s, at + 2)
    if low >= 0xDC00 and low < 0xE000 then return utf8.char(0x10000 + ((u - 0xD800) << 10) + (low - 0xDC00)), at + 6 end
  end
  if u >= 0xD800 and u < 0xE000 then u = 0xFFFD end
  return utf8.char(u), at
end

local function read_string(s, at) -- at the character after the quote
  local parts = {}
  while true do
    local stop = s:find('["\\%c]', at)
    if not stop then fail(s, at, "unfinished string") end
    parts[#parts + 1] = s:sub(at, stop - 1)
    local c = s:sub(stop, stop)
    if c == '"' then return table.concat(parts), stop + 1 end
    if c ~= "\\" then
      if c ~= "\127" then fail(s, stop, "control character in a string") end
      parts[#parts + 1], at = c, stop + 1
    else
      parts[#parts + 1], at = read_escape(s, stop + 1)
    end
  end
end

local function space(s, at) return s:find("[^ \t\r\n]", at) or #s + 1 end

local read

local function read_list(s, at, depth)
  local list = json.array {}
  at = space(s, at)
  if s:sub(at, at) == "]" then return list, at + 1 end
  while true do
    list[#list + 1], at = read(s, at, depth)
    at = space(s, at)
    local c = s:sub(at, at)
    if c == "]" then return list, at + 1 end
    if c ~= "," then fail(s, at, "',' or ']' expected") end
    at = at + 1
  end
end

local function read_object(s, at, depth)
  local t = {}
  at = space(s, at)
  if s:sub(at, at) == "}" then return t, at + 1 end
  while true do
    at = space(s, at)
    if s:sub(at, at) ~= '"' then fail(s, at, "key expected") end
    local key
    key, at = read_string(s, at + 1)
    at = space(s, at)
    if s:sub(at, at) ~= ":" then fail(s, at, "':' expected") end
    t[key], at = read(s, at + 1, depth)
    at = space(s, at)
    local c = s:sub(at, at)
    if c == "}" then return t, at + 1 end
    if c ~= "," then fail(s, at, "',' or '}' expected") end
    at = at + 1
  end
end

local words = {["true"] = true, ["false"] = false, null = json.null}

function read(s, at, depth)
  if depth > 200 then fail(s, at, "nested too deep") end
  at = space(s, at)
  local c = s:sub(at, at)
  if c == '"' then return read_string(s, at + 1) end
  if c == "{" then return read_object(s, at + 1, depth + 1) end
  if c == "[" then return read_list(s, at + 1, depth + 1) end
  local digits = s:match("^-?%d+%.?%d*[eE]?[+-]?%d*", at)
  if digits and tonumber(digits) then return tonumber(digits), at + #digits end
  local word = s:match("^%l+", at)
  if word and words[word] ~= nil then return words[word], at + #word end
  fail(s, at, "value expected")
end

--- The value of a JSON text; null is json.null. Returns nil, message, "format" when it is not JSON.
function json.decode(s)
  local ok, x, at = pcall(read, s, 1, 0)
  if not ok then return nil, x, "format" end
  at = space(s, at)
  if at <= #s then return nil, ("json: more after the value at byte %d"):format(at), "format" end
  return x
end

return json
