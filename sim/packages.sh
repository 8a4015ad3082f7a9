# Sourced by sim/quickstart, tests/run and .ci/run: the packages Moat needs, by their Debian names, and how to get them.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jobs=$(getconf _NPROCESSORS_ONLN)
# Taken only where a build folder is new; a folder made with another generator keeps its own.
export CMAKE_GENERATOR=${CMAKE_GENERATOR:-Ninja}

build_packages=(g++ cmake ninja-build libeigen3-dev libboost-dev libyaml-cpp-dev libhdf5-dev libcli11-dev libfmt-dev
  librandom123-dev nlohmann-json3-dev)
report_packages=(python3-numpy python3-pandas python3-h5py python3-xarray python3-h5netcdf python3-matplotlib
  python3-scipy python3-jinja2)
test_packages=(catch2 clang-format hdf5-tools netcdf-bin python3-pytest python3-pytest-xdist python3-netcdf4 python3-jsonschema python3-yaml)
# For the tests of clusters. MPI has to be there before the build is configured, or moat is built without.
cluster_packages=(openmpi-bin libopenmpi-dev slurmctld slurmd slurm-client munge)
# For the programs of tests/bench, and for counts of instructions, which CI compares with those stored.
bench_packages=(libbenchmark-dev valgrind)
ci_packages=(clang clang-tidy dpkg-dev file git valgrind)

report_modules=(numpy pandas h5py xarray h5netcdf matplotlib scipy jinja2)
test_modules=("${report_modules[@]}" pytest netCDF4 jsonschema yaml)

other_systems() {
  cat <<TXT
Moat needs these packages:
  Debian, Ubuntu  apt-get install --no-install-recommends ${build_packages[*]}
                  report: ${report_packages[*]}
                  tests:  ${test_packages[*]}
  Fedora          dnf install gcc-c++ cmake ninja-build eigen3-devel boost-devel yaml-cpp-devel hdf5-devel cli11-devel
                  fmt-devel json-devel Random123-devel    tests: catch-devel
  Homebrew        brew install cmake ninja eigen boost yaml-cpp hdf5 cli11 fmt nlohmann-json    tests: catch2
  conda-forge     conda install -c conda-forge cxx-compiler c-compiler cmake ninja eigen libboost-devel yaml-cpp hdf5 cli11 fmt
                  nlohmann_json                  tests: catch2
  Where Random123 is not packaged: unpack it from github.com/DEShawResearch/random123 (headers only), then
                  cmake -S . -B build -DRANDOM123_INCLUDE_DIR=<its folder>/include
  Python          numpy pandas h5py xarray h5netcdf matplotlib scipy jinja2    tests: pytest netCDF4 jsonschema pyyaml
TXT
}

# Those of the given packages that dpkg does not have.
missing_packages() {
  comm -23 <(printf '%s\n' "$@" | sort -u) \
    <(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p' | sort -u)
}

# Installs what is missing and asks apt nothing when all is there. On systems without apt it leaves the matter to
# CMake, which may well find everything.
install_packages() {
  command -v apt-get >/dev/null && command -v dpkg-query >/dev/null || return 0
  local missing as_root=() log=$root/build/packages.log
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ]; then
    as_root=(sudo)
    [ -t 0 ] || as_root=(sudo -n)
    if ! command -v sudo >/dev/null; then
      echo "Not installed, and neither root nor sudo to install them: ${missing[*]}" >&2
      return 0
    fi
  fi
  mkdir -p "$root/build"
  echo "Installing ${missing[*]} (log: build/packages.log)"
  local apt=(${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300)
  if ! { "${apt[@]}" update -qq || true; "${apt[@]}" install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    echo "Could not install all packages; going on with what is there" >&2
  fi
}

# configure <build folder> <cmake options>...: silent unless it fails, and then says what to install.
configure() {
  local log=$1/configure.log
  mkdir -p "$1"
  cmake -S "$root" -B "$@" >"$log" 2>&1 && return
  tail -n 25 "$log" >&2
  other_systems >&2
  exit 69
}

# The first interpreter that has the given modules. python3 on PATH is often one (pyenv, conda) that does not see
# the system's packages.
choose_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3 /usr/bin/python3; do
    if [ -n "$candidate" ] && "$candidate" - "$@" >/dev/null 2>&1 <<'PY'
import importlib.util, sys
sys.exit(any(importlib.util.find_spec(module) is None for module in sys.argv[1:]))
PY
    then
      command -v "$candidate"
      return
    fi
  done
  echo "No Python has all of: $*. Install them, or name an interpreter that has them in PYTHON" >&2
  return 69
}
