// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/fits/FitsStorage.h"

#include <fitsio.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <mutex>
#include <vector>

#include "base/Error.h"

extern "C" {  // the header declares the drivers' functions outside its own block
#include <fitsio2.h>
}

namespace maury::io {
namespace {

constexpr const char* kPrefix = "maury://";

/// Files that CFITSIO knows by their index. It is never destroyed, because a thread may still write at exit.
struct OpenOutputs {
  std::mutex mutex;
  std::vector<FitsStorage*> files;  ///< null for an index that is free
};

OpenOutputs& openOutputs() {
  static OpenOutputs& outputs = *new OpenOutputs;
  return outputs;
}

}  // namespace

/// The functions that CFITSIO calls. They return 0 or a status of CFITSIO, and throw nothing.
struct FitsStorage::Driver {
  static FitsStorage* find(int handle) {
    OpenOutputs& outputs = openOutputs();
    const std::lock_guard lock(outputs.mutex);
    const auto index = static_cast<std::size_t>(handle);
    return handle >= 0 && index < outputs.files.size() ? outputs.files[index] : nullptr;
  }

  static int create(char* name, int* handle) {
    *handle = std::atoi(name);
    return find(*handle) != nullptr ? 0 : FILE_NOT_CREATED;
  }

  static int open(char* name, int, int* handle) { return create(name, handle) == 0 ? 0 : FILE_NOT_OPENED; }

  static int close(int) { return 0; }  // the owner of the descriptor closes it

  static int flush(int) { return 0; }  // nothing is buffered here

  static int seek(int handle, LONGLONG offset) {
    find(handle)->m_position = offset;
    return 0;
  }

  static int size(int handle, LONGLONG* bytes) {
    struct stat status = {};
    FitsStorage& file = *find(handle);
    if (::fstat(file.m_descriptor, &status) != 0) return file.fail(READ_ERROR);
    *bytes = status.st_size;
    return 0;
  }

  static int truncate(int handle, LONGLONG bytes) {
    FitsStorage& file = *find(handle);
    int result = 0;
    do
      result = ::ftruncate(file.m_descriptor, bytes);
    while (result != 0 && errno == EINTR);
    return result == 0 ? 0 : file.fail(WRITE_ERROR);
  }

  static int read(int handle, void* buffer, long count) {
    FitsStorage& file = *find(handle);
    auto* bytes = static_cast<char*>(buffer);
    while (count > 0) {
      const ssize_t taken = ::pread(file.m_descriptor, bytes, static_cast<std::size_t>(count), file.m_position);
      if (taken < 0 && errno == EINTR) continue;
      if (taken < 0) return file.fail(READ_ERROR);
      if (taken == 0) return END_OF_FILE;
      bytes += taken;
      count -= taken;
      file.m_position += taken;
    }
    return 0;
  }

  static int write(int handle, void* buffer, long count) {
    FitsStorage& file = *find(handle);
    const auto* bytes = static_cast<const char*>(buffer);
    while (count > 0) {
      const ssize_t taken = ::pwrite(file.m_descriptor, bytes, static_cast<std::size_t>(count), file.m_position);
      if (taken < 0 && errno == EINTR) continue;
      if (taken < 0) return file.fail(WRITE_ERROR);
      bytes += taken;
      count -= taken;
      file.m_position += taken;
    }
    return 0;
  }

  /// Makes CFITSIO use these functions for names that begin with kPrefix. Returns CFITSIO's status.
  static int install() {
    if (const int status = fits_init_cfitsio(); status != 0) return status;
    std::string prefix = kPrefix;
    return fits_register_driver(prefix.data(), nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, &open, &create,
                                &truncate, &close, nullptr, &size, &flush, &seek, &read, &write);
  }
};

void FitsStorage::initialiseCfitsio() {
  static const int status = Driver::install();
  if (status != 0)
    throw Error(ErrorKind::File, fmt::format("FITS files cannot be used (CFITSIO's status is {})", status));
}

FitsStorage::FitsStorage(int descriptor) : m_descriptor(descriptor) {
  initialiseCfitsio();
  OpenOutputs& outputs = openOutputs();
  const std::lock_guard lock(outputs.mutex);
  auto place = std::find(outputs.files.begin(), outputs.files.end(), nullptr);
  if (place == outputs.files.end()) place = outputs.files.insert(place, nullptr);
  *place = this;
  m_handle = static_cast<int>(place - outputs.files.begin());
}

FitsStorage::~FitsStorage() {
  OpenOutputs& outputs = openOutputs();
  const std::lock_guard lock(outputs.mutex);
  outputs.files[static_cast<std::size_t>(m_handle)] = nullptr;
}

std::string FitsStorage::url() const {
  return kPrefix + std::to_string(m_handle);
}

int FitsStorage::fail(int status) noexcept {
  if (m_errorCode == 0) m_errorCode = errno;
  return status;
}

}  // namespace maury::io
