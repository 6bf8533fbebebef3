// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/runs/History.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <limits>
#include <sstream>

#include "base/Error.h"

namespace maury::training {

namespace {

constexpr std::size_t kFixedColumns = 7;

std::vector<double> parseNumbers(const std::string& line, std::size_t lineNumber) {
  std::vector<double> numbers;
  const char* const end = line.data() + line.size();
  for (const char* place = line.data(); place <= end; ++place) {
    double value = 0.0;
    const auto [next, problem] = std::from_chars(place, end, value);
    if (problem != std::errc() || (next != end && *next != ',')) {
      throw Error(ErrorKind::Format, fmt::format("training history, line {}: '{}' is not a row of numbers", lineNumber,
                                                 line.substr(0, 60)));
    }
    numbers.push_back(value);
    place = next;
  }
  return numbers;
}

/// Converts a number of a member or an epoch. Throws Error(Format) unless it is whole and fits into an int.
int countFrom(double value, std::size_t lineNumber) {
  if (!(value >= 0.0 && value <= std::numeric_limits<int>::max() && value == std::floor(value)))
    throw Error(
        ErrorKind::Format,
        fmt::format("training history, line {}: {} is not the number of a member or an epoch", lineNumber, value));
  return static_cast<int>(value);
}

}  // namespace

std::string historyCsv(const std::vector<EpochReport>& history, const std::vector<network::ModelLabel>& labels) {
  std::string csv = "member,epoch,training_loss,validation_loss,learning_rate,spectra_per_second,best";
  for (const network::ModelLabel& label : labels)
    csv += ",scatter_" + label.name;
  csv += '\n';
  for (const EpochReport& report : history) {
    csv += fmt::format("{},{},{:.9g},{:.9g},{:g},{:.1f},{}", report.member, report.epoch, report.trainingLoss,
                       report.validationLoss, report.learningRate, report.spectraPerSecond, report.best ? 1 : 0);
    for (const double scatter : report.scatter)
      csv += fmt::format(",{:.6g}", scatter);
    csv += '\n';
  }
  return csv;
}

std::vector<EpochReport> historyFromCsv(const std::string& csv) {
  std::vector<EpochReport> history;
  std::istringstream lines(csv);
  std::string line;
  std::getline(lines, line);
  for (std::size_t number = 2; std::getline(lines, line); ++number) {
    const std::vector<double> values = parseNumbers(line, number);
    if (values.size() < kFixedColumns) {
      throw Error(ErrorKind::Format, fmt::format("training history, line {}: {} columns, expected at least {}", number,
                                                 values.size(), kFixedColumns));
    }
    EpochReport report;
    report.member = countFrom(values[0], number);
    report.epoch = countFrom(values[1], number);
    report.trainingLoss = values[2];
    report.validationLoss = values[3];
    report.learningRate = values[4];
    report.spectraPerSecond = values[5];
    report.best = values[6] != 0.0;
    report.scatter.assign(values.begin() + kFixedColumns, values.end());
    history.push_back(std::move(report));
  }
  return history;
}

}  // namespace maury::training
