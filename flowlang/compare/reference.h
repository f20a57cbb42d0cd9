#ifndef FLOWLANG_COMPARE_REFERENCE_H_
#define FLOWLANG_COMPARE_REFERENCE_H_

/// What others published, beside one's own results.

#include <optional>
#include <string>

namespace flow::lang {

/// A published value of `metric` under `protocol` for the label `of`.
struct Reference {
  std::string metric;
  std::string protocol;
  std::string of;
  double value = 0;
  std::optional<double> deviation;  // standard deviation over runs
  std::string source;               // where it was published
  std::string tag;                  // how it became known: "paper"
};

}  // namespace flow::lang

#endif  // FLOWLANG_COMPARE_REFERENCE_H_
