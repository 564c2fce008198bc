-- Every example of the documentation runs, and gives what it says; what is documented is there, and what is there is documented.
package.path = "tests/lua/?.lua;" .. package.path
local t = require "tap"
local core = require "yuelan" and require "yuelan.core"
local doc = require "yuelan.doc"
local help = require "yuelan.help"
local yuelan = require "yuelan"

local c = yuelan.open(t.sample)
local env = setmetatable({
  yuelan = yuelan, c = c, d = c[1], t = c:info(), help = yuelan.help, print = function() end,
  h = core.Hits and c:find("卫星"),
}, {__index = _G})

local function run(e)
  local code, wanted = e.example:match("^(.-)%s+%-%->%s*(.-)%s*$")
  code = code or e.example
  local chunk, message = load("return " .. code, e.name, "t", env)
  if not chunk then chunk, message = load(code, e.name, "t", env) end
  if not chunk then return false, message end
  -- Help prints; nothing of that belongs into the TAP.
  local old = print
  _G.print = env.print -- luacheck: ignore
  local ok, value = pcall(chunk)
  _G.print = old -- luacheck: ignore
  if not ok then return false, value end
  value = tostring(value)
  return wanted == nil or value == wanted, value
end

local documented = {}
for _, section in ipairs(doc.sections) do
  for _, e in ipairs(section) do
    documented[e.name] = true
    t.ok(e.signature and e.text, e.name .. " has a signature and a text")
    if e.example and (core.Hits or not (e.example:find("h:", 1, true) or e.example:find("c:find", 1, true))) then
      local ok, got = run(e)
      t.ok(ok, e.name .. ": its example")
      if not ok then print("#   got: " .. tostring(got)) end
    end
    local text, found = help.text(e.name)
    t.ok(found and text:find(e.signature, 1, true), e.name .. ": help finds it")
  end
end

-- Inside matters, with no page of their own.
local internal = {
  ["corpus:closed"] = true, ["corpus:select"] = true, ["corpus:map_bytes"] = true, ["corpus:whole"] = true, ["corpus:all_problems"] = true,
  ["corpus:aliases_of"] = true, ["corpus:hits"] = true, ["corpus:search"] = true, ["corpus:count_words"] = true, ["corpus:plain"] = true,
  ["corpus:find_figures"] = true, ["corpus:find_ngrams"] = true,
  ["document:number"] = true, ["document:corpus"] = true, ["document:problem_count"] = true, ["corpus:find_pairs"] = true,
  ["corpus:places"] = true, ["corpus:find_names"] = true, ["corpus:near_hits"] = true, ["corpus:copies"] = true, ["document:context"] = true, ["hits:sorted"] = true,
  ["hits:combine"] = true, ["hits:widened"] = true, ["hits:numbers"] = true, ["hits:per_document"] = true, ["hits:with_columns"] = true,
  ["hits:set"] = true, ["hits:columns"] = true, ["hits:value"] = true, ["hits:tally"] = true,
  ["hits:at"] = true, ["hits:document"] = true, ["hits:document_number"] = true, ["hits:corpus"] = true,
  ["table:new"] = true, ["table:is"] = true, ["table:width"] = true, ["table:csv_field"] = true, ["table:tsv_field"] = true,
}
local types = {corpus = core.Corpus.methods, document = core.Document.methods, hits = core.Hits and core.Hits.methods or {},
  conversion = core.Conversion.methods, table = yuelan.Table}
for kind, methods in pairs(types) do
  for name in pairs(methods) do
    local full = kind .. ":" .. name
    t.ok(documented[full] or internal[full] or name:find("_rows$"), full .. " is documented")
  end
end

t.like(help.text(nil), "yuelan%.open", "the overview")
t.like(help.text(c), "^Corpus", "help on an object is the page of its type")
t.like(help.text(c.where), "^c:where", "help on a method")
t.like(help.text("fnd"), "did you mean", "a topic that does not exist names the nearest")
t.done()
