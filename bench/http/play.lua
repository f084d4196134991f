-- Plays the bodies of the file BODIES, one a line: each once when ONCE is set, round and round otherwise.
local ffi = require("ffi")
ffi.cdef("typedef struct { long seconds, microseconds; } now_t; int gettimeofday(now_t *now, void *zone);")

local bodies, played, threads = {}, 0, {}
local once = os.getenv("ONCE")
for line in io.lines(os.getenv("BODIES")) do bodies[#bodies + 1] = line end
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
-- A page names its origin; a backend shows its secret key and has none.
if os.getenv("SECRET") then wrk.headers["ApiSecret"] = os.getenv("SECRET") else wrk.headers["Origin"] = os.getenv("ORIGIN") end

-- PAUSE: milliseconds that each connection waits between an answer and its next request, at random from none to twice as many.
local pause = tonumber(os.getenv("PAUSE"))
if pause then function delay() return math.random(0, 2 * pause) end end

local function now()
  local time = ffi.new("now_t")
  ffi.C.gettimeofday(time, nil)
  return tonumber(time.seconds) + tonumber(time.microseconds) / 1e6
end

function setup(thread) threads[#threads + 1] = thread end

function init() began, ended = now(), 0 end

function request()
  if once and played == #bodies then
    ended = now()
    wrk.thread:stop()
  end
  played = played + 1
  return wrk.format(nil, nil, nil, bodies[(played - 1) % #bodies + 1])
end

-- One line for bench/http/run: requests a second, milliseconds at the median and at 99 %, answers that were not 2xx, answers.
-- Where the bodies ran out before the time did, the time is that until they ran out.
function done(summary, latency)
  local ended, errors = threads[1]:get("ended"), summary.errors
  local seconds = ended > 0 and ended - threads[1]:get("began") or summary.duration / 1e6
  local bad = errors.status + errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format("%.0f %.2f %.2f %d %d\n", summary.requests / seconds, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, bad, summary.requests))
end
