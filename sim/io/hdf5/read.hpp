#pragma once
/// Reads HDF5 files of the layout that io/hdf5/write.hpp writes, and by parts, so that large files need little memory.
///
/// A file or value that cannot be read is an IoError: files come from outside, so a name that is missing is one too.
/// Dataset handles stay open: reading many small blocks of the same variables is cheap. Like the writer, not for two
/// threads at once. A file cut short is found on opening, and changed numbers by their checksums; HDF5 keeps none for
/// texts and the lists of scales, where a changed bit can end the program. A virtual variable is read only if all files
/// are there whose values it shows, else missing files would look like missing values.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "io/hdf5/write.hpp"

namespace moat::h5 {

/// Where numbers are read into, the last axis fastest. Numbers convert between types, but reals not to integers.
using Room = std::variant<std::span<std::int8_t>, std::span<std::int32_t>, std::span<std::int64_t>,
                          std::span<std::uint64_t>, std::span<double>>;

class Reader {
 public:
  struct Info {
    Type type = Type::float64;      ///< the narrowest of ours that holds the file's
    Extent shape;                   ///< length per axis; empty for a single value
    std::vector<std::string> dims;  ///< per axis the scale's name in its group, "" if it has none; a scale has itself
    bool scale = false;

    std::size_t size() const;  ///< number of values
    Block whole() const { return {Extent(shape.size(), 0), shape}; }
  };

  /// IoError: with Exit::input_missing if there is no such file, with Exit::io if it is no sound HDF5 file.
  static Reader open(const std::filesystem::path& path);

  const std::filesystem::path& path() const { return path_; }

  /// Whether a dataset or group has this name, such as "releases/month".
  bool has(std::string_view name) const;
  bool is_group(std::string_view name) const;

  /// Datasets and groups of one group, in order of creation (by name where the file does not know it).
  std::vector<std::string> names(std::string_view group = "/") const;

  const Info& info(std::string_view name) const;

  /// Reads one block into as many places, or all.
  void read(std::string_view name, const Block& block, const Room& room) const;
  template <class T>
  std::vector<T> all(std::string_view name) const {
    const Info& known = info(name);
    std::vector<T> values(known.size());
    read(name, known.whole(), std::span<T>(values));
    return values;
  }

  std::vector<std::string> texts(std::string_view name) const;
  std::vector<std::string> texts(std::string_view name, const Block& block) const;

  /// Closes the datasets read so far: each keeps up to 2 MiB of unpacked chunks. Ends references to their Info.
  void release() const { opened_.clear(); }

  /// A dataset that is one string.
  std::string text(std::string_view name) const;

  /// Nothing where the object has no such attribute, or one of another kind. "/" is the file itself.
  std::optional<std::string> attribute_text(std::string_view object, const std::string& name) const;
  std::optional<double> attribute_number(std::string_view object, const std::string& name) const;

  /// All that `File::attribute` and its kin take, in order of creation: not those by which HDF5 and netCDF keep scales
  /// and fill values, which come back by themselves.
  Attributes attributes(std::string_view object) const;

 private:
  struct Dataset {
    Handle id;
    Info info;
  };
  Reader(std::filesystem::path path, Handle file);
  const Dataset& find(std::string_view name) const;
  Handle attribute(std::string_view object, const std::string& name, H5T_class_t kind) const;

  std::filesystem::path path_;
  Handle file_;
  mutable std::set<std::filesystem::path> sound_;  ///< sources of virtual variables that have been looked at
  mutable std::map<std::string, Dataset, std::less<>> opened_;  ///< after file_, so that they close first
};

/// Parts that cover a shape in order, the last axis fastest, of at most `most` (> 0) values each.
void by_blocks(const Extent& shape, hsize_t most, const std::function<void(const Block&)>& take);

}  // namespace moat::h5
