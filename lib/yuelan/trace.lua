--- trace.lua - an error for people: its message, and the places in their own files; all of it with $YUELAN_TRACE.

local function own(place)
  return place ~= "stdin" and not place:find("lib/yuelan/", 1, true) and not place:find("share/yuelan/", 1, true)
    and not place:find("/scripts/", 1, true)
end

--- The text of an error as host.run gives it.
return function(e)
  local message = tostring(e)
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
