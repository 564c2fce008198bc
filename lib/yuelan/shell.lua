--- shell.lua - the prompt: reads chunks, runs them so that Ctrl-C stops them, prints results.
--
-- Chunks run in a session environment that looks through to the globals, so that what is typed cannot break the library.
-- An expression prints itself, a statement does not; `;` at the end keeps quiet; `_` is the last result. What has a terminal gets a prompt,
-- a history and completion; what has none is read as one program that stops at its first error.
local complete = require "yuelan.complete"
local core = require "yuelan.core"
local host = require "yuelan.host"
local show = require "yuelan.show"
local term = require "yuelan.term"
local trace = require "yuelan.trace"
local yuelan = require "yuelan"

local shell = {}

local function new_session()
  local env = setmetatable({yuelan = yuelan, help = yuelan.help, Table = yuelan.Table}, {__index = _G})
  env.open = yuelan.open
  return env
end

-- ---- chunks ----

local function incomplete(message) return message:find("<eof>$") ~= nil end

-- `local x, y = …` at the start of a chunk becomes an assignment: a chunk's locals would be gone with it. Returns the chunk and the names.
local function promoted(source)
  local name, rest = source:match("^%s*local%s+function%s+([%a_][%w_]*)(.*)$")
  if name then return "function " .. name .. rest, name end
  local names
  names, rest = source:match("^%s*local%s+([%a_][%w_%s,]*)(.*)$")
  if not names or rest:find("^<") then return source end
  names = names:gsub("%s+$", "")
  if rest:find("^=") then return names .. " " .. rest, names end
  if rest == "" or rest:find("^;") then return names .. " = nil" .. rest, names end
  return source
end

-- Compiles a chunk: function, prints; or nil, message, incomplete.
local function compile(source, env)
  local quiet = source:find(";%s*$") ~= nil
  local expression = source:gsub("[;%s]+$", ""):gsub("^%s*=", "")
  local chunk = load("return " .. expression .. "\n", "=stdin", "t", env)
  if chunk and expression:find("%S") then return chunk, not quiet end
  local changed, names = promoted(source)
  local message
  chunk, message = load(changed, "=stdin", "t", env)
  if not chunk and names then
    chunk, message = load(source, "=stdin", "t", env)
    names = nil
  end
  if chunk then return chunk, false, nil, names end
  return nil, message, incomplete(message)
end

-- `nil, message, code` is how the library says that the world did something wrong.
local function failure(results)
  if results.n >= 2 and results.n <= 3 and results[1] == nil and type(results[2]) == "string" then
    return results[2] .. (type(results[3]) == "string" and (" (%s)"):format(results[3]) or "")
  end
end

local function print_results(results, env)
  if results.n == 0 then return end
  env._ = results[1]
  local message = failure(results)
  if message then
    io.stdout:write("error: ", message, "\n")
    return
  end
  for i = 1, results.n do io.stdout:write(show.value(results[i]), "\n") end
end

local function pack(stopped, ok, ...) return stopped, ok, table.pack(...) end

-- Runs a compiled chunk; prints its results, or why not. Returns whether it went well, and whether it was stopped.
local function execute(chunk, prints, env, source)
  local stopped, ok, results = pack(host.run(function()
    local r = table.pack(chunk())
    if prints then print_results(r, env) end
  end))
  io.stdout:flush()
  if stopped then
    io.stderr:write("interrupted\n")
    return false, true
  end
  if ok then return true end
  local e = results[1]
  local text = type(e) == "string" and trace.text(e) or show.value(e)
  local unknown = text:match("^[^\n]*attempt to call a nil value %(%a+ '([%w_]+)'%)")
  local meant = unknown and complete.meant(source, unknown, env)
  if meant then text = text:gsub("^[^\n]*", function(first) return ("%s; did you mean '%s'?"):format(first, meant) end) end
  io.stderr:write("error: ", text, "\n")
  return false
end

-- ---- at the terminal ----

local function history_path()
  local state = os.getenv("XDG_STATE_HOME")
  if not state or state == "" then
    local home = os.getenv("HOME")
    if not home or home == "" then return nil end
    state = home .. "/.local/state"
  end
  return state .. "/yuelan/history"
