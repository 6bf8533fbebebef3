# SPDX-License-Identifier: GPL-3.0-or-later
# How every target of Maury is compiled, and the two helpers that make core's folders and their tests.
include(EmbedText)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(MAURY_CCACHE ccache)
if(MAURY_CCACHE)
  # A precompiled header is only cached when these differences are allowed (ccache manual, "Precompiled headers"); with the
  # base folder a second clone finds what the first has compiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${MAURY_CCACHE})
endif()

add_library(maury_options INTERFACE)
# -Wno-restrict: GCC 12 sees overlaps in std::string's operator+ that are not there (GCC bug 105651).
target_compile_options(maury_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict> -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
  $<$<BOOL:${MAURY_WERROR}>:-Werror>)
if(MAURY_SANITIZE)
  list(JOIN MAURY_SANITIZE "," _sanitizers)
  # GCC's manual warns of false -Wmaybe-uninitialized with sanitizers; GCC 12 gives some on variants.
  target_compile_options(maury_options INTERFACE -fsanitize=${_sanitizers} -fno-omit-frame-pointer -fno-sanitize-recover=all
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  target_link_options(maury_options INTERFACE -fsanitize=${_sanitizers})
endif()

# maury_add_core_folder(<folder> DEPENDS <lower folders...> [PRIVATE <libraries...>] [PUBLIC <libraries...>])
# One static library a folder: a folder that uses one not named in DEPENDS fails to link, which keeps the order of the layers.
function(maury_add_core_folder folder)
  cmake_parse_arguments(ARG "" "" "DEPENDS;PRIVATE;PUBLIC" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.cpp)
  add_library(maury_${folder} STATIC ${sources})
  target_include_directories(maury_${folder} PUBLIC ${PROJECT_SOURCE_DIR}/core)
  list(TRANSFORM ARG_DEPENDS PREPEND maury_)
  target_link_libraries(maury_${folder} PUBLIC ${ARG_DEPENDS} ${ARG_PUBLIC} PRIVATE maury_options ${ARG_PRIVATE})
endfunction()

# maury_add_test(<name> LINK <targets...> [MAIN <source>]): tests/<name>/*.cpp as one Catch2 program, each case known to CTest.
function(maury_add_test name)
  cmake_parse_arguments(ARG "" "MAIN" "LINK" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
  if(NOT sources)
    return()
  endif()
  string(REPLACE "/" "_" target ${name})
  add_executable(test_${target} ${sources} ${ARG_MAIN})
  target_include_directories(test_${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(test_${target} PRIVATE ${ARG_LINK} maury_options Catch2::Catch2)
  if(NOT ARG_MAIN)
    target_link_libraries(test_${target} PRIVATE maury_test_main)
  endif()
  target_compile_definitions(test_${target} PRIVATE
    MAURY_REAL_DATA="${MAURY_REAL_DATA}" MAURY_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data")
  catch_discover_tests(test_${target} TEST_PREFIX "${target}: " PROPERTIES
    SKIP_REGULAR_EXPRESSION "skipped: no real data" ENVIRONMENT "QT_QPA_PLATFORM=offscreen" TIMEOUT 600)
endfunction()
