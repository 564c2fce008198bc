-- trends QUERY: hits by the dates of their documents. One record a period, those without a date last.
local cli = require "yuelan.cli"
local hits = require "yuelan.hits"

local ROOM = 40

return {
  name = "trends",
  without = {"by", "with"},
  summary = "QUERY over time: hits by the dates of the documents, with the documents and words of each period and hits per million of them.",
  usage = "QUERY PATH...",
  arguments = {"QUERY"},
  finds = true,
  options = {
    {"period", "WHAT", "year, quarter, month (the default), week or day", choices = {"year", "quarter", "month", "week", "day"}},
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
    local t, why = h:trends{period = o.period}
    if not t then cli.fail(2, "%s", why) end
    job.found = #h > 0
    job:shape("period")
    local most = 0
    for _, r in t:rows() do most = math.max(most, r.per_million or 0) end
    local first, last = job:range(#t)
    for i = first, last do
      local r = t[i]
      if not job.format then
        r.period = r.period or "(no date)"
        r.rate = most > 0 and ("█"):rep(math.ceil((r.per_million or 0) / most * ROOM)) or ""
      end
      job:emit(r)
    end
    if not job.format then job.fields[#job.fields + 1] = {name = "rate", type = "string"} end
  end,
}
