-- search (kwic): where it stands. One record a hit, in order of document and place; or counts of documents and groups.
local cli = require "yuelan.cli"
local cql = require "yuelan.cql"
local hits = require "yuelan.hits"
local term = require "yuelan.term"
local trace = require "yuelan.trace"

local SCREEN_CONTEXT, SCREEN_LIMIT = 30, 100

local function distinct_of(options)
  if options.distinct then return cli.list(options.distinct) end
end

-- --list NAME=FILE as {NAME = FILE}.
local function lists_of(o)
  local lists = {}
  for _, item in ipairs(o.list or {}) do
    local name, file = item:match("^([^=]+)=(.+)$")
    if not name or not cql.is_name(name) then cli.usage_error("--list: NAME=FILE expected, got '%s'", item) end
    lists[name] = file
  end
  return o.cql and lists or nil
end

local function find(job, query, word)
  local o = job.options
  if not o.cql and (o.strategy or o.macros or o.list) then cli.usage_error("--strategy, --macros and --list go with --cql") end
  local search = {
    query = job.words or query, fuzzy = o.fuzzy, regex = o.regex, cql = o.cql, strategy = o.strategy, macros = o.macros,
    lists = lists_of(o), word = word, exact = o.exact,
    across = o.across, distinct = distinct_of(o),
  }
  local h, message, code
  if o.near then
    local queries = cli.words(query)
    if #queries < 2 then cli.usage_error("--near: QUERY is two words or more, separated by spaces: '英伟达 泡沫'; a word with spaces in double quotes") end
    search.query, search.within, search.unit, search.ordered = nil, o.near, o["near-unit"], o.ordered
    h, message, code = hits.near(job.corpus, queries, search)
  else
    h, message, code = hits.find(job.corpus, search)
  end
  if h then
    local n
    n, message, code = h:search()
    if n then return h end
  end
  if o.cql and code == "pattern" then cli.fail(2, "%s", cql.pointed(query, message)) end
  cli.fail(2, "%s", (code == "pattern" or code == "io") and message or ("%s: %s"):format(query, message))
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
  job:shape(hits.group_fields(by))
  local fine, groups = pcall(hits.groups, h, by, job.options.seed)
  if not fine then cli.misused(groups) end
  job:emit_each(#groups, function(i) return groups[i] end)
end

-- ---- the screen ----

local function columns_of_name(h, first, last)
  local widest = 0
  for i = first, last do widest = math.max(widest, term.width(hits.short_name(h[i].document))) end
  return math.min(widest, 24)
end

-- Context: how many units on each side, and of which; nil, nil where the screen decides.
local function wanted(o) return o.left or o.context, o.right or o.context, o["context-unit"] or "character" end

-- Columns that the longest document of these hits takes: more is never needed.
local function most_columns(h, first, last)
  local most, before = 0, nil
  for i = first, last do
    local d = h:document(i)
    if d ~= before then most, before = math.max(most, 2 * d.characters), d end
  end
  return most
end

local function concordance(job, h, first, last)
  local left, right, unit = wanted(job.options)
  local most = math.max(left or 0, right or 0) > 1000 and most_columns(h, first, last)
  if most then left, right = left and math.min(left, most), right and math.min(right, most) end
  local width = job.terminal and term.size() or 100
  local name = columns_of_name(h, first, last)
  local each = (width - name - 2 - 12) // 2
  local room = math.max(8, math.min(SCREEN_CONTEXT, each))
  local w = {name = name, left = left or room, right = right or left or room, width = width}
  if unit ~= "character" then -- so many words fill what room there is
    w.units, w.unit, w.left, w.right = left or 10, unit, each, each
    w.more = right or w.units
  end
  for i = first, last do job:print(hits.line(h[i], w)) end
end

local function header(job, h, query, plain)
  local parts = {("%s: %s in %s"):format(query, term.count(#h, "hit"), term.count(hits.documents(h), "document"))}
  if plain and not job.options.word and hits.is_latin(query) then
    parts[#parts + 1] = ("%s as a whole word"):format(term.thousands(#find(job, query, true)))
  end
  job:print(table.concat(parts, "; "))
  local forms = plain and hits.forms(h, 8)
  if forms then job:print("forms: " .. forms) end
end

local function screen(job, h, query, plain)
  job.screened = true
  header(job, h, query, plain)
  if #h == 0 then return end
  local first, last = job:range(#h, job.terminal and SCREEN_LIMIT or nil)
  concordance(job, h, first, last)
end

-- ---- which hits, in which order ----

-- Columns of --join, by the ids of the records.
local function joined(job, h, path)
  local made, report = h:join(path)
  if not made then cli.fail(2, "--join: %s", report) end
  job:note("--join: %s", tostring(report))
  return made
end

local function chosen(job, h)
  local o = job.options
  local function done(made, message)
    if not made then cli.usage_error("%s", message) end
    return made
  end
  if o.join then h = joined(job, h, o.join) end
  if o.sample then h = done(h:sample(o.sample, o.seed)) end
  if o.sort then
    local keys = cli.list(o.sort)
    keys.seed = o.seed
    local fine, made = pcall(h.sort, h, keys)
    if not fine then cli.usage_error("--sort: %s", trace.plain(tostring(made))) end
    h = made
  end
  return h
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
    {"cql", nil, "QUERY is of the corpus query language, over words: help cql"},
    {"strategy", "NAME", "with --cql: standard, shortest, longest or traditional", choices = {"standard", "shortest", "longest", "traditional"}},
    {"macros", "FILE", "with --cql: definitions of macros", many = true},
    {"list", "NAME=FILE", "with --cql: a word list $NAME, a word a line", many = true},
    {"word", nil, "only whole words of Latin letters and digits: AI not in said"},
    {"across", nil, "across line ends too"},
    {"near", "N", "QUERY is two words or more, 'A B': where they stand at most N units apart", kind = "integer"},
    {"near-unit", "UNIT", "character (the default), word, sentence or paragraph", choices = {"character", "word", "sentence", "paragraph"}},
    {"ordered", nil, "with --near: in the order of QUERY"},
    {"count", nil, "documents with the number of hits; with --by or --group-by, groups"},
    {"group-by", "KEYS", "groups of hits by what --sort sorts by (left1, form, zone …), beside the fields of --by"},
    {"context", "N", "how much context on either side (40 characters, 10 words)", kind = "integer"},
    {"context-unit", "UNIT", "of --context, --left and --right; a sentence or paragraph is the one around the match",
      choices = {"character", "word", "sentence", "paragraph"}},
    {"left", "N", "context before the match", kind = "integer"},
    {"right", "N", "context after the match", kind = "integer"},
    {"sort", "KEYS", "order of the hits: fields (doc, date …), zone, match, form, left and right (the rest of the line), the words left1 left2 … right1 …, " ..
      "the characters left1c … right1c …, position, random; - before one: falling"},
    {"sample", "N", "only N of the hits, drawn with --seed, in their order", kind = "integer"},
    {"seed", "N", "for --sample and --sort random (1): the same seed, the same hits", kind = "integer"},
    {"join", "FILE", "columns of a CSV, TSV or JSON Lines file with the ids of the hits, such as codes; --sort and --group-by know them"},
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
    local all = #h
    h = chosen(job, h)
    job.found = #h > 0
    local by = cli.list(o.by)
    table.move(cli.list(o["group-by"]), 1, #cli.list(o["group-by"]), #by + 1, by)
    if o.count or #by > 0 then
      if #by > 0 then count_groups(job, h, by) elseif job.words then count_words(job, h) else count_documents(job, h) end
      return
    end
    if o.sample and #h < all then job:note("a sample of %s of %s hits", term.thousands(#h), term.thousands(all)) end
    if not job.format then return screen(job, h, query, not o.regex and not o.near and not o.cql and not o.fuzzy and not o.words) end
    job:shape(hits.fields(h))
    local left, right, unit = hits.widths{left = o.left, right = o.right, context = o.context, unit = o["context-unit"]}
    local first, last = job:range(#h)
    for i = first, last do
      local hit = h[i]
      job:emit(hits.record(hit, left, right, unit), hit.document)
    end
  end,
}
