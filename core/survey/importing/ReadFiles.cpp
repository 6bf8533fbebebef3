// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/ReadFiles.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <optional>

#include "base/Error.h"
#include "base/Parallel.h"
#include "spectra/Resample.h"
#include "survey/importing/readers/Format.h"
#include "survey/importing/readers/Wavelengths.h"

namespace maury::survey {

namespace {

/// Files that are read before what they hold is put together: enough to keep every thread busy, few enough that they
/// take little memory. A large file is a batch of its own, and goes straight to where it belongs.
constexpr std::size_t kFilesAtOnce = 256;
constexpr std::uint64_t kBytesAtOnce = std::uint64_t{128} << 20;

/// What one file held.
struct Slot {
  std::vector<SpectraBlock> spectra;
  std::vector<StarInputs> inputs;
  std::vector<std::string> notes;
  std::string whyNot;  ///< empty for a file that was read
  std::exception_ptr error;
};

/// The reason in an error's sentence, without the name of the file that begins it and without its full stop.
std::string reasonIn(std::string sentence, const std::string& source) {
  if (sentence.starts_with(source)) sentence.erase(0, source.size());
  sentence.erase(0, sentence.find_first_not_of(":, "));
  while (!sentence.empty() && sentence.back() == '.')
    sentence.pop_back();
  return sentence;
}

void rebinTo(const std::shared_ptr<const spectra::WavelengthGrid>& grid, SpectraBlock& block) {
  for (Spectrum& spectrum : block.spectra) {
    if (spectrum.grid == grid || spectrum.grid->matches(*grid)) continue;
    std::vector<float> flux(grid->size()), errors(spectrum.fluxError.empty() ? 0 : grid->size());
    spectra::rebin(*spectrum.grid, spectrum.flux, spectrum.fluxError, *grid, flux, errors);
    spectrum.flux = std::move(flux);
    spectrum.fluxError = std::move(errors);
    spectrum.grid = grid;
  }
}

class FilesReader {
public:
  FilesReader(const std::vector<ImportFile>& files, const ImportOptions& options,
              const std::vector<std::string>* alignedIds, SpectraCollector& collector, ImportReport& report, Job& job)
      : m_files(files),
        m_collector(collector),
        m_report(report),
        m_context{options, m_grids, job, files.size() == 1, alignedIds} {
    if (options.grid) m_target = std::make_shared<const spectra::WavelengthGrid>(options.grid->grid());
  }

  void run() {
    std::optional<ProgressMeter> meter;
    if (!m_context.isOnlyFile) meter.emplace(m_context.job, "reading", "files", m_files.size());
    for (std::size_t first = 0; first < m_files.size();) {
      const std::size_t count = batchFrom(first);
      if (count == 1)
        readAlone(m_files[first]);
      else
        readBatch(first, count, *meter);
      if (count == 1 && meter) meter->advance();
      first += count;
    }
  }

private:
  std::size_t batchFrom(std::size_t first) const {
    // The grid of the first spectrum has to be known before the others are rebinned to it.
    if (m_context.options.gridOfFirst && !m_target) return 1;
    std::size_t count = 0;
    std::uint64_t bytes = 0;
    while (first + count < m_files.size() && count < kFilesAtOnce) {
      bytes += m_files[first + count].bytes;
      if (count > 0 && bytes > kBytesAtOnce) break;
      ++count;
    }
    return count;
  }

  void give(SpectraBlock&& block) {
    if (m_context.options.gridOfFirst && !m_target && !block.isSecondChoice) m_target = block.spectra.front().grid;
    if (m_target) rebinTo(m_target, block);
    m_collector.add(std::move(block));
  }

  /// Throws what the reader throws; returns why the file is no spectrum, or nothing.
  std::string readTo(const ImportFile& file, const Found& found) {
    SourceFile source = file.open();
    const Format* format = formatOf(source);
    if (format == nullptr) return whyNoSpectrum(source);
    format->read(source, m_context, found);
    return {};
  }

  void readAlone(const ImportFile& file) {
    const Found found = {[&](SpectraBlock&& block) { give(std::move(block)); },
                         [&](StarInputs&& stars) { m_collector.add(std::move(stars)); },
                         [&](std::string&& note) { m_report.notes.push_back(std::move(note)); }};
    try {
      const std::string whyNot = readTo(file, found);
      if (!whyNot.empty()) leaveOut(file, whyNot, ErrorKind::Format);
    } catch (const Error&) {
      judge(file, std::current_exception());
    }
  }

  void readBatch(std::size_t first, std::size_t count, ProgressMeter& meter) {
    std::vector<Slot> slots(count);
    parallelChunks(count, 1, m_context.options.threads, [&](std::size_t begin, std::size_t, unsigned) {
      Slot& slot = slots[begin];
      const Found found = {[&](SpectraBlock&& block) {
                             if (m_target) rebinTo(m_target, block);
                             slot.spectra.push_back(std::move(block));
                           },
                           [&](StarInputs&& stars) { slot.inputs.push_back(std::move(stars)); },
                           [&](std::string&& note) { slot.notes.push_back(std::move(note)); }};
      try {
        slot.whyNot = readTo(m_files[first + begin], found);
      } catch (const Error& error) {
        if (error.kind() == ErrorKind::Cancelled) throw;
        slot.error = std::current_exception();
      }
      meter.advance();
    });
    for (std::size_t i = 0; i < count; ++i)
      take(m_files[first + i], std::move(slots[i]));
  }

  void take(const ImportFile& file, Slot&& slot) {
    if (slot.error) {
      judge(file, slot.error);
      return;
    }
    if (!slot.whyNot.empty()) leaveOut(file, slot.whyNot, ErrorKind::Format);
    for (SpectraBlock& block : slot.spectra)
      m_collector.add(std::move(block));
    for (StarInputs& stars : slot.inputs)
      m_collector.add(std::move(stars));
    std::move(slot.notes.begin(), slot.notes.end(), std::back_inserter(m_report.notes));
  }

  /// An error of one file leaves that file out; one that the user must answer, or of a file that was named, ends all.
  void judge(const ImportFile& file, const std::exception_ptr& thrown) {
    try {
      std::rethrow_exception(thrown);
    } catch (const MediumUnknown&) {
      throw;
    } catch (const Error& error) {
      const bool isOfOneFile = error.kind() == ErrorKind::Format || error.kind() == ErrorKind::File;
      if (!isOfOneFile || file.isNamed) throw;
      leaveOut(file, reasonIn(error.what(), file.source()), error.kind());
    }
  }

  void leaveOut(const ImportFile& file, const std::string& reason, ErrorKind kind) {
    if (file.isNamed)
      throw Error(kind, fmt::format("{}: is no spectrum: {}. A table of labels is given with --labels.", file.source(),
                                    reason));
    m_report.leftOut.push_back({file.source(), reason});
  }

  const std::vector<ImportFile>& m_files;
  SpectraCollector& m_collector;
  ImportReport& m_report;
  GridStore m_grids;
  ReadContext m_context;
  std::shared_ptr<const spectra::WavelengthGrid> m_target;
};

}  // namespace

void readFiles(const std::vector<ImportFile>& files, const ImportOptions& options,
               const std::vector<std::string>* alignedIds, SpectraCollector& collector, ImportReport& report,
               Job& job) {
  FilesReader(files, options, alignedIds, collector, report, job).run();
}

}  // namespace maury::survey
