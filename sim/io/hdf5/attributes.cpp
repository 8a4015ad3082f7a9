// The attributes that io/hdf5/read.hpp reads.

#include <array>

#include <fmt/format.h>

#include "io/hdf5/calls.hpp"
#include "io/hdf5/read.hpp"

namespace moat::h5 {
namespace {

std::string fixed_text(const Attempt& attempt, hid_t attribute, hid_t type) {
  std::string text(H5Tget_size(type), '\0');
  attempt(H5Aread(attribute, type, text.data()));
  return text.substr(0, text.find('\0'));
}

std::string variable_text(const Attempt& attempt, hid_t attribute, hid_t type) {
  char* text = nullptr;
  attempt(H5Aread(attribute, type, static_cast<void*>(&text)));
  std::string copy = text == nullptr ? "" : text;
  H5free_memory(text);
  return copy;
}

std::string text_of(const Attempt& attempt, hid_t attribute, hid_t type) {
  return H5Tis_variable_str(type) > 0 ? variable_text(attempt, attribute, type) : fixed_text(attempt, attribute, type);
}

/// One that the library makes from scales, fill values and orders.
bool kept_by_library(std::string_view name) {
  constexpr std::array names = {"CLASS", "NAME", "REFERENCE_LIST", "DIMENSION_LIST", "DIMENSION_LABELS", "_FillValue"};
  for (const std::string_view known : names)
    if (name == known) return true;
  return name.starts_with("_N");  // _Netcdf4Dimid, _NCProperties, ...
}

/// Adds the attribute if it is of a kind that the writer knows.
void take_attribute(const Attempt& attempt, hid_t object, const std::string& name, Attributes& into) {
  const Handle found(attempt(H5Aopen(object, name.c_str(), H5P_DEFAULT)), H5Aclose);
  const Handle type(attempt(H5Aget_type(found)), H5Tclose);
  const Handle space(attempt(H5Aget_space(found)), H5Sclose);
  const hssize_t count = H5Sget_simple_extent_npoints(space);
  const H5T_class_t kind = H5Tget_class(type);
  if (kind == H5T_INTEGER && H5Tget_size(type) == 1 && count > 0) {
    std::vector<std::int8_t> flags(static_cast<std::size_t>(count));
    attempt(H5Aread(found, H5T_NATIVE_INT8, flags.data()));
    into.push_back({name, flags});
  } else if (kind == H5T_STRING && count == 1) {
    into.push_back({name, text_of(attempt, found, type)});
  } else if (kind == H5T_INTEGER && count == 1) {
    std::int64_t value = 0;
    attempt(H5Aread(found, H5T_NATIVE_INT64, &value));
    into.push_back({name, value});
  } else if (kind == H5T_FLOAT && count == 1) {
    double value = 0;
    attempt(H5Aread(found, H5T_NATIVE_DOUBLE, &value));
    into.push_back({name, value});
  }
}

}  // namespace

Handle Reader::attribute(std::string_view object, const std::string& name, H5T_class_t kind) const {
  if (object != "/" && !has(object)) return {};
  const Attempt attempt{path_, fmt::format("read attribute '{}' of '{}'", name, object)};
  const Handle opened(attempt(H5Oopen(file_, std::string(object).c_str(), H5P_DEFAULT)), H5Oclose);
  if (attempt(H5Aexists(opened, name.c_str())) == 0) return {};
  Handle found(attempt(H5Aopen(opened, name.c_str(), H5P_DEFAULT)), H5Aclose);
  const Handle type(attempt(H5Aget_type(found)), H5Tclose);
  const Handle space(attempt(H5Aget_space(found)), H5Sclose);
  const H5T_class_t mine = H5Tget_class(type) == H5T_INTEGER ? H5T_FLOAT : H5Tget_class(type);
  if (mine != kind || H5Sget_simple_extent_npoints(space) != 1) return {};
  return found;
}

std::optional<std::string> Reader::attribute_text(std::string_view object, const std::string& name) const {
  const Handle found = attribute(object, name, H5T_STRING);
  if (!found.valid()) return {};
  const Attempt attempt{path_, fmt::format("read attribute '{}' of '{}'", name, object)};
  const Handle type(attempt(H5Aget_type(found)), H5Tclose);
  return text_of(attempt, found, type);
}

std::optional<double> Reader::attribute_number(std::string_view object, const std::string& name) const {
  const Handle found = attribute(object, name, H5T_FLOAT);
  if (!found.valid()) return {};
  const Attempt attempt{path_, fmt::format("read attribute '{}' of '{}'", name, object)};
  double value = 0;
  attempt(H5Aread(found, H5T_NATIVE_DOUBLE, &value));
  return value;
}

Attributes Reader::attributes(std::string_view object) const {
  const Attempt attempt{path_, fmt::format("read the attributes of '{}'", object)};
  const Handle opened(attempt(H5Oopen(file_, std::string(object).c_str(), H5P_DEFAULT)), H5Oclose);
  const auto take = [](hid_t, const char* name, const H5A_info_t*, void* into) -> herr_t {
    static_cast<std::vector<std::string>*>(into)->emplace_back(name);
    return 0;
  };
  std::vector<std::string> names;
  if (H5Aiterate2(opened, H5_INDEX_CRT_ORDER, H5_ITER_INC, nullptr, take, &names) < 0) {
    names.clear();
    attempt(H5Aiterate2(opened, H5_INDEX_NAME, H5_ITER_INC, nullptr, take, &names));
  }
  Attributes found;
  for (const std::string& name : names)
    if (!kept_by_library(name)) take_attribute(attempt, opened, name, found);
  return found;
}

}  // namespace moat::h5
