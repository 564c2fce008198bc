-- report: what is found in a corpus, on one page of HTML that needs nothing else: no network, and no script to be read.
local cli = require "yuelan.cli"
local report = require "yuelan.report"
local sides = require "yuelan.sides"

local function sides_of(job)
  local given, by = job.args.sides, cli.list(job.options.by)
  if #given == 1 then
    if #by > 1 then cli.usage_error("--by: one field") end
    if #by == 0 then return nil end
    local list = sides.by(job.corpus, by[1])
    if #list < 2 then job:note("--by: all documents have the same %s, so there is nothing to compare", by[1]) end
    return #list > 1 and list or nil
  end
  if #by > 0 then cli.usage_error("--by and -- : one of them") end
  local list, before = {}, 0
  for i, paths in ipairs(given) do
    local letter = i <= 26 and string.char(64 + i) or tostring(i)
    list[i] = {name = #paths == 1 and letter .. " " .. paths[1]:gsub("/+$", ""):match("[^/]*$") or letter, view = sides.from(job.corpus, paths, before + 1)}
    if #list[i].view == 0 then cli.fail(2, "%s", sides.why_none(job.whole, list[i].name, paths)) end
    before = before + #paths
  end
  return list
end

-- The command line without what does not change the page.
local function given_of(job)
  local out, skip = {}, false
  for _, a in ipairs(job.given) do
    if skip then skip = false
    elseif a == "--out" or a == "--jobs" then skip = true
    elseif not a:find("^%-%-out=") and not a:find("^%-%-jobs=") and a ~= "--quiet" then out[#out + 1] = a:find("[%s'\"]") and "'" .. a .. "'" or a end
  end
  return "report " .. table.concat(out, " ")
end

return {
  name = "report",
  without = {"json", "csv", "tsv", "excel", "with", "distinct", "exact", "limit", "offset"},
  summary = "One page of HTML with what is found in the documents, each statement linked to its place in their full text: overview, quality, summary, " ..
    "comparison, words, names, quotations, figures, concordances, time, similarity. Reads without a network and without JavaScript.",
  usage = "--out FILE.html PATH... | A... -- B... | --by FIELD PATH...",
  sides = true,
  opens_itself = true,
  options = {
    {"lang", "LANGUAGE", "of the page: zh or en; without it that of most documents", choices = {"zh", "zh-Hans", "zh-Hant", "en"}},
    {"title", "TEXT", "of the page"},
    {"query", "QUERY", "a concordance and a trend of it; without it of the five commonest words that say something", many = true},
    {"texts", "N", "full texts of at most so many characters in all (1000000); of other documents what is cited", kind = "integer"},
    {"rows", "N", "at most so many rows of a table (200)", kind = "integer"},
    {"hits", "N", "at most so many lines of a concordance (50)", kind = "integer"},
    {"sentences", "N", "of the summary (8)", kind = "integer"},
  },
  run = function(job)
    local o, paths = job.options, {}
    for _, list in ipairs(job.args.sides) do table.move(list, 1, #list, #paths + 1, paths) end
    if not o.out and job.terminal then cli.usage_error("--out FILE.html expected") end
    job.corpus = job:open(paths)
    local ok, html, message = pcall(report.html, job.corpus, {
      lang = o.lang, title = o.title, query = o.query, texts = o.texts, rows = o.rows, hits = o.hits, sentences = o.sentences, sides = sides_of(job),
      given = given_of(job),
    })
    if not ok then error(html, 0) end
    if not html then cli.fail(2, "%s", message) end
    job.screened = true
    job.sink.write(html)
  end,
}
