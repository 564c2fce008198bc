-- trends QUERY: hits by the dates of their documents. One record a period, those without a date last.
local chart = require "yuelan.chart"
local cli = require "yuelan.cli"
local query = require "yuelan.query"

local ROOM = 40

return {
  name = "trends",
  without = {"by", "with"},
  summary = "QUERY over time: hits by the dates of the documents, with the documents and words of each period and hits per million of them.",
  usage = "QUERY PATH...",
  arguments = {"QUERY"},
  finds = true,
  options = query.options{
    {"plot", nil, "bars of the rates, as on a terminal"},
    {"period", "WHAT", "year, quarter, month (the default), week or day", choices = {"year", "quarter", "month", "week", "day"}},
  },
  run = function(job)
    local o = job.options
    local h = query.find(job)
    local t, why = h:trends{period = o.period}
    if not t then cli.fail(2, "%s", why) end
    job:shape("period")
    local most, plot = 0, job:plots()
    for _, r in t:rows() do most = math.max(most, r.per_million or 0) end
    local first, last = job:range(#t)
    for i = first, last do
      local r = t[i]
      if not job.format then
        r.period = r.period or "(no date)"
        if plot then r.rate = chart.bar(most > 0 and (r.per_million or 0) / most, ROOM) end
      end
      job:emit(r)
    end
    if plot and not job.format then job.fields[#job.fields + 1] = {name = "rate", type = "string"} end
  end,
}
