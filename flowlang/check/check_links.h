#ifndef FLOWLANG_CHECK_CHECK_LINKS_H_
#define FLOWLANG_CHECK_CHECK_LINKS_H_

#include "flowlang/check/experiment_context.h"

namespace flow::lang {

/// The links of a federation. incompatible-choice: without a server, between
/// groups, of edge servers that are not there. out-of-range: an odd number of
/// ends, an end that is no client, a link from a client to itself, a client or
/// an edge server without a way to its server.
void CheckLinks(const ExperimentContext& context, DiagnosticSink* sink);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_LINKS_H_
