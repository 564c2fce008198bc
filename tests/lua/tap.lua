-- tap.lua - TAP for Lua tests: t.ok, t.is, t.raises; t.done() at the end.
local t = {n = 0}

-- The sample corpus; tests run in the top folder.
t.sample = "tests/data/sample/articles"

local function tell(s) return (tostring(s):gsub("\n", "\n#   ")) end

function t.ok(condition, name)
  t.n = t.n + 1
  print((condition and "ok %d - %s" or "not ok %d - %s"):format(t.n, name))
  return condition
end

function t.is(got, wanted, name)
  if not t.ok(got == wanted, name) then
    print("#   got:    " .. tell(got))
    print("#   wanted: " .. tell(wanted))
  end
end

-- f(…) raises an error whose message contains the text.
function t.raises(text, f, ...)
  local ok, message = pcall(f, ...)
  local found = not ok and tostring(message):find(text, 1, true) ~= nil
  if not t.ok(found, "raises: " .. text) then print("#   got: " .. tell(message)) end
end

function t.like(got, pattern, name)
  if not t.ok(type(got) == "string" and got:find(pattern) ~= nil, name) then print("#   got: " .. tell(got)) end
end

function t.skip(name, why)
  t.n = t.n + 1
  print(("ok %d - %s # SKIP %s"):format(t.n, name, why))
end

function t.done() print("1.." .. t.n) end

return t
