// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace maury::io {

/// Tensor of 32-bit floats, row-major.
struct Tensor {
  std::vector<std::int64_t> shape;
  std::vector<float> values;
};

/// Contents of a safetensors file (format: 8-byte little-endian header length, JSON header, raw data; no code).
struct SafetensorsFile {
  std::map<std::string, std::string> metadata;
  std::map<std::string, Tensor> tensors;
};

/// Reads the whole file. Before it allocates tensors, checks the header length (at most 100 MB), offsets, overlaps and
/// gaps, dtype (only F32) and sizes; the tensors therefore need no more memory than the file has bytes. Then checks the
/// digest that writeSafetensors() stored, if the file has one, and leaves it out of the metadata. Throws Error(File) or
/// Error(Format) naming file, tensor and reason.
SafetensorsFile readSafetensors(const std::filesystem::path& path);

/// Writes the file atomically, with the tensors in the order of their names, without gaps, after a header padded to a
/// multiple of 8 bytes. Adds the metadata entry "maury-digest" with a CRC-32 of all contents; equal contents have equal
/// bytes. Throws Error(File), or Error(Format) if a tensor's number of values contradicts its shape or a text is not
/// UTF-8.
void writeSafetensors(const std::filesystem::path& path, const SafetensorsFile& contents);

}  // namespace maury::io
