#ifndef FLOWLANG_CHECK_CHECK_SUITE_H_
#define FLOWLANG_CHECK_CHECK_SUITE_H_

#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/schema/suite.pb.h"
#include "flowlang/source/location_map.h"

namespace flow::lang {

/// The suite by itself: duplicate-name (labels), missing-required and
/// incompatible-choice (the form of an expectation), unresolved-reference (its
/// labels), weak-expectation (seeds that cannot decide it, bounds that no value
/// of the metric breaks or none meets).
void CheckSuite(const Suite& suite, const LocationMap& locations,
                DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_SUITE_H_
