-- Payments: a session is created, then paid by the sandbox's payer. A debit is under way then.
-- Arguments: API key, customers, what idempotency keys begin with, method, currency, and further
-- members of a session.
-- Counts payments, not requests; a latency is that of a whole payment, both its requests.

local here = debug.getinfo(1, "S").source:match("^@(.*)pay%.lua$")
dofile(here .. "request.lua")
dofile(here .. "report.lua")

local ffi = require("ffi")
ffi.cdef([[
   typedef struct { long seconds; long nanoseconds; } moment;
   int clock_gettime(int clock, moment *now);
]])
local moment = ffi.new("moment")
local MONOTONIC = 1

local function now()
   ffi.C.clock_gettime(MONOTONIC, moment)
   return tonumber(moment.seconds) * 1000000 + tonumber(moment.nanoseconds) / 1000
end

local secret, customers, stem, method, currency, more, payment
local count = 0
local begun = {} -- When the payment of that number began.
local created = {} -- Sessions to be paid next.
failures = 0
took = {} -- Microseconds of each payment.

function init(args)
   secret, customers, stem = args[1], tonumber(args[2]), args[3]
   method, currency, more = args[4], args[5], args[6] or ""
   payment = '{"payment_method_type":"' .. method .. '"}'
end

function request()
   local id = table.remove(created)
   if id then
      local path = "/v1/test_helpers/payment_sessions/" .. id .. "/pay"
      return head("POST", path, secret, #payment) .. "\r\n" .. payment
   end
   count = count + 1
   begun[count] = now()
   local body = session_body(count % customers + 1, ',"description":"number ' .. count .. '"' .. more, method, currency)
   local key = "Idempotency-Key: " .. stem .. count .. "\r\n"
   return head("POST", "/v1/payment_sessions", secret, #body, key) .. "\r\n" .. body
end

function response(status, headers, body)
   local number = tonumber(body:match('"description":"number (%d+)"'))
   local paid = body:find('"status":"paid"', 1, true)
      or body:find('"payment_status":"processing"', 1, true)
   if status ~= 200 or not number then
      failures = failures + 1
   elseif paid then
      took[#took + 1] = now() - begun[number]
   elseif body:find('"payment_status":"none"', 1, true) then
      created[#created + 1] = body:match('"id":"(py_sess_%w+)"')
   else
      failures = failures + 1
   end
end

local threads = {}

function setup(thread)
   threads[#threads + 1] = thread
end

function done(summary)
   local all, failed = {}, 0
   for _, thread in ipairs(threads) do
      failed = failed + thread:get("failures")
      for _, each in ipairs(thread:get("took")) do
         all[#all + 1] = each
      end
   end
   table.sort(all)
   local function at(share)
      return all[math.max(1, math.ceil(#all * share))] or 0
   end
   report(#all, summary, failed, at(0.5), at(0.99))
end
