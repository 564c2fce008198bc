-- The records of each script validate against its schema; every field is there, in order. Runs the program.
package.path = "tests/lua/?.lua;" .. package.path
local t = require "tap"
require "yuelan"
local json = require "yuelan.json"
local program = (os.getenv("B") or "build") .. "/yuelan"

local function run(command)
  local p = io.popen(program .. " " .. command .. " 2>/dev/null")
  local text = p:read("a")
  p:close()
  return text
end

local basic = {
  string = function(x) return type(x) == "string" end, boolean = function(x) return type(x) == "boolean" end,
  integer = function(x) return math.type(x) == "integer" end, number = function(x) return type(x) == "number" end,
  null = function(x) return x == json.null end,
  array = function(x) return getmetatable(x) == json.array_mt end,
  object = function(x) return type(x) == "table" and x ~= json.null and getmetatable(x) ~= json.array_mt end,
}

-- Why x does not meet the schema, or nil. As much of JSON Schema as schema.lua writes.
local function invalid(x, s, path)
  if s.anyOf then
    local why
    for _, option in ipairs(s.anyOf) do
      why = invalid(x, option, path)
      if not why then return nil end
    end
    return why
  end
  local types = type(s.type) == "table" and s.type or {s.type}
  local fits = #types == 0
  for _, name in ipairs(types) do fits = fits or basic[name](x) end
  if not fits then return path .. ": not " .. table.concat(types, " or ") .. ": " .. tostring(x) end
  if s.items and basic.array(x) then
    for i, item in ipairs(x) do
      local why = invalid(item, s.items, path .. "[" .. i .. "]")
      if why then return why end
    end
  end
  for _, name in ipairs(s.required or {}) do
    if x[name] == nil then return path .. ": no " .. name end
  end
  for name, value in pairs(s.properties and x or {}) do
    local p = s.properties[name]
    if not p and s.additionalProperties == false then return path .. ": unknown " .. name end
    local why = p and invalid(value, p, path .. "." .. name)
    if why then return why end
  end
end

local function check(script, arguments, least)
  local s, message = json.decode(run("schema " .. script))
  if not t.ok(s, script .. " has a schema") then return print("# " .. tostring(message)) end
  local n, why = 0, nil
  for line in run(script .. " --json " .. arguments .. " " .. t.sample):gmatch("[^\n]+") do
    n = n + 1
    local record, bad = json.decode(line)
    why = why or bad or invalid(record, s, script)
  end
  t.ok(n >= least, ("%s %s: %d records"):format(script, arguments, n))
  t.is(why, nil, ("%s %s: they are valid"):format(script, arguments))
end

t.is(invalid({a = 1.5}, json.decode('{"type":"object","properties":{"a":{"type":"integer"}}}'), "x"), "x.a: not integer: 1.5", "the validator can fail")
check("info", "--with site,below", 18)
check("clean", "", 18)
if require("yuelan.core").Hits then
  check("search", "卫星", 3)
  check("search", "--regex '[0-9]{4}年'", 3)
  check("search", "--count 的", 3)
  check("search", "--count --by script,site 的", 3)
end
check("words", "", 100)
check("ngrams", "2", 100)
check("words", "--dispersion --limit 50", 50)
check("collocates", "年", 10)
check("dispersion", "年", 1)
check("diversity", "", 18)
check("phrases", "--min-count 3", 5)
check("trends", "--period year 年", 2)
check("diversity", "--by script", 3)
check("segment", "", 100)
check("summarize", "", 18)
check("compare", "--by script", 5)
check("figures", "", 40)
check("quotes", "", 5)
check("quotes", "--by speaker", 3)
check("timeline", "", 40)
check("duplicates", "tests/data/sample/source", 10)
check("duplicates", "--groups tests/data/sample/source", 10)
t.done()
