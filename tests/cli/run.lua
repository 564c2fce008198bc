-- run.lua FILE.t … - runs transcripts of the command line and tells in TAP whether they came out.
--
--   Text like this is for people.
--     $ yuelan info sample        a command: what follows, indented by two, is expected
--     output                      standard output and error
--     start .* (re)               a Lua pattern for the line
--     [2]                         exit status, when it is not 0
--
-- Commands of one file run in one fresh folder, where `sample` is the sample corpus; one test each command.

local n, failed = 0, 0

local function read(path)
  local f = assert(io.open(path))
  local text = f:read("a")
  f:close()
  return text
end

local function shell_quote(s) return "'" .. s:gsub("'", "'\\''") .. "'" end

-- The commands of a file: {command, expected lines}.
local function parse(text)
  local list, current = {}, nil
  for line in text:gmatch("([^\n]*)\n") do
    local command, more, output = line:match("^  %$ (.*)"), line:match("^  > (.*)"), line:match("^  (.*)")
    if command then
      current = {command = command, expected = {}}
      list[#list + 1] = current
    elseif more and current then
      current.command = current.command .. "\n" .. more
    elseif output and current then
      current.expected[#current.expected + 1] = output
    else
      current = nil
    end
  end
  return list
end

local function run(folder, command)
  local out = folder .. "/.output"
  local _, _, status = os.execute(("cd %s && { %s\n} > .output 2>&1 < /dev/null"):format(shell_quote(folder), command))
  local lines = {}
  local text = read(out)
  if text ~= "" and text:sub(-1) ~= "\n" then text = text .. " (no end of line)\n" end
  for line in text:gmatch("([^\n]*)\n") do lines[#lines + 1] = line end
  if status ~= 0 then lines[#lines + 1] = ("[%d]"):format(status) end
  return lines
end

local function same(got, expected)
  if #got ~= #expected then return false end
  for i, line in ipairs(expected) do
    local pattern = line:match("^(.*) %(re%)$")
    if pattern and not got[i]:find("^" .. pattern .. "$") or not pattern and got[i] ~= line then return false end
  end
  return true
end

for _, path in ipairs(arg) do
  local p = io.popen("mktemp -d")
  local folder = p:read("l")
  p:close()
  os.execute(("ln -s \"$PWD/tests/data/sample/articles\" %s/sample"):format(shell_quote(folder)))
  os.execute(("ln -s \"$PWD/tests/data/sample/metadata.csv\" %s/metadata.csv"):format(shell_quote(folder)))
  for _, case in ipairs(parse(read(path))) do
    local got = run(folder, case.command)
    n = n + 1
    local ok = same(got, case.expected)
    if not ok then failed = failed + 1 end
    print(("%sok %d - %s: %s"):format(ok and "" or "not ", n, path:match("[^/]*$"), case.command:gsub("\n", " ⏎ ")))
    if not ok then
      for _, line in ipairs(case.expected) do print("# - " .. line) end
      for _, line in ipairs(got) do print("# + " .. line) end
    end
  end
  os.execute("rm -rf " .. shell_quote(folder))
end
print("1.." .. n)
os.exit(failed == 0)
