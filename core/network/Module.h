// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>

namespace maury::network {

/// Loads the network module (libmaury-networks.so) and with it LibTorch, which takes about half a second; returns
/// immediately if it is loaded already. Blocks; thread-safe. The program's RPATH locates the module. Throws Error(File)
/// with the loader's reason.
void openModule();

/// Provides access to the functions of a folder that need LibTorch. `Interface` is an abstract class that declares
/// these functions; the folder's *.torch.cpp sources implement it and register the implementation (see
/// PartRegistration) when they are loaded, either with the network module or with a test that links to them.
/// Thread-safe. Objects of this type are constant-initialised, so that they exist before any implementation registers.
template <typename Interface>
class ModulePart {
public:
  constexpr ModulePart() = default;

  /// Returns the implementation, which lives as long as the program. Loads the module first if necessary, so it throws
  /// the same errors as openModule().
  const Interface& get() {
    if (m_part.load(std::memory_order_acquire) == nullptr) openModule();
    return *m_part.load(std::memory_order_acquire);
  }

  /// Registers the implementation. Called once, while its library is being loaded.
  void provide(const Interface& part) noexcept { m_part.store(&part, std::memory_order_release); }

private:
  std::atomic<const Interface*> m_part{nullptr};
};

/// Creates an `Implementation` and registers it. Define one constant of this type next to the implementation.
template <typename Implementation>
class PartRegistration {
public:
  template <typename Interface>
  explicit PartRegistration(ModulePart<Interface>& part) {
    part.provide(m_implementation);
  }

private:
  Implementation m_implementation;
};

}  // namespace maury::network
