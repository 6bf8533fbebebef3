// SPDX-License-Identifier: GPL-3.0-or-later
// Internal header of core. Includes LibTorch.
#pragma once

#include <torch/torch.h>

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "network/layers/Layer.h"

namespace maury::network {

/// Means and variances of a training batch, for each batch-normalisation layer by name.
class BatchStatistics {
public:
  struct Moments {
    torch::Tensor mean, variance;  ///< one value per channel
    double weight = 0.0;           ///< number of values that they were computed from
  };

  /// Adds the moments of one pass. Moments of the same layer are averaged by weight.
  void add(const std::string& layer, const Moments& moments);
  void add(const BatchStatistics& other);
  /// Returns the moments of a layer, or null if none were added.
  const Moments* find(const std::string& layer) const;

private:
  std::map<std::string, Moments> m_layers;
};

/// Options of a forward pass.
struct Pass {
  torch::Generator* dropout = nullptr;  ///< draws the dropout masks; null: no dropout
  /// Batch normalisation uses and adds here the statistics of the batch; null: it uses its running statistics.
  BatchStatistics* statistics = nullptr;
};

/// Tensor of a module. Copies share its memory.
struct ModuleTensor {
  std::string name;  ///< "spectrum.conv0.weight"
  torch::Tensor value;
  bool learned = true;  ///< false: a buffer, such as a running mean
  Start start = Start::Zeros;
};

/// LibTorch implementation of a layer. Inputs and outputs are B × C × 1 × P in channels-last memory (see
/// asNetworkFlux()), or B × K for vectors. forward() is const and touches no shared state.
class LayerModule {
public:
  virtual ~LayerModule() = default;

  virtual torch::Tensor forward(const torch::Tensor& x, const Pass& pass) const = 0;
  /// Returns a copy that shares the memory of the weights.
  virtual std::unique_ptr<LayerModule> copy() const = 0;
  /// Sets the tensors to their initial values, from which training starts.
  virtual void initialise(torch::Generator& generator);
  /// Returns the term that the layer adds to the loss; undefined if there is none.
  virtual torch::Tensor penalty() const { return {}; }
  /// Returns true if forward() returns a new tensor whose values no gradient needs, so that the next layer may
  /// overwrite it.
  virtual bool makesNewOutput() const { return true; }
  /// Updates the running means and variances with those of a batch.
  virtual void updateStatistics(const BatchStatistics& /*batch*/) {}

  /// Appends the layer's tensors to `all`. Optimisers and checkpoints rely on their order.
  virtual void listTensors(std::vector<ModuleTensor>& all) const;
  /// Replaces the weights by new variables that share the memory but have separate gradients.
  virtual void detachWeights();

protected:
  LayerModule() = default;
  LayerModule(const LayerModule&) = default;
  LayerModule& operator=(const LayerModule&) = default;

  /// Adds the tensors of the layer called `name`, on networkDevice() and filled with zeros.
  void addTensors(const std::vector<WeightShape>& weights, const std::string& name);
  const torch::Tensor& tensor(std::size_t index) const { return m_tensors[index].value; }

private:
  std::vector<ModuleTensor> m_tensors;
};

/// LibTorch implementation of a chain of layers.
class ModuleChain {
public:
  /// Builds the layers of the branch or block `name`, whose input has the shape `in`. Its tensors are named
  /// NAME.conv0.weight and so on.
  ModuleChain(const std::vector<Layer>& layers, const std::string& name, Shape in);
  ModuleChain(const ModuleChain& other);
  ModuleChain& operator=(const ModuleChain&) = delete;
  ModuleChain(ModuleChain&&) = default;
  ModuleChain& operator=(ModuleChain&&) = default;
  ~ModuleChain() = default;

  torch::Tensor forward(torch::Tensor x, const Pass& pass) const;
  const std::vector<std::unique_ptr<LayerModule>>& modules() const { return m_modules; }

private:
  std::vector<std::unique_ptr<LayerModule>> m_modules;
};

/// Context from which makeModule() builds a layer's module.
struct LayerContext {
  std::string name;                  ///< name of the layer: "spectrum.conv0"
  Shape in;                          ///< shape of the layer's input
  bool mayChangeInput = false;       ///< true if the module may overwrite its input, which nothing else needs
  std::span<const Layer> following;  ///< layers after this one in its chain
  std::size_t fusedLayers = 0;  ///< number of `following` layers that the module also computes; set by makeModule()
};

/// Flattens each star to a vector, position by position as Keras does. Needs no copy in the channels-last layout.
torch::Tensor asVector(const torch::Tensor& x);
/// Applies a leaky ReLU in place. A slope of 1 changes nothing.
torch::Tensor activateInPlace(torch::Tensor x, double slope);
/// Fills `weight` with Glorot-uniform values as Keras does (Glorot & Bengio 2010, eq. 16). Draws in row-major order
/// whatever the memory layout of `weight`, so that a seed always yields the same values.
void drawGlorotUniform(torch::Tensor weight, torch::Generator& generator);

}  // namespace maury::network
