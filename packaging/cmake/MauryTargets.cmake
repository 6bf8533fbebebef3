# SPDX-License-Identifier: GPL-3.0-or-later
# Sets how every target of Maury is compiled, and defines functions that add core's folders, the module and the tests.
include(EmbedText)
include(GNUInstallDirs)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(MAURY_CCACHE ccache)
if(MAURY_CCACHE)
  # ccache handles precompiled headers only with this sloppiness (its manual, "Precompiled headers"). The base folder lets a
  # second clone reuse what the first has compiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${MAURY_CCACHE})
endif()

string(REGEX MATCH "^(x86_64|AMD64|i.86)$" _x86 "${CMAKE_SYSTEM_PROCESSOR}")
add_library(maury_options INTERFACE)
# -Wno-restrict: GCC 12 reports false overlaps in std::string's operator+ (GCC bug 105651).
target_compile_options(maury_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict> -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
  $<$<BOOL:${MAURY_WERROR}>:-Werror>)
if(MAURY_SANITIZE)
  list(JOIN MAURY_SANITIZE "," _sanitizers)
  # Sanitizers cause false -Wmaybe-uninitialized warnings (GCC manual); GCC 12 emits some for variants.
  target_compile_options(maury_options INTERFACE -fsanitize=${_sanitizers} -fno-omit-frame-pointer -fno-sanitize-recover=all
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  target_link_options(maury_options INTERFACE -fsanitize=${_sanitizers})
elseif(MAURY_HARDENED AND NOT CMAKE_BUILD_TYPE STREQUAL Debug)
  # The flags of Debian's hardening=+all (dpkg-buildflags(1)), and checks of index and iterator in the standard library. A program
  # that reads files of strangers then ends at the first write outside a buffer instead of going on with damaged memory.
  target_compile_options(maury_options INTERFACE -fstack-protector-strong -fstack-clash-protection -Wformat -Werror=format-security
    $<$<BOOL:${_x86}>:-fcf-protection>)
  target_compile_definitions(maury_options INTERFACE _FORTIFY_SOURCE=2 _GLIBCXX_ASSERTIONS)
  target_link_options(maury_options INTERFACE -Wl,-z,relro -Wl,-z,now)
endif()

# maury_precompile(<target> <headers...>)
# Precompiles headers for a target, if the compiler is GCC: parsing the standard library takes a third of the time of an average
# source. Clang demands the same definitions in every target that shares a precompiled header; without them, its builds (fuzzers)
# also show which source forgets an include.
function(maury_precompile target)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    return()
  endif()
  target_precompile_headers(${target} ${ARGN})
  target_compile_options(${target} PRIVATE -fpch-preprocess)  # ccache needs it
endfunction()

# Headers that most sources include.
set(MAURY_STANDARD_HEADERS <algorithm> <array> <atomic> <charconv> <cmath> <cstdint> <filesystem> <functional> <limits> <map> <memory>
  <mutex> <numeric> <optional> <set> <span> <string> <string_view> <tuple> <unordered_map> <utility> <variant> <vector> <fmt/format.h>
  <fmt/ranges.h>)

set(MAURY_QT_HEADERS <QBoxLayout> <QComboBox> <QDialog> <QGraphicsView> <QLabel> <QMenu> <QPainter> <QPushButton> <QSpinBox>
  <QTableWidget>)

# maury_add_headers(<target> LINK <targets...> HEADERS <headers...>)
# Adds a target that holds only precompiled headers, for other targets to share.
function(maury_add_headers target)
  cmake_parse_arguments(ARG "" "" "LINK;HEADERS" ${ARGN})
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${target}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "" @ONLY)
  add_library(${target} OBJECT ${source})
  target_link_libraries(${target} PRIVATE ${ARG_LINK} maury_options)
  maury_precompile(${target} PRIVATE ${ARG_HEADERS})
endfunction()

