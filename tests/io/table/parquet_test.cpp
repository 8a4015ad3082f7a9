#include "io/table/parquet.hpp"

#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/version.hpp"
#include "catch.hpp"
#include "test_folder.hpp"

using namespace moat;
namespace fs = std::filesystem;

namespace {

std::string bytes_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// "15 00 ab" -> those bytes; a word in quotes stands for itself.
std::string bytes(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ' ') continue;
    if (text[i] == '\'') {
      const std::size_t end = text.find('\'', i + 1);
      out += text.substr(i + 1, end - i - 1);
      i = end;
    } else {
      out += static_cast<char>(std::stoi(text.substr(i, 2), nullptr, 16));
      ++i;
    }
  }
  return out;
}

}  // namespace

TEST_CASE("a table of two rows has these bytes by the specification") {
  const TestFolder folder;
  const fs::path path = folder.path / "a.parquet";
  ParquetWriter writer(path, {{"n", CellKind::whole}, {"t", CellKind::text}});
  writer.add({std::vector<std::int64_t>{1, -2}, std::vector<std::string>{"ab", ""}});
  writer.finish();

  // Field heads are (difference of field numbers << 4 | type), numbers zigzag: 2 stands as 04, -1 as 01.
  // Page header: 1 type, 2 and 3 sizes, 5 data page {values, encoding, levels' encodings}, 7 dictionary {values,
  // encoding}.
  std::string file = bytes("'PAR1'");
  file += bytes("15 00 15 20 15 20 2c 15 04 15 00 15 06 15 06 00 00") +
          bytes("01 00 00 00 00 00 00 00 fe ff ff ff ff ff ff ff");
  REQUIRE(file.size() == 4 + 33);
  file += bytes("15 04 15 14 15 14 4c 15 04 15 00 00 00") + bytes("02 00 00 00 'ab' 00 00 00 00");
  REQUIRE(file.size() == 37 + 23);
  file +=
      bytes("15 00 15 06 15 06 2c 15 04 15 10 15 06 15 06 00 00") + bytes("01 03 02");  // 1 bit; one eight; rows 0, 1
  REQUIRE(file.size() == 60 + 20);

  const std::string created = fmt::format("moat version {}", version());
  std::string footer = bytes("15 02 19 3c");  // version 1, three elements of the schema:
  footer += bytes("48 05 'table' 15 04 00") + bytes("15 04 25 00 18 01 'n' 00");  // the root of two, an INT64,
  footer += bytes("15 0c 25 00 18 01 't' 25 00 00");                              // and a BYTE_ARRAY that is UTF8
  footer += bytes("16 04 19 1c 19 2c");  // two rows, one row group of two columns
  footer += bytes("26 08 1c 15 04 19 15 00 19 18 01 'n' 15 00 16 04 16 42 16 42 26 08 00 00");
  footer += bytes("26 4a 1c 15 0c 19 25 00 10 19 18 01 't' 15 00 16 04 16 56 16 56 26 78 26 4a 00 00");
  footer += bytes("16 98 01 16 04 00");  // 76 bytes, two rows
  footer += bytes("28") + static_cast<char>(created.size()) + created + bytes("00");
  REQUIRE(footer.size() < 256);
  file += footer + static_cast<char>(footer.size()) + bytes("00 00 00 'PAR1'");
  CHECK(bytes_of(path) == file);
}

TEST_CASE("a table without rows has no row group") {
  const TestFolder folder;
  ParquetWriter writer(folder.path / "a.parquet", {{"x", CellKind::real}});
  writer.add({std::vector<double>{}});
  writer.finish();
  const std::string file = bytes_of(folder.path / "a.parquet");
  CHECK(file.substr(0, 4) + file.substr(file.size() - 4) == "PAR1PAR1");
  CHECK(file.find(bytes("16 00 19 0c 28")) != std::string::npos);  // 0 rows, an empty list, who made it
}

TEST_CASE("numbers of a dictionary are packed by as many bits as they need") {
  const TestFolder folder;
  ParquetWriter writer(folder.path / "a.parquet", {{"t", CellKind::text}});
  std::vector<std::string> texts;
  for (const char letter : {'a', 'b', 'c', 'd', 'e', 'a', 'c', 'e', 'b'}) texts.emplace_back(1, letter);
  writer.add({texts});
  writer.finish();
  // 0 1 2 3 4 0 2 4 1 by three bits: 0b011'010'001'000, ...; two eights
  CHECK(bytes_of(folder.path / "a.parquet").find(bytes("03 05 88 46 88 01 00 00")) != std::string::npos);
}

TEST_CASE("columns that do not fit are contract errors, a folder that is missing an IoError") {
  const TestFolder folder;
  ParquetWriter writer(folder.path / "a.parquet", {{"x", CellKind::real}, {"t", CellKind::text}});
  CHECK_THROWS_AS(writer.add({std::vector<double>{1}}), ContractError);
  CHECK_THROWS_AS(writer.add({std::vector<double>{1}, std::vector<std::string>{}}), ContractError);
  CHECK_THROWS_AS(ParquetWriter(folder.path / "none/a.parquet", {}), IoError);
}
