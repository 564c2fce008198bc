--- files.lua - small files of the user's: lists, definitions, records; UTF-8, read as a whole.
local files = {}

--- text(path): what is in it, without a byte order mark; nil, message when it cannot be read or is not UTF-8.
function files.text(path)
  local f, why = io.open(path, "rb")
  if not f then return nil, why end
  local s, failed = f:read("a") -- a folder opens, and fails here
  f:close()
  if not s then return nil, ("%s: %s"):format(path, failed) end
  s = s:gsub("^\u{FEFF}", "")
  local length, at = utf8.len(s)
  if not length then return nil, ("%s is not UTF-8: byte %d"):format(path, at - 1) end
  return s
end

--- lines(path): a list of its lines; nil, message likewise.
function files.lines(path)
  local s, why = files.text(path)
  if not s then return nil, why end
  local list = {}
  for line in s:gmatch("[^\n]*") do list[#list + 1] = line:gsub("\r$", "") end
  if list[#list] == "" then list[#list] = nil end -- behind the last line end
  return list
end

return files
