--- dictionary.lua - words of the user's own. One dictionary serves a session: what was cut before it came would not agree with what is cut after.
local core = require "yuelan.core"

local dictionary = {opened = false} -- has a corpus been opened?
local used

--- Takes the words of a file; true, or nil, message, code. Raises where words were cut without them, or with others.
function dictionary.use(path)
  if type(path) ~= "string" then error("open: dict: the name of a file expected, got " .. type(path), 0) end
  if dictionary.opened and used ~= path then
    error("open: dict: a corpus was opened without it in this session; one dictionary serves all: give it with the first (yuelan --dict FILE)", 0)
  end
  local ok, message, code = core.set_dictionary(path)
  if not ok then return nil, message, code end
  used = path
  return true
end

return dictionary
