#ifndef FLOWLANG_CHECK_CHECK_PAIR_SUM_H_
#define FLOWLANG_CHECK_CHECK_PAIR_SUM_H_

#include <cstdint>
#include <string>

#include "flowlang/check/experiment_context.h"
#include "flowlang/check/reporter.h"

namespace flow::lang {

/// What flow matching and field matching say of targets that are summed over
/// several pairs.
struct PairSum {
  std::string method;  // "method.flow_matching"
  int64_t pairs_per_query = 1;
  const Coverage& coverage;
  Given given = PAIR;
  bool has_noise = false;   // the path, given both ends
  bool is_of_path = false;  // the experiment's, and not of tubes or charges
};

/// That pairs have the densities by which they are summed, and that nothing
/// else of the experiment wants pairs by themselves.
void CheckPairSum(const ExperimentContext& context, const PairSum& sum,
                  Reporter* reporter);

}  // namespace flow::lang

#endif  // FLOWLANG_CHECK_CHECK_PAIR_SUM_H_
