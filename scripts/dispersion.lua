-- dispersion QUERY: how evenly its hits are spread over documents, or over equal parts. One record.
local cli = require "yuelan.cli"
local hits = require "yuelan.hits"
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
  options = {
    {"parts", "N", "over so many parts with as many words each; else over the documents", kind = "integer"},
    {"punctuation", nil, "count punctuation as words"},
    {"regex", nil, "QUERY is a regular expression (PCRE2), on the folded text unless --exact"},
    {"word", nil, "only whole words of Latin letters and digits: AI not in said"},
    {"across", nil, "across line ends too"},
  },
  run = function(job)
    local o, query = job.options, job.values[1]
    if query == "" then cli.usage_error("QUERY is empty") end
    local h, message, code = hits.find(job.corpus, {query = query, regex = o.regex, word = o.word, exact = o.exact, across = o.across,
      distinct = o.distinct and cli.list(o.distinct)})
    if not h then cli.fail(2, "%s", code == "pattern" and message or ("%s: %s"):format(query, message)) end
    local ok, d, why = pcall(h.dispersion, h, {parts = o.parts, punctuation = o.punctuation})
    if not ok then cli.fail(2, "%s", trace.plain(tostring(d))) end
    if not d then cli.fail(2, "%s", why) end
    job.found = #h > 0
    job:shape("query")
    local total = 0
    for _, size in ipairs(d.sizes) do total = total + size end
    d.query, d.per_million = query, total > 0 and #h / total * 1e6 or nil
    if not job.format then
      job:print(strip(d.counts, d.sizes, job.terminal and term.size() - 2 or 100))
    end
    for i, n in ipairs(d.counts) do d.counts[i] = math.tointeger(n) end
    job:emit(d)
  end,
}
