// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/description/NetworkDescription.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/Error.h"
#include "io/Json.h"
#include "network/layers/Chain.h"

namespace maury::network {

namespace {

using Widths = std::vector<std::size_t>;

constexpr std::size_t kMostBranches = 1000;  ///< largest number of branches, and of inputs of a branch
constexpr std::size_t kLongestName = 100;    ///< largest length of a branch's name (bytes)

/// Returns the shape that enters a branch once its parts are joined. Throws Error(Mismatch) naming the branch.
Shape joinedShape(const std::vector<Shape>& parts, Join join, const std::string& branch) {
  if (parts.size() == 1) return parts.front();
  if (join == Join::Add) {
    for (const Shape& part : parts) {
      if (!(part == parts.front())) {
        throw Error(ErrorKind::Mismatch, fmt::format("the branch \"{}\" cannot add the shapes {} and {}: they must be "
                                                     "equal",
                                                     branch, part.text(), parts.front().text()));
      }
    }
    return parts.front();
  }
  Shape all{0, 0};
  for (const Shape& part : parts)
    all.channels = checkedSum(all.channels, part.values());
  return all;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Calls visit(branch, shape that enters it), which returns the shape that leaves it, for each branch. Returns the
/// shape that enters the output.
template <typename Visit>
Shape visitBranches(const NetworkDescription& description, std::size_t pixels, const Widths& auxiliaryWidths,
                    const Visit& visit) {
  const std::size_t branches = description.auxiliary().size();
  if (auxiliaryWidths.size() != branches) {
    throw Error(ErrorKind::Mismatch,
                fmt::format("the number of input widths must equal the number of auxiliary branches, {}, but is {}",
                            branches, auxiliaryWidths.size()));
  }
  requireGraph(description);
  std::map<std::string, Shape> shapes;
  const auto partsFrom = [&](const std::vector<std::string>& names, std::vector<Shape> parts) {
    for (const std::string& name : names)
      parts.push_back(shapes.at(name));
    return parts;
  };
  std::size_t auxiliary = 0;
  for (const Branch& branch : description.branches) {
    std::vector<Shape> parts;
    if (branch.readsFlux()) {
      if (pixels == 0)
        throw Error(ErrorKind::Mismatch, "all pixels of the spectrum are masked; the network needs at least one");
      parts.push_back({pixels, 1});
    }
    if (!branch.auxiliaryInputs().empty()) parts.push_back({0, auxiliaryWidths[auxiliary++]});
    const Shape in = joinedShape(partsFrom(branch.from, parts), branch.join, branch.name);
    try {
      shapes[branch.name] = visit(branch, in);
    } catch (const TooFewPositions& error) {
      throw Error(ErrorKind::Mismatch,
                  fmt::format("a spectrum of {} pixels is too short for this network: {}; use fewer layers or smaller "
                              "kernels and pools",
                              pixels, error.what()));
    } catch (const Error& error) {
      throw Error(error.kind(), fmt::format("the branch \"{}\": {}", branch.name, error.what()));
    }
  }
  return joinedShape(partsFrom(description.outputs.front().from, {}), Join::Concatenate, "output");
}

}  // namespace

bool Branch::readsFlux() const {
  return contains(inputs, kFluxInput);
}

std::vector<std::string> Branch::auxiliaryInputs() const {
  std::vector<std::string> names;
  std::copy_if(inputs.begin(), inputs.end(), std::back_inserter(names),
               [](const std::string& input) { return input != kFluxInput; });
  return names;
}

bool NetworkDescription::hasDropout() const {
  bool any = false;
  for (const Branch& each : branches) {
    visitLayers(each.layers, [&]<typename Kind>(const Kind& layer) {
      if constexpr (std::is_same_v<Kind, Dropout>) any = any || layer.rate > 0.0;
    });
  }
  return any;
}

std::vector<AuxiliaryInputs> NetworkDescription::auxiliary() const {
  std::vector<AuxiliaryInputs> result;
  for (const Branch& each : branches) {
    std::vector<std::string> names = each.auxiliaryInputs();
    if (!names.empty()) result.push_back({each.name, std::move(names)});
  }
  return result;
}

const Branch& NetworkDescription::branch(std::string_view name) const {
  const auto found =
      std::find_if(branches.begin(), branches.end(), [&](const Branch& each) { return each.name == name; });
  if (found == branches.end()) throw Error(ErrorKind::Usage, fmt::format("the network has no branch \"{}\"", name));
  return *found;
}

Branch& NetworkDescription::branch(std::string_view name) {
  return const_cast<Branch&>(static_cast<const NetworkDescription&>(*this).branch(name));
}

void NetworkDescription::removeBranch(std::string name) {  // by value: it may be the name of the erased branch itself
  std::erase_if(branches, [&](const Branch& each) { return each.name == name; });
  for (Output& output : outputs)
    std::erase(output.from, name);
  std::vector<std::string> empty;
  for (Branch& each : branches) {
    if (std::erase(each.from, name) > 0 && each.from.empty() && each.inputs.empty()) empty.push_back(each.name);
  }
  for (const std::string& other : empty)
    removeBranch(other);
}

void requireGraph(const NetworkDescription& description) {
  const auto fail = [](const std::string& reason) { throw Error(ErrorKind::Format, "network description: " + reason); };
  std::vector<std::string> before;
  const auto requireEarlier = [&](const std::vector<std::string>& names, const std::string& which) {
    for (const std::string& name : names) {
      if (!contains(before, name))
        fail(fmt::format("\"{}\" takes {}, which is not an earlier branch", which, io::quoteShort(name)));
    }
  };
  if (description.branches.size() > kMostBranches)
    fail(fmt::format("\"branches\" has {} items, but at most {} are supported", description.branches.size(),
                     kMostBranches));
  for (const Branch& branch : description.branches) {
    if (branch.name.size() > kLongestName || branch.from.size() > kMostBranches) {
      fail(fmt::format("the branch {} has a name of more than {} bytes, or takes more than {} branches",
                       io::quoteShort(branch.name), kLongestName, kMostBranches));
    }
    if (branch.name.empty() || branch.name == "output")
      fail(fmt::format("a branch cannot have the \"name\" \"{}\"", branch.name));
    if (contains(before, branch.name)) fail(fmt::format("two \"branches\" are called \"{}\"", branch.name));
    if (branch.inputs.empty() && branch.from.empty())
      fail(fmt::format("\"{}\" takes neither inputs nor branches", branch.name));
    requireEarlier(branch.from, branch.name);
    before.push_back(branch.name);
  }
  if (description.outputs.size() != 1) {
    fail(fmt::format("\"outputs\" has {} items, but this program needs exactly one, which has all labels",
                     description.outputs.size()));
  }
  const Output& output = description.outputs.front();
  if (output.name != "output")
    fail(fmt::format("\"outputs\" contains {}, but the output must be called \"output\"", io::quoteShort(output.name)));
  if (output.from.empty()) fail("\"output\" takes no branch");
  requireEarlier(output.from, "output");
  for (const Branch& branch : description.branches) {
    const bool isUsed = contains(output.from, branch.name) ||
                        std::any_of(description.branches.begin(), description.branches.end(),
                                    [&](const Branch& other) { return contains(other.from, branch.name); });
    if (!isUsed) fail(fmt::format("neither a branch nor \"output\" takes \"{}\"", branch.name));
  }
}

std::vector<Shape> branchShapes(const NetworkDescription& description, std::size_t pixels,
                                const Widths& auxiliaryWidths) {
  std::vector<Shape> shapes;
  const Shape last = visitBranches(description, pixels, auxiliaryWidths, [&](const Branch& branch, const Shape& in) {
    shapes.push_back(in);
    return chainShape(branch.layers, in);
  });
  shapes.push_back(last);
  return shapes;
}

std::vector<LayerRow> layerList(const NetworkDescription& description, std::size_t pixels,
                                const Widths& auxiliaryWidths, std::size_t labels) {
  std::vector<LayerRow> rows;
  const Shape last = visitBranches(description, pixels, auxiliaryWidths, [&](const Branch& branch, Shape in) {
    for (const Layer& layer : branch.layers) {
      const Shape out = outputShape(layer, in);
      rows.push_back({branch.name, layerText(layer), out.text(), network::parameterCount(layer, in), flop(layer, in)});
      in = out;
    }
    return in;
  });
  const std::size_t outputs = description.outputWidth(labels);
  rows.push_back({description.branches.back().name,
                  (description.predictsVariance ? "output 2 × " : "output ") + std::to_string(labels),
                  fmt::format("{}", outputs), checkedProduct(checkedSum(last.values(), 1), outputs),
                  checkedProduct(last.values(), 2 * outputs)});
  return rows;
}

std::size_t parameterCount(const NetworkDescription& description, std::size_t pixels, const Widths& auxiliaryWidths,
                           std::size_t labels) {
  std::size_t sum = 0;
  for (const LayerRow& row : layerList(description, pixels, auxiliaryWidths, labels))
    sum = checkedSum(sum, row.parameters);
  return sum;
}

void requireTrainableSize(std::size_t parameters) {
  if (parameters <= kMaxParameters) return;
  throw Error(ErrorKind::Mismatch,
              fmt::format("the network has {} parameters, but at most {} can be trained; use fewer "
                          "filters or units",
                          parameters, kMaxParameters));
}

std::size_t forwardFlop(const NetworkDescription& description, std::size_t pixels, const Widths& auxiliaryWidths,
                        std::size_t labels) {
  std::size_t sum = 0;
  for (const LayerRow& row : layerList(description, pixels, auxiliaryWidths, labels))
    sum = checkedSum(sum, row.flop);
  return checkedProduct(sum, description.passes(labels));
}

NetworkDescription withoutMissingInputs(const NetworkDescription& description,
                                        const std::vector<std::string>& available) {
  NetworkDescription result = description;
  bool missing = false;
  std::vector<std::string> empty;
  for (Branch& branch : result.branches) {
    const auto lacks = [&](const std::string& name) { return name != kFluxInput && !contains(available, name); };
    if (std::erase_if(branch.inputs, lacks) == 0) continue;
    missing = true;
    if (branch.inputs.empty() && branch.from.empty()) empty.push_back(branch.name);
  }
  for (const std::string& name : empty)
    result.removeBranch(name);
  if (missing) result.preset.clear();
  return result;
}

}  // namespace maury::network
