-- dispersion QUERY: how evenly its hits are spread over documents, or over equal parts. One record.
local chart = require "yuelan.chart"
local cli = require "yuelan.cli"
local query = require "yuelan.query"
local term = require "yuelan.term"
local trace = require "yuelan.trace"

return {
  name = "dispersion",
  without = {"by", "with"},
  summary = "How evenly QUERY is spread: range, Juilland's D, Carroll's D2, Rosengren's S, Gries's DP, DKL, average reduced frequency.",
  usage = "QUERY PATH...",
  arguments = {"QUERY"},
  finds = true,
  options = query.options{
    {"plot", nil, "how dense the hits are from part to part, as on a terminal"},
    {"parts", "N", "over so many parts with as many words each; else over the documents", kind = "integer"},
    {"punctuation", nil, "count punctuation as words"},
  },
  run = function(job)
    local o = job.options
    if o.parts == 0 then cli.usage_error("--parts: one part or more; without it the documents are the parts") end
    local h, text = query.find(job)
    local ok, d, why = pcall(h.dispersion, h, {parts = o.parts, punctuation = o.punctuation})
    if not ok then cli.fail(2, "%s", trace.plain(tostring(d))) end
    if not d then cli.fail(2, "%s", why) end
    job:shape("query")
    local total = 0
    for _, size in ipairs(d.sizes) do total = total + size end
    d.query, d.per_million = text, total > 0 and #h / total * 1e6 or nil
    if job:plots() then
      job:print(chart.strip(d.counts, d.sizes, job.terminal and term.size() - 2 or 100))
    end
    for i, n in ipairs(d.counts) do d.counts[i] = math.tointeger(n) end
    job:emit(d)
  end,
}
