-- Requests as text. wrk's own `wrk.format` is slower, and a slow client flatters whoever answers.

-- All but the body; `more` is further headers, each with its line's end.
function head(method, path, secret, length, more)
   local lines = {
      method .. " " .. path .. " HTTP/1.1",
      "Host: " .. wrk.host .. ":" .. wrk.port,
      "Authorization: Bearer " .. secret,
   }
   if length then
      lines[#lines + 1] = "Content-Type: application/json"
      lines[#lines + 1] = "Content-Length: " .. length
   end
   return table.concat(lines, "\r\n") .. "\r\n" .. (more or "")
end

-- What a session is asked for with; every customer's id is as long as any other's. By card and in
-- pounds, unless something else is said.
local session = '{"customer":"%s","mode":"payment","amount":10000,"currency":"%s",'
   .. '"payment_method_types":["%s"],"return_url":"https://example.com/success"%s}'

function session_body(customer, more, method, currency)
   customer = string.format("cus_%026d", customer)
   return session:format(customer, currency or "gbp", method or "card", more or "")
end
