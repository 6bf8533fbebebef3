# SPDX-License-Identifier: GPL-3.0-or-later
# Finds every library that Maury uses; Debian 12 has them all. -DTorch_DIR=… selects a LibTorch 2.x instead, also with CUDA.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(CFITSIO REQUIRED IMPORTED_TARGET cfitsio)
# The serial library; "hdf5" may be a parallel one that is also installed.
pkg_search_module(HDF5 REQUIRED IMPORTED_TARGET hdf5-serial hdf5)
pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)
find_package(ZLIB REQUIRED)
find_package(pugixml REQUIRED)
pkg_check_modules(YAMLCPP REQUIRED IMPORTED_TARGET yaml-cpp)
# Highway compiles kernels for several instruction sets. xsimd provides the four-lane vectors of baseline x86-64, which
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
  # Torch's CMake files search the system folders first for its other parts, and could find those of Debian's LibTorch.
  get_filename_component(_torch_prefix "${Torch_DIR}/../../.." ABSOLUTE)
  list(PREPEND CMAKE_PREFIX_PATH "${_torch_prefix}")
  # A LibTorch with CUDA runs nvcc to find flags for the GPUs of this machine. Maury has no CUDA sources, so setting any
  # architecture avoids this.
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

# LibTorch as a private dependency. Its headers are system headers, so that they cause no warnings.
add_library(maury_torch INTERFACE)
target_include_directories(maury_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
if(Torch_DIR)
  # Some libraries of the Python package export parts of the C++ library that they were linked with, and a program that
  # uses these crashes in std::filesystem::remove_all (2.11.0). Linking the system's C++ library first prevents this.
  target_link_libraries(maury_torch INTERFACE stdc++)
endif()
target_link_libraries(maury_torch INTERFACE ${TORCH_LIBRARIES})
if(Torch_DIR)
  # The Python package comes with the CUDA libraries that it was built for, in folders next to it. They must be found
  # before those of another CUDA toolkit.
  file(GLOB _torch_cuda_folders ${_torch_prefix}/../nvidia/*/lib)
  list(TRANSFORM _torch_cuda_folders PREPEND "-Wl,-rpath,")
  target_link_options(maury_torch INTERFACE ${_torch_cuda_folders})
endif()
foreach(_folder ${TORCH_INCLUDE_DIRS})
  if(EXISTS ${_folder}/fmt/format.h)
    # LibTorch 2.x includes headers of a newer fmt, which are found before the system's but have no library to link.
    target_compile_definitions(maury_torch INTERFACE FMT_HEADER_ONLY)
  endif()
endforeach()
# -fPIC: sources with LibTorch become a module, and share one precompiled header with the tests.
separate_arguments(_torch_flags UNIX_COMMAND "${TORCH_CXX_FLAGS}")
target_compile_options(maury_torch INTERFACE ${_torch_flags} -fPIC -fno-semantic-interposition
  $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
