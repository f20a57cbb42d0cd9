#ifndef FLOWLANG_CHECK_CHECK_DISTRIBUTION_H_
#define FLOWLANG_CHECK_CHECK_DISTRIBUTION_H_

#include "absl/strings/string_view.h"
#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/schema/distribution.pb.h"
#include "flowlang/source/location_map.h"

namespace flow::lang {

/// shape-mismatch: the numbers of a mean or a shift are as many as the
/// dimension. out-of-range: images of two channels. `path` is "source" or
/// "target". Runs before anything asks for a dimension.
void CheckDistribution(const Distribution& distribution, absl::string_view path,
                       const LocationMap& locations, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_DISTRIBUTION_H_