# maury_add_core_folder(<folder> DEPENDS <lower folders...> [PRIVATE <libraries...>] [PUBLIC <libraries...>] [VERSION])
# Adds one static library per folder. A folder that uses another one not listed in DEPENDS fails to link, which enforces the
# order of the layers. Only sources named *.torch.cpp include LibTorch; they become the object library maury_<folder>_torch,
# which is linked into the module maury_networks and into the tests of that folder. VERSION defines MAURY_VERSION.
function(maury_add_core_folder folder)
  cmake_parse_arguments(ARG "VERSION" "" "DEPENDS;PRIVATE;PUBLIC" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.cpp)
  set(torch_sources ${sources})
  list(FILTER sources EXCLUDE REGEX "\\.torch\\.cpp$")
  list(FILTER torch_sources INCLUDE REGEX "\\.torch\\.cpp$")
  add_library(maury_${folder} STATIC ${sources})
  target_include_directories(maury_${folder} PUBLIC ${PROJECT_SOURCE_DIR}/core)
  maury_precompile(maury_${folder} REUSE_FROM maury_core_headers)
  list(TRANSFORM ARG_DEPENDS PREPEND maury_)
  target_link_libraries(maury_${folder} PUBLIC ${ARG_DEPENDS} ${ARG_PUBLIC} PRIVATE maury_options ${ARG_PRIVATE})
  set_property(GLOBAL APPEND PROPERTY MAURY_CORE_FOLDERS maury_${folder})
  if(ARG_VERSION)
    target_compile_definitions(maury_${folder} PRIVATE MAURY_VERSION="${PROJECT_VERSION}")
  endif()
  if(NOT torch_sources)
    return()
  endif()
  add_library(maury_${folder}_torch OBJECT ${torch_sources})
  target_link_libraries(maury_${folder}_torch PUBLIC maury_${folder} maury_torch PRIVATE maury_options ${ARG_PRIVATE})
  set_property(GLOBAL APPEND PROPERTY MAURY_TORCH_FOLDERS maury_${folder}_torch)
  # GCC 14 reports false bounds in the std::vector<bool> of LibTorch's autograd functions.
  target_compile_options(maury_${folder}_torch PRIVATE
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_GREATER_EQUAL:$<CXX_COMPILER_VERSION>,13>>:-Wno-array-bounds>)
  # Loading LibTorch's headers takes 10 s even when they are precompiled, more than the sources themselves.
  set_target_properties(maury_${folder}_torch PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 6)
  if(ARG_VERSION)
    target_compile_definitions(maury_${folder}_torch PRIVATE MAURY_VERSION="${PROJECT_VERSION}")
  endif()
  # A source that includes <torch/torch.h> takes 20 s to compile, so all folders share one precompiled header.
  if(folder STREQUAL network)
    maury_precompile(maury_network_torch PRIVATE <torch/torch.h>)
  else()
    maury_precompile(maury_${folder}_torch REUSE_FROM maury_network_torch)
  endif()
endfunction()

# maury_add_networks_module()
# Adds the module that core loads when a network is first needed (core/network/Module.h). It contains only the sources with
# LibTorch; the program that loads it provides the rest of core.
function(maury_add_networks_module)
  get_property(folders GLOBAL PROPERTY MAURY_TORCH_FOLDERS)
  add_library(maury_networks MODULE)
  foreach(folder ${folders})
    target_sources(maury_networks PRIVATE $<TARGET_OBJECTS:${folder}>)
  endforeach()
  target_link_libraries(maury_networks PRIVATE maury_torch fmt::fmt maury_options)
  target_link_options(maury_networks PRIVATE -Wl,-z,now)  # reports a missing symbol on loading, not on first use
  set_target_properties(maury_networks PROPERTIES LINKER_LANGUAGE CXX PREFIX lib OUTPUT_NAME maury-networks SUFFIX .so
    LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib/maury INSTALL_RPATH_USE_LINK_PATH ON)
  install(TARGETS maury_networks LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/maury)
endfunction()

