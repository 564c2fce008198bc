--- names.lua - who and what is named: c:names{kind =, min_count =, list =}.
local arguments = require "yuelan.arguments"
local core = require "yuelan.core"
local files = require "yuelan.files"
local hits = require "yuelan.hits"
local Table = require "yuelan.table"

local names = {}
local Corpus, Document = core.Corpus.methods, core.Document.methods

local kinds = {}
for _, k in ipairs {"person", "organisation", "product", "place", "other"} do
  kinds[k], kinds[#kinds + 1] = true, k
end
names.kinds = kinds

--- Lines of a file of the user's names: NAME, tab, KIND (a name alone is of kind other; "not" is none). nil, message when it cannot be read or is wrong.
function names.list(path)
  local lines, why = files.lines(path)
  if not lines then return nil, why end
  local out = {}
  for number, line in ipairs(lines) do
    local name, kind = line:match("^%s*([^\t]-)%s*\t%s*(.-)%s*$")
    name = name or line:match("^%s*(.-)%s*$")
    if name ~= "" and name:sub(1, 1) ~= "#" then
      kind = kind and kind ~= "" and kind or "other"
      if not kinds[kind] and kind ~= "not" then
        return nil, ("%s:%d: there is no kind '%s'; kinds are %s, and not"):format(path, number, kind, table.concat(kinds, " "))
      end
      if core.key(name) ~= "" then out[#out + 1] = name .. "\t" .. kind end
    end
  end
  return out
end

-- A name: its record, and what leads to its places.
local Name = {}
local name_mt = {__name = "Name", __index = Name, methods = Name, fields = {"name", "kind", "count", "documents", "variants", "docs"}}

function name_mt.__tostring(n)
  local forms = {}
  for i, v in ipairs(n.variants) do forms[i] = v.form .. " " .. v.count end
  return ("Name: %s, %s, %d in %d documents: %s"):format(n.name, n.kind, n.count, n.documents, table.concat(forms, " · "))
end

local source = setmetatable({}, {__mode = "k"}) -- Name -> {list, number}

--- Its places, as Hits.
function Name:hits()
  local from = source[self]
  return hits.named(from.list:hits(from.k), from.corpus, self.name)
end

local function as_set(kind)
  if kind == nil then return nil end
  local set = {}
  for _, k in ipairs(type(kind) == "table" and kind or {kind}) do
    if not kinds[k] then error(("names: there is no kind '%s'; kinds are %s"):format(tostring(k), table.concat(kinds, " ")), 3) end
    set[k] = true
  end
  return set
end

local options_known = {kind = true, min_count = true, list = true, known = true}

--- The names of c that are asked for, in a list; nil, message, code.
function names.find(c, options)
  options = options or {}
  for k in pairs(options) do
    if not options_known[k] then error(("names: there is no option '%s'; kind, min_count, list"):format(tostring(k)), 3) end
  end
  local set, least = as_set(options.kind), options.min_count or 1
  if math.type(least) ~= "integer" then error("names: min_count: an integer expected", 3) end
  local known, alias = options.known, {}
  if options.list then
    if type(options.list) ~= "string" then error("names: list: the name of a file expected", 3) end
    local message
    known, message = names.list(options.list)
    if not known then return nil, "names: list: " .. message, "io" end
  end
  for _, group in ipairs(c:alias_groups()) do alias[#alias + 1] = table.concat(group, "\t") end
  local list, message, code = c:find_names{known = known or {}, alias = alias}
  if not list then return nil, message, code end
  local out = {}
  for k = 1, #list do
    local n = list:get(k)
    if n.count < least then break end -- the most frequent come first
    if not set or set[n.kind] then
      out[#out + 1] = setmetatable(n, name_mt)
      source[n] = {list = list, k = k, corpus = c}
    end
  end
  return out
end

-- Cells for the screen: the other forms of a name with their counts; its documents, the most first.
local function show_variants(variants, row)
  local out = {}
  for _, v in ipairs(variants) do
    if #variants > 1 or v.form ~= row.name then out[#out + 1] = v.form .. " " .. v.count end
  end
  return table.concat(out, " · ")
end

local function show_docs(docs)
  local sorted, out = table.move(docs, 1, #docs, 1, {}), {}
  table.sort(sorted, function(a, b) return a.count > b.count or (a.count == b.count and a.doc < b.doc) end)
  for i = 1, math.min(#sorted, 3) do out[i] = sorted[i].doc:match("[^/]*$") .. " " .. sorted[i].count end
  if #sorted > 3 then out[4] = "…" end
  return table.concat(out, " · ")
end

--- names{kind = "person", min_count = 2, list = "FILE"}: a Table of the names, most frequent first; t:row(1):hits() are the places of the first.
function Corpus:names(options)
  options = arguments.options(options, "names")
  local list, message, code = names.find(self, options)
  if not list then return nil, message, code end
  return Table.new(list, {
    {name = "name", type = "string"}, {name = "kind", type = "string"}, {name = "count", type = "integer"}, {name = "documents", type = "integer"},
    {name = "variants", type = "list", show = show_variants}, {name = "docs", type = "list", show = show_docs, spare = true},
  })
end

--- The same of one document: what it says alone decides.
function Document:names(options) return self:view():zones("body,heading,title"):names(options) end

return names
