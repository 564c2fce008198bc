--- term.lua - the terminal: its width, whether there is one, and strings cut and padded by display columns.
local core = require "yuelan.core"
local has_host, host = pcall(require, "yuelan.host") -- only in the program; stock Lua has no such module

local term = {
  ambiguous = os.getenv("YUELAN_AMBIGUOUS") == "wide" and "wide" or "narrow", -- East Asian Ambiguous characters
  host = has_host and host or nil,
}

--- Is standard output (1) or error (2) a terminal? Without the program: no.
function term.is(fd) return term.host ~= nil and term.host.isatty(fd) end

--- Columns and lines of the terminal; 80 (or $COLUMNS) and 24 where there is none.
function term.size()
  local columns, lines
  if term.host then columns, lines = term.host.columns() end
  return columns or math.tointeger(tonumber(os.getenv("COLUMNS"))) or 80, lines or 24
end

--- Columns that s takes on the screen.
function term.width(s) return core.width(s, term.ambiguous) end

--- s without what would break a line of the screen: line breaks and tabs as spaces, control characters left out.
function term.line(s)
  if not s:find("%c") then return s end
  return (s:gsub("\r\n", " "):gsub("[\n\r\t]", " "):gsub("%c", ""))
end

--- s cut to at most n columns; "…" says so. With from_end its end is kept.
function term.cut(s, n, from_end)
  if term.width(s) <= n then return s, false end
  local mark = "…"
  local room = math.max(n - term.width(mark), 0)
  if from_end then return mark .. core.fit(s, room, term.ambiguous, "end"), true end
  return core.fit(s, room, term.ambiguous) .. mark, true
end

--- s padded with spaces to n columns, on the right, or on the left with align "right".
function term.pad(s, n, align)
  local gap = (" "):rep(math.max(n - term.width(s), 0))
  return align == "right" and gap .. s or s .. gap
end

--- An integer with a comma every three digits.
function term.thousands(n)
  local s = ("%d"):format(n)
  local sign, digits = s:match("^(-?)(%d+)$")
  return sign .. digits:reverse():gsub("(%d%d%d)", "%1,"):reverse():gsub("^,", "")
end

--- A number for people: thousands separated, at most four significant digits after the point.
function term.number(x)
  local whole = math.tointeger(x)
  if whole then return term.thousands(whole) end
  if x ~= x or x == math.huge or x == -math.huge then return "–" end
  if math.abs(x) >= 1000 then return term.thousands(math.floor(x + 0.5)) end
  local s = ("%.4g"):format(x)
  return s
end

--- Counted: "1 document", "5 documents".
function term.count(n, one, many) return term.thousands(n) .. " " .. (n == 1 and one or many or one .. "s") end

return term
