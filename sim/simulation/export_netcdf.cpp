#include <algorithm>

#include <fmt/format.h>

#include "simulation/export.hpp"

namespace moat {
namespace {

constexpr hsize_t block_values = 1 << 20;

template <class T>
void copy_numbers(const h5::Reader& from, h5::File& to, const std::string& name, const h5::Block& block) {
  std::size_t size = 1;
  for (const hsize_t count : block.count) size *= count;
  std::vector<T> values(size);
  from.read(name, block, std::span<T>(values));
  to.write(name, block, values);
}

void copy_block(const h5::Reader& from, h5::File& to, const std::string& name, const h5::Block& block) {
  switch (from.info(name).type) {
    case h5::Type::int8:
      return copy_numbers<std::int8_t>(from, to, name, block);
    case h5::Type::int32:
      return copy_numbers<std::int32_t>(from, to, name, block);
    case h5::Type::int64:
      return copy_numbers<std::int64_t>(from, to, name, block);
    case h5::Type::uint64:
      return copy_numbers<std::uint64_t>(from, to, name, block);
    case h5::Type::float32:
    case h5::Type::float64:
      return copy_numbers<double>(from, to, name, block);
    case h5::Type::text:
      return to.write(name, block, from.texts(name, block));
  }
}

void copy_scale(const h5::Reader& from, h5::File& to, const std::string& name) {
  const h5::Attributes attributes = from.attributes(name);
  switch (from.info(name).type) {
    case h5::Type::int8:
      return to.scale(name, from.all<std::int8_t>(name), attributes);
    case h5::Type::int32:
      return to.scale(name, from.all<std::int32_t>(name), attributes);
    case h5::Type::int64:
      return to.scale(name, from.all<std::int64_t>(name), attributes);
    case h5::Type::uint64:
      return to.scale(name, from.all<std::uint64_t>(name), attributes);
    case h5::Type::float32:
    case h5::Type::float64:
      return to.scale(name, from.all<double>(name), attributes);
    case h5::Type::text:
      return to.scale(name, from.texts(name), attributes);
  }
}

void copy_variable(const h5::Reader& from, h5::File& to, const std::string& name) {
  const h5::Reader::Info& info = from.info(name);
  if (info.type == h5::Type::text && info.dims.empty()) return to.text(name, from.text(name));
  h5::Variable variable{.dims = info.dims, .type = info.type, .attributes = from.attributes(name)};
  const bool whole = info.type == h5::Type::int8 || info.type == h5::Type::int32 || info.type == h5::Type::int64;
  if (const auto fill = from.attribute_number(name, "_FillValue"); fill && whole) variable.fill = std::int64_t(*fill);
  to.variable(name, variable);
  h5::by_blocks(info.shape, block_values, [&](const h5::Block& block) { copy_block(from, to, name, block); });
  from.release();
}

/// Datasets and groups of a group, scales first, as variables need them.
void copy_group(const h5::Reader& from, h5::File& to, const std::string& group) {
  const std::string folder = group == "/" ? "" : group + "/";
  if (!folder.empty()) to.group(group);
  for (const h5::Attribute& attribute : from.attributes(group)) to.attribute(group, attribute);
  const std::vector<std::string> names = from.names(group);
  for (const std::string& name : names)
    if (!from.is_group(folder + name) && from.info(folder + name).scale) copy_scale(from, to, folder + name);
  for (const std::string& name : names) {
    if (from.is_group(folder + name))
      copy_group(from, to, folder + name);
    else if (!from.info(folder + name).scale)
      copy_variable(from, to, folder + name);
  }
}

}  // namespace

void write_netcdf(const h5::Reader& reader, const std::vector<std::string>& only, const std::filesystem::path& path) {
  check_variables(reader, only);
  h5::File file = h5::File::create(path);
  if (only.empty()) {
    copy_group(reader, file, "/");
    return file.commit();
  }
  for (const h5::Attribute& attribute : reader.attributes("/")) file.attribute("/", attribute);
  std::vector<std::string> dims, variables;
  for (const std::string& name : reader.names()) {  // in the file's order, whatever that of the options
    if (std::find(only.begin(), only.end(), name) == only.end()) continue;
    variables.push_back(name);
    dims.insert(dims.end(), reader.info(name).dims.begin(), reader.info(name).dims.end());
  }
  for (const std::string& name : reader.names())
    if (std::find(dims.begin(), dims.end(), name) != dims.end()) copy_scale(reader, file, name);
  for (const std::string& name : variables) copy_variable(reader, file, name);
  if (reader.is_group("provenance")) copy_group(reader, file, "provenance");
  file.commit();
}

}  // namespace moat
