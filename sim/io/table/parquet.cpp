#include "io/table/parquet.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <map>

#include "base/error.hpp"
#include "base/version.hpp"

namespace moat {
namespace {

// Numbers of the format's enumerations (parquet.thrift).
enum class Physical : std::int64_t { int32 = 1, int64 = 2, real = 5, bytes = 6 };
enum class Converted : std::int64_t { none = -1, utf8 = 0, date = 6 };
enum class Encoding : std::int64_t { plain = 0, rle = 3, dictionary = 8 };
enum class Page : std::int64_t { data = 0, dictionary = 2 };
constexpr std::int64_t required = 0, uncompressed = 0;

struct Storage {
  Physical type;
  Converted meaning;
};

Storage storage_of(CellKind kind) {
  switch (kind) {
    case CellKind::real:
      return {Physical::real, Converted::none};
    case CellKind::whole:
      return {Physical::int64, Converted::none};
    case CellKind::date:
      return {Physical::int32, Converted::date};
    case CellKind::text:
      break;
  }
  return {Physical::bytes, Converted::utf8};
}

/// Little-endian bytes of a number, whatever the machine.
template <class Unsigned>
void put(std::string& out, Unsigned value) {
  for (std::size_t byte = 0; byte < sizeof value; ++byte) out += static_cast<char>(value >> (8 * byte) & 0xff);
}

/// LEB128, as Thrift and Parquet's runs write lengths.
void put_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>((value & 0x7f) | 0x80);
  out += static_cast<char>(value);
}

/// A struct in Thrift's compact protocol (https://github.com/apache/thrift/blob/master/doc/specs). Fields in ascending
/// order of their numbers, which are at most 15 apart.
class Thrift {
 public:
  enum Kind : unsigned { i32 = 5, i64 = 6, binary = 8, list = 9, structure = 12 };

  Thrift& number(int field, Kind kind, std::int64_t value) {
    head(field, kind);
    put_number(value);
    return *this;
  }
  template <class Enum>
  Thrift& choice(int field, Enum value) {
    return number(field, i32, static_cast<std::int64_t>(value));
  }
  Thrift& text(int field, std::string_view value) {
    head(field, binary);
    put_text(value);
    return *this;
  }
  Thrift& sub(int field, const std::string& finished) {
    head(field, structure);
    bytes_ += finished;
    return *this;
  }
  Thrift& subs(int field, const std::vector<std::string>& finished) {
    list_head(field, structure, finished.size());
    for (const std::string& one : finished) bytes_ += one;
    return *this;
  }
  Thrift& texts(int field, const std::vector<std::string>& values) {
    list_head(field, binary, values.size());
    for (const std::string& value : values) put_text(value);
    return *this;
  }
  Thrift& choices(int field, const std::vector<Encoding>& values) {
    list_head(field, i32, values.size());
    for (const Encoding value : values) put_number(static_cast<std::int64_t>(value));
    return *this;
  }
  std::string end() const { return bytes_ + '\0'; }

 private:
  void head(int field, Kind kind) {
    bytes_ += static_cast<char>(static_cast<unsigned>(field - last_) << 4 | kind);
    last_ = field;
  }
  void list_head(int field, Kind kind, std::size_t size) {
    head(field, list);
    bytes_ += static_cast<char>((size < 15 ? static_cast<unsigned>(size) : 15u) << 4 | kind);
    if (size >= 15) put_varint(bytes_, size);
  }
  void put_number(std::int64_t value) {  // zigzag: small numbers of both signs are short
    put_varint(bytes_, static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63));
  }
  void put_text(std::string_view value) {
    put_varint(bytes_, value.size());
    bytes_ += value;
  }
  std::string bytes_;
  int last_ = 0;
};

std::string plain(const std::vector<double>& values) {
  std::string out;
  out.reserve(values.size() * sizeof(double));
  for (const double value : values) put(out, std::bit_cast<std::uint64_t>(value));
  return out;
}

std::string plain(const std::vector<std::int64_t>& values, CellKind kind) {
  std::string out;
  for (const std::int64_t value : values) {
    if (kind == CellKind::date)
      put(out, static_cast<std::uint32_t>(value));
    else
      put(out, static_cast<std::uint64_t>(value));
  }
  return out;
}

/// The different texts in order of appearance, and for each row the number of its text.
struct Dictionary {
  std::vector<std::string_view> texts;
  std::vector<std::uint32_t> rows;
};

Dictionary dictionary_of(const std::vector<std::string>& values) {
  Dictionary made;
  std::map<std::string_view, std::uint32_t> known;
  for (const std::string& value : values) {
    const auto [found, fresh] = known.emplace(value, static_cast<std::uint32_t>(made.texts.size()));
    if (fresh) made.texts.push_back(value);
    made.rows.push_back(found->second);
  }
  return made;
}

std::string plain(const std::vector<std::string_view>& texts) {
  std::string out;
  for (const std::string_view text : texts) {
    put(out, static_cast<std::uint32_t>(text.size()));
    out += text;
  }
  return out;
}