end

local function save_history(path)
  if not path then return end
  if host.mkdir(path:match("^(.*)/")) then host.history_save(path) end
end

local commands = {}
commands[".quit"] = function() return "quit" end
commands[".exit"] = commands[".quit"]
commands[".help"] = function() yuelan.help() end

-- `x?` asks for help on x.
local function question(source, env)
  local asked = source:match("^%s*([%a_][%w_%.:]*)%s*%?%s*$")
  if not asked then return false end
  local help = require "yuelan.help"
  local text, found = help.text(asked)
  if not found then
    local chunk = load("return " .. asked:gsub(":", "."), "=stdin", "t", env)
    local ok, x = pcall(chunk or error)
    if ok and x ~= nil then text = help.text(x) end
  end
  print(text)
  return true
end

-- Reads a whole chunk: lines until it compiles or is wrong. nil at the end of input, false after Ctrl-C.
local function read_chunk(env)
  local line = host.line("> ")
  if not line then return line end
  if line:find("^%s*%.%a") or line:find("%?%s*$") then return line end
  while true do
    local chunk, _, more = compile(line, env)
    if chunk or not more then return line end
    local next_line = host.line(">> ")
    if next_line == nil then return line end
    if next_line == false then return false end
    line = line .. "\n" .. next_line
  end
end

local function one(source, env)
  if not source:find("%S") then return end
  host.history_add(source)
  local word = source:match("^%s*(%.%a+)%s*$")
  if word then
    if commands[word] then return commands[word]() end
    io.stderr:write(("error: no command '%s'; there are .help and .quit\n"):format(word))
    return
  end
  if question(source, env) then return end
  local chunk, prints, _, names = compile(source, env)
  if not chunk then
    io.stderr:write("error: ", prints, "\n")
    return
  end
  execute(chunk, prints, env, source)
  if names then io.stderr:write(("(%s kept for the session)\n"):format(names)) end
end

local function interactive(env)
  local path = history_path()
  host.set_completer(function(line, start, stop) return complete.at(line, start, stop, env) end)
  if path then host.history_load(path) end
  while true do
    local source = read_chunk(env)
    if source == nil then
      print()
      break
    end
    if source and one(source, env) == "quit" then break end
  end
  save_history(path)
  return 0
end

local function banner(env)
  print(("Yuelan %s, %s. help() tells what there is; Ctrl-C stops, Ctrl-D leaves."):format(core.version, _VERSION))
  if env.c then print("c  " .. tostring(env.c)) end
end

-- ---- without ----

local function program(env)
  local source = io.read("a")
  if not source then return 0 end
  return shell.run(source, env, "=stdin")
end

--- Runs a program's text; 0, or 3 with the error told.
function shell.run(source, env, name)
  local chunk, message = load(source, name, "t", env)
  if not chunk then
    io.stderr:write("yuelan: ", message, "\n")
    return 3
  end
  local stopped, ok, result = host.run(chunk)
  io.stdout:flush()
  if stopped then host.die() end
  if ok then return 0 end
  if type(result) == "table" and result.yuelan then error(result, 0) end
  io.stderr:write("yuelan: ", trace.text(result), "\n")
  return 3
end

--- `yuelan -e CODE`: an expression prints its value.
function shell.evaluate(code, c)
  local env = new_session()
  env.c = c
  local chunk, prints = compile(code, env)
  if not chunk then error({yuelan = true, status = 3, message = prints}, 0) end
  local results = table.pack(chunk())
  local message = prints and failure(results)
  if message then error({yuelan = true, status = 2, message = message}, 0) end
  if prints then
    for i = 1, results.n do
      local x = results[i]
      if results.n > 1 or x ~= nil then print(type(x) == "string" and x or show.value(x)) end
    end
  end
  return 0
end

--- The shell; open gives the corpus of the PATHs on the command line, or is nil. Returns the exit status.
function shell.main(open)
  local env = new_session()
  if open then
    local stopped, ok, c = host.run(open)
    if stopped then host.die() end
    if not ok then error(c, 0) end
    env.c = c
  end
  if not term.is(0) then return program(env) end
  banner(env)
  return interactive(env)
end

return shell
