-- trends QUERY: hits by the dates of their documents. One record a period, those without a date last.
local chart = require "yuelan.chart"
local cli = require "yuelan.cli"
local query = require "yuelan.query"

local ROOM = 40

-- A number of a period, one more than that of the one before it; of days an hour more or less, where clocks are put back.
local function number_of(period)
  local year, kind, n = period:match("^(%-?%d+)%-?([QW]?)(%d*)")
  local month, day = period:match("^%-?%d+%-(%d%d)%-(%d%d)$")
  if day then return os.time{year = tonumber(year), month = tonumber(month), day = tonumber(day), hour = 12} / 86400 end
  if n == "" then return tonumber(year) end
  return tonumber(year) * (kind == "Q" and 4 or kind == "W" and 52 or 12) + tonumber(n)
end

-- Are there periods between the two, without documents?
local function apart(a, b)
  local before, now = a and number_of(a), b and number_of(b)
  return before and now and now - before > 1.5
end

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
    local before
    for i = first, last do
      local r = t[i]
      if not job.format then
        if apart(before, r.period) then job:emit({period = "⋮"}) end
        before = r.period
        r.period = r.period or "(no date)"
        if plot then r.rate = chart.bar(most > 0 and (r.per_million or 0) / most, ROOM) end
      end
      job:emit(r)
    end
    if plot and not job.format then job.fields[#job.fields + 1] = {name = "rate", type = "string"} end
  end,
}
