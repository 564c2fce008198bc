-- words: the words of a corpus by frequency, with their written forms. One record a word.
local chart = require "yuelan.chart"
local cli = require "yuelan.cli"
local statistics = require "yuelan.statistics"
local stop = require "yuelan.stop"
local term = require "yuelan.term"
local words = require "yuelan.words"

local SCREEN_LIMIT, GROUP_LIMIT, BAR = 40, 10, 16

-- The forms of a word that has several; one stands in the column before.
local function forms_text(forms)
  local parts = {}
  if #forms < 2 then return "" end
  for i, f in ipairs(forms) do
    if i > 4 then
      parts[i] = ("… %d more"):format(#forms - 4)
      break
    end
    parts[i] = term.line(f.form) .. " " .. term.thousands(f.count)
  end
  return table.concat(parts, " · ")
end

return {
  name = "words",
  without = {"distinct", "exact", "aliases", "with"},
  summary = "The words by frequency: count, documents, per million of the view's words, and the forms they are written in. With --by a list " ..
    "for each value of a field, or of several, with the totals of its documents; --limit and --offset are of each list.",
  options = {
    {"stop", "LIST", "leave out the words of a list: zh, en, all, or a file with a word a line; they stay in the total"},
    {"plot", nil, "bars of the counts, as on a terminal"},
    {"punctuation", nil, "count punctuation too"},
    {"dispersion", nil, "add how evenly each is spread: range, juilland_d, carroll_d2, rosengren_s, dp, dp_norm, dkl, dkl_norm, arf"},
    {"parts", "N", "of --dispersion: over so many parts with as many words each; else over the documents", kind = "integer"},
  },
  run = function(job)
    local o = job.options
    local list, message = stop.words(o.stop)
    if message then cli.fail(2, "--stop: %s", message) end
    if o.parts == 0 then cli.usage_error("--parts: one part or more; without it the documents are the parts") end
    if o.parts and not o.dispersion then cli.usage_error("--parts goes with --dispersion") end
    local groups, plot = job:groups(o.dispersion and "spread" or "word"), job:plots()
    local first, most_shown = (o.offset or 0) + 1, job.terminal and (o.by and GROUP_LIMIT or SCREEN_LIMIT) or nil
    local limit, several = o.limit or most_shown, false
    for _, g in ipairs(groups) do
      local rows, n, total = g.view:word_rows({stop = list, punctuation = o.punctuation}, first, limit and first + limit - 1)
      if not rows then cli.fail(2, "%s", n) end
      if o.dispersion then
        local spread, why = statistics.add_dispersion(g.view, rows, {parts = o.parts, punctuation = o.punctuation})
        if not spread then cli.fail(2, "%s", why) end
      end
      job:range(n, most_shown)
      if not job.format then
        job:print(("%s%s, %s; punctuation %s, stop words %s"):format(words.heading(g), term.count(total, "word"),
          term.count(n, "different", "different"), o.punctuation and "counted" or "left out", o.stop or "none"))
      end
      local most = 0
      for _, row in ipairs(rows) do most = math.max(most, row.count) end
      for _, row in ipairs(rows) do
        if not job.format then
          row.written = forms_text(row.forms)
          several = several or row.written ~= ""
        end
        if plot then row.bar = chart.bar(row.count / most, BAR) end
        job:emit(words.put_head(row, g.head))
      end
    end
    if not job.format then
      if plot then job.fields[#job.fields + 1] = {name = "bar", type = "string"} end
      if several then job.fields[#job.fields + 1] = {name = "written", type = "string"} end
    end
  end,
  columns = {"rank", "word", "pos", "count", "documents", "per_million", "bar", "written", "range", "juilland_d", "carroll_d2", "rosengren_s", "dp", "dp_norm",
    "dkl_norm", "arf"},
}
