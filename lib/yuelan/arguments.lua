--- arguments.lua - what a function was given, and the sentence where that is wrong.
local arguments = {}

--- options(x, name): x, {} for nil; an error in who called the function `name` when it is no table.
function arguments.options(x, name)
  if x == nil then return {} end
  if type(x) ~= "table" then error(("%s: a table of options expected, got %s"):format(name, type(x)), 3) end
  return x
end

--- string(x, name, what): x; an error likewise when it is no string.
function arguments.string(x, name, what)
  if type(x) ~= "string" then error(("%s: %s expected, got %s"):format(name, what, type(x)), 3) end
  return x
end

return arguments
