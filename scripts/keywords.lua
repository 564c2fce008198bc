-- keywords A -- B: the words that set A apart from B. One record a word, the strongest first.
-- keywords PATH...: what each document is about, without anything to compare it with. One record a word or phrase.
local cli = require "yuelan.cli"
local schema = require "yuelan.schema"
local sides = require "yuelan.sides"
local statistics = require "yuelan.statistics"
local stop = require "yuelan.stop"
local term = require "yuelan.term"
local words = require "yuelan.words"

local SCREEN_EACH = 20

-- The strongest of each direction on the screen; records give all in order of |G2|.
local function screen(job, rows, limit, measures)
  local Table = require "yuelan.table"
  job.screened = true
  for _, direction in ipairs {"a", "b"} do
    local list, n = {}, 0
    for _, r in ipairs(rows) do
      if r.direction == direction then
        n = n + 1
        if n <= limit then list[#list + 1] = r end
      end
    end
    local head = ("More frequent in %s: %s of %s"):format(direction:upper(), term.thousands(#list), term.thousands(n))
    job:print((direction == "b" and "\n" or "") .. head)
    local columns = {{name = "word"}}
    for _, name in ipairs(measures) do columns[#columns + 1] = {name = name, type = "number"} end
    for _, name in ipairs {
      "g2", "p_adjusted", "log_ratio", "count_a", "count_b", "documents_a", "documents_b", "per_million_a", "per_million_b",
      "log_ratio_low", "log_ratio_high",
    } do
      columns[#columns + 1] = {name = name, type = name:find("^count") and "integer" or "number"}
    end
    job:print(Table.new(list, columns):text{width = job.terminal and term.size() or 1000, rows = math.huge})
  end
end

-- What each document is about.
local function each(job)
  local o = job.options
  for _, name in ipairs {"min-count", "min-documents", "correction", "measure", "stop", "punctuation"} do
    if o[name] then cli.usage_error("--%s compares two sides: yuelan keywords [OPTIONS] A... -- B...", name) end
  end
  local ok, rows, why = pcall(words.keyphrases, job.corpus, {top = o.top})
  if not ok then cli.usage_error("%s", tostring(rows):gsub("^[^:]+:%d+: ", "")) end
  if not rows then cli.fail(2, "%s", why) end
  job:shape("document")
  local first, last = job:range(#rows)
  if job.format then
    for i = first, last do job:emit(rows[i]) end
    return
  end
  job.screened = true
  local at = first
  while at <= last do
    local line, doc = {}, rows[at].doc
    while at <= last and rows[at].doc == doc do
      line[#line + 1] = ("%s %d"):format(term.line(rows[at].word), rows[at].count)
      at = at + 1
    end
    job:print(doc)
    job:prose("  ", table.concat(line, " · "), "  ")
  end
end

return {
  name = "keywords",
  without = {"by", "distinct", "exact", "aliases", "with"},
  summary = "Words that set A apart from B: G2 (Dunning), p corrected for many tests, log ratio (Hardie) with a 95 % interval. " ..
    "Without B: what each document is about.",
  usage = "PATH... | A... -- B...",
  sides = true,
  opens_itself = true,
  options = {
    {"top", "N", "without B: so many of each document (10)", kind = "integer"},
    {"min-count", "N", "at least so often on the side where it is more frequent (1)", kind = "integer"},
    {"min-documents", "N", "in at least so many documents there (1)", kind = "integer"},
    {"correction", "HOW", "of p: holm (the default), bh (Benjamini-Hochberg), bonferroni or none", choices = {"holm", "bh", "bonferroni", "none"}},
    {"measure", "NAMES", "further measures, separated by commas (yuelan help measures); the size of the first gives the order"},
    {"stop", "LIST", "leave out the words of a list: zh, en, all, or a file with a word a line; they stay in the totals"},
    {"punctuation", nil, "count punctuation too"},
  },
  run = function(job)
    local o, given = job.options, job.args.sides
    if #given == 1 and #given[1] > 0 then
      job.corpus = job:open(given[1])
      return each(job)
    end
    if o.top then cli.usage_error("--top is of each document by itself; with two sides --limit") end
    if #given ~= 2 or #given[1] == 0 or #given[2] == 0 then
      cli.usage_error("two sides expected; yuelan keywords [OPTIONS] A... -- B...")
    end
    local list, why = stop.words(o.stop)
    if why then cli.fail(2, "--stop: %s", why) end
    local paths = table.move(given[2], 1, #given[2], #given[1] + 1, table.move(given[1], 1, #given[1], 1, {}))
    job.corpus = job:open(paths)
    local a, b = sides.from(job.corpus, given[1], 1), sides.from(job.corpus, given[2], #given[1] + 1)
    for i, view in ipairs {a, b} do
      if #view == 0 then cli.fail(2, "%s", sides.why_none(job.whole, i == 1 and "A" or "B", given[i])) end
    end
    local fields, measures = statistics.fields("keywords", "word", o.measure or ""), {}
    for i = #schema.of("keywords", "word") + 1, #fields do measures[#measures + 1] = fields[i].name end
    job:shape(fields)
    local ok, rows, n = pcall(a.keyword_rows, a, b, {
      ["min-count"] = o["min-count"], ["min-documents"] = o["min-documents"], correction = o.correction, stop = list, measure = o.measure,
      punctuation = o.punctuation,
    })
    if not ok then cli.fail(2, "%s", tostring(rows):gsub("^[^:]+:%d+: ", "")) end
    if not rows then cli.fail(2, "%s", n) end
    if not job.format then
      job:print(("A: %s, %s; B: %s, %s; p by %s, stop words %s"):format(term.count(#a, "document"), term.count(a:count_words(), "word"),
        term.count(#b, "document"), term.count(b:count_words(), "word"), o.correction or "holm", o.stop or "none"))
      return screen(job, rows, o.limit or SCREEN_EACH, measures)
    end
    local first, last = job:range(n)
    for i = first, last do job:emit(rows[i]) end
  end,
}
