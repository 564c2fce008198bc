-- duplicates: documents that are copies of one another, or of parts. One record a pair, or a group.
local cli = require "yuelan.cli"
local duplicates = require "yuelan.duplicates"
local term = require "yuelan.term"

local SHOWN = 200 -- bytes of a passage on the screen

local function excerpt(d, from, to)
  local text = d:slice(from, to)
  return term.line(#text > SHOWN and text:sub(1, utf8.offset(text, 0, SHOWN) - 1) .. "…" or text)
end

-- A pair on the screen, with what it has in common.
local function show(job, x, i)
  local a, b, passages = x:pair(i)
  local r = x:row(i)
  job:print(("%s  %.2f  %.2f  %s  %s"):format(r.kind, r.similarity, r.containment, a.doc, b.doc))
  for _, p in ipairs(passages) do
    job:prose("    ", excerpt(a, p.a, p.a_stop), "    ")
    if b:slice(p.b, p.b_stop) ~= a:slice(p.a, p.a_stop) then job:prose("  = ", excerpt(b, p.b, p.b_stop), "    ") end
  end
end

local function groups(job, x)
  local g = x:groups()
  job:shape("group")
  local first, last = job:range(#g, job.terminal and 40 or nil)
  if job.format then
    for i = first, last do job:emit(g[i]) end
    return
  end
  job.screened = true
  job:print(term.count(#g, "group"))
  for i = first, last do job:print(g:lines(i)) end
end

return {
  name = "duplicates",
  summary = "Documents with text in common, whatever their script, width and page: kinds are same, near (similarity .7 or more), contains (nine tenths of " ..
    "b, which is shorter, stand in a) and copied (passages). Similarity is twice the letters in common by those of both; what stands in many different texts " ..
    "does not count.",
  without = {"by", "with", "distinct", "exact", "distinct-texts", "aliases"},
  options = {
    {"threshold", "X", "the least similarity, above 0; or containment half-way from it to 1 (0.5)", kind = "share"},
    {"groups", nil, "a record a text: the earliest document, by date, then by name, and those that are like it"},
    {"kind", "KINDS", "only pairs of these kinds, with commas", each = duplicates.kinds},
    {"passages", nil, "on the screen: what each pair has in common"},
  },
  columns = {"a", "b", "kind", "similarity", "containment"},
  run = function(job)
    local o = job.options
    local x, why = job.corpus:duplicates{threshold = o.threshold}
    if not x then cli.fail(2, "%s", why) end
    if o.kind then x = x:of_kinds(cli.list(o.kind)) end
    local left = x:left_out()
    if left > 0 then
      job:note("of texts with very many copies not all were compared with all: %s left out; --groups gives each text with its copies",
        term.count(left, "comparison"))
    end
    if o.groups then return groups(job, x) end
    job:shape("pair")
    local first, last = job:range(#x, job.terminal and 40 or nil)
    job.screened = o.passages and not job.format
    for i = first, last do
      if job.screened then show(job, x, i) else job:emit(x[i]) end
    end
  end,
}
