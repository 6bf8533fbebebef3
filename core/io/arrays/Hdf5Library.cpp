// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstring>

#include "base/text/Printable.h"
#include "io/arrays/Hdf5Library.hdf5.h"

namespace maury::io {
namespace {

std::mutex& libraryMutex() {
  static std::mutex mutex;
  return mutex;
}

/// Keeps the first description, which is that of the innermost function. A library in C calls it.
herr_t keepFirst(unsigned, const H5E_error2_t* error, void* text) noexcept {
  try {
    auto& reason = *static_cast<std::string*>(text);
    if (reason.empty() && error->desc != nullptr) reason = printable(error->desc);
    return 0;
  } catch (...) {
    return -1;
  }
}

}  // namespace

Hdf5Lock::Hdf5Lock() : m_lock(libraryMutex()) {
  // Each thread has its own stack of errors.
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  H5PLset_loading_state(0);
}

std::string hdf5Reason() {
  std::string reason;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, &keepFirst, &reason);
  return reason.empty() ? "HDF5 states no reason" : reason;
}

std::string hdf5TextAttribute(hid_t object, const char* name) {
  constexpr std::size_t kLongest = 4096;
  if (H5Aexists(object, name) <= 0) return {};
  const Hdf5Id attribute(H5Aopen(object, name, H5P_DEFAULT), &H5Aclose);
  if (!attribute) return {};
  const Hdf5Id type(H5Aget_type(attribute.get()), &H5Tclose);
  const Hdf5Id space(H5Aget_space(attribute.get()), &H5Sclose);
  if (!type || !space || H5Tget_class(type.get()) != H5T_STRING || H5Sget_simple_extent_npoints(space.get()) != 1)
    return {};
  std::string text;
  if (H5Tis_variable_str(type.get()) > 0) {
    char* value = nullptr;
    if (H5Aread(attribute.get(), type.get(), &value) < 0 || value == nullptr) return {};
    text.assign(value, ::strnlen(value, kLongest));
    H5Dvlen_reclaim(type.get(), space.get(), H5P_DEFAULT, &value);
  } else {
    const std::size_t bytes = H5Tget_size(type.get());
    if (bytes == 0 || bytes > kLongest) return {};
    text.resize(bytes);
    if (H5Aread(attribute.get(), type.get(), text.data()) < 0) return {};
    text.resize(std::min(text.find('\0'), text.size()));
  }
  text.resize(text.find_last_not_of(" \t\r\n") + 1);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return text;
}

}  // namespace maury::io
