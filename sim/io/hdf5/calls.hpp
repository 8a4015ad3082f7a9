#pragma once
/// How the reader and the writer call HDF5's C API: errors, types, spaces, attributes and chunks. Nothing else includes
/// this.

#include <hdf5.h>

#include <filesystem>
#include <string>

#include "base/error.hpp"
#include "io/hdf5/write.hpp"

namespace moat::h5 {

/// HDF5 prints its error stack to stderr unless told otherwise; our errors carry the message instead.
class Quiet {
 public:
  Quiet() {
    H5Eget_auto2(H5E_DEFAULT, &print_, &data_);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  }
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;
  ~Quiet() { H5Eset_auto2(H5E_DEFAULT, print_, data_); }

 private:
  H5E_auto2_t print_ = nullptr;
  void* data_ = nullptr;
};

/// What HDF5 said first, where the failure was, shortened.
std::string innermost_message();

/// What is being tried on which file. Every result of the C API goes through here; a negative one is thrown.
struct Attempt {
  const std::filesystem::path& path;
  std::string operation;
  Exit code = Exit::io;
  Quiet quiet = {};

  hid_t operator()(hid_t result) const {
    if (result < 0) throw IoError(path.string(), operation, innermost_message(), code);
    return result;
  }
};

/// How values of a type stand in the file: little-endian, strings of variable length in UTF-8.
Handle file_type(const Attempt& attempt, Type type);
Handle memory_type(const Attempt& attempt, const Values& values);

Type type_of(const Values& values);
hsize_t size_of(const Values& values);
hsize_t product(const Extent& extent);

/// `limit` is the greatest length per axis; without axes a single value.
Handle space_of(const Attempt& attempt, const Extent& shape, const Extent& limit);

/// For a file, group or dataset to be made. Creation order is what netCDF asks for; time stamps would make equal files
/// differ.
Handle properties_of(const Attempt& attempt, hid_t kind);

/// Limits what is read or written of a space to the block.
void select(const Attempt& attempt, hid_t space, const Block& block);

/// Chunks and filters or, for a virtual variable, its sources; and HDF5's own fill value.
void set_layout(const Attempt& attempt, hid_t properties, const Variable& variable, const Extent& shape,
                const Extent& limit);

void put_attribute(const Attempt& attempt, hid_t object, const Attribute& attribute);

/// `_FillValue`, where the variable has one: one element of the variable's own type.
void put_fill(const Attempt& attempt, hid_t object, const Variable& variable);

void write_values(const Attempt& attempt, hid_t dataset, const Block& block, const Values& values);

}  // namespace moat::h5
