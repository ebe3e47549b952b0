# Shared by installer/demo and installer/test: system packages, a virtual environment and pinned dependencies.
# Each step is skipped when it is already done. Sourced, with $root set to the checkout.

venv="${KALIX_VENV:-$root/.venv}"

packages_python="python3-venv"
packages_qt="libglib2.0-0 libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 fonts-noto-core
  libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0 libxcb-image0 libxcb-render-util0"
packages_virtual_display="xvfb openbox trayer xdotool imagemagick dbus dbus-daemon gnome-keyring x11-utils libxss1 xfce4-notifyd xfconf at-spi2-core libzbar0 orca speech-dispatcher"
packages_voice="espeak-ng sox"
packages_moments="faketime"
# What looks at the hub's units and the client's desktop files: nothing of it is started.
packages_units="systemd appstream desktop-file-utils"
packages_windows="wixl msitools osslsigncode" # make, read and sign the MSI; Wine comes with installer/windows_for_tests
# Directory servers for the tests of sources, and what python-ldap is built with: it comes as source alone.
packages_directory="slapd ldap-utils libldap2-dev libsasl2-dev gcc python3-dev"
# A domain controller takes ports that only root may: nobody else gets one.
[ "$(id -u)" != 0 ] || packages_directory="$packages_directory samba-ad-dc samba-ad-provision"
packages_postgresql="postgresql"
packages_phones="sip-tester baresip-core $packages_voice"

say() { printf '%s\n' "$*"; }

is_installed() {
  case "$(dpkg-query -W -f '${Status}' "$1" 2>/dev/null)" in "install ok installed") return 0 ;; esac
  # Debian 13 and Ubuntu 24.04 renamed some libraries for 64-bit time: the new name serves as well.
  case "$(dpkg-query -W -f '${Status}' "$1t64" 2>/dev/null)" in "install ok installed") return 0 ;; esac
  return 1
}

need_packages() {
  local package missing=""
  for package in "$@"; do
    if [ "$package" = python3-venv ] && python3 -c 'import ensurepip, venv' 2>/dev/null; then continue; fi
    if [ "$package" = python3-dev ] && [ -e "$(python3 -c 'import sysconfig; print(sysconfig.get_path("include"))')/Python.h" ]; then continue; fi
    is_installed "$package" || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  if ! command -v apt-get >/dev/null 2>&1; then
    say "This machine has no apt-get; ask its administrator to install what these Debian packages hold:$missing" >&2
    exit 3
  fi
  local as_root=""
  if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || { [ -t 0 ] && sudo true; }; }; then
      as_root="sudo"
    else
      say "Some system packages are missing and only an administrator can install them: sudo apt-get install --no-install-recommends$missing" >&2
      exit 3
    fi
  fi
  say "Installing system packages:$missing"
  local log
  log=$(mktemp)
  # shellcheck disable=SC2086
  if ! { $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    say "The system packages could not be installed; an administrator can try: sudo apt-get update && sudo apt-get install --no-install-recommends$missing" >&2
    exit 3
  fi
  rm -f "$log"
}

# The programs of a PostgreSQL server, of which the tests run one in a folder of their own. Debian would begin one for the whole
# machine as it is installed: not where none was before.
need_postgresql() {
  [ -z "${KALIX_POSTGRESQL:-}" ] || [ ! -x "$KALIX_POSTGRESQL/initdb" ] || return 0
  is_installed "$packages_postgresql" && return 0
  local as_root="" place=/etc/postgresql-common/createcluster.d said="create_main_cluster = false"
  if ! command -v apt-get >/dev/null 2>&1; then
    say "PostgreSQL's server (15 or later) is missing, and this machine has no apt-get: install it as this system does, and name the folder of initdb in KALIX_POSTGRESQL." >&2
    exit 3
  fi
  if [ "$(id -u)" != 0 ]; then
    as_root="sudo"
    if ! { command -v sudo && { sudo -n true || { [ -t 0 ] && sudo true; }; }; } >/dev/null 2>&1; then
      say "PostgreSQL's server is missing and only an administrator can install it, here so that none is begun for the whole machine:
  sudo apt-get install --no-install-recommends postgresql-common
  sudo mkdir -p $place && echo '$said' | sudo tee $place/kalix-tests.conf
  sudo apt-get install --no-install-recommends $packages_postgresql" >&2
      exit 3
    fi
  fi
  need_packages postgresql-common
  $as_root mkdir -p "$place"
  printf '%s\n' "$said" | $as_root tee "$place/kalix-tests.conf" >/dev/null
  need_packages $packages_postgresql
}

need_python() {
  command -v python3 >/dev/null 2>&1 || need_packages python3
  if ! python3 -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
    say "Python 3.11, 3.12 or 3.13 is needed as python3; on Debian an administrator installs it by: sudo apt-get install python3" >&2
    exit 3
  fi
}

# need_environment LIST: a virtual environment with what installer/constraints/LIST.txt pins, and the project itself.
need_environment() {
  local list="$root/installer/constraints/$1.txt" stamp
  stamp="$venv/.installed-$1-$(cat "$list" "$root/pyproject.toml" "$root"/translations/*.ts | sha256sum | cut -c1-16)"
  [ -e "$stamp" ] && "$venv/bin/python" -c 'import kalix_presence' 2>/dev/null && return 0
  say "Setting up the virtual environment ($1) ..."
  [ -x "$venv/bin/pip" ] || python3 -m venv "$venv"
  # The list is whole, so that pip has nothing to work out: it cannot where one package wants another with an extra and one without.
  if ! "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$list" ||
    ! "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e "$root" ||
    ! "$venv/bin/pip" check --quiet --disable-pip-version-check; then
    say "The Python packages could not be installed; see the lines above. Remove $venv and try again." >&2
    exit 3
  fi
  rm -f "$venv/.installed-$1-"*
  touch "$stamp"
}
