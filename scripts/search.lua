-- search (kwic): where it stands. One record a hit, in order of document and place; or counts of documents and groups.
local cli = require "yuelan.cli"
local hits = require "yuelan.hits"
local term = require "yuelan.term"

local SCREEN_CONTEXT, RECORD_CONTEXT, SCREEN_LIMIT = 30, 40, 100

local function distinct_of(options)
  if options.distinct then return cli.list(options.distinct) end
end

local function find(job, query, word)
  local o = job.options
  local h, message, code = hits.find(job.corpus, {
    query = job.words or query, fuzzy = o.fuzzy, regex = o.regex, word = word, exact = o.exact, across = o.across, distinct = distinct_of(o),
  })
  if h then
    local n
    n, message, code = h:search()
    if n then return h end
  end
  cli.fail(2, "%s", code == "pattern" and message or ("%s: %s"):format(query, message))
end

-- ---- counts ----

local function count_documents(job, h)
  job:shape("count")
  local rows = {}
  for d, n in hits.by_document(h) do rows[#rows + 1] = {doc = d.doc, count = n, document = d} end
  local first, last = job:range(#rows)
  for i = first, last do
    local d = rows[i].document
    rows[i].document = nil
    job:emit(rows[i], d)
  end
end

local function count_words(job, h)
  job:shape("words")
  local rows, message = hits.by_word(h, job.words)
  if not rows then cli.fail(2, "%s", message) end
  job:emit_each(#rows, function(i) return rows[i] end)
end

local function count_groups(job, h, by)
  local schema = require "yuelan.schema"
  local fields = {}
  for i, name in ipairs(by) do fields[i] = {name = name, type = "string", optional = true} end
  table.move(schema.of("search", "group"), 1, 5, #fields + 1, fields)
  job:shape(fields)
  local groups = hits.groups(h, job.corpus, by)
  job:emit_each(#groups, function(i) return groups[i] end)
end

-- ---- the screen ----

local function columns_of_name(h, first, last)
  local widest = 0
  for i = first, last do widest = math.max(widest, term.width(hits.short_name(h[i].document))) end
  return math.min(widest, 24)
end

local function concordance(job, h, order, first, last)
  local options = job.options
  local width = job.terminal and term.size() or 100
  local name = columns_of_name(order, first, last)
  local each = (width - name - 2 - 12) // 2
  local left = options.left or math.max(8, math.min(SCREEN_CONTEXT, each))
  local right = options.right or left
  for i = first, last do job:print(hits.line(order[i], {name = name, left = left, right = right, width = width})) end
  if first > last and h then return end
end

local function header(job, h, query)
  local parts = {("%s: %s in %s"):format(query, term.count(#h, "hit"), term.count(hits.documents(h), "document"))}
  if not job.options.word and not job.options.regex and not job.options.fuzzy and not job.words and hits.is_latin(query) then
    parts[#parts + 1] = ("%s as a whole word"):format(term.thousands(#find(job, query, true)))
  end
  job:print(table.concat(parts, "; "))
  local forms = not job.options.regex and hits.forms(h, 8)
  if forms then job:print("forms: " .. forms) end
end

local function screen(job, h, order, query)
  job.screened = true
  header(job, h, query)
  if #h == 0 then return end
  local first, last = job:range(#h, job.terminal and SCREEN_LIMIT or nil)
  concordance(job, h, order, first, last)
end

return {
  name = "search",
  summary = "Where it stands: a record for each hit with its sentence and context, or counts with --count.",
  usage = "QUERY PATH...",
  arguments = {"QUERY"},
  finds = true,
  options = {
    {"regex", nil, "QUERY is a regular expression (PCRE2), on the folded text unless --exact"},
    {"fuzzy", "N", "up to N characters (1 or 2) put in, left out or others", choices = {"0", "1", "2"}},
    {"words", nil, "QUERY is a file of words, one a line: any of them; with --count, each word's hits"},
    {"word", nil, "only whole words of Latin letters and digits: AI not in said"},
    {"across", nil, "across line ends too"},
    {"count", nil, "documents with the number of hits; with --by, groups"},
    {"left", "N", "characters of context before the match (40)", kind = "integer"},
    {"right", "N", "characters of context after the match (40)", kind = "integer"},
    {"sort", "KEYS", "order of the hits: doc, left1, right1, left, right, match, date or another field; - before one: falling"},
  },
  run = function(job)
    local o, query = job.options, job.values[1]
    if query == "" then cli.usage_error("QUERY is empty") end
    if o.words then
      local words, message = hits.words(query)
      if not words then cli.fail(2, "--words: %s", message) end
      job.words = words
    end
    local h = find(job, query, o.word)
    job.found = #h > 0
    local by = cli.list(o.by)
    if o.count or #by > 0 then
      if #by > 0 then count_groups(job, h, by) elseif job.words then count_words(job, h) else count_documents(job, h) end
      return
    end
    local order = o.sort and hits.sorted(h, cli.list(o.sort)) or h
    if not job.format then return screen(job, h, order, query) end
    local fuzzy = (tonumber(o.fuzzy) or 0) > 0
    job:shape(fuzzy and "fuzzy" or "hit")
    local left, right = o.left or RECORD_CONTEXT, o.right or RECORD_CONTEXT
    local first, last = job:range(#h)
    for i = first, last do
      local hit = order[i]
      local record = hits.record(hit, left, right)
      if fuzzy then record.distance = hit.edits end
      job:emit(record, hit.document)
    end
  end,
}
