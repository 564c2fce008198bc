--- trace.lua - an error for people: its message, and the places in their own files; all of it with $YUELAN_TRACE.

local function own(place)
  return place ~= "stdin" and not place:find("lib/yuelan/", 1, true) and not place:find("share/yuelan/", 1, true)
    and not place:find("/scripts/", 1, true)
end

local trace = {}

--- A message without the place in our own files where it was raised.
function trace.plain(message)
  local place, rest = message:match("^([^\n]-):%d+: (.*)$")
  return place and (place:find("lib/yuelan/[%w_]+%.lua$") or place:find("share/yuelan/.-%.lua$") or place:find("/scripts/[%w_]+%.lua$")) and rest or message
end

--- The text of an error as host.run gives it.
function trace.text(e)
  local meta = getmetatable(e)
  local says = type(e) == "string" or type(e) == "number" or type(meta) == "table" and (meta.__tostring or meta.__name)
  local message = says and tostring(e) or ("(error object is a %s value)"):format(type(e)) -- as lua says it, not an address
  if not os.getenv("YUELAN_TRACE") then message = trace.plain(message) end
  local first, stack = message:match("^(.-)\nstack traceback:\n(.*)$")
  if not first or os.getenv("YUELAN_TRACE") then return message end
  local lines = {first}
  for line in stack:gmatch("[^\n]+") do
    local place = line:match("^%s*([^:]+):%d+:")
    if place and own(place) and #lines < 6 then lines[#lines + 1] = line end
  end
  if #lines == 2 and lines[2]:find("in main chunk", 1, true) then lines[2] = nil end -- the message has said that
  return table.concat(lines, "\n")
end

return trace
