// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>

namespace maury::network {

/// Opens the module of networks (libmaury-networks.so) and LibTorch with it, which takes about half a second; returns
/// at once when it is open already. Blocks; thread-safe. The module is found through the program's RPATH. Throws
/// Error(File) saying what is missing.
void openModule();

/// Holds the part of a folder that needs LibTorch. `Interface` is an abstract class that the sources with LibTorch
/// (*.torch.cpp) implement; they provide their implementation while they are loaded: with the module, or with a test
/// that is linked to them. Thread-safe; made before any other object of the program.
template <typename Interface>
class ModulePart {
public:
  constexpr ModulePart() = default;

  /// Returns the implementation, which lives as long as the program. Opens the module first unless it is open; throws
  /// what openModule() throws.
  const Interface& get() {
    if (m_part.load(std::memory_order_acquire) == nullptr) openModule();
    return *m_part.load(std::memory_order_acquire);
  }

  /// Called once, while the implementation is loaded.
  void provide(const Interface& part) noexcept { m_part.store(&part, std::memory_order_release); }

private:
  std::atomic<const Interface*> m_part{nullptr};
};

/// Provides `Implementation` for as long as the program runs: a constant of this type stands next to the
/// implementation.
template <typename Implementation>
class ProvidedPart {
public:
  template <typename Interface>
  explicit ProvidedPart(ModulePart<Interface>& part) {
    part.provide(m_implementation);
  }

private:
  Implementation m_implementation;
};

}  // namespace maury::network
