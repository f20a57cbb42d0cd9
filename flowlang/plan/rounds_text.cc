#include "flowlang/plan/rounds_text.h"

#include <string>

#include "absl/strings/str_format.h"
#include "federated/rounds/participation.h"
#include "flowlang/plan/convert.h"
#include "flowlang/plan/human_number.h"

namespace flow::lang {

namespace {

// Of a message up, without the scales of tensors.
double BytesANumber(const Federation& federation) {
  if (federation.has_secure_sum()) {
    return static_cast<double>(federation.secure_sum().bits()) / 8;
  }
  switch (federation.compression().kind_case()) {
    case Compression::kInt8:
      return 1;
    case Compression::kFp16:
      return 2;
    case Compression::kTopK:
      return 8 * federation.compression().top_k().fraction();
    case Compression::KIND_NOT_SET:
      break;
  }
  return 4;
}

}  // namespace

std::string RoundsLine(const Experiment& experiment, double parameters) {
  if (!experiment.has_federation()) return "";
  const Federation& federation = experiment.federation();
  const Training& train = experiment.train();
  const int64_t steps = StepsInRound(federation);
  const int64_t rounds =
      train.has_rounds() ? train.rounds() : train.steps() / steps;
  const int64_t edge_rounds =
      federation.topology().hierarchical().edge_rounds();
  // control variates are as long as the weights
  const double controls = federation.aggregation().has_scaffold() ? 4 : 0;
  return absl::StrFormat(
      "rounds     %d%s, of %d step%s; each asks %d of %d clients, who get %s "
      "and "
      "send %s\n",
      rounds * edge_rounds,
      edge_rounds == 1
          ? ""
          : absl::StrFormat(" of the edges, %d for one of the server",
                            edge_rounds),
      steps / edge_rounds, steps == edge_rounds ? "" : "s",
      federated::ClientsAsked(federation.participation().fraction(),
                              federation.clients()),
      federation.clients(), HumanNumber((4 + controls) * parameters, "B"),
      HumanNumber((BytesANumber(federation) + controls) * parameters, "B"));
}

}  // namespace flow::lang
