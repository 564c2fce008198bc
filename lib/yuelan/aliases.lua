--- aliases.lua - names the user holds to be one: `特朗普 = 川普 = Trump`, a line a subject.
local core = require "yuelan.core"
local files = require "yuelan.files"

local aliases = {}

local function add(groups, names)
  local group = {}
  for _, name in ipairs(names) do
    name = name:match("^%s*(.-)%s*$")
    if name ~= "" then
      group[#group + 1] = name
      groups[core.key(name)] = group
    end
  end
end

--- Groups from lines of text; `#` starts a comment.
function aliases.parse(text)
  local groups = {}
  for line in text:gmatch("[^\r\n]+") do
    line = line:gsub("^\u{FEFF}", ""):gsub("%s*#.*$", "")
    local names = {}
    for name in line:gmatch("[^=]+") do names[#names + 1] = name end
    if #names > 1 then add(groups, names) end
  end
  return groups
end

--- Groups from a file's name, a table {特朗普 = {"川普", "Trump"}} or {{"特朗普", "川普"}, …}.
-- nil, message, code when the file cannot be read.
function aliases.of(x)
  if type(x) == "string" then
    local text, message = files.text(x)
    if not text then return nil, "aliases: " .. message, "io" end
    return aliases.parse(text)
  end
  if type(x) ~= "table" then error("aliases: file name or table expected, got " .. type(x), 0) end
  local groups = {}
  for name, others in pairs(x) do
    local names = type(name) == "string" and {name} or {}
    for _, other in ipairs(type(others) == "table" and others or {others}) do names[#names + 1] = other end
    add(groups, names)
  end
  return groups
end

--- The names to look for when asked for one.
function aliases.expand(groups, query)
  local group = groups and groups[core.key(query)]
  if not group then return {query} end
  local out, seen = {query}, {[core.key(query)] = true}
  for _, name in ipairs(group) do
    local key = core.key(name)
    if not seen[key] then out[#out + 1] = name end
    seen[key] = true
  end
  return out
end

return aliases
