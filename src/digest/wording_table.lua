-- wording_table.lua wording.tsv - writes the C table that wording.c includes, to standard output: the words sorted by their bytes, each with its class.
local words, class = {}, {}
for line in io.lines(arg[1]) do
  local what, list = line:match("^(%l+)\t(.+)")
  for word in (list or ""):gmatch("%S+") do
    assert(not class[word], word)
    words[#words + 1], class[word] = word, what
  end
end
table.sort(words)
print("/* Made from wording.tsv by wording_table.lua. */\nstatic const coloured attitudes[] = {")
for _, word in ipairs(words) do
  local octal = word:gsub("[\128-\255]", function(c) return ("\\%03o"):format(c:byte()) end)
  print(('  {"%s", YL_A_%s},'):format(octal, class[word]:upper()))
end
print("};")
