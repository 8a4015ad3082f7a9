#include "io/out_file.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "base/error.hpp"
#include "catch.hpp"

using namespace moat;
namespace fs = std::filesystem;

namespace {

struct ScratchFile {
  fs::path path = fs::temp_directory_path() / fmt::format("moat_out_file_test_{}", ::getpid());
  ScratchFile() = default;
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  ~ScratchFile() { fs::remove(path); }
};

}  // namespace

TEST_CASE("bytes arrive in order, also more than the buffer holds") {
  const ScratchFile at;
  const std::string long_text(3'000'000, 'x');
  OutFile file(at.path);
  file.write("a\n");
  file.write(long_text);
  file.write(std::string_view("\0b", 2));
  CHECK(file.size() == 3'000'004);
  file.close();
  CHECK_THROWS_AS(file.write("c"), ContractError);
  std::ifstream stream(at.path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  CHECK(text == "a\n" + long_text + std::string("\0b", 2));
}

TEST_CASE("what the system refuses is said in its words") {
  const ScratchFile at;
  try {
    OutFile("/proc/moat/none");
    FAIL("created");
  } catch (const IoError& error) {
    CHECK(error.code() == Exit::cannot_create);
    CHECK_THAT(error.what(), ContainsSubstring("/proc/moat/none: cannot create (No such file or directory)"));
  }
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit little{1000, before.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &little) == 0);
  {
    OutFile file(at.path);
    file.write(std::string(2000, 'x'));
    CHECK_THROWS_WITH(file.close(), ContainsSubstring("cannot write (File too large)"));
  }
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
}
