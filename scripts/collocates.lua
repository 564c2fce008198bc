-- collocates QUERY: the words that stand near it more often than by chance. One record a word, by the first measure.
local cli = require "yuelan.cli"
local query = require "yuelan.query"
local statistics = require "yuelan.statistics"
local term = require "yuelan.term"
local trace = require "yuelan.trace"

local SCREEN_LIMIT = 40

local function context_text(o)
  if o.context == "sentence" or o.context == "document" then return "in one " .. o.context end
  return ("%d words left, %d right"):format(o.left or 5, o.right or 5)
end

return {
  name = "collocates",
  without = {"by", "with"},
  summary = "The words near QUERY, with how often they stand there and would by chance, and measures of association (yuelan help measures).",
  usage = "QUERY PATH...",
  arguments = {"QUERY"},
  finds = true,
  options = query.options{
    {"left", "N", "words of the window before a hit (5); windows end at line ends", kind = "integer"},
    {"right", "N", "words behind it (5)", kind = "integer"},
    {"context", "WHAT", "window (the default), sentence or document: what counts as near", choices = {"window", "sentence", "document"}},
    {"measure", "NAMES", "measures, separated by commas; the first gives the order (logdice,g2,mi,t)"},
    {"min-count", "N", "observed at least so often (3)", kind = "integer"},
    {"min-documents", "N", "in at least so many documents (1)", kind = "integer"},
    {"stop", "LIST", "leave out the words of a list: zh, en, all, or a file with a word a line; they stay in the totals"},
    {"punctuation", nil, "count punctuation as words"},
  },
  run = function(job)
    local o = job.options
    local h, text = query.find(job)
    local wanted = {left = o.left, right = o.right, context = o.context, measure = o.measure, min_count = o["min-count"],
      min_documents = o["min-documents"], stop = o.stop, punctuation = o.punctuation}
    local ok, t, why = pcall(h.collocates, h, wanted)
    if not ok then cli.fail(2, "%s", trace.plain(tostring(t))) end
    if not t then cli.fail(2, "%s", why) end
    local fields = statistics.fields("collocates", "word", o.measure or statistics.MEASURES)
    job:shape(fields)
    local n = #t
    if not job.format then
      job.screened = true
      local limit = o.limit or (job.terminal and SCREEN_LIMIT) or n
      job:print(("%s: %s, %s; %s with %s, punctuation %s, stop words %s"):format(text, term.count(#h, "hit"), context_text(o),
        term.count(n, "word"), ("at least %d"):format(o["min-count"] or 3), o.punctuation and "counted" or "left out", o.stop or "none"))
      job:range(n, job.terminal and SCREEN_LIMIT or nil)
      if n > 0 then job:print(t:top(limit):text{width = job.terminal and term.size() or 1000, rows = math.huge}) end
      return
    end
    job:emit_each(n, function(i) return t[i] end)
  end,
}
