-- ngrams N: stretches of N words or characters by frequency. One record an n-gram.
local cli = require "yuelan.cli"
local stop = require "yuelan.stop"
local term = require "yuelan.term"
local words = require "yuelan.words"

local SCREEN_LIMIT, GROUP_LIMIT = 40, 10

local function options_of(job)
  local o = job.options
  local n = math.tointeger(tonumber(job.values[1]))
  if not n or n < 1 or n > 9 then cli.usage_error("N is a number from 1 to 9, not '%s'", job.values[1]) end
  if o.skip and o.skip > 9 then cli.usage_error("--skip: 0 to 9 units may be left out, not %d", o.skip) end
  local list, message = stop.words(o.stop)
  if message then cli.fail(2, "--stop: %s", message) end
  return {
    size = n, unit = o.unit, skip = o.skip, ["min-count"] = o["min-count"], ["min-documents"] = o["min-documents"], stop = list,
    punctuation = o.punctuation, memory = o["sort-memory"],
  }
end

return {
  name = "ngrams",
  without = {"distinct", "exact", "aliases", "with"},
  summary = "Stretches of N words or characters (1 to 9) by frequency: count, documents, per million of the view's words or characters. " ..
    "With --by a list for each value of a field, or of several, with the totals of its documents; --limit and --offset are of each list.",
  usage = "N PATH...",
  arguments = {"N"},
  options = {
    {"unit", "UNIT", "of what: word (the default) or character", choices = {"word", "character"}},
    {"min-count", "N", "at least so often (1)", kind = "integer"},
    {"min-documents", "N", "in at least so many documents (1)", kind = "integer"},
    {"skip", "N", "up to so many units may be left out in between, 0 to 9 (0)", kind = "integer"},
    {"stop", "LIST", "leave out n-grams with a word of a list: zh, en, all, or a file with a word a line"},
    {"punctuation", nil, "count punctuation too; else no n-gram crosses it"},
    {"sort-memory", "SIZE", "for sorting (1 GiB); beyond it the text is gone through several times", kind = "size"},
  },
  run = function(job)
    local o = job.options
    local unit = o.unit or "word"
    local first, most_shown = (o.offset or 0) + 1, job.terminal and (o.by and GROUP_LIMIT or SCREEN_LIMIT) or nil
    local limit, options = o.limit or most_shown, options_of(job)
    for _, g in ipairs(job:groups("ngram")) do
      local rows, n, total, units = g.view:ngram_rows(options, words.between[unit], first, limit and first + limit - 1)
      if not rows then cli.fail(2, "%s", n) end
      job:range(n, most_shown)
      if not job.format then
        job:print(("%s%s, %s, in %s; punctuation %s, stop words %s"):format(words.heading(g), term.count(total, "n-gram"),
          term.count(n, "different", "different"), term.count(units, unit), o.punctuation and "counted" or "not crossed", o.stop or "none"))
      end
      for _, row in ipairs(rows) do job:emit(words.put_head(row, g.head)) end
    end
  end,
  columns = {"ngram", "count", "documents", "per_million"},
}
