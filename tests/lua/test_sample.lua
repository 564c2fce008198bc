-- The sample corpus against its gold (tests/data/sample/expected.json): encodings, scripts, metadata, glosses, located damage, and the
-- article's paragraphs as they were before the page was put around them.
package.path = "tests/lua/?.lua;" .. package.path
local t = require "tap"
local yuelan = require "yuelan"
local json = require "yuelan.json"

local f = assert(io.open("tests/data/sample/expected.json"))
local expected = json.decode(f:read("a"))
f:close()

local c = yuelan.open(t.sample)
local problems = {}
for _, p in c:problems():rows() do
  problems[p.doc] = problems[p.doc] or {}
  table.insert(problems[p.doc], p)
end

local function given(v) return v ~= nil and v ~= json.null and v ~= "" end

local function overlaps(list, s, e, kind)
  for _, p in ipairs(list or {}) do
    if (not kind or p.kind == kind) and p.start < e and p["end"] > s then return true end
  end
  return false
end

-- Documents whose damage is mended in full: glosses, doubled punctuation, entities, control characters.
local mended = {gloss = true, punctuation = true, entity = true, control = true}
local function whole(e)
  if #(e.shift or {}) > 0 then return false end
  for _, x in ipairs(e.damage or {}) do
    if not mended[x.kind] then return false end
  end
  return true
end

local wanted, exact = 0, 0
for _, d in c:documents() do
  local name = d.doc:gsub("^" .. t.sample:gsub("%p", "%%%0") .. "/", "")
  local e = expected[name]
  t.ok(e, name .. " has a gold standard")
  if e then
    t.is(d.encoding, e.encoding, name .. ": encoding")
    t.is(d.script, e.script, name .. ": script")
    if given(e.title) then t.is(d.title, e.title, name .. ": title") end
    for _, field in ipairs{"author", "date", "datetime", "source", "site", "url"} do
      if given(e[field]) or field ~= "datetime" then
        t.is(given(d[field]) and d[field] or nil, given(e[field]) and e[field] or nil, name .. ": " .. field)
      end
    end
    local glosses = 0
    for _, r in d:repairs():rows() do glosses = glosses + (r.kind == "gloss" and 1 or 0) end
    t.is(glosses, e.glosses, name .. ": glosses removed")
    for i, s in ipairs(e.shift or {}) do
      local undone = d:slice(d:to_text(s.start, s["end"])) == s.after
      t.ok(undone or overlaps(problems[d.doc], s.start, s["end"], "shift"), ("%s: byte shift %d is undone, or located"):format(name, i))
    end
    for i, p in ipairs(e.problems or {}) do
      t.ok(overlaps(problems[d.doc], p.start, p["end"]), ("%s: problem %d is located"):format(name, i))
    end
    local body = "\n" .. d:body() .. "\n"
    for _, paragraph in ipairs(e.paragraphs) do
      if whole(e) then
        wanted = wanted + 1
        exact = exact + (body:find("\n" .. paragraph:gsub("^%s+", ""):gsub("%s+$", "") .. "\n", 1, true) and 1 or 0)
      end
    end
  end
end
t.ok(wanted > 30 and exact == wanted, ("%d of %d paragraphs come out exactly"):format(exact, wanted))

-- Documents with hits, those with most first, equal ones by name; whatever order the hits are in.
local h = c:find("的")
for name, list in pairs {found = h, sorted = h:sort("right"), sampled = h:sample(7, 3)} do
  local rows, count, sum, falling = list:count(), {}, 0, true
  for k = 1, #list do
    local doc = list[k].document.doc
    count[doc] = (count[doc] or 0) + 1
  end
  for i = 1, #rows do
    local a, b = rows[i], rows[i + 1]
    sum = sum + (count[a.doc] == a.count and a.count or math.mininteger)
    falling = falling and (not b or a.count > b.count or (a.count == b.count and a.doc < b.doc))
  end
  t.ok(#rows > 1 and sum == #list and falling, "hits counted by document: " .. name)
end
t.done()
