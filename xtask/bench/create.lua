-- Creates a payment session with each request, for one customer after the other.
-- Arguments: path, API key, customers, and what idempotency keys begin with (`-` for none).

local here = debug.getinfo(1, "S").source:match("^@(.*)create%.lua$")
dofile(here .. "request.lua")
dofile(here .. "report.lua")

local begin, bodies, stem
local count = 0

function init(args)
   local path, secret, customers = args[1], args[2], tonumber(args[3])
   bodies = {}
   for customer = 1, customers do
      bodies[customer] = "\r\n" .. session_body(customer)
   end
   begin = head("POST", path, secret, #bodies[1] - 2)
   if args[4] ~= "-" then
      stem = "Idempotency-Key: " .. args[4]
   end
end

function request()
   count = count + 1
   local body = bodies[count % #bodies + 1]
   if stem then
      return begin .. stem .. count .. "\r\n" .. body
   end
   return begin .. body
end
