-- compare A -- B, or --by FIELD, or each PATH a side: what sides have in common and what tells them apart. One record a finding.
local cli = require "yuelan.cli"
local digest = require "yuelan.digest"
local sides = require "yuelan.sides"
local term = require "yuelan.term"

local function all_paths(given)
  local paths = {}
  for _, list in ipairs(given) do table.move(list, 1, #list, #paths + 1, paths) end
  return paths
end

local function sides_of(job)
  local o, given = job.options, job.args.sides
  local by = cli.list(o.by)
  job.corpus = job:open(all_paths(given))
  local list = {}
  if #by > 0 then
    if #by > 1 then cli.usage_error("--by: one field") end
    if #given > 1 then cli.usage_error("--by and -- : one of them") end
    list = sides.by(job.corpus, by[1])
    if #list < 2 then cli.fail(2, "all documents have the same %s: nothing to compare", by[1]) end
    return list
  end
  if #given > 1 then
    local before = 0
    for i, paths in ipairs(given) do
      list[i] = {
        name = i <= 26 and string.char(64 + i) or tostring(i), view = sides.from(job.corpus, paths, before + 1), paths = paths,
      }
      before = before + #paths
    end
  else
    for i, path in ipairs(given[1]) do list[i] = {name = path, view = sides.from(job.corpus, {path}, i), paths = {path}} end
  end
  if #list < 2 then cli.usage_error("two sides expected: A... -- B..., or two PATHs or more, or --by FIELD (--by doc: each document)") end
  for _, s in ipairs(list) do
    if #s.view == 0 then cli.fail(2, "%s", sides.why_none(job.whole, s.name, s.paths)) end
  end
  return list
end

return {
  name = "compare",
  without = {"distinct", "exact", "aliases", "with"},
  summary = "What sides have in common (themes, passages), figures and dates side by side, whom they quote, what tells them apart; each with its evidence.",
  usage = "A... -- B... | PATH PATH... | --by FIELD PATH...",
  sides = true,
  opens_itself = true,
  options = {
    {"themes", "N", "themes in common (10)", kind = "integer"},
    {"passages", "N", "at most so many passages in common", kind = "integer"},
    {"sentences", "N", "sentences of each side alone (3)", kind = "integer"},
    {"terms", "N", "words of each side (8)", kind = "integer"},
    {"figures", "N", "figures side by side (20)", kind = "integer"},
    {"dates", "N", "dates of the same event (10)", kind = "integer"},
    {"voices", "N", "speakers quoted on several sides (10); 0: none at all", kind = "integer"},
  },
  columns = {"kind", "topic", "relation", "reason"},
  run = function(job)
    local o = job.options
    local c, message = digest.compare(sides_of(job), {
      themes = o.themes, sentences = o.sentences, terms = o.terms, passages = o.passages, figures = o.figures, dates = o.dates, voices = o.voices,
    })
    if not c then cli.fail(2, "%s", message) end
    job:shape("finding")
    if not job.format then
      job.screened = true
      job:print(digest.comparison_text(c, job.terminal and term.size() or 100))
      return
    end
    local shown = {shared = 0, passage = 0, figure = 0, date = 0, quote = 0, sentences = 0, words = 0}
    for _, f in ipairs(c.findings) do
      local kind = f.kind ~= "distinct" and f.kind or #f.values > 0 and "words" or "sentences"
      shown[kind] = shown[kind] + 1
    end
    local first, last = job:range(#c.findings)
    for i = first, last do job:emit(c.findings[i]) end
    local parts = {}
    for _, kind in ipairs {"shared", "passage", "figure", "date", "quote", "sentences", "words"} do
      if shown[kind] < c.found[kind] then parts[#parts + 1] = ("%s %d of %d"):format(kind, shown[kind], c.found[kind]) end
    end
    if #parts > 0 then job:note("shown: %s; --themes --passages --figures --dates --voices --sentences --terms N for more", table.concat(parts, ", ")) end
  end,
}
