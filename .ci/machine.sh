# What the suites need from the machine: found, or installed by name from Debian's packages, or named in one line.

apt_updated=''
apt_install() {
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then return 1; fi
  [ -n "$apt_updated" ] || apt-get update -qq >/dev/null && apt_updated=1
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# need_command COMMAND [PACKAGE...]: the packages are named after the command where none is given.
need_command() {
  command -v "$1" >/dev/null && return
  printf 'installing %s\n' "${*:2}"
  [ $# -gt 1 ] && apt_install "${@:2}" && command -v "$1" >/dev/null && return
  printf 'check: %s is missing; install %s and run again\n' "$1" "${*:2}"
  return 1
}

# need_library FILE PACKAGE
need_library() {
  ldconfig -p | grep -qF "$1" && return
  apt_install "$2" && ldconfig -p | grep -qF "$1" && return
  printf 'check: the library %s is missing; install %s and run again\n' "$1" "$2"
  return 1
}

# need_postgres: the programs only. The tests make clusters of their own; the machine gets none.
need_postgres() {
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null && return
  printf 'installing postgresql\n'
  apt_install postgresql-common && sed -Ei 's/^#?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
  apt_install postgresql && compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null && return
  printf 'check: PostgreSQL is missing; install postgresql and run again\n'
  return 1
}

# need_crash_tools: what breaks a disk, a clock or a server on purpose.
need_crash_tools() {
  need_command strace strace && need_command nginx nginx-light && need_command faketime faketime && need_command unshare util-linux && need_command pgrep procps
}

# need_node MAJOR: Node of at least that version, with npm.
need_node() {
  need_command node nodejs npm && need_command npm npm || return 1
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge "$1" ] && return
  printf 'check: Node %s is too old; install Node %s or newer and run again\n' "$major" "$1"
  return 1
}
