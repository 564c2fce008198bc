-- info: what is in here. One record a document: encoding, script, metadata, size, share of body, problems.
local chart = require "yuelan.chart"
local records = require "yuelan.records"
local term = require "yuelan.term"

local BAR = 10

return {
  name = "info",
  without = {"distinct", "exact", "by"},
  summary = "What is in here: a record for each document with its encoding, script, metadata, size and problems.",
  options = {
    {"plot", nil, "bars of the characters, as on a terminal"},
  },
  piecewise = function() return true end,
  columns = {"doc", "encoding", "script", "title", "date", "site", "characters", "words", "share_body", "problems", "bar"},
  run = function(job)
    local own = job.corpus and job.corpus:dictionary()
    if own and #own > 0 then job:note("words are cut with %s of one's own: %s%s", term.count(#own, "word"), own[1].word, #own > 1 and " …" or "") end
    job:shape("document")
    if not job:plots() then return job:emit_documents(records.info) end
    local most = 0
    for _, d in job.corpus:documents() do most = math.max(most, d.characters) end
    job:emit_documents(function(d)
      local r = records.info(d)
      r.bar = chart.bar(most > 0 and r.characters / most, BAR)
      return r
    end)
    job.fields[#job.fields + 1] = {name = "bar", type = "string"}
  end,
}
