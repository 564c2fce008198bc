--- where.lua - conditions on documents and rows: FIELD OP VALUE, with OP one of = != < <= > >= ~.
--
-- Equality and ~ (contains) go by the folded key, so that 读风网 and 讀風網 are one site. Dates compare as the ISO strings they
-- are, numbers as numbers when both sides are. A missing value fails every condition but !=; the value null asks for it.
local core = require "yuelan.core"
local nearest = require "yuelan.nearest"

local where = {}

local ops = {["="] = true, ["!="] = true, ["<"] = true, ["<="] = true, [">"] = true, [">="] = true, ["~"] = true}

local compare = {
  ["<"] = function(a, b) return a < b end,
  ["<="] = function(a, b) return a <= b end,
  [">"] = function(a, b) return a > b end,
  [">="] = function(a, b) return a >= b end,
}

local function holds(value, op, wanted)
  if wanted == "null" then
    if op == "=" then return value == nil end
    if op == "!=" then return value ~= nil end
  end
  if value == nil then return op == "!=" end
  local a, b = tonumber(value), tonumber(wanted)
  if a and b and op ~= "~" then
    if op == "=" then return a == b end
    if op == "!=" then return a ~= b end
    return compare[op](a, b)
  end
  local x, y = core.key(tostring(value)), core.key(tostring(wanted))
  if op == "=" then return x == y end
  if op == "!=" then return x ~= y end
  if op == "~" then return x:find(y, 1, true) ~= nil end
  return compare[op](x, y)
end

--- A condition from its text; nil and a message when it is none.
function where.parse(text)
  local field, op, value = text:match("^%s*([%w_%-]+)%s*([=!<>~]+)%s*(.-)%s*$")
  if op == "==" then op = "=" end
  if not field or not ops[op] then
    return nil, ("bad condition '%s': FIELD OP VALUE expected, OP one of = != < <= > >= ~"):format(text)
  end
  local unquoted = value:match("^'(.*)'$") or value:match('^"(.*)"$')
  return {field = field, op = op, value = unquoted or value}
end

local function conditions_of(field, v)
  if type(v) ~= "table" then return {{field = field, op = "=", value = v}} end
  if type(v[1]) == "table" then
    local all = {}
    for _, pair in ipairs(v) do
      if type(pair) ~= "table" or #pair ~= 2 or not ops[pair[1]] then
        error(("where: %s: value, {op, value}, a list of values or a list of {op, value} expected"):format(field), 0)
      end
      all[#all + 1] = {field = field, op = pair[1], value = pair[2]}
    end
    return all
  end
  if ops[v[1]] and #v == 2 then return {{field = field, op = v[1], value = v[2]}} end
  if type(v[1]) == "string" and v[1]:find("^[=<>!~]+$") and not ops[v[1]] then
    error(("where: %s: no operator '%s'; there are = != < <= > >= ~"):format(field, v[1]), 0)
  end
  if #v > 0 and not ops[v[1]] then return {{field = field, op = "any", value = v}} end
  local all = {} -- {{">=", "2024"}, {"<", "2025"}} or {">=", a, "<", b}
  for i = 1, #v, 2 do
    if not ops[v[i]] or v[i + 1] == nil then
      error(("where: %s: value, {op, value} or a list of values expected"):format(field), 0)
    end
    all[#all + 1] = {field = field, op = v[i], value = v[i + 1]}
  end
  return all
end

--- Conditions from {field = value | {op, value} | {value, value, …}}.
function where.of(t)
  local all = {}
  for field, v in pairs(t) do
    if type(field) ~= "string" then error("where: {field = value, …} expected", 0) end
    for _, c in ipairs(conditions_of(field, v)) do all[#all + 1] = c end
  end
  return all
end

-- What a document can be asked for beside its metadata; true: a number.
local own = {
  doc = false, hash = false, encoding = false, declared_encoding = false, script = false, path = false, below = false,
  bytes = true, size = true, characters = true, words = true, problems = true, share_body = true, encoding_score = true,
}

--- Why documents of c cannot be asked for a field by this name; nil if they can.
function where.no_field(c, name)
  if own[name] ~= nil then return nil end
  local names = {}
  for _, f in ipairs(c:fields()) do
    if f == name then return nil end
    names[#names + 1] = f
  end
  for f in pairs(own) do names[#names + 1] = f end
  table.sort(names)
  local near = nearest(name, names)
  return ("no document has a field '%s'%s"):format(name, near and ("; did you mean %s?"):format(near) or "; there are " .. table.concat(names, " "))
end

--- What is wrong with a condition on documents of c; nil if nothing.
function where.wrong_field(c, condition)
  local message = where.no_field(c, condition.field)
  if message then return message end
  if not own[condition.field] or condition.op == "~" or condition.value == "null" then return nil end
  for _, v in ipairs(type(condition.value) == "table" and condition.value or {condition.value}) do
    if not tonumber(v) then return ("%s is a number, not '%s'"):format(condition.field, tostring(v)) end
  end
end

--- Does x (a Document, or a row) meet all conditions?
function where.test(x, conditions)
  for _, c in ipairs(conditions) do
    local value
    if type(x) == "userdata" then value = x:value(c.field) else value = x[c.field] end
    if c.op == "any" then
      local found = false
      for _, v in ipairs(c.value) do found = found or holds(value, "=", v) end
      if not found then return false end
    elseif not holds(value, c.op, c.value) then
      return false
    end
  end
  return true
end

return where
