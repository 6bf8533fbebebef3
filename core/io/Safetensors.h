// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace maury::io {

/// A float32 tensor, row-major.
struct Tensor {
  std::vector<std::int64_t> shape;
  std::vector<float> values;
};

/// Contents of a safetensors file (format: 8-byte little-endian header length, JSON header, raw data; no code).
struct SafetensorsFile {
  std::map<std::string, std::string> metadata;
  std::map<std::string, Tensor> tensors;
};

/// Reads the whole file; checks header length (at most 100 MB), offsets, overlaps and holes, dtype (F32 only) and sizes
/// against the file before anything is allocated. Throws Error(File) or Error(Format) naming file, tensor and reason.
SafetensorsFile readSafetensors(const std::filesystem::path& path);

/// Writes atomically; tensors in name order without gaps, the data after a header padded to 8 bytes. Throws
/// Error(File), or Error(Format) for a tensor whose shape and values do not fit or a text that is not UTF-8.
void writeSafetensors(const std::filesystem::path& path, const SafetensorsFile& contents);

}  // namespace maury::io
