#ifndef FLOWLANG_CHECK_SOURCE_ADVICE_H_
#define FLOWLANG_CHECK_SOURCE_ADVICE_H_

#include <cstdint>
#include <string>

#include "core/path/path_facts.h"

namespace flow::lang {

/// How an error names a source that is needed, and how its help writes it.
struct SourceAdvice {
  std::string need, help;
};

SourceAdvice AdviceFor(const core::StudentTSource& law, int64_t dim);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_SOURCE_ADVICE_H_
