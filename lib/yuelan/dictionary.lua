--- dictionary.lua - words of the user's own. One dictionary serves a session: what was cut before it came would not agree with what is cut after. A saved
-- corpus keeps the words it was cut with; who opens it first has them.
local core = require "yuelan.core"
local Table = require "yuelan.table"

local dictionary = {opened = false} -- has a corpus been opened?
local used

local Corpus = core.Corpus.methods

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

--- Takes the words that the first of these paths keeps which is a saved corpus with words of its own, unless there are words already, or something was
-- cut without; true, or nil, message, code.
function dictionary.adopt(paths)
  if dictionary.opened or used then return true end
  for _, path in ipairs(paths) do
    local words, message, code
    if type(path) == "string" then words, message, code = core.saved_words(path) end
    if message then return nil, message, code end
    if words then
      local ok
      ok, message, code = core.set_dictionary(path, words)
      if not ok then return nil, message, code end
      used = path
      return true
    end
  end
  return true
end

--- dictionary(): the words of the user's own that words are cut with, a Table: word, weight, pos. A saved corpus keeps them.
function Corpus.dictionary()
  local words, message, code = core.words_in_use()
  if not words then return nil, message, code end
  local rows = {}
  for word, weight, pos in words:gmatch("(%S+) (%d+) (%S+)\n") do rows[#rows + 1] = {word = word, weight = tonumber(weight), pos = pos} end
  return Table.new(rows, {{name = "word", type = "string"}, {name = "weight", type = "integer"}, {name = "pos", type = "string"}})
end

return dictionary
