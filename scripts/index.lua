-- index: files read once and for all, into a saved corpus NAME.yuelan that opens at once.
local cli = require "yuelan.cli"
local term = require "yuelan.term"

return {
  name = "index",
  makes = true,
  opens_itself = true,
  without = cli.of_texts,
  usage = "--out NAME.yuelan PATH...",
  summary = "Reads files into a saved corpus, a folder NAME.yuelan: every script and the prompt take it as PATH, and open it at once.",
  options = {
    {"out", "NAME.yuelan", "the saved corpus; one of that name is replaced when the new one is whole"},
    {"keep-originals", nil, "keep the bytes of the documents in it too; else they are read from their files, which are checked"},
  },
  run = function(job)
    local yuelan = require "yuelan"
    local o = job.options
    if not o.out then cli.usage_error("--out NAME.yuelan expected: the saved corpus to make") end
    if #job.args == 0 and not o["files-from"] then cli.usage_error("no PATH given; yuelan index --out NAME.yuelan PATH...") end
    local request = job:request(job.args)
    request.out, request.keep_originals, request.aliases, request.map = o.out, o["keep-originals"], nil, nil
    local ok, c, message = pcall(yuelan.index, request)
    if not ok then cli.misused(c) end
    if not c then cli.fail(2, "%s", message) end
    job.whole = c
    local row = {corpus = o.out, documents = #c, bytes = c:saved_bytes(), problems = #c:all_problems()}
    job:shape("corpus")
    if job.format then return job:emit(row) end
    job.screened = true
    job:print(("%s: %s, %s on the disk"):format(o.out, term.count(row.documents, "document"), term.count(row.bytes, "byte")))
  end,
}
