-- Asks for one thing after the other.
-- Arguments: path, in which `ID` stands for an id; API key; the file with the ids, one a line.

local here = debug.getinfo(1, "S").source:match("^@(.*)get%.lua$")
dofile(here .. "request.lua")
dofile(here .. "report.lua")

local requests = {}
local count = 0

function init(args)
   local path, secret, file = args[1], args[2], args[3]
   for id in io.lines(file) do
      requests[#requests + 1] = head("GET", path:gsub("ID", id), secret) .. "\r\n"
   end
end

function request()
   count = count + 1
   return requests[count % #requests + 1]
end
