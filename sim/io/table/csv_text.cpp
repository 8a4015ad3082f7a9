#include "io/table/csv_text.hpp"

namespace moat {
namespace {

class CsvReader {
 public:
  CsvReader(std::string_view text, const std::string& file, std::vector<Problem>& problems)
      : text_(text), file_(file), problems_(problems) {}

  std::vector<CsvRecord> records() {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (text_.starts_with(mark)) text_.remove_prefix(mark.size());
    std::vector<CsvRecord> all;
    while (at_ < text_.size()) {
      CsvRecord record = next();
      const bool is_blank = record.fields.size() == 1 && record.fields[0].text.empty();
      if (!is_blank) all.push_back(std::move(record));
    }
    return all;
  }

 private:
  bool at_end_of_line() const { return at_ == text_.size() || text_[at_] == '\n' || text_.substr(at_, 2) == "\r\n"; }

  void skip_end_of_line() {
    if (at_ < text_.size()) at_ += text_[at_] == '\r' ? 2 : 1;
    ++line_;
    line_begin_ = at_;
  }

  CsvRecord next() {
    CsvRecord record{{}, line_};
    while (true) {
      record.fields.push_back(field());
      if (at_ == text_.size() || text_[at_] != ',') break;
      ++at_;
    }
    skip_end_of_line();
    return record;
  }

  CsvField field() {
    CsvField field{"", int(at_ - line_begin_) + 1};
    if (at_ < text_.size() && text_[at_] == '"')
      quoted(field);
    else
      while (!at_end_of_line() && text_[at_] != ',') field.text += text_[at_++];
    return field;
  }

  void quoted(CsvField& field) {
    const Position begin{file_, line_, field.column};
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"' && text_.substr(at_ + 1, 1) != "\"") break;
      if (text_[at_] == '"') ++at_;
      if (text_[at_] == '\n') ++line_, line_begin_ = at_ + 1;
      field.text += text_[at_];
    }
    if (at_ == text_.size()) return problems_.push_back({begin, "a text in quotes is not closed"});
    ++at_;
    if (at_end_of_line() || text_[at_] == ',') return;
    problems_.push_back({{file_, line_, int(at_ - line_begin_) + 1},
                         "text follows a closing quote (expected a comma; write a quote inside quotes twice)"});
    while (!at_end_of_line() && text_[at_] != ',') ++at_;
  }

  std::string_view text_;
  const std::string& file_;
  std::vector<Problem>& problems_;
  std::size_t at_ = 0, line_begin_ = 0;
  int line_ = 1;
};

}  // namespace

std::vector<CsvRecord> parse_csv(std::string_view text, const std::string& file, std::vector<Problem>& problems) {
  return CsvReader(text, file, problems).records();
}

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == text.npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

}  // namespace moat
