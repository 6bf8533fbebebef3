// SPDX-License-Identifier: GPL-3.0-or-later
// Writes small HDF5 files for tests. Include only in sources that link HDF5.
#pragma once

#include <hdf5.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace maury::test {

class Hdf5Writer {
public:
  explicit Hdf5Writer(const std::filesystem::path& path)
      : m_file(require(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT))) {}
  ~Hdf5Writer() { H5Fclose(m_file); }
  Hdf5Writer(const Hdf5Writer&) = delete;
  Hdf5Writer& operator=(const Hdf5Writer&) = delete;

  hid_t file() const { return m_file; }

  template <typename T>
  static hid_t typeOf() {
    if constexpr (std::is_same_v<T, double>) return H5T_NATIVE_DOUBLE;
    if constexpr (std::is_same_v<T, float>) return H5T_NATIVE_FLOAT;
    if constexpr (std::is_same_v<T, long>) return H5T_NATIVE_LONG;
    if constexpr (std::is_same_v<T, unsigned long>) return H5T_NATIVE_ULONG;
    if constexpr (std::is_same_v<T, signed char>) return H5T_NATIVE_SCHAR;
    throw std::logic_error("Hdf5Writer: unknown type");
  }

  void group(const std::string& name) {
    H5Gclose(require(H5Gcreate2(m_file, name.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT)));
  }

  /// Writes a data set; `fileType` is its type in the file (0: that of the values). With `chunk`, it is packed by
  /// shuffle and deflate.
  template <typename T>
  void write(const std::string& name, const std::vector<hsize_t>& shape, const std::vector<T>& values,
             const std::vector<hsize_t>& chunk = {}, hid_t fileType = 0) {
    writeRaw(name, shape, values.data(), typeOf<T>(), fileType == 0 ? typeOf<T>() : fileType, chunk);
  }

  /// Writes texts of varying length in UTF-8.
  void writeTexts(const std::string& name, const std::vector<const char*>& texts) {
    const hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, H5T_VARIABLE);
    H5Tset_cset(type, H5T_CSET_UTF8);
    writeRaw(name, {texts.size()}, texts.data(), type, type, {});
    H5Tclose(type);
  }

  /// Writes texts of `length` bytes, padded with zeros like NumPy's; `bytes` holds all of them.
  void writeBytes(const std::string& name, const std::string& bytes, std::size_t length) {
    const hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, length);
    H5Tset_strpad(type, H5T_STR_NULLPAD);
    writeRaw(name, {bytes.size() / length}, bytes.data(), type, type, {});
    H5Tclose(type);
  }

  void writeRaw(const std::string& name, const std::vector<hsize_t>& shape, const void* values, hid_t memoryType,
                hid_t fileType, const std::vector<hsize_t>& chunk) {
    const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
    if (!chunk.empty()) {
      H5Pset_chunk(creation, static_cast<int>(chunk.size()), chunk.data());
      H5Pset_shuffle(creation);
      H5Pset_deflate(creation, 4);
    }
    const hid_t space = H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr);
    const hid_t set = require(H5Dcreate2(m_file, name.c_str(), fileType, space, H5P_DEFAULT, creation, H5P_DEFAULT));
    if (values != nullptr && H5Dwrite(set, memoryType, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) < 0)
      throw std::runtime_error("cannot write " + name);
    H5Dclose(set);
    H5Sclose(space);
    H5Pclose(creation);
  }

  void attribute(const std::string& object, const std::string& name, const std::string& text) {
    const hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, text.size());
    const hid_t space = H5Screate(H5S_SCALAR);
    const hid_t owner = require(H5Oopen(m_file, object.c_str(), H5P_DEFAULT));
    const hid_t attribute = require(H5Acreate2(owner, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT));
    H5Awrite(attribute, type, text.data());
    H5Aclose(attribute);
    H5Oclose(owner);
    H5Sclose(space);
    H5Tclose(type);
  }

private:
  static hid_t require(hid_t id) {
    if (id < 0) throw std::runtime_error("HDF5 cannot write the file of a test");
    return id;
  }

  hid_t m_file;
};

}  // namespace maury::test
