-- verify: reads all of a saved corpus and says what is damaged.
local cli = require "yuelan.cli"
local term = require "yuelan.term"

return {
  name = "verify",
  opens_itself = true,
  without = cli.of_texts,
  usage = "NAME.yuelan...",
  summary = "Reads all of a saved corpus, and lists what is not as it was written; exit status 4 when anything is.",
  options = {{"sizes", nil, "how much each kind of data takes on the disk, and unpacked"}},
  run = function(job)
    local yuelan = require "yuelan"
    if #job.args == 0 then cli.usage_error("no PATH given; yuelan verify NAME.yuelan...") end
    job:shape("corpus")
    job.screened = true
    for _, path in ipairs(job.args) do
      local damage, sizes = yuelan.verify(path)
      if not damage then cli.fail(2, "%s", sizes) end
      local bytes, sections = 0, {}
      for _, s in ipairs(sizes) do
        if s.name == "files" then bytes = s.bytes else sections[#sections + 1] = s end
      end
      job.lossy = job.lossy or #damage > 0
      if job.format then
        job:emit{corpus = path, sound = #damage == 0, damage = damage, bytes = bytes, sections = sections}
      else
        for _, line in ipairs(damage) do job:print(line) end
        job:print(("%s: %s, %s"):format(path, #damage == 0 and "sound" or term.count(#damage, "damage", "damages"), term.count(bytes, "byte")))
        if job.options.sizes then job:print(sizes:text{}) end
      end
    end
  end,
}