# maury_enable_networks(<program>)
# Lets the program load the module. The program contains all of core, including parts that only the module uses, and exports
# its symbols to the module. It looks for the module in the build folder, or after installation in the library folder.
function(maury_enable_networks program)
  get_property(folders GLOBAL PROPERTY MAURY_CORE_FOLDERS)
  list(JOIN folders "," names)
  set_property(TARGET ${program} PROPERTY LINK_LIBRARY_OVERRIDE "WHOLE_ARCHIVE,${names}")
  target_link_libraries(${program} PRIVATE maury_core)
  set(symbols ${PROJECT_SOURCE_DIR}/packaging/cmake/module-symbols.list)
  target_link_options(${program} PRIVATE -Wl,--dynamic-list=${symbols})
  set_property(TARGET ${program} APPEND PROPERTY LINK_DEPENDS ${symbols})
  file(RELATIVE_PATH built ${CMAKE_CURRENT_BINARY_DIR} ${PROJECT_BINARY_DIR}/lib/maury)
  file(RELATIVE_PATH installed /${CMAKE_INSTALL_BINDIR} /${CMAKE_INSTALL_LIBDIR}/maury)
  set_target_properties(${program} PROPERTIES BUILD_RPATH "\$ORIGIN/${built}" INSTALL_RPATH "\$ORIGIN/${installed}")
  add_dependencies(${program} maury_networks)
endfunction()

# maury_compile_quickly(<target>)
# No test has a hot loop of its own, and -O3 takes a quarter longer to compile. GCC 14 demands that precompiled headers have the
# same level.
function(maury_compile_quickly target)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
endfunction()

# maury_add_test(<name> LINK <targets...> [MAIN <target>] [HEADERS <target>] [TORCH])
# Builds the sources in tests/<name>/ as one Catch2 program and registers each test case with CTest. MAIN names the target with the main
# function, by default maury_test_main. HEADERS names the target whose precompiled headers the tests share, by default
# maury_test_headers. Tests that link LibTorch need those of maury_network_torch, or none, because they are compiled with -fPIC.
# TORCH: the tests include LibTorch and are compiled several at a time; one takes 20 s, three together 25 s.
function(maury_add_test name)
  cmake_parse_arguments(ARG "TORCH" "MAIN;HEADERS" "LINK" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
  if(NOT sources)
    return()
  endif()
  string(REPLACE "/" "_" target ${name})
  add_executable(test_${target} ${sources})
  target_include_directories(test_${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  # GCC 12 reports false bounds in sums of short strings when the standard library checks its indices (GCC bug 105651).
  target_compile_options(test_${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overflow -Wno-array-bounds>)
  if(NOT ARG_MAIN)
    set(ARG_MAIN maury_test_main)
  endif()
  target_link_libraries(test_${target} PRIVATE ${ARG_LINK} ${ARG_MAIN} maury_options Catch2::Catch2)
  if(ARG_TORCH)
    set(ARG_HEADERS maury_network_torch)
    set_target_properties(test_${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 5)
  else()
    maury_compile_quickly(test_${target})
  endif()
  if(NOT ARG_HEADERS)
    set(ARG_HEADERS maury_test_headers)
  endif()
  if(NOT ARG_HEADERS STREQUAL none)
    maury_precompile(test_${target} REUSE_FROM ${ARG_HEADERS})
  endif()
  target_compile_definitions(test_${target} PRIVATE
    MAURY_REAL_DATA="${MAURY_REAL_DATA}" MAURY_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data")
  # A name that matches no test case is an error. Catch2 2 needs an option for that.
  set(arguments)
  if(Catch2_VERSION VERSION_LESS 3)
    set(arguments EXTRA_ARGS -w NoTests)
  endif()
  catch_discover_tests(test_${target} TEST_PREFIX "${target}: " ${arguments} PROPERTIES
    SKIP_REGULAR_EXPRESSION "skipped: no real data" ENVIRONMENT "QT_QPA_PLATFORM=offscreen" TIMEOUT 600)
endfunction()
