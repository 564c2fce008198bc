--- main.lua - the command line of the program: which part is meant, and the exit status.
local cli = require "yuelan.cli"
local core = require "yuelan.core"
local host = require "yuelan.host"
local nearest = require "yuelan.nearest"
local out = require "yuelan.out"
local schema = require "yuelan.schema"
local trace = require "yuelan.trace"
local yuelan = require "yuelan"

local USAGE, SCRIPT = 2, 3

local root -- the folder with lib and scripts

local function readable(path)
  local f = io.open(path, "r")
  if f then f:close() end
  return f ~= nil
end

local same = {kwic = "search", concordance = "search", summary = "summarize"}

local function script_path(name)
  name = same[name] or name
  if not name:find("^[%w_]+$") then return nil end
  local path = ("%s/scripts/%s.lua"):format(root, name)
  return readable(path) and path or nil
end

local function script_names()
  local names = {}
  for _, file in ipairs(host.list(root .. "/scripts")) do
    names[#names + 1] = file:match("^([%w_]+)%.lua$")
  end
  table.sort(names)
  return names
end

-- Runs f so that Ctrl-C stops it; returns its result as exit status, or tells the error.
local function guarded(f, ...)
  local stopped, ok, result = host.run(f, ...)
  if stopped then
    out.drop_all()
    cli.say("interrupted")
    host.die()
  end
  if ok then return math.tointeger(result) or 0 end
  if type(result) == "table" and result.yuelan then
    cli.say("%s", result.message)
    return result.status
  end
  cli.say("%s", trace.text(result))
  return SCRIPT
end

local function run_script(path, args)
  return guarded(function()
    local chunk, message = loadfile(path, "t")
    if not chunk then error({yuelan = true, status = SCRIPT, message = message}, 0) end
    return cli.main(chunk(), args)
  end)
end

local function slice(args, from) return table.move(args, from, #args, 1, {}) end

-- ---- the parts ----

local function version()
  print(("yuelan %s (%s, %s, iconv: %s)"):format(core.version, _VERSION, host.libraries(), core.iconv))
  return 0
end

local function open_paths(paths)
  local c, message = yuelan.open(paths)
  if not c then cli.fail(USAGE, "%s", message) end
  return c
end

-- Options that the shell and -e take: how the PATHs are opened.
local opening = {"encoding", "repair", "zones", "metadata", "dict", "aliases", "files-from", "hidden"}

-- PATHs and options from args, as yuelan.open takes them.
local function opening_of(args)
  local request, rest = {}, {}
  local i = 1
  while i <= #args do
    local a = args[i]
    local name, value = a:match("^%-%-([%w%-]+)=?(.*)$")
    if a:sub(1, 1) ~= "-" or a == "-" then
      rest[#rest + 1] = a
    else
      local known = {"version", "help"}
      table.move(opening, 1, #opening, 3, known)
      local found = false
      for _, o in ipairs(opening) do found = found or o == name end
      if not found then
        local near = nearest(name or a, known)
        cli.fail(USAGE, "unknown option %s%s", a, near and ("; did you mean --%s?"):format(near) or "; yuelan --help says what there is")
      end
      if name == "hidden" then
        value = true
      elseif value == "" then
        i = i + 1
        value = args[i] or cli.fail(USAGE, "--%s: a value expected after it", name)
      end
      request[(name:gsub("%-", "_"))] = value
    end
    i = i + 1
  end
  table.move(rest, 1, #rest, 1, request)
  return request, rest
end

-- yuelan run FILE.lua [ARGS]: `arg` is as under lua.
local function run_file(args)
  local path = args[2]
  if not path then cli.fail(USAGE, "run: FILE.lua expected after it") end
  return guarded(function()
    _G.arg = table.move(args, 2, #args, 0, {})
    _G.yuelan = yuelan
    local chunk, message = loadfile(path, "t")
    if not chunk then error({yuelan = true, status = readable(path) and SCRIPT or USAGE, message = message}, 0) end
    local result = chunk(table.unpack(_G.arg))
    io.stdout:flush()
    return result == false and 1 or math.tointeger(result) or 0
  end)
end

local function evaluate(args)
  local code = args[2]
  if not code then cli.fail(USAGE, "-e: CODE expected after it") end
  return guarded(function()
    local request, paths = opening_of(slice(args, 3))
    return require("yuelan.shell").evaluate(code, (#paths > 0 or request.files_from) and open_paths(request) or nil)
  end)
end

local function print_schema(args)
  local name = same[args[2]] or args[2]
  local text = name and schema.json(name)
  if text then
    print(text)
    return 0
  end
  local near = name and nearest(name, schema.names())
  cli.fail(USAGE, "%s; there are schemas of %s%s", name and ("no schema '%s'"):format(name) or "schema: NAME expected",
    table.concat(schema.names(), ", "), near and ("; did you mean %s?"):format(near) or "")
end

local function help(args)
  local topic = args[2]
  local path = topic and script_path(topic)
  if path then
    print(cli.help(assert(loadfile(path, "t"))()))
    return 0
  end
  local text, found = require("yuelan.help").text(topic)
  if not found then cli.fail(USAGE, "%s", text) end
  print(text)
  return 0
end

local function shell(given)
  local request, args = opening_of(given)
  if args[1] and not host.kind(args[1]) and args[1]:find("^[%w_%-]+$") and args[1] ~= "-" then
    local names = script_names()
    table.move({"help", "run", "schema", "kwic"}, 1, 4, #names + 1, names)
    local near = nearest(args[1], names)
    cli.fail(USAGE, "no script or file '%s'%s", args[1], near and ("; did you mean %s?"):format(near) or "; yuelan help lists the scripts")
  end
  local some = #args > 0 or request.files_from
  return require("yuelan.shell").main(some and function() return open_paths(request) end or nil)
end

local parts = {
  ["--version"] = version, ["-v"] = version, run = run_file, ["-e"] = evaluate, schema = print_schema,
  help = help, ["--help"] = help, ["-h"] = help,
}

local function dispatch(args)
  local first = args[1]
  if first and parts[first] then return parts[first](args) end
  local path = first and script_path(first)
  if path then return run_script(path, slice(args, 2)) end
  return shell(args)
end

--- main(args, root): the exit status.
return function(args, where)
  root = where
  require("yuelan.help").scripts = function()
    local list = {}
    for _, name in ipairs(script_names()) do list[#list + 1] = assert(loadfile(script_path(name), "t"))() end
    return list
  end
  local ok, result = pcall(dispatch, args)
  if ok then return result end
  if type(result) == "table" and result.yuelan then
    cli.say("%s", result.message)
    return result.status
  end
  error(result, 0)
end
