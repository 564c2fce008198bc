-- merge: several saved corpora as one. Their segments are linked or copied, not made again.
local cli = require "yuelan.cli"

return {
  name = "merge",
  makes = true,
  opens_itself = true,
  without = cli.of_texts,
  usage = "--out NAME.yuelan A.yuelan B.yuelan...",
  summary = "Makes one saved corpus of several, wherever they were built; they must have been read with the same options.",
  options = {{"out", "NAME.yuelan", "the saved corpus to make"}},
  run = function(job)
    if not job.options.out then cli.usage_error("--out NAME.yuelan expected: the saved corpus to make") end
    if #job.args == 0 then cli.usage_error("no PATH given; yuelan merge --out NAME.yuelan A.yuelan B.yuelan...") end
    local ok, c, message = pcall(require("yuelan").merge, table.move(job.args, 1, #job.args, 1, {}), job.options.out)
    if not ok then cli.misused(c) end
    if not c then cli.fail(2, "%s", message) end
    job:made(job.options.out, c)
  end,
}
