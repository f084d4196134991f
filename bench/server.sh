# What the benches share that run servers: building, starting on a free port, stopping. Each server has a name, an origin and a process; $work is the bench's folder.

declare -A pid=() origin=()
keystile=(dotnet src/Server/bin/Release/net10.0/keystile.dll)

bench() { dotnet bench/Keystile.Bench/bin/Release/net10.0/Keystile.Bench.dll "$@"; }
build() { for project in bench/Keystile.Bench src/Server; do dotnet build $project -c Release -v q -nologo -clp:NoSummary; done; }
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# launch NAME PATH COMMAND...: ready when it answers GET PATH with anything.
launch() {
  local name=$1 path=$2
  shift 2
  "$@" >"$work/$name.log" 2>&1 &
  pid[$name]=$!
  for _ in $(seq 2000); do curl -s -o /dev/null "${origin[$name]}$path" && return; sleep 0.01; done
  cat "$work/$name.log"
  return 1
}

# launch_keystile NAME DATABASE [BEFORE...]: with BEFORE, such as taskset, before the command.
launch_keystile() {
  local name=$1 database=$2
  shift 2
  [ -n "${origin[$name]:-}" ] || origin[$name]=http://localhost:$(free_port)
  export KEYSTILE_PUBLIC_URL=${origin[$name]} KEYSTILE_URLS=${origin[$name]} KEYSTILE_DATABASE=$database KEYSTILE_MASTER_KEY=$(printf '%064d' 1)
  launch "$name" /health/ready "$@" "${keystile[@]}"
}

# start_postgres [BEFORE...]: a cluster of its own, durable as it comes, at $postgres_port.
start_postgres() {
  local programs as=()
  programs=$(dirname "$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | tail -1)")
  postgres_port=$(free_port)
  mkdir -p "$work/cluster"
  if [ "$(id -u)" = 0 ]; then chmod 755 "$work" && chown postgres "$work/cluster" && as=(setpriv --reuid=postgres --regid=postgres --init-groups); fi
  postgres_stop=("${as[@]}" "$programs/pg_ctl" -D "$work/cluster" -m immediate stop)
  (cd / && "${as[@]}" "$programs/initdb" -D "$work/cluster" -U keystile --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null \
    && "$@" "${as[@]}" "$programs/pg_ctl" -D "$work/cluster" -w -l "$work/cluster/log" -o "-p $postgres_port -c listen_addresses=127.0.0.1 -c unix_socket_directories=" start >/dev/null)
  # The server's own user is no superuser: row-level security is measured, too.
  "$programs/createuser" -h 127.0.0.1 -p "$postgres_port" -U keystile server
  "$programs/createdb" -h 127.0.0.1 -p "$postgres_port" -U keystile --owner server keystile
}

stop_server() { { kill "${pid[$1]}" && wait "${pid[$1]}" || true; } 2>/dev/null; unset "pid[$1]"; }

stop_servers() {
  local name
  for name in "${!pid[@]}"; do stop_server "$name"; done
  [ -z "${postgres_stop[*]:-}" ] || (cd / && "${postgres_stop[@]}" >/dev/null) || true
}
