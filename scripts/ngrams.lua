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
    local most_shown = job.terminal and (o.by and GROUP_LIMIT or SCREEN_LIMIT) or nil
    local options = options_of(job)
    for _, g in ipairs(job:groups("ngram")) do
      local found, message = g.view:find_ngrams(options)
      if not found then cli.fail(2, "%s", message) end
      local first, last = job:range(#found, most_shown)
      local total, units = found:totals()
      if not job.format then
        job:print(("%s%s, %s, in %s; punctuation %s, stop words %s"):format(words.heading(g), term.count(total, "n-gram"),
          term.count(#found, "different", "different"), term.count(units, unit), o.punctuation and "counted" or "not crossed", o.stop or "none"))
      end
      for k = first, last do job:emit(words.put_head(found:get(k, words.between[unit]), g.head)) end
    end
  end,
  columns = {"ngram", "count", "documents", "per_million"},
}
