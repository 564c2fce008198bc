-- phrases: stretches of Han that behave like words, known or new. One record a phrase, commonest first.
local yuelan = require "yuelan"
local cli = require "yuelan.cli"
local out = require "yuelan.out"
local stop = require "yuelan.stop"
local term = require "yuelan.term"
local trace = require "yuelan.trace"

local function number(o, name)
  if not o[name] then return nil end
  local x = tonumber(o[name])
  if not x or x < 0 then cli.usage_error("--%s: a number from 0 expected, got '%s'", name, o[name]) end
  return o[name]
end

-- Characters that are words of grammar and begin or end hardly any word; words of grammar of two characters and more.
local GRAMMAR = {}
for _, c in utf8.codes("的了着过们吗呢吧我你您他她它这那此该其每某是在有和与及或而且并但却也都又还很最更不没把被给让使从向对为以因如则就便另哪将会到去能") do GRAMMAR[utf8.char(c)] = true end
for _, word in ipairs(stop.words("zh")) do GRAMMAR[word] = GRAMMAR[word] or utf8.len(word) > 1 or nil end

-- Is it a word with one of grammar before or behind it: 让我, 因为我, 并不?
local function is_joined(phrase)
  for chars = 1, utf8.len(phrase) - 1 do
    local head = phrase:sub(1, utf8.offset(phrase, chars + 1) - 1)
    if GRAMMAR[head] or GRAMMAR[phrase:sub(#head + 1)] then return true end
  end
  return false
end

-- Writes the words of one's own there are, then the phrases that are new, by count, as --dict takes them.
local function write_dictionary(job, path, t)
  local known, why = job.corpus:dictionary()
  if not known then cli.fail(2, "%s", why) end
  local sink, message = out.sink(path)
  if not sink then cli.fail(2, "--dict-out: %s", message) end
  for _, r in known:rows() do sink.write(("%s %d %s\n"):format(r.word, r.weight, r.pos)) end
  local new, joined = 0, 0
  for _, r in t:rows() do
    if not r.known and is_joined(yuelan.key(r.phrase)) then
      joined = joined + 1
    elseif not r.known then
      sink.write(("%s %d\n"):format(r.phrase, r.count))
      new = new + 1
    end
  end
  local ok
  ok, message = sink.close()
  if not ok then cli.fail(2, "--dict-out: %s", message) end
  job:note("%s: %s, %s of one's own before them%s", path, term.count(new, "new word"), term.thousands(#known),
    joined > 0 and ("; %s with a word of grammar at an end left out"):format(term.thousands(joined)) or "")
end

return {
  name = "phrases",
  without = {"by", "distinct", "exact", "aliases", "with"},
  summary = "New words and set phrases without a dictionary: stretches of Han that hold together (pmi) and whose neighbours vary (entropy).",
  options = {
    {"max", "N", "characters at most (6; up to 8)", kind = "integer"},
    {"min-count", "N", "at least so often (5)", kind = "integer"},
    {"min-documents", "N", "in at least so many documents (1)", kind = "integer"},
    {"min-pmi", "BITS", "how firmly it holds together at its weakest cut (5)"},
    {"min-entropy", "BITS", "how varied the neighbours are on the less varied side (1.5)"},
    {"new", nil, "only what the dictionary does not know"},
    {"dict-out", "FILE", "what is new goes to a list of words that --dict takes, behind those of --dict itself; not what has a word of grammar at an end"},
  },
  run = function(job)
    local o = job.options
    local ok, t, why = pcall(job.corpus.phrases, job.corpus, {max = o.max, min_count = o["min-count"], min_documents = o["min-documents"],
      min_pmi = number(o, "min-pmi"), min_entropy = number(o, "min-entropy"), new = o.new})
    if not ok then cli.fail(2, "%s", trace.plain(tostring(t))) end
    if not t then cli.fail(2, "%s", why) end
    if o["dict-out"] then write_dictionary(job, o["dict-out"], t) end
    job:shape("phrase")
    local first, last = job:range(#t, 40)
    for i = first, last do job:emit(t[i]) end
  end,
}
