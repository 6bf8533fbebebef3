// SPDX-License-Identifier: GPL-3.0-or-later
// For core's own sources only: shows LibTorch.
#pragma once

#include <torch/torch.h>

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "network/layers/Layer.h"

namespace maury::network {

/// Means and variances of a training batch, for each batch normalisation by its name.
class BatchStatistics {
public:
  struct Moments {
    torch::Tensor mean, variance;  ///< of each channel
    double weight = 0.0;           ///< values that they are of
  };

  /// Adds those of a pass; several of one layer are averaged by their weights.
  void add(const std::string& layer, const Moments& moments);
  void add(const BatchStatistics& other);
  /// Null where the layer has seen no batch.
  const Moments* find(const std::string& layer) const;

private:
  std::map<std::string, Moments> m_layers;
};

/// How a forward pass goes.
struct Pass {
  torch::Generator* dropout = nullptr;  ///< draws the masks of dropout; null: no dropout
  BatchStatistics* statistics =
      nullptr;  ///< batch normalisation by the batch itself, noted here; null: by running ones
};

/// A tensor of a module. A copy of it has the same memory.
struct ModuleTensor {
  std::string name;  ///< "spectrum.conv0.weight"
  torch::Tensor value;
  bool learned = true;  ///< false: a buffer, such as a running mean
  Start start = Start::Zeros;
};

/// A layer at work. Between layers go B × C × 1 × P in channels-last memory (see asNetworkFlux()), or B × K of a
/// vector. Passes are const and touch no shared state.
class LayerModule {
public:
  virtual ~LayerModule() = default;

  virtual torch::Tensor forward(const torch::Tensor& x, const Pass& pass) const = 0;
  /// The same weights in the same memory.
  virtual std::unique_ptr<LayerModule> copy() const = 0;
  /// Sets the tensors to the values that training starts from.
  virtual void initialise(torch::Generator& generator);
  /// What the layer adds to the loss; undefined: nothing.
  virtual torch::Tensor penalty() const { return {}; }
  /// True if forward() makes a new tensor whose values no gradient needs, so that the next layer may change it.
  virtual bool makesNewOutput() const { return true; }
  /// Moves running means and variances towards those of a batch.
  virtual void updateStatistics(const BatchStatistics& /*batch*/) {}

  /// Appends the tensors, in the order in which optimisers and checkpoints number them.
  virtual void listTensors(std::vector<ModuleTensor>& all) const;
  /// Weights become variables of their own in the same memory, with gradients of their own.
  virtual void detachWeights();

protected:
  LayerModule() = default;
  LayerModule(const LayerModule&) = default;
  LayerModule& operator=(const LayerModule&) = default;

  /// Adds the tensors of the layer called `name`, on networkDevice() and zero so far.
  void addTensors(const std::vector<WeightShape>& weights, const std::string& name);
  const torch::Tensor& tensor(std::size_t index) const { return m_tensors[index].value; }

private:
  std::vector<ModuleTensor> m_tensors;
};

/// Layers one after the other, at work.
class ModuleChain {
public:
  /// `name` is that of the branch or block; tensors are called NAME.conv0.weight.
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

/// What a kind of layer makes its module from.
struct LayerBuild {
  std::string name;                  ///< of the layer: "spectrum.conv0"
  Shape in;                          ///< what comes in
  bool mayChangeInput = false;       ///< nothing else needs the values that come in
  std::span<const Layer> following;  ///< the layers after it in its chain
  std::size_t taken = 0;             ///< how many of those the module does too; set by makeModule()
};

/// A vector of each star, position by position as Keras, which channels-last gives without a copy.
torch::Tensor asVector(const torch::Tensor& x);
/// Leaky ReLU in place; a slope of 1 is none.
torch::Tensor activateInPlace(torch::Tensor x, double slope);
/// Glorot-uniform values as Keras (Glorot & Bengio 2010, eq. 16), drawn row-major whatever the layout of `weight`, so
/// that a seed means the same numbers.
void drawGlorotUniform(torch::Tensor weight, torch::Generator& generator);

}  // namespace maury::network
