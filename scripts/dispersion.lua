-- dispersion QUERY: how evenly its hits are spread over documents, or over equal parts. One record.
local cli = require "yuelan.cli"
local query = require "yuelan.query"
local term = require "yuelan.term"
local trace = require "yuelan.trace"

local BARS = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}

-- Counts as bars by their rate in the part; a dot where there are none. Neighbours are added up where there is no room for all.
local function strip(counts, sizes, room)
  local n = math.min(#counts, room)
  local rates, most = {}, 0
  for k = 1, n do
    local count, size = 0, 0
    for i = (k - 1) * #counts // n + 1, k * #counts // n do count, size = count + counts[i], size + sizes[i] end
    rates[k] = size > 0 and count / size or 0
    most = math.max(most, rates[k])
  end
  for k, rate in ipairs(rates) do rates[k] = rate > 0 and BARS[math.max(1, math.ceil(rate / most * #BARS))] or "·" end
  return table.concat(rates)
end

return {
  name = "dispersion",
  without = {"by", "with"},
  summary = "How evenly QUERY is spread: range, Juilland's D, Carroll's D2, Rosengren's S, Gries's DP, DKL, average reduced frequency.",
  usage = "QUERY PATH...",
  arguments = {"QUERY"},
  finds = true,
  options = query.options{
    {"parts", "N", "over so many parts with as many words each; else over the documents", kind = "integer"},
    {"punctuation", nil, "count punctuation as words"},
  },
  run = function(job)
    local o = job.options
    local h, text = query.find(job)
    local ok, d, why = pcall(h.dispersion, h, {parts = o.parts, punctuation = o.punctuation})
    if not ok then cli.fail(2, "%s", trace.plain(tostring(d))) end
    if not d then cli.fail(2, "%s", why) end
    job:shape("query")
    local total = 0
    for _, size in ipairs(d.sizes) do total = total + size end
    d.query, d.per_million = text, total > 0 and #h / total * 1e6 or nil
    if not job.format then
      job:print(strip(d.counts, d.sizes, job.terminal and term.size() - 2 or 100))
    end
    for i, n in ipairs(d.counts) do d.counts[i] = math.tointeger(n) end
    job:emit(d)
  end,
}
