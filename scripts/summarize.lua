-- summarize: the most central sentences. One record a document; with --together one for all.
local cli = require "yuelan.cli"
local digest = require "yuelan.digest"
local json = require "yuelan.json"
local term = require "yuelan.term"

local function screen(job, list, first, last)
  local width = job.terminal and term.size() or 100
  job.screened = true
  for i = first, last do
    local s = list[i]
    if i > first then job:print("") end
    local d = s.document
    job:prose("== ", (d and s.doc .. (d.title and "  《" .. d.title .. "》" or "") or term.count(#job.corpus, "document") .. " together") .. " ==", "   ")
    job:print(digest.summary_text(s, width, job.options.why))
  end
end

return {
  name = "summarize",
  without = {"by", "distinct", "exact", "aliases"},
  summary = "The most central sentences of each document, or of all together, each with where it stands and why it was taken.",
  options = {
    {"sentences", "N", "how many (5)", kind = "integer"},
    {"characters", "N", "at most so many characters", kind = "integer"},
    {"share", "X", "at most this share of the body's characters, above 0, up to 1"},
    {"together", nil, "one summary of all documents; what several say counts once"},
    {"method", "NAME", "how sentences are scored: yuelan (the default), lead, textrank, lexrank, sumbasic, klsum, luhn, lsa or mmr",
      choices = {"yuelan", "lead", "textrank", "lexrank", "sumbasic", "klsum", "luhn", "lsa", "mmr"}},
    {"why", nil, "on the screen: what the score of each sentence is made of"},
  },
  columns = {"doc"},
  run = function(job)
    local o = job.options
    local ok, list, message = pcall(digest.summaries, job.corpus, {
      sentences = o.sentences, characters = o.characters, share = o.share, together = o.together, method = o.method,
    })
    if not ok then cli.usage_error("%s", tostring(list):gsub("^[^:]+:%d+: ", "")) end
    if not list then cli.fail(2, "%s", message) end
    job:shape("summary")
    local first, last = job:range(#list)
    if not job.format then return screen(job, list, first, last) end
    for i = first, last do
      local s = list[i]
      job:emit({doc = s.doc or json.null, sentences = s.sentences}, s.document)
    end
  end,
}
