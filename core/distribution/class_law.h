#ifndef CORE_DISTRIBUTION_CLASS_LAW_H_
#define CORE_DISTRIBUTION_CLASS_LAW_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "core/distribution/distribution.h"

namespace flow::core {

/// The law of another under the condition that the class is one of some, by
/// rejection: all the rows are drawn again and again until each has been of
/// such a class once. With p their probability, some log(n) / -log(1 - p) draws
/// of n rows. Labels are those of the other law. Immutable and thread-safe.
class ClassLaw : public Distribution {
 public:
  /// `law` has classes, and never runs out; `classes` are some of them, not
  /// none. FLOW_CHECKs that, and in Draw() that they do come.
  ClassLaw(std::shared_ptr<const Distribution> law,
           const std::vector<int64_t>& classes);

  int64_t dim() const override { return law_->dim(); }
  int64_t num_classes() const override { return law_->num_classes(); }
  Points Draw(int64_t n, Seed seed) const override;

 private:
  std::shared_ptr<const Distribution> law_;
  std::vector<bool> wanted_;  // of each class
};

}  // namespace flow::core

#endif  // CORE_DISTRIBUTION_CLASS_LAW_H_
