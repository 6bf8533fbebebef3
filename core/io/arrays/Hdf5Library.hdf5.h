// SPDX-License-Identifier: GPL-3.0-or-later
// Wrappers of the HDF5 library. Only the sources of this folder include this header.
#pragma once

#define H5_USE_110_API  // the functions of 1.10, which later versions have too
#include <hdf5.h>

#include <mutex>
#include <string>
#include <utility>

namespace maury::io {

/// Lock of the whole library, which is not safe for several threads everywhere. While it is held, the library prints no
/// errors and loads no plug-ins. Every call of the library, also one that closes a handle, needs it.
class Hdf5Lock {
public:
  Hdf5Lock();

private:
  std::unique_lock<std::mutex> m_lock;
};

/// Handle of a file, group, data set, type, data space or property list, which is closed at the end.
class Hdf5Id {
public:
  Hdf5Id() = default;
  Hdf5Id(hid_t id, herr_t (*close)(hid_t)) : m_id(id), m_close(close) {}
  ~Hdf5Id() { reset(); }
  Hdf5Id(Hdf5Id&& other) noexcept : m_id(std::exchange(other.m_id, -1)), m_close(other.m_close) {}
  Hdf5Id& operator=(Hdf5Id&& other) noexcept {
    std::swap(m_id, other.m_id);
    std::swap(m_close, other.m_close);
    return *this;
  }

  void reset() {
    if (m_id >= 0) m_close(m_id);
    m_id = -1;
  }
  hid_t get() const { return m_id; }
  explicit operator bool() const { return m_id >= 0; }

private:
  hid_t m_id = -1;
  herr_t (*m_close)(hid_t) = nullptr;
};

/// Returns the reason why the last call of this thread failed, as the library states it.
std::string hdf5Reason();

/// Returns the text of an attribute of a group or data set; empty if it has none or it is no text.
std::string hdf5TextAttribute(hid_t object, const char* name);

}  // namespace maury::io
