#ifndef BENCHMARKS_LAW_H_
#define BENCHMARKS_LAW_H_

#include <memory>

#include "core/distribution/distribution.h"
#include "datasets/distribution_options.h"

namespace flow::benchmarks {

/// The distribution of a law that needs no files; dies where its options are
/// bad.
std::shared_ptr<const core::Distribution> MakeLaw(datasets::Law law);

}  // namespace flow::benchmarks

#endif  // BENCHMARKS_LAW_H_
