--- saved.lua - saved corpora: yuelan.index, yuelan.verify and corpus:save.
local arguments = require "yuelan.arguments"
local core = require "yuelan.core"
local Table = require "yuelan.table"

local Corpus = core.Corpus.methods

-- Options of a call as the core takes them: what is listed are paths.
local function options_of(call, x)
  if type(x) ~= "table" then error(call .. ": {path, …, out = \"NAME.yuelan\"} expected, got " .. type(x), 3) end
  local o = {path = {}}
  for k, v in pairs(x) do
    if math.type(k) == "integer" then o.path[k] = v else o[k] = v end
  end
  return o
end

-- What was written, opened; and what was done besides (a lock of a dead process taken over), a string or nil.
local function opened(folder, memory)
  local noted = core.noted()
  local c, message, code = require("yuelan").open{folder, allow_empty = true, memory = memory}
  if not c then return nil, message, code end
  return c, noted
end

--- save("news.yuelan"): writes the whole corpus, whatever the view, as a saved one. Returns the saved one, opened.
function Corpus:save(folder)
  if type(folder) ~= "string" then error("save: a name that ends in .yuelan expected, got " .. type(folder), 2) end
  local ok, message, code = core.save(self, folder)
  if not ok then return nil, message, code end
  return opened(folder)
end

return function(yuelan)
  --- index{path, …, out = "news.yuelan", options of open}: reads files straight into a saved corpus and opens it.
  function yuelan.index(x)
    local o = options_of("index", x)
    local ok, message, code = core.index(o)
    if not ok then return nil, message, code end
    return opened(o.out, o.memory)
  end

  --- merge({"a.yuelan", "b.yuelan"}, "all.yuelan"): several as one, which is opened.
  function yuelan.merge(folders, out)
    if type(folders) ~= "table" or type(out) ~= "string" then error("merge: a list of saved corpora and a name that ends in .yuelan expected", 2) end
    local ok, message, code = core.merge{path = folders, out = out}
    if not ok then return nil, message, code end
    return opened(out)
  end

  --- compact("news.yuelan" [, {purge = true}]): writes small and changed parts anew; purge deletes files that are not needed any more.
  function yuelan.compact(folder, options)
    local ok, message, code = core.compact(folder, arguments.options(options, "compact").purge)
    if not ok then return nil, message, code end
    return opened(folder)
  end

  --- verify("news.yuelan"): reads everything; a list of what is damaged, empty when nothing is, and a Table of the sizes of its sections.
  function yuelan.verify(folder)
    local damage, sizes = core.verify(folder)
    if not damage then return nil, sizes end
    return damage, Table.new(sizes, {{name = "name", type = "string"}, {name = "bytes", type = "integer"}, {name = "size", type = "integer"}})
  end
end
