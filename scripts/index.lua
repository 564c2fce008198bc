-- index: files read once and for all, into a saved corpus NAME.yuelan that opens at once.
local cli = require "yuelan.cli"

-- What is to be done: paths for a new corpus or --add; none for --refresh; --remove names documents.
local function check(job)
  local o, paths = job.options, #job.args > 0 or job.options["files-from"]
  local changes = (o.add and 1 or 0) + (o.refresh and 1 or 0) + (o.remove and 1 or 0)
  if not o.out then cli.usage_error("--out NAME.yuelan expected: the saved corpus to make or to change") end
  if changes > 1 then cli.usage_error("--add, --refresh, --remove: one of them") end
  if (o.refresh or o.remove) and paths then cli.usage_error("--%s takes no PATH", o.refresh and "refresh" or "remove") end
  if not paths and not o.refresh and not o.remove then cli.usage_error("no PATH given; yuelan index --out NAME.yuelan PATH...") end
end

return {
  name = "index",
  makes = true,
  opens_itself = true,
  without = cli.of_texts,
  usage = "--out NAME.yuelan PATH...",
  summary = "Reads files into a saved corpus, a folder NAME.yuelan: every script and the prompt take it as PATH, and open it at once.",
  options = {
    {"out", "NAME.yuelan", "the saved corpus; one of that name is replaced when the new one is whole"},
    {"add", nil, "add PATHs to it; a file that it has already is read again if it was changed"},
    {"refresh", nil, "look through its paths again: what is new is read, what was changed (itself or its row of metadata) read again, what is gone removed"},
    {"remove", "DOC", "remove a document by its name", many = true},
    {"deep", nil, "make a suffix array of each part too: counts of any string at once, for half as much again on the disk"},
    {"no-words", nil, "keep no words in it: made in less than half of the time and a third smaller; words are cut anew wherever they are asked for"},
    {"keep-originals", nil, "keep the bytes of the documents in it too; else they are read from their files, which are checked"},
  },
  run = function(job)
    check(job)
    local o = job.options
    local request = job:request(job.args)
    request.out, request.keep_originals, request.aliases, request.map, request.allow_empty = o.out, o["keep-originals"], nil, nil, nil
    request.deep, request.no_words = o.deep, o["no-words"]
    request.add, request.refresh, request.remove = o.add, o.refresh, o.remove
    local ok, c, message = pcall(require("yuelan").index, request)
    if not ok then cli.misused(c) end
    if not c then cli.fail(2, "%s", message) end
    job:made(o.out, c)
  end,
}
