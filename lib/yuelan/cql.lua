--- cql.lua - the corpus query language in Lua: macros and word lists from files and tables, and errors that point at the character.
local core = require "yuelan.core"
local files = require "yuelan.files"
local term = require "yuelan.term"

local cql = {}

local function read(path, what)
  local text, message = files.text(path)
  if not text then error({unread = ("%s: %s"):format(what, message)}, 0) end -- caught by cql.options
  return (text:gsub("\r\n?", "\n"))
end

-- Definitions are text that begins with MACRO (or a comment), or the name of a file that holds some.
local function macros_of(x)
  local out = {}
  for i, m in ipairs(type(x) == "table" and x or {x}) do
    if type(m) ~= "string" then error("macros: the text of definitions or a file's name expected, got " .. type(m), 0) end
    out[i] = m:find("^%s*[M#]") and m:find("MACRO%s") and m or read(m, "macros")
  end
  return #out > 0 and out or nil
end

--- May a word list be called so?
function cql.is_name(name) return type(name) == "string" and name:find("^[%a_\x80-\xFF][%w_\x80-\xFF-]*$") ~= nil end

-- A word list as the core takes it: its name on the first line, a word on each of the others.
local function list_of(name, words)
  if not cql.is_name(name) then error(("lists: '%s' is no name for a word list"):format(tostring(name)), 0) end
  if type(words) == "string" then words = {read(words, "lists")} end
  if type(words) ~= "table" then error(("lists: %s: a table of words or a file's name expected, got %s"):format(name, type(words)), 0) end
  return name .. "\n" .. table.concat(words, "\n")
end

local function options_of(o)
  local out, names = {}, {}
  for k, v in pairs(o) do out[k] = v end
  out.macros, out.lists = macros_of(o.macros), nil
  for name in pairs(o.lists or {}) do names[#names + 1] = name end
  table.sort(names)
  if #names > 0 then out.list = {} end
  for i, name in ipairs(names) do out.list[i] = list_of(name, o.lists[name]) end
  return out
end

--- Options of find as the core takes them: macros (text or file; several in a table), lists ({name = words or file}).
-- nil, message, code when a file cannot be read.
function cql.options(o)
  local ok, out = pcall(options_of, o)
  if ok then return out end
  if type(out) == "table" and out.unread then return nil, out.unread, "io" end
  error(out, 0)
end

--- May a query set the anchors @ and @1, itself or by a macro?
function cql.has_anchors(query, macros)
  for _, text in ipairs {query, table.unpack(macros or {})} do
    if text:find("@", 1, true) then return true end
  end
  return false
end

--- What is wrong with a query, with the line it is in and a caret below the character.
function cql.pointed(query, message)
  local at = math.tointeger(tonumber(message:match("at character (%d+)$")))
  if not at or not utf8.len(query) then return message end
  local byte = utf8.offset(query, at) or #query + 1
  local from = byte
  while from > 1 and query:sub(from - 1, from - 1) ~= "\n" do from = from - 1 end
  local line = query:sub(from):match("^[^\n]*")
  local before = core.width(query:sub(from, byte - 1):gsub("\t", " "), term.ambiguous)
  return ("%s\n  %s\n  %s^"):format(message, (line:gsub("\t", " ")), (" "):rep(before))
end

return cql
