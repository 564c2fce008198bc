-- cite: the places of a query as citations; --check: do citations that were kept still hold?
local cli = require "yuelan.cli"
local files = require "yuelan.files"
local json = require "yuelan.json"
local query = require "yuelan.query"
local rows = require "yuelan.rows"

local FIELDS = {"author", "title", "source", "site", "date", "url", "hash", "path"}

local function citation(hit)
  local d, s, e = hit.document, hit.start, hit.stop
  local from, to = d:to_bytes(s, e)
  local r = {
    doc = d.doc, start = from, ["end"] = to, char = d:char(s), char_end = d:char(e), text = d:slice(s, e), original = (d:original(s, e)),
    confidence = d:confidence(s, e), bytes = d.size, reference = hit:cite(),
  }
  for _, f in ipairs(FIELDS) do r[f] = d[f] end
  return r
end

-- Where in a document the text of a citation stands now, the place nearest to where it was; nil: nowhere.
local function moved(d, c)
  local text = c.text or c.match or c.surface
  local found = text and text:find("%S") and d:view():zones("all"):find(text, {exact = true, across = true})
  local best, from, to
  for i = 1, found and math.min(#found, 1000) or 0 do
    local a, b = d:to_bytes(found[i].start, found[i].stop)
    if not best or math.abs(a - c.start) < best then best, from, to = math.abs(a - c.start), a, b end
  end
  return from, to
end

-- What became of a citation: its state and why.
local function state(documents, c)
  local d = documents[c.doc]
  if not d then return "missing", "there is no such document" end
  local hash = c.hash or type(c.id) == "string" and c.id:match("^(%x+):") or nil
  local text = c.original or c.text or c.match or c.surface
  if not hash and not text then return "unknown", "the citation has neither hash nor text" end
  local first, last = d.origin, d.origin + d.size
  if c.start < first or c["end"] > last then return "changed", ("the document stands at bytes %d–%d"):format(first, last) end
  if hash and hash == d.hash:sub(1, #hash) then return "same" end
  if text and (d:bytes(c.start, c["end"]) == text or d:slice(d:to_text(c.start, c["end"])) == text) then
    return "same", hash and "the document changed elsewhere" or nil
  end
  local from, to = moved(d, c)
  if from then return "changed", ("other bytes stand there now; the text stands at bytes %d–%d"):format(from, to) end
  return "changed", hash and "other bytes stand there now" or "the text is not what stands there"
end

-- Is it a record that says where it stands, and no nonsense of what stands there?
local function is_citation(c)
  if type(c) ~= "table" or type(c.doc) ~= "string" or math.type(c.start) ~= "integer" or math.type(c["end"]) ~= "integer" then return false end
  for _, name in ipairs {"hash", "original", "text", "match", "surface"} do
    if c[name] == json.null then c[name] = nil end
    if c[name] ~= nil and type(c[name]) ~= "string" then return false end
  end
  return c.start >= 0 and c["end"] >= c.start
end

-- The citations of a file: JSON Lines, or CSV and TSV as cite writes them; each with the number of its line or row.
local function kept(path)
  local text, why = files.text(path == "-" and "/dev/stdin" or path)
  if not text then cli.fail(2, "--check: %s", why) end
  local list = {}
  local function add(number, c)
    if not is_citation(c) then cli.fail(2, "--check: %s:%d: a record with doc, start and end expected", path, number) end
    list[#list + 1] = c
  end
  if text:find("^%s*{") then
    local number = 0
    for line in text:gmatch("([^\n]*)\n?") do
      number = number + 1
      if line:find("%S") then
        local fine, c = pcall(json.decode, line)
        add(number, fine and c or nil)
      end
    end
  elseif text:find("%S") then
    local read, names = rows.parse(text, path)
    if not read then cli.fail(2, "--check: %s: %s", path, names) end
    for i, r in ipairs(read) do
      for k, v in pairs(r) do
        if v == "" then r[k] = nil end
      end
      r.start, r["end"] = math.tointeger(tonumber(r.start)), math.tointeger(tonumber(r["end"]))
      add(i + 1, r)
    end
  end
  return list
end

local function check(job, path)
  local documents, list = {}, kept(path)
  for _, d in job.corpus:documents() do documents[d.doc] = d end
  job:shape("check")
  job.found = true
  local first, last = job:range(#list)
  for i, c in ipairs(list) do
    local status, reason = state(documents, c)
    if status ~= "same" then job.found = false end
    if i >= first and i <= last then job:emit({doc = c.doc, start = c.start, ["end"] = c["end"], status = status, reason = reason}) end
  end
end

return {
  name = "cite",
  without = {"by"},
  summary = "Citations: each place of a query with author, title, date, bytes and hash; --check tells whether kept ones still hold.",
  usage = "QUERY PATH...",
  arguments = {"QUERY"},
  finds = true,
  options = query.options {
    {"check", nil, "QUERY is a file of records (JSON Lines, CSV or TSV; - for standard input) with doc, start, end and id, hash or text: " ..
      "do the bytes still say that? Status 1 if not all do"},
  },
  columns = {"reference", "text", "doc", "start", "end", "status", "reason"},
  run = function(job)
    if job.options.check then return check(job, job.values[1]) end
    local h = query.find(job)
    job:shape("citation")
    local first, last = job:range(#h, job.terminal and 20 or nil)
    for i = first, last do job:emit(citation(h[i]), h[i].document) end
  end,
}
