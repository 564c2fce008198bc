-- diversity: how varied the vocabulary of each document, or of groups, is. One record a document or group.
local cli = require "yuelan.cli"
local schema = require "yuelan.schema"
local trace = require "yuelan.trace"

return {
  name = "diversity",
  without = {"distinct", "exact", "aliases"},
  summary = "Lexical diversity: TTR and its kin, MSTTR, MATTR, MTLD, HD-D, Yule, Simpson, entropy; of each document, or of groups with --by.",
  options = {
    {"segment", "N", "words of a segment for MSTTR (50)", kind = "integer"},
    {"window", "N", "words of the window for MATTR (50)", kind = "integer"},
    {"draws", "N", "words drawn for HD-D (42)", kind = "integer"},
    {"punctuation", nil, "count punctuation as words"},
  },
  run = function(job)
    local o = job.options
    local by = o.by and cli.list(o.by)
    if by and #by ~= 1 then cli.usage_error("--by: one field expected") end
    local ok, t, why = pcall(job.corpus.diversity, job.corpus, {by = by and by[1], segment = o.segment, window = o.window, draws = o.draws,
      punctuation = o.punctuation})
    if not ok then cli.fail(2, "%s", trace.plain(tostring(t))) end
    if not t then cli.fail(2, "%s", why) end
    local fields = schema.of("diversity", "document")
    if by then
      fields = {{name = by[1], type = "string", optional = true}, {name = "documents", type = "integer"}}
      for _, f in ipairs(schema.of("diversity", "measures")) do fields[#fields + 1] = f end
    end
    job:shape(fields)
    local first, last = job:range(#t)
    for i = first, last do job:emit(t[i], not by and job.corpus[i] or nil) end
  end,
  columns = {"doc", "tokens", "types", "ttr", "herdan_c", "maas", "yule_k", "msttr", "mattr", "mtld", "hdd", "entropy"},
}
