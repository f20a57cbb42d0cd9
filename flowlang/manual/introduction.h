#ifndef FLOWLANG_MANUAL_INTRODUCTION_H_
#define FLOWLANG_MANUAL_INTRODUCTION_H_

#include "absl/strings/string_view.h"

namespace flow::lang {

/// introduction.md; embedded.
absl::string_view Introduction();

}  // namespace flow::lang

#endif  // FLOWLANG_MANUAL_INTRODUCTION_H_
