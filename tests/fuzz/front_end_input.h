#ifndef TESTS_FUZZ_FRONT_END_INPUT_H_
#define TESTS_FUZZ_FRONT_END_INPUT_H_

#include "absl/strings/string_view.h"

namespace flow::lang {

/// What must hold of the front end for any bytes. Compiles them as the text of
/// a file of an empty folder, as an experiment or a suite by its own word,
/// formats it, and aborts unless
///   - a text without a plan has an error, and every error's place lies in its
///     own text;
///   - diagnostics render as text, as JSON, and, if asked, as SARIF, which
///   names
///     every code there is and takes as long as all the rest;
///   - a plan's resolved experiment compiles again, to a plan of the same hash;
///   - a formatted text is formatted already.
void CheckFrontEnd(absl::string_view input, bool sarif);

}  // namespace flow::lang

#endif  // TESTS_FUZZ_FRONT_END_INPUT_H_
