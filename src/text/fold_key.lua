-- fold_key.lua - for programs that make tables while building: a function that gives the key of a word, character by character, as fold.tsv (the path is
-- its argument) has it. 沈 is 沉 in a key. What may stand between characters (text/fold.c) is left as it is.
local folds = {}
for line in io.lines((...)) do
  local cp, to = line:match("^(%x+)\t([%x+]+)")
  if cp then folds[utf8.char(tonumber(cp, 16))] = to:gsub("(%x+)%+?", function(h) return utf8.char(tonumber(h, 16)) end) end
end
return function(word) return (word:gsub(utf8.charpattern, folds)) end
