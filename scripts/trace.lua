-- trace: copies of a passage, exact, reworded or in part, by date, with what was changed in each.
local cli = require "yuelan.cli"
local term = require "yuelan.term"
local traces = require "yuelan.traces"
local yuelan = require "yuelan"

-- The passage: standard input, what a file says, or the words themselves.
local function passage(value)
  if value == "-" then return io.read("a") end
  local f = value ~= "" and not value:find("\n") and io.open(value, "rb")
  if not f then return value end
  f:close()
  local c, message = yuelan.open{value, repair = "all"}
  if not c or #c == 0 then cli.fail(2, "%s: %s", value, message or "no text in it") end
  local parts = {}
  for i, d in c:documents() do parts[i] = d.text end
  return table.concat(parts, "\n")
end

return {
  name = "trace",
  summary = "Copies of a passage: a record for each, by date, with its similarity and what was changed. Another script, other punctuation and moved " ..
    "clauses do not hide one; what stands in two places of a document is two.",
  usage = "TEXT|FILE|- PATH...",
  arguments = {"TEXT"},
  finds = true,
  without = {"by", "distinct", "exact", "aliases"},
  options = {
    {"similarity", "SHARE", "the least: twice the characters in common by those of both; 1 is an exact copy, half of the passage .67 (0.5)", kind = "share"},
  },
  run = function(job)
    local o = job.options
    local fine, list, message = pcall(traces.records, job.corpus, passage(job.values[1]), {similarity = o.similarity})
    if not fine then cli.usage_error("%s", require("yuelan.trace").plain(tostring(list))) end
    if not list then cli.fail(2, "%s", message) end
    job.found = #list > 0
    job:shape("copy")
    local first, last = job:range(#list)
    if job.format then
      for i = first, last do job:emit(list[i], list[i].copy.document) end
      return
    end
    job.screened = true
    local documents = {}
    for _, r in ipairs(list) do documents[r.doc] = true end
    local n = 0
    for _ in pairs(documents) do n = n + 1 end
    job:print(("%s in %s"):format(#list == 1 and "1 copy" or term.thousands(#list) .. " copies", term.count(n, "document")))
    for i = first, last do job:print(traces.lines(list[i])) end
  end,
}
