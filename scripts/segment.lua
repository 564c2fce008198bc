-- segment: sentences and words. One record a sentence; or plain lines, VRT, CoNLL-U.
local cli = require "yuelan.cli"
local json = require "yuelan.json"
local vertical = require "yuelan.vertical"
local words = require "yuelan.words"

local function texts(job, make)
  local c = job.corpus
  job.screened = true
  local first, last = job:range(#c)
  for i = first, last do job.sink.write(make(i)) end
end

local function rows_of(job, c, i, raw)
  local rows, message = c:sentence_rows(i, job.options.fine, raw)
  if not rows then cli.fail(2, "%s", message) end
  return rows
end

local function sentences(job)
  local raw = job.format == "json" and json.raw_mt or nil -- tokens are written by the core
  job:shape("sentence")
  job:each_corpus(function(c)
    for i, d in c:documents() do
      local annotated = #d:attributes() > 0
      for _, s in ipairs(rows_of(job, c, i, raw)) do
        if job:wanted() then job:emit(words.sentence(d, s), d, annotated and "annotated" or nil) end
      end
    end
  end)
end

return {
  name = "segment",
  without = {"by", "distinct", "exact", "aliases"},
  summary = "Sentences with their words: records, or --plain, VRT, CoNLL-U.",
  opens_itself = true,
  piecewise = function(o) return not o.plain and not o.format end,
  options = {
    {"plain", nil, "words separated by spaces, a line for each line of the text; --zones all --repair none implied"},
    {"fine", nil, "a finer cut, for search engines: the words of two and three characters inside a longer one stand before it"},
    {"format", "NAME", "vrt (Corpus Workbench) or conllu", choices = {"vrt", "conllu"}},
  },
  run = function(job)
    local o = job.options
    if o.fine and o.format then cli.usage_error("--fine goes without --format: there a token stands in one word") end
    if o.plain then
      if o.format or job.format then cli.usage_error("--plain goes without --%s", o.format and "format" or job.format) end
      if o.zones or o["repair"] then cli.usage_error("--plain reads all zones without repairs: it goes without --%s", o.zones and "zones" or "repair") end
      o.zones, o["repair"] = "all", "none"
    elseif o.format and job.format then
      cli.usage_error("--format and --%s: one of them", job.format)
    end
    if not job.format and (o.limit or o.offset) then cli.usage_error("--limit and --offset count sentences: they go with --json, --csv or --tsv") end
    if job.account then return sentences(job) end
    job.corpus = job:open(job.args)
    local c = job.corpus
    if o.plain or not (o.format or job.format) then
      texts(job, function(i)
        local text, message = c:plain(i, o.fine)
        if not text then cli.fail(2, "%s", message) end
        return text
      end)
    elseif o.format then
      local fields = c:fields()
      texts(job, function(i) return vertical[o.format](c[i], rows_of(job, c, i), fields) end)
    else
      sentences(job)
    end
  end,
}
