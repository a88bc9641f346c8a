-- wrk -s wrk.lua URL -- FILE PLACEHOLDER STATUS START BELOW
-- Sends the request in FILE. PLACEHOLDER in it becomes a number: START, START + 1 and so on, or a
-- random one below BELOW unless that is 0. In the end one line is written: answers, how many of
-- them are wrong, and in microseconds how long it took, the median, the 99th percentile, the worst.

local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(arguments)
  local file = assert(io.open(arguments[1], "rb"))
  local template = file:read("*a")
  file:close()
  local from, to = template:find(arguments[2], 1, true)
  local expected, number, below = arguments[3], tonumber(arguments[4]), tonumber(arguments[5])
  wrong = 0
  if from then
    local head, tail = template:sub(1, from - 1), template:sub(to + 1)
    math.randomseed(number + 1)
    request = function()
      local taken = below > 0 and math.random(0, below - 1) or number
      number = number + 1
      return head .. string.format("%09d", taken) .. tail
    end
  else
    request = function() return template end
  end
  -- wrk itself counts what is 400 or more; to look at each answer takes time, so only where a
  -- wrong one would look like a right one.
  if expected ~= "200" then
    response = function(status)
      if tostring(status) ~= expected then wrong = wrong + 1 end
    end
  end
end

function done(summary, latency)
  local failed = summary.errors
  local wrong = failed.connect + failed.read + failed.write + failed.timeout + failed.status
  for _, thread in ipairs(threads) do wrong = wrong + thread:get("wrong") end
  io.write(string.format("%d %d %d %d %d %d\n", summary.requests, wrong, summary.duration,
    latency:percentile(50), latency:percentile(99), latency.max))
end
