# Run at build time: writes which commit the program was built from into a source file.
find_package(Git QUIET)

# Without optional locks, so that a build does not disturb a git command running beside it.
set(ENV{GIT_OPTIONAL_LOCKS} 0)
function(git result)
  set(${result} "" PARENT_SCOPE)
  if(GIT_FOUND)
    execute_process(COMMAND ${GIT_EXECUTABLE} -c safe.directory=${source} ${ARGN} WORKING_DIRECTORY ${source}
                    OUTPUT_VARIABLE output OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE code)
    if(code EQUAL 0)
      set(${result} "${output}" PARENT_SCOPE)
    endif()
  endif()
endfunction()

set(git_hash unknown)
set(git_state unknown)
git(folder rev-parse --show-prefix)
git(commit rev-parse HEAD)
# A prefix means that Moat lies inside some other repository, whose commits say nothing about it.
if(commit AND folder STREQUAL "")
  set(git_hash ${commit})
  git(changes status --porcelain -- sim CMakeLists.txt) # what the program is built from
  if(changes STREQUAL "")
    set(git_state clean)
  else()
    set(git_state dirty)
  endif()
endif()
string(REPLACE "\"" "\\\"" compile_flags "${compile_flags}")
configure_file(${template} ${output} @ONLY)
