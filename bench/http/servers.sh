# The servers that bench/http/run measures: ours on both databases, and the peers. Each has a name, an origin and a process.

kit=${PEERS:-../shared/peers}
declare -A secret=() database=()
peers=(empty)
[ ! -d "$kit" ] || peers=(floor express)

bench() { taskset -c 1 dotnet bench/Keystile.Bench/bin/Release/net10.0/Keystile.Bench.dll "$@"; }
# In ticks of 10 ms; PostgreSQL's processes are a machine of their own.
cpu_of() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }

build_servers() {
  build
  if [ "${peers[0]}" = empty ]; then
    dotnet build bench/http/EmptyKestrel -c Release -v q -nologo -clp:NoSummary
    return
  fi
  need_node 20 && need_command python3 python3
  cp -r "$kit" "$work/peers"
  (cd "$work/peers/http/kestrel" && dotnet build -c Release -v q -nologo -clp:NoSummary)
  npm ci --prefix "$work/peers/node" --no-audit --no-fund --ignore-scripts --loglevel=error >/dev/null
  INPUTS=$work/peers/inputs.json python3 "$work/peers/http/wrk/bodies.py" >/dev/null
  for endpoint in begin complete; do { cat "$work/peers/http/wrk/$endpoint.json"; echo; } >"$work/peer-$endpoint.jsonl"; done
}

start_servers() {
  local name
  for name in "${peers[@]}" sqlite postgres; do origin[$name]=http://localhost:$(free_port); done
  for name in "${peers[@]}"; do
    case $name in
      empty) printf '{"username":"bench-0"}\n' >"$work/name.jsonl" && launch empty /health/live taskset -c 0 dotnet bench/http/EmptyKestrel/bin/Release/net10.0/Keystile.EmptyKestrel.dll --urls "${origin[empty]}" ;;
      floor) INPUTS=$work/peers/inputs.json launch floor /hello taskset -c 0 dotnet "$work/peers/http/kestrel/bin/Release/net10.0/kestrel.dll" --urls "${origin[floor]}" ;;
      express) INPUTS=$work/peers/inputs.json NODE_ENV=production PORT=${origin[express]##*:} launch express /hello taskset -c 0 node "$work/peers/http/express/server.mjs" ;;
    esac
    origin[$name]=${origin[$name]/localhost/127.0.0.1}
  done
  start_postgres taskset -c 1
  for name in sqlite postgres; do
    mkdir -p "$work/$name"
    database[$name]=sqlite:$work/$name/keystile.db
    [ $name = sqlite ] || database[$name]=postgres://server@127.0.0.1:$postgres_port/keystile
    KEYSTILE_RATE_LIMITS=off launch_keystile "$name" "${database[$name]}" taskset -c 0
    secret[$name]=$("${keystile[@]}" apps create bench --rp-id localhost --origin "${origin[$name]}" | awk '/^secret key/ { print $3 }')
    bench pool "${origin[$name]}" "$work/$name" 1
  done
}

# session_tokens true|false: whether sign-ins at the home app hand out tokens besides the cookie; the running servers follow.
session_tokens() {
  local name
  for name in sqlite postgres; do KEYSTILE_PUBLIC_URL=${origin[$name]} KEYSTILE_DATABASE=${database[$name]} "${keystile[@]}" apps set home --set "sessionTokens=$1" >/dev/null; done
  sleep 3
}
