-- The modules of the Lua half set no globals, and scripts are what the program expects.
package.path = "tests/lua/?.lua;" .. package.path
local t = require "tap"
local before = {}
for k in pairs(_G) do before[k] = true end
local loaded = {}
setmetatable(_G, {__newindex = function(_, k, v) loaded[#loaded + 1] = k rawset(_G, k, v) end,
  __index = function(_, k) loaded[#loaded + 1] = "reading " .. tostring(k) end})
local in_program = pcall(require, "yuelan.host")
local function lines(command)
  local p = io.popen(command)
  local all = {}
  for line in p:lines() do all[#all + 1] = line end
  p:close()
  return all
end
require "yuelan"
for _, path in ipairs(lines("ls lib/yuelan/*.lua")) do
  local name = path:match("([%w_]+)%.lua$")
  if in_program or not ({main = 1, shell = 1})[name] then
    local ok, message = pcall(require, "yuelan." .. name)
    t.ok(ok, "yuelan." .. name .. " loads")
    if not ok then print("# " .. tostring(message)) end
  end
end
for _, path in ipairs(lines("ls scripts/*.lua")) do
  local chunk = loadfile(path)
  if in_program and chunk then
    local s = chunk()
    local name = path:match("([%w_]+)%.lua$")
    t.ok(s.name == name and type(s.summary) == "string" and type(s.run) == "function", path .. " is a script")
  end
end
setmetatable(_G, nil)
t.is(table.concat(loaded, ", "), "", "no globals are set or missed")
t.done()
