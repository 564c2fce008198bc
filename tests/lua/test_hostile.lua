-- Wrong arguments of every kind to every method of the core: an error or nil, message, code; never a crash. Seeded.
package.path = "tests/lua/?.lua;" .. package.path
local t = require "tap"
local core = require "yuelan" and require "yuelan.core"
local yuelan = require "yuelan"

local c = yuelan.open(t.sample)
local h = c:find("的")
local closed = yuelan.open(t.sample .. "/ev.txt")
local orphan = closed[1]
closed:close()
local odd = {
  nil, true, false, 0, 1, -1, 2 ^ 53, math.maxinteger, math.mininteger, 0.5, 0 / 0, "", "的", "\0", "\xFF\xFE", ("x"):rep(70000), {}, {1, 2, 3}, {{}},
  {[1] = "a", [3] = "b"}, {query = "的", limit = {}}, {zones = {1}}, error, coroutine.create(error), io.stdout, c, c[1], h, closed, orphan,
  setmetatable({}, {__index = error}), {path = {1}}, {query = {"a", "的"}, regex = true}, {regex = "(", query = "("}, {distinct = "case", word = true, query = "a"},
}
local seed = tonumber(os.getenv("SEED")) or 20250601
math.randomseed(seed)
local function any() return odd[math.random(1, 35)] end

local calls, errors = 0, 0
local skipped = {close = true, __gc = true}
local function try(f, ...)
  calls = calls + 1
  if not pcall(f, ...) then errors = errors + 1 end
end

local function all(methods, objects)
  local names = {}
  for name in pairs(methods) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do
    if not skipped[name] and type(methods[name]) == "function" then
      for _ = 1, 40 do
        local self = math.random(4) > 1 and objects[math.random(#objects)] or any()
        local args = {any(), any(), any()}
        try(methods[name], self, table.unpack(args, 1, math.random(0, 3))) -- fewer than there are, too
      end
    end
  end
end

all(core.Corpus.methods, {c, closed})
all(core.Document.methods, {c[1], c[9], orphan})
all(core.Hits.methods, {h})
all({open = core.open, width = core.width, fit = core.fit, key = core.key}, {t.sample})
for _, mt in ipairs {core.Corpus, core.Document, core.Hits} do
  for _, name in ipairs {"__index", "__len", "__tostring", "__eq"} do
    if mt[name] then for _ = 1, 30 do try(mt[name], any(), any()) end end
  end
end
core.jobs(0)
t.ok(calls > 500 and errors > 100, ("%d calls, %d errors, seed %d"):format(calls, errors, seed))
t.ok(pcall(c.copies, c, "一段谁也没有写过的话说的是天上的云"), "options may be left out")
t.ok(#c > 10 and #h > 10 and #c:find("的") == #h, "all still works")
t.done()
