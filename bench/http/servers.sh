# The servers that bench/http/run measures: ours on both databases, and the peers. Each has a name, an origin and a process.

kit=${PEERS:-../shared/peers}
declare -A pid=() origin=() secret=()
peers=(empty)
[ ! -d "$kit" ] || peers=(floor express)

bench() { taskset -c 1 dotnet bench/Keystile.Bench/bin/Release/net10.0/Keystile.Bench.dll "$@"; }
keystile() { dotnet src/Server/bin/Release/net10.0/keystile.dll "$@"; }
# In ticks of 10 ms; PostgreSQL's processes are a machine of their own.
cpu_of() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

build_servers() {
  dotnet build bench/Keystile.Bench -c Release -v q -nologo -clp:NoSummary
  dotnet build src/Server -c Release -v q -nologo -clp:NoSummary
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

# launch NAME PATH COMMAND...: on core 0, ready when it answers GET PATH with anything.
launch() {
  local name=$1 path=$2
  shift 2
  taskset -c 0 "$@" >"$work/$name.log" 2>&1 &
  pid[$name]=$!
  for _ in $(seq 200); do curl -s -o /dev/null "${origin[$name]}$path" && return; sleep 0.1; done
  cat "$work/$name.log"
  return 1
}

start_servers() {
  local name database
  for name in "${peers[@]}" sqlite postgres; do origin[$name]=http://localhost:$(free_port); done
  for name in "${peers[@]}"; do
    case $name in
      empty) printf '{"username":"bench-0"}\n' >"$work/name.jsonl" && launch empty /health/live dotnet bench/http/EmptyKestrel/bin/Release/net10.0/Keystile.EmptyKestrel.dll --urls "${origin[empty]}" ;;
      floor) INPUTS=$work/peers/inputs.json launch floor /hello dotnet "$work/peers/http/kestrel/bin/Release/net10.0/kestrel.dll" --urls "${origin[floor]}" ;;
      express) INPUTS=$work/peers/inputs.json NODE_ENV=production PORT=${origin[express]##*:} launch express /hello node "$work/peers/http/express/server.mjs" ;;
    esac
    origin[$name]=${origin[$name]/localhost/127.0.0.1}
  done
  start_postgres
  for name in sqlite postgres; do
    mkdir -p "$work/$name"
    database=sqlite:$work/$name/keystile.db
    [ $name = sqlite ] || database=postgres://keystile@127.0.0.1:$postgres_port/postgres
    export KEYSTILE_PUBLIC_URL=${origin[$name]} KEYSTILE_URLS=${origin[$name]} KEYSTILE_RATE_LIMITS=off KEYSTILE_DATABASE=$database KEYSTILE_MASTER_KEY=$(printf '%064d' 1)
    secret[$name]=$(keystile apps create bench --rp-id localhost --origin "${origin[$name]}" | awk '/^secret key/ { print $3 }')
    launch $name /health/ready dotnet src/Server/bin/Release/net10.0/keystile.dll
    bench pool "${origin[$name]}" "$work/$name" 1
  done
}

# A cluster of its own on core 1, durable as it comes.
start_postgres() {
  local programs as=()
  programs=$(dirname "$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | tail -1)")
  postgres_port=$(free_port)
  mkdir -p "$work/cluster"
  if [ "$(id -u)" = 0 ]; then chmod 755 "$work" && chown postgres "$work/cluster" && as=(setpriv --reuid=postgres --regid=postgres --init-groups); fi
  postgres_stop=("${as[@]}" "$programs/pg_ctl" -D "$work/cluster" -m immediate stop)
  (cd / && "${as[@]}" "$programs/initdb" -D "$work/cluster" -U keystile --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null \
    && taskset -c 1 "${as[@]}" "$programs/pg_ctl" -D "$work/cluster" -w -l "$work/cluster/log" -o "-p $postgres_port -c listen_addresses=127.0.0.1 -c unix_socket_directories=" start >/dev/null)
}

stop_servers() {
  local process
  for process in "${pid[@]}"; do { kill "$process" && wait "$process" || true; } 2>/dev/null; done
  [ -z "${postgres_stop[*]:-}" ] || (cd / && "${postgres_stop[@]}" >/dev/null) || true
}
