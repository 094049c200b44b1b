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

-- What a session is asked for with; every customer's id is as long as any other's.
local session = '{"customer":"%s","mode":"payment","amount":10000,"currency":"gbp",'
   .. '"payment_method_types":["card"],"return_url":"https://example.com/success"%s}'

function session_body(customer, more)
   return session:format(string.format("cus_%026d", customer), more or "")
end
