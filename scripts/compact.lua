-- compact: a saved corpus that was changed often, written anew where that is worth it.
local cli = require "yuelan.cli"

return {
  name = "compact",
  makes = true,
  opens_itself = true,
  without = cli.of_texts,
  usage = "NAME.yuelan...",
  summary = "Writes parts of a saved corpus that are small, or had documents added or removed, anew and in order.",
  options = {{"purge", nil, "delete the files that are not needed any more; nobody else may have the corpus open"}},
  run = function(job)
    if #job.args == 0 then cli.usage_error("no PATH given; yuelan compact NAME.yuelan...") end
    for _, path in ipairs(job.args) do
      local ok, c, message = pcall(require("yuelan").compact, path, {purge = job.options.purge})
      if not ok then cli.misused(c) end
      if not c then cli.fail(2, "%s", message) end
      job:made(path, c)
    end
  end,
}
