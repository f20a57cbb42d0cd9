#include "flowlang/check/source_advice.h"

#include "absl/strings/str_cat.h"
#include "flowlang/rules/number_text.h"

namespace flow::lang {

SourceAdvice AdviceFor(const core::StudentTSource& law, int64_t dim) {
  const std::string parameters = absl::StrCat(
      "degrees: ", NumberText(law.degrees), " scale: ", NumberText(law.scale));
  return {absl::StrCat("a Student t source with ", parameters),
          absl::StrCat("write source { student_t { dim: ", dim, " ", parameters,
                       " } }")};
}

}  // namespace flow::lang
