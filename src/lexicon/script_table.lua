-- script_table.lua script.tsv - writes the C table that script.c includes, to standard output.
local FIRST, LAST = 0x4E00, 0x9FFF
local of, misread = {}, {}
for line in io.lines(arg[1]) do
  local name, chars = line:match("^([^#\t]+)\t(.+)")
  for _, c in utf8.codes(chars or "") do
    if name == "misread" then misread[c] = true else of[c] = name == "hans" and 1 or 2 end
  end
end
print("/* Made from script.tsv by script_table.lua: a byte a character, 1 hans only, 2 hant only. */")
print("static const uint8_t script_only[] = {")
local bytes = {}
for c = FIRST, LAST do bytes[#bytes + 1] = of[c] or 0 end
for i = 1, #bytes, 64 do print("  " .. table.concat(bytes, ",", i, math.min(i + 63, #bytes)) .. ",") end
print("};\nstatic const uint8_t script_misread[] = { /* one bit a character */")
bytes = {}
for c = FIRST, LAST, 8 do
  local b = 0
  for k = 0, 7 do if misread[c + k] then b = b | 1 << k end end
  bytes[#bytes + 1] = b
end
for i = 1, #bytes, 24 do print("  " .. table.concat(bytes, ", ", i, math.min(i + 23, #bytes)) .. ",") end
print(("};\nenum { SCRIPT_FIRST = 0x%X, SCRIPT_LAST = 0x%X };"):format(FIRST, LAST))