/// Bits per number, then one bit-packed run: eights of numbers, each from its lowest bit on.
std::string packed(const Dictionary& dictionary) {
  const int width = std::max(1, static_cast<int>(std::bit_width(dictionary.texts.size() - 1)));
  const std::size_t eights = (dictionary.rows.size() + 7) / 8;
  std::string out(1, static_cast<char>(width));
  put_varint(out, eights << 1 | 1);
  std::uint64_t bits = 0;
  int held = 0;
  for (std::size_t row = 0; row < eights * 8; ++row) {
    bits |= std::uint64_t{row < dictionary.rows.size() ? dictionary.rows[row] : 0} << held;
    for (held += width; held >= 8; held -= 8, bits >>= 8) out += static_cast<char>(bits & 0xff);
  }
  return out;
}

/// Header and content of a page.
std::string page(Page kind, std::size_t values, Encoding encoding, const std::string& content) {
  constexpr std::size_t most = std::numeric_limits<std::int32_t>::max();
  expects(content.size() <= most && values <= most, "a page has at most 2^31 - 1 bytes");
  const auto count = static_cast<std::int64_t>(values), size = static_cast<std::int64_t>(content.size());
  Thrift about;
  about.number(1, Thrift::i32, count).choice(2, encoding);
  if (kind == Page::data)
    about.choice(3, Encoding::rle).choice(4, Encoding::rle);  // levels: required columns have none
  Thrift header;
  header.choice(1, kind).number(2, Thrift::i32, size).number(3, Thrift::i32, size);
  return header.sub(kind == Page::data ? 5 : 7, about.end()).end() + content;
}

struct Pages {
  std::string dictionary, data;
};

Pages pages_of(const Cells& cells, CellKind kind) {
  if (const auto* texts = std::get_if<std::vector<std::string>>(&cells)) {
    const Dictionary dictionary = dictionary_of(*texts);
    return {page(Page::dictionary, dictionary.texts.size(), Encoding::plain, plain(dictionary.texts)),
            page(Page::data, texts->size(), Encoding::dictionary, packed(dictionary))};
  }
  if (const auto* whole = std::get_if<std::vector<std::int64_t>>(&cells))
    return {"", page(Page::data, whole->size(), Encoding::plain, plain(*whole, kind))};
  const auto& real = std::get<std::vector<double>>(cells);
  return {"", page(Page::data, real.size(), Encoding::plain, plain(real))};
}

std::string schema_element(const TableColumn& column) {
  const Storage storage = storage_of(column.kind);
  Thrift element;
  element.choice(1, storage.type).number(3, Thrift::i32, required).text(4, column.name);
  if (storage.meaning != Converted::none) element.choice(6, storage.meaning);
  return element.end();
}

}  // namespace

ParquetWriter::ParquetWriter(const std::filesystem::path& path, std::vector<TableColumn> columns)
    : columns_(std::move(columns)), file_(path) {
  file_.write("PAR1");
}

void ParquetWriter::add(const std::vector<Cells>& block) {
  expects(block.size() == columns_.size(), "a block has all columns");
  const auto rows = static_cast<std::int64_t>(rows_of(block));
  if (rows == 0) return;
  std::vector<std::string> chunks;
  std::int64_t total = 0;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    const Pages pages = pages_of(block[c], columns_[c].kind);
    const auto begin = static_cast<std::int64_t>(file_.size());
    file_.write(pages.dictionary);
    const auto data = static_cast<std::int64_t>(file_.size());
    file_.write(pages.data);
    const std::int64_t size = static_cast<std::int64_t>(file_.size()) - begin;
    total += size;
    const bool text = !pages.dictionary.empty();
    Thrift about;
    about.choice(1, storage_of(columns_[c].kind).type);
    about.choices(2, text ? std::vector{Encoding::plain, Encoding::dictionary} : std::vector{Encoding::plain});
    about.texts(3, {columns_[c].name}).number(4, Thrift::i32, uncompressed).number(5, Thrift::i64, rows);
    about.number(6, Thrift::i64, size).number(7, Thrift::i64, size).number(9, Thrift::i64, data);
    if (text) about.number(11, Thrift::i64, begin);
    chunks.push_back(Thrift().number(2, Thrift::i64, begin).sub(3, about.end()).end());
  }
  rows_ += rows;
  row_groups_.push_back(Thrift().subs(1, chunks).number(2, Thrift::i64, total).number(3, Thrift::i64, rows).end());
}

void ParquetWriter::finish() {
  constexpr std::int64_t format = 1;
  std::vector<std::string> schema;
  schema.push_back(Thrift().text(4, "table").number(5, Thrift::i32, std::int64_t(columns_.size())).end());
  for (const TableColumn& column : columns_) schema.push_back(schema_element(column));
  Thrift footer;
  footer.number(1, Thrift::i32, format).subs(2, schema).number(3, Thrift::i64, rows_).subs(4, row_groups_);
  std::string bytes = footer.text(6, "moat version " + std::string(version())).end();
  put(bytes, static_cast<std::uint32_t>(bytes.size()));
  file_.write(bytes + "PAR1");
  file_.close();
}

}  // namespace moat
