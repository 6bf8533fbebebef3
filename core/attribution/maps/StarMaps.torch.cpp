// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <limits>

#include "attribution/AttributionModule.torch.h"
#include "attribution/maps/EnsembleMethod.torch.h"
#include "attribution/maps/PreparedStars.h"
#include "base/Error.h"
#include "base/Parallel.h"
#include "network/Device.torch.h"

namespace maury::attribution {

std::vector<float> TorchAttribution::starMaps(const network::Model& model, const survey::Dataset& dataset,
                                              std::span<const std::size_t> stars, std::size_t label,
                                              const AttributionOptions& options, Job& job) const {
  const EnsembleMethod method(model, options);
  const network::ModelInfo& info = method.info();
  if (label >= info.labels.size()) {
    throw Error(ErrorKind::Usage,
                fmt::format("Label {} does not exist: the model has {} labels.", label, info.labels.size()));
  }
  const PreparedStars prepared(model, dataset, stars, job, options.threads);
  const std::size_t pixels = info.grid.size();
  const double unit = static_cast<double>(network::labelFactors(info)[label]) /
                      (isDerivative(options.method) ? static_cast<double>(info.fluxScale) : 1.0) /
                      static_cast<double>(method.members());
  std::vector<float> maps(stars.size() * pixels, std::numeric_limits<float>::quiet_NaN());
  ProgressMeter meter(job, "attributing", "spectra", stars.size());
  parallelChunks(stars.size(), network::batchSpectra(), network::batchThreads(options.threads),
                 [&](std::size_t begin, std::size_t end, unsigned) {
                   network::convertTorchErrors([&] {
                     network::useOneThread();
                     const auto rows = prepared.rows().subspan(begin, end - begin);
                     const network::Batch batch = method.batches().make(prepared.dataset(), rows);
                     torch::Tensor sum;
                     for (std::size_t m = 0; m < method.members(); ++m) {
                       const torch::Tensor values =
                           method.attributeMember(m, batch, begin, job).values[static_cast<std::int64_t>(label)];
                       sum = sum.defined() ? sum.add_(values) : values.clone();
                     }
                     const torch::Tensor flat = sum.contiguous().cpu();
                     const auto columns = static_cast<std::size_t>(flat.size(1));
                     for (std::size_t i = begin; i < end; ++i) {
                       const float* row = flat.data_ptr<float>() + (i - begin) * columns;
                       for (std::size_t j = 0; j < method.batches().pixels().size(); ++j) {
                         maps[i * pixels + method.batches().pixels()[j]] =
                             static_cast<float>(static_cast<double>(row[j]) * unit);
                       }
                     }
                   });
                   meter.advance(end - begin);
                 });
  return maps;
}

}  // namespace maury::attribution
