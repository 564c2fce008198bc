--- json.lua - JSON, written by a shape, read strictly.
--
-- A record is a Lua table, where a missing value is nil; JSON wants the key with null. So the writer goes by the shape of
-- the record (schema.lua): every field of it is there, in its order, and an integer stays one. Without a shape a table
-- with #t > 0 is an array, any other an object with its keys sorted.
local json = {}

local escapes = {['"'] = '\\"', ["\\"] = "\\\\", ["\b"] = "\\b", ["\f"] = "\\f", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t"}

local function escape(c) return escapes[c] or ("\\u%04x"):format(c:byte()) end

--- A string as JSON. What is not UTF-8 becomes U+FFFD, byte by byte: text of documents always is UTF-8.
local function quote(s)
  local bad = select(2, utf8.len(s))
  while bad do
    s = s:sub(1, bad - 1) .. "\u{FFFD}" .. s:sub(bad + 1)
    bad = select(2, utf8.len(s, bad + 3))
  end
  if s:find('[%c"\\\127]') then s = s:gsub('[%c"\\\127]', escape) end
  return '"' .. s .. '"'
end

local function number(x, integer)
  if x ~= x or x == math.huge or x == -math.huge then return "null" end
  local whole = math.tointeger(x)
  if whole and (integer or math.type(x) == "integer") then return ("%d"):format(whole) end
  if whole and math.abs(x) < 2 ^ 53 then return ("%d"):format(whole) end
  for _, format in ipairs {"%.15g", "%.16g"} do
    local short = format:format(x)
    if tonumber(short) == x then return short end
  end
  return ("%.17g"):format(x)
end

local encode

local function object_by_shape(t, fields, out)
  out[#out + 1] = "{"
  for i, f in ipairs(fields) do
    local name, n = f.name, #out
    out[n + 1] = i > 1 and ',"' or '"'
    out[n + 2], out[n + 3] = name, '":'
    encode(t[name], f, out)
  end
  out[#out + 1] = "}"
end

local function array(t, item, out, depth)
  out[#out + 1] = "["
  for i = 1, #t do
    if i > 1 then out[#out + 1] = "," end
    encode(t[i], item, out, depth)
  end
  out[#out + 1] = "]"
end

local function object(t, out, depth)
  local keys = {}
  for k in pairs(t) do
    if type(k) ~= "string" then error("json: key of type " .. type(k), 0) end
    keys[#keys + 1] = k
  end
  table.sort(keys)
  out[#out + 1] = "{"
  for i, k in ipairs(keys) do
    out[#out + 1] = (i > 1 and "," or "") .. quote(k) .. ":"
    encode(t[k], nil, out, depth)
  end
  out[#out + 1] = "}"
end

function encode(x, shape, out, depth)
  depth = (depth or 0) + 1
  if depth > 64 then error("json: nested too deep", 0) end
  local kind = type(x)
  if x == nil or x == json.null then out[#out + 1] = "null"
  elseif kind == "string" then out[#out + 1] = quote(x)
  elseif kind == "number" then out[#out + 1] = number(x, shape and shape.type == "integer")
  elseif kind == "boolean" then out[#out + 1] = tostring(x)
  elseif kind ~= "table" then error("json: cannot write a " .. kind, 0)
  elseif shape and shape.array then array(x, shape.item, out, depth)
  elseif shape and shape.fields then object_by_shape(x, shape.fields, out)
  elseif getmetatable(x) == json.array_mt or #x > 0 then array(x, nil, out, depth)
  else object(x, out, depth) end
end

json.null = setmetatable({}, {__tostring = function() return "null" end, __name = "json.null"})
json.array_mt = {__name = "json.array"}

--- Marks a table as an array, so that an empty one is written [].
function json.array(t) return setmetatable(t or {}, json.array_mt) end

--- x as JSON on one line; shape is a field of schema.lua, or nil.
function json.encode(x, shape)
  local out = {}
  encode(x, shape, out)
  return table.concat(out)
end

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
