// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/contrast/ContrastSides.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>

#include "base/Error.h"
#include "survey/filter/Filter.h"

namespace maury::workbench {

namespace {

/// Returns the stars of a side that are among the rows of the request, thinned to `options.maxStars`. Records in
/// `result` their number before thinning, or the problem with the filter.
std::vector<std::size_t> sideRows(const ContrastRequest& request, const ContrastSide& side,
                                  ContrastResult::Side& result) {
  std::vector<std::size_t> both;
  try {
    const auto selected = side.subset ? *side.subset : survey::filterRows(*request.stars, side.filter);
    std::set_intersection(selected.begin(), selected.end(), request.rows->begin(), request.rows->end(),
                          std::back_inserter(both));
  } catch (const survey::FilterError& error) {
    result.problem = error.what();
  }
  result.stars = both.size();
  return survey::everyNth(both, request.options.maxStars);
}

}  // namespace

ContrastResult computeContrast(const ContrastRequest& request, Job& job) {
  ContrastResult result;
  const auto rowsA = sideRows(request, request.a, result.a), rowsB = sideRows(request, request.b, result.b);
  if (rowsA.empty() || rowsB.empty()) {
    const std::string empty = !rowsB.empty() ? "A" : !rowsA.empty() ? "B" : "A or B";
    result.reason = "No star that passes the main filter is in " + empty + ". Widen the filters.";
    return result;
  }
  try {
    result.contrast = std::make_shared<const attribution::Contrast>(
        attribution::contrast(request.model, *request.survey, rowsA, rowsB, job));
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::Mismatch) throw;
    result.reason = error.what();
  }
  return result;
}

std::optional<ProposedSides> proposedSides(const survey::Dataset& stars) {
  const std::string alpha = survey::shownLabel(stars, "alpham"), metallicity = survey::shownLabel(stars, "mh");
  if (!stars.hasNumeric(alpha) || !stars.hasNumeric(metallicity)) return std::nullopt;
  const std::string narrow = fmt::format("abs({} + 0.4) < 0.1 && {}", metallicity, alpha);
  return ProposedSides{narrow + " > 0.18", narrow + " < 0.10"};
}

}  // namespace maury::workbench
