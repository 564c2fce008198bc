--- help.lua - help(x) from doc.lua: by name, or by the thing itself.
local doc = require "yuelan.doc"
local nearest = require "yuelan.nearest"
local term = require "yuelan.term"

local help = {scripts = nil} -- scripts: set by the program, gives the bundled scripts

local function wrapped(text, indent)
  local lines, line = {}, ""
  local room = math.min(term.size(), 100) - #indent
  for word in text:gmatch("%S+") do
    if line ~= "" and term.width(line) + 1 + term.width(word) > room then
      lines[#lines + 1], line = indent .. line, word
    else
      line = line == "" and word or line .. " " .. word
    end
  end
  lines[#lines + 1] = indent .. line
  return table.concat(lines, "\n")
end

local function entry_text(e)
  local lines = {e.signature, "", wrapped(e.text, "  ")}
  if e.returns then lines[#lines + 1] = "\n" .. wrapped("Returns " .. e.returns, "  ") end
  if e.example then lines[#lines + 1] = "\n  Example:\n    " .. e.example:gsub("\n", "\n    ") end
  return table.concat(lines, "\n")
end

local function overview()
  local lines = {doc.overview, ""}
  for _, section in ipairs(doc.sections) do
    lines[#lines + 1] = section.title
    for _, e in ipairs(section) do
      lines[#lines + 1] = "  " .. term.pad(e.name, 22) .. "  " .. (e.text:match("^(.-[.:;])%s") or e.text):gsub("[.:;]$", "")
    end
    lines[#lines + 1] = ""
  end
  if help.scripts then
    lines[#lines + 1] = "Scripts (yuelan NAME [OPTIONS] PATH...; yuelan NAME --help)"
    for _, s in ipairs(help.scripts()) do
      lines[#lines + 1] = "  " .. term.pad(s.name, 22) .. "  " .. (s.summary:match("^(.-)[.:;]") or s.summary)
    end
    lines[#lines + 1] = ""
  end
  lines[#lines + 1] = 'help "NAME" or NAME? tells more.'
  return table.concat(lines, "\n")
end

local function all_names()
  local names = {}
  for _, section in ipairs(doc.sections) do
    names[#names + 1] = section.name
    for _, e in ipairs(section) do
      names[#names + 1] = e.name
      names[#names + 1] = e.name:match("[%w_]+$")
    end
  end
  return names
end

local function section_text(section)
  local lines = {section.title, "", wrapped(section.text, "  "), ""}
  for _, e in ipairs(section) do
    lines[#lines + 1] = "  " .. term.pad(e.signature, 38) .. "  " .. (e.text:match("^(.-[.:;])%s") or e.text):gsub("[.:;]$", "")
  end
  return table.concat(lines, "\n")
end

-- Topics that are a page by themselves.
local topics = {cql = "yuelan.doc_cql"}

-- Entries named so: "find", "corpus:find", "yuelan.open", "c:find".
local function by_name(topic)
  local short = topic:match("[%w_]+$") or topic
  local found = {}
  if topics[topic:lower()] then return (require(topics[topic:lower()]):gsub("%s+$", "")) end
  for _, section in ipairs(doc.sections) do
    if section.name == topic:lower() then return section_text(section) end
    for _, e in ipairs(section) do
      if e.name == topic then return entry_text(e) end
      if e.name:match("[%w_]+$") == short then found[#found + 1] = entry_text(e) end
    end
  end
  if #found > 0 then return table.concat(found, "\n\n") end
end

-- The value a documented name stands for.
local function value_of(name)
  local kind, member = name:match("^(%w+)[:.]([%w_]+)$")
  if not kind then return _G[name] end
  if kind == "yuelan" then return require("yuelan")[member] end
  local core = require "yuelan.core"
  local types = {corpus = core.Corpus, document = core.Document, hits = core.Hits, conversion = core.Conversion, table = {methods = require "yuelan.table"}}
  return types[kind] and types[kind].methods[member]
end

local function by_value(x)
  local mt = debug.getmetatable(x)
  local name = type(mt) == "table" and type(mt.__name) == "string" and mt.__name:match("(%w+)$")
  if name and type(x) ~= "string" then
    for _, section in ipairs(doc.sections) do
      if section.name == name:lower() then return section_text(section) end
    end
  end
  for _, section in ipairs(doc.sections) do
    for _, e in ipairs(section) do
      if value_of(e.name) == x then return entry_text(e) end
    end
  end
  if type(x) == "function" then
    local info = debug.getinfo(x, "S")
    return ("a function of %s, line %d; there is no help on it"):format(info.short_src, info.linedefined)
  end
  if x == require "yuelan" then return overview() end
  return ("a %s; there is no help on it"):format(type(x))
end

--- The help on x as text, and whether there is any. x nil: the overview.
function help.text(x)
  if x == nil then return overview(), true end
  if type(x) ~= "string" then return by_value(x), true end
  local text = by_name(x)
  if text then return text, true end
  if help.scripts then
    for _, s in ipairs(help.scripts()) do
      if s.name == x then return require("yuelan.cli").help(s), true end
    end
  end
  local near = nearest(x, all_names())
  return ("no help on '%s'%s"):format(x, near and ("; did you mean '%s'?"):format(near) or "; help() lists what there is"), false
end

return help
