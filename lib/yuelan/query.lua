--- query.lua - QUERY on the command line: the options that say how it is meant, and finding it.
local cli = require "yuelan.cli"
local hits = require "yuelan.hits"

local query = {}

local meant = {
  {"regex", nil, "QUERY is a regular expression (PCRE2), on the folded text unless --exact"},
  {"word", nil, "only whole words of Latin letters and digits: AI not in said"},
  {"across", nil, "across line ends too"},
}

--- The options of a script, and those that say how QUERY is meant behind them.
function query.options(list)
  for _, option in ipairs(meant) do list[#list + 1] = option end
  return list
end

--- The hits of a job's QUERY, and QUERY; ends the program where it is wrong.
function query.find(job)
  local o, text = job.options, job.values[1]
  if text == "" then cli.usage_error("QUERY is empty") end
  local h, message, code = hits.find(job.corpus, {query = text, regex = o.regex, word = o.word, exact = o.exact, across = o.across,
    distinct = o.distinct and cli.list(o.distinct)})
  if not h then cli.fail(2, "%s", code == "pattern" and message or ("%s: %s"):format(text, message)) end
  job.found = #h > 0
  return h, text
end

return query
