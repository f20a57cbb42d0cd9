#include "flowlang/plan/rounds_text.h"

#include <string>

#include "absl/strings/str_format.h"
#include "federated/exchange/compression_options.h"
#include "federated/rounds/participation.h"
#include "flowlang/plan/convert.h"
#include "flowlang/plan/human_number.h"

namespace flow::lang {
namespace {

// Of a message up, as if the network were one tensor.
double MessageBytes(const Federation& federation, double parameters) {
  if (federation.has_secure_sum()) {
    return parameters * static_cast<double>(federation.secure_sum().bits()) / 8;
  }
  return static_cast<double>(federated::CompressedBytes(
      ToOptions(federation).compression, {static_cast<int64_t>(parameters)},
      sizeof(float)));
}

}  // namespace

std::string RoundsLine(const Experiment& experiment, double parameters) {
  if (!experiment.has_federation()) return "";
  const Federation& federation = experiment.federation();
  const int64_t edge_rounds =
      federation.topology().hierarchical().edge_rounds();
  const int64_t steps = StepsInRound(federation) / edge_rounds;
  // control variates are as long as the weights
  const double controls =
      federation.aggregation().has_scaffold() ? 4 * parameters : 0;
  return absl::StrFormat(
      "rounds     %d%s, of %d step%s; each asks %d of %d clients, who get %s "
      "and send %s\n",
      RoundsOf(experiment.train(), federation) * edge_rounds,
      edge_rounds == 1
          ? ""
          : absl::StrFormat(" of the edges, %d for one of the server",
                            edge_rounds),
      steps, steps == 1 ? "" : "s",
      federated::ClientsAsked(federation.participation().fraction(),
                              federation.clients()),
      federation.clients(), HumanNumber(4 * parameters + controls, "B"),
      HumanNumber(MessageBytes(federation, parameters) + controls, "B"));
}

}  // namespace flow::lang
