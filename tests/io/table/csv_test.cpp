#include "io/table/csv.hpp"

#include <unistd.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>

#include <fmt/format.h>

#include "base/error.hpp"
#include "catch.hpp"

using namespace moat;
namespace fs = std::filesystem;

TEST_CASE("a table as comma-separated values") {
  const fs::path path = fs::temp_directory_path() / fmt::format("moat_csv_test_{}.csv", ::getpid());
  {
    CsvWriter writer(
        path, {{"point", CellKind::text}, {"a,b", CellKind::real}, {"n", CellKind::whole}, {"time", CellKind::date}});
    writer.add({std::vector<std::string>{"plain", "comma, \"quote\""}, std::vector<double>{0.1, std::nan("")},
                std::vector<std::int64_t>{-1, 9007199254740993}, std::vector<std::int64_t>{0, 20454}});
    writer.add({std::vector<std::string>{"two\nlines"}, std::vector<double>{1e300}, std::vector<std::int64_t>{0},
                std::vector<std::int64_t>{-1}});
    CHECK_THROWS_AS(writer.add({std::vector<std::string>{"too few"}}), ContractError);
    writer.finish();
  }
  std::ifstream stream(path);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  fs::remove(path);
  CHECK(text ==
        "point,\"a,b\",n,time\n"
        "plain,0.1,-1,1970-01-01\n"
        "\"comma, \"\"quote\"\"\",,9007199254740993,2026-01-01\n"
        "\"two\nlines\",1e+300,0,1969-12-31\n");
}
