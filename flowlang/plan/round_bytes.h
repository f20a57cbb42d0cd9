#ifndef FLOWLANG_PLAN_ROUND_BYTES_H_
#define FLOWLANG_PLAN_ROUND_BYTES_H_

#include "flowlang/schema/federation.pb.h"

namespace flow::lang {

/// The bytes of a message each way: of a client that is asked in a round, and
/// of an edge server and the server.
struct RoundBytes {
  double down = 0, up = 0;
  double edge = 0;  // both ways
};

/// Of a network of which so many numbers travel in a round to clients, and
/// between servers, as if they were one tensor. Under a secure sum `up` is what
/// is masked alone.
RoundBytes RoundBytesOf(const Federation& federation, double shared,
                        double shared_by_edges);

}  // namespace flow::lang

#endif  // FLOWLANG_PLAN_ROUND_BYTES_H_
