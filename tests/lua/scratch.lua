--- scratch.lua - a folder for one test, gone when it calls leave().
local scratch = {}

scratch.folder = os.tmpname()
os.remove(scratch.folder)
os.execute("mkdir -p " .. scratch.folder)

--- Writes a file below the folder; gives its path.
function scratch.file(name, content)
  local path = scratch.folder .. "/" .. name
  local f = assert(io.open(path, "wb"))
  f:write(content)
  f:close()
  return path
end

--- Runs a command of the shell in the folder.
function scratch.run(command) return os.execute("cd " .. scratch.folder .. " && " .. command) end

function scratch.leave() os.execute("rm -rf " .. scratch.folder) end

return scratch
