# SPDX-License-Identifier: GPL-3.0-or-later
# Every library Maury uses, all from Debian 12. A LibTorch 2.x (CUDA too) is accepted through -DTorch_DIR=….
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(CFITSIO REQUIRED IMPORTED_TARGET cfitsio)
pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)
find_package(ZLIB REQUIRED)
find_package(pugixml REQUIRED)
pkg_check_modules(YAMLCPP REQUIRED IMPORTED_TARGET yaml-cpp)
# Highway compiles kernels for several sets of instructions; xsimd has the four lanes that every x86-64 has, which
# Highway 1.0 lacks.
pkg_check_modules(HWY REQUIRED IMPORTED_TARGET libhwy)
pkg_check_modules(XSIMD REQUIRED IMPORTED_TARGET xsimd)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(Eigen3 REQUIRED NO_MODULE)
find_package(nanoflann REQUIRED)
if(Torch_DIR)
  # Torch's own configuration looks for its other parts in the system's folders first, where Debian's LibTorch may be.
  get_filename_component(_torch_prefix "${Torch_DIR}/../../.." ABSOLUTE)
  list(PREPEND CMAKE_PREFIX_PATH "${_torch_prefix}")
  # One with CUDA tries nvcc for the flags of the GPUs here; Maury has no CUDA source, so no try and no flag is needed.
  if(NOT DEFINED TORCH_CUDA_ARCH_LIST AND NOT DEFINED ENV{TORCH_CUDA_ARCH_LIST})
    set(TORCH_CUDA_ARCH_LIST 9.0)
  endif()
endif()
find_package(Torch REQUIRED)
if(MAURY_BUILD_UI)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Widgets Charts Svg)
endif()
if(MAURY_BUILD_TESTS)
  find_package(Catch2 REQUIRED)
  include(Catch)
endif()

# LibTorch as a private dependency: its headers as system headers, so that our warnings stay ours.
add_library(maury_torch INTERFACE)
target_include_directories(maury_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
if(Torch_DIR)
  # Some of the Python package's libraries show a part of the C++ library that they were linked with, and a program that
  # finds it there crashes in std::filesystem::remove_all (2.11.0): the system's goes first.
  target_link_libraries(maury_torch INTERFACE stdc++)
endif()
target_link_libraries(maury_torch INTERFACE ${TORCH_LIBRARIES})
if(Torch_DIR)
  # The Python package keeps CUDA's libraries beside it, of the versions it was made for: they go before another toolkit's.
  file(GLOB _torch_cuda_folders ${_torch_prefix}/../nvidia/*/lib)
  list(TRANSFORM _torch_cuda_folders PREPEND "-Wl,-rpath,")
  target_link_options(maury_torch INTERFACE ${_torch_cuda_folders})
endif()
foreach(_folder ${TORCH_INCLUDE_DIRS})
  if(EXISTS ${_folder}/fmt/format.h)
    # LibTorch 2.x brings headers of a newer fmt, found before the system's but without a library to link.
    target_compile_definitions(maury_torch INTERFACE FMT_HEADER_ONLY)
  endif()
endforeach()
# -fPIC: what sees LibTorch lies in a module, and one precompiled header serves it and the tests.
separate_arguments(_torch_flags UNIX_COMMAND "${TORCH_CXX_FLAGS}")
target_compile_options(maury_torch INTERFACE ${_torch_flags} -fPIC -fno-semantic-interposition
  $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
