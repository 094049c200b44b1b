-- What every script prints at its end: one line for the benchmark to read.
-- `result`, then how many, microseconds of the run, errors, and the median and the 99th
-- percentile of the latency in microseconds.

function report(count, summary, errors, middle, late)
   local found = summary.errors
   errors = errors + found.connect + found.read + found.write + found.status + found.timeout
   local format = "result %d %d %d %d %d"
   print(string.format(format, count, summary.duration, errors, middle, late))
end

function done(summary, latency)
   local middle, late = latency:percentile(50), latency:percentile(99)
   report(summary.requests, summary, 0, middle, late)
end
