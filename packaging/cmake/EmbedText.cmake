# SPDX-License-Identifier: GPL-3.0-or-later
# maury_embed_text(<target> NAMESPACE <ns> HEADER <header> [<variable> <file>]...)
# Compiles text files into a target, so that the program does not depend on separate files. Each becomes a
# `const std::string_view <variable>` that <header> declares. Changing a file makes CMake configure again.
function(maury_embed_text target)
  cmake_parse_arguments(ARG "" "NAMESPACE;HEADER" "" ${ARGN})
  set(definitions "")
  while(ARG_UNPARSED_ARGUMENTS)
    list(POP_FRONT ARG_UNPARSED_ARGUMENTS variable path)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
    file(READ ${path} text)
    string(APPEND definitions "const std::string_view ${variable} = R\"embedded(${text})embedded\";\n")
  endwhile()
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/${target}_embedded.cpp)
  file(CONFIGURE OUTPUT ${generated} @ONLY CONTENT
    "#include \"${ARG_HEADER}\"\n\nnamespace ${ARG_NAMESPACE} {\n\n@definitions@\n}  // namespace ${ARG_NAMESPACE}\n")
  target_sources(${target} PRIVATE ${generated})
endfunction()
