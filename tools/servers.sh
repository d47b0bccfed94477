#!/bin/bash
# Installs MariaDB, PostgreSQL and OpenSSH's server if their programs are missing, so that
# the tests can start servers of their own (connectors/livetest, connectors/sftp). Nothing is started: while apt-get
# runs, services are barred by policy-rc.d, which is put back afterwards as it was.
#
# Without root or apt-get it says what is missing and ends with 0, because the tests
# skip what needs a server; with DOGWATCH_REQUIRE_SERVERS=1 it ends with 1.
set -euo pipefail

# has PROGRAM PATTERN...: in the search path, or where a package puts it.
has() {
	command -v "$1" >/dev/null || compgen -G "$2" >/dev/null
}

packages=()
has mariadbd '/usr/sbin/mariadbd' && has mariadb-install-db '/usr/bin/mariadb-install-db' || packages+=(mariadb-server)
has initdb '/usr/lib/postgresql/*/bin/initdb' || packages+=(postgresql)
has sshd '/usr/sbin/sshd' || packages+=(openssh-server)
[ -n "${DOGWATCH_TEST_MYSQL:-}" ] && packages=("${packages[@]/mariadb-server/}")
[ -n "${DOGWATCH_TEST_POSTGRES:-}" ] && packages=("${packages[@]/postgresql/}")
read -ra packages <<<"${packages[*]-}"
[ "${#packages[@]}" -eq 0 ] && exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
	echo "servers.sh: not installed: ${packages[*]}. Install them (no service need run)," >&2
	echo "servers.sh: or set DOGWATCH_TEST_MYSQL and DOGWATCH_TEST_POSTGRES; see connectors/livetest." >&2
	[ "${DOGWATCH_REQUIRE_SERVERS:-}" = 1 ] && exit 1
	exit 0
fi

policy=/usr/sbin/policy-rc.d
kept=$(mktemp)
had=no
if [ -e "$policy" ]; then
	cp -p "$policy" "$kept"
	had=yes
fi
restore() {
	if [ "$had" = yes ]; then cp -p "$kept" "$policy"; else rm -f "$policy"; fi
	rm -f "$kept"
}
trap restore EXIT
printf '#!/bin/sh\nexit 101\n' >"$policy"
chmod 755 "$policy"

echo "servers.sh: installing ${packages[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get -qq -o DPkg::Lock::Timeout=300 update
apt-get -qq -y -o DPkg::Lock::Timeout=300 --no-install-recommends install "${packages[@]}" >&2
