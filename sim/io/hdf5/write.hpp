#pragma once
/// Writes HDF5 files that xarray, netCDF, h5py, pandas, R and Julia open as they are.
///
/// The layout is that of netCDF-4: a dimension is a named one-dimensional dataset (its scale), and every axis of
/// every variable has its scale attached. A name with a slash ("releases/month") puts the object in that group, made
/// when needed; readers open one group at a time, so a variable finds its scales in its own group only. Strings are
/// variable-length UTF-8 without NUL, there are no booleans (int8 with `flag_values` and `flag_meanings`), objects
/// stay in the order of creation, and no time stamps are kept: the same content gives the same bytes.
///
/// What the disk or the system refuses is an IoError; a wrong name, shape or type is a ContractError.
/// HDF5 is not used from two threads at once, also not on two files: Debian's library would allow it, others do not.

#include <hdf5.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace moat::h5 {

/// Owns one identifier of the C API and closes it with the function that fits.
class Handle {
 public:
  using Close = herr_t (*)(hid_t);
  Handle() = default;
  Handle(hid_t id, Close close) : id_(id), close_(close) {}
  Handle(Handle&& other) noexcept : id_(other.release()), close_(other.close_) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(close_, other.close_);
    return *this;
  }
  ~Handle() {
    if (valid()) close_(id_);
  }
  bool valid() const { return id_ >= 0; }
  operator hid_t() const { return id_; }
  hid_t release() { return std::exchange(id_, H5I_INVALID_HID); }

 private:
  hid_t id_ = H5I_INVALID_HID;
  Close close_ = nullptr;
};

enum class Type { int8, int32, int64, uint64, float32, float64, text };

/// A length, offset or chunk size per axis, the slowest first.
using Extent = std::vector<hsize_t>;

/// What is written, the last axis fastest: any contiguous container of one of these. The type is that of the variable
/// exactly, except that double also goes into float32.
using Values = std::variant<std::span<const std::int8_t>, std::span<const std::int32_t>, std::span<const std::int64_t>,
                            std::span<const std::uint64_t>, std::span<const double>, std::span<const std::string>>;

/// Attributes are small: at most 60 KiB, longer text goes to File::text. Text is netCDF's char, not its string, which
/// ncdump -t, NCO and netCDF-Fortran do not read in attributes; h5py shows it as bytes.
struct Attribute {
  std::string name;
  std::variant<std::string, double, std::int64_t, std::vector<std::int8_t>> value;
};
using Attributes = std::vector<Attribute>;

/// What every variable says of itself: long_name, and units where it has any.
Attributes about(std::string_view long_name, std::string_view units = "");

enum class Length { fixed, unlimited };

/// A part of a variable: along each axis `count` places from `offset`, `stride` apart.
struct Block {
  Extent offset;
  Extent count;
  Extent stride = {};  ///< empty: adjacent places

  /// One past the last place along an axis; `offset` if there is none.
  hsize_t end(std::size_t axis) const;
};

/// Where some values of a virtual variable stand. Ranks may differ: values are taken in order, the last axis fastest.
struct Source {
  std::string file;     ///< relative to the folder of the file that shows them
  std::string dataset;  ///< full name, of the same type as the variable
  Block from;           ///< in the dataset
  Block to;             ///< in the variable; as many values
};

struct Variable {
  std::vector<std::string> dims = {};  ///< names of scales of the same group; none for a single value
  Type type = Type::float64;
  Attributes attributes = {};             ///< `units`, `long_name`, ...; `_FillValue` is added by itself
  std::optional<std::int64_t> fill = {};  ///< integers only, outside the valid range. Floats always have NaN.
                                          ///< Without it unwritten integers are 0 and readers keep them integers.
  Extent chunk = {};                      ///< elements per axis; empty: whole last axes, at most 1 MiB
  unsigned deflate = 1;                   ///< 0 to 9; strings are never compressed
  std::vector<Source> sources = {};       ///< not empty: the values stay in other files, and readers find the fill
                                          ///< value where no source or no such file is. Numbers of fixed dims only.
};

/// A file that appears whole or not at all. It is written as PATH.tmp-<pid> beside its place; commit() moves it there,
/// over an older file if there is one. Without commit() the destructor removes it.
class File {
 public:
  /// Makes missing parent folders. IoError with Exit::cannot_create if the file cannot be begun; every later IoError
  /// has Exit::io.
  static File create(const std::filesystem::path& final_path);
  File(File&&) noexcept = default;
  File& operator=(File&&) = delete;
  ~File();

  /// `object` is a scale, a variable, a text or a group; "/" is the file itself.
  void attribute(std::string_view object, const Attribute& attribute);

  /// Makes the group if it is missing, with the groups above it.
  void group(std::string_view name);

  /// A dimension and its labels or coordinates. With Length::unlimited, writing values past the end makes the
  /// dimension longer for all its variables. No values at all, such as a table without events, is fine: all readers
  /// open it, fixed or not; netCDF calls it unlimited either way.
  void scale(std::string_view name, const Values& values, const Attributes& attributes = {},
             Length length = Length::fixed);

  /// A dimension without values, by netCDF's convention.
  void dimension(std::string_view name, hsize_t length);

  void variable(std::string_view name, const Variable& variable);

  /// Fills one block, or all, of a variable or scale.
  void write(std::string_view name, const Block& block, const Values& values);
  void write(std::string_view name, const Values& values);

  /// One string of any length, such as "provenance/scenario_yaml".
  void text(std::string_view name, const std::string& content);

  /// Flush, close, fsync, rename, fsync of the folder; nothing can be written afterwards. An IoError leaves no file,
  /// but if it is the folder that cannot be flushed the file is in place and may be lost with the power.
  void commit();

 private:
  struct Dataset {
    Handle id;
    Type type = Type::float64;
    std::vector<std::string> dims;  ///< full names of the scales; a scale has itself
    Extent shape;
    Extent limit;
  };
  File(std::filesystem::path final_path, std::filesystem::path temporary, Handle file);
  Dataset& add(std::string_view name, Dataset dataset, hid_t properties);
  const Dataset& find(std::string_view name) const;
  void grow(const std::string& scale, hsize_t length);

  std::filesystem::path path_;
  std::filesystem::path temporary_;
  Handle file_;
  std::set<std::string, std::less<>> groups_;
  std::map<std::string, Dataset, std::less<>> datasets_;  ///< after file_, so that they close first
};

}  // namespace moat::h5
