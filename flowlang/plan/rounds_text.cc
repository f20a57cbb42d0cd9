#include "flowlang/plan/rounds_text.h"

#include <string>

#include "absl/strings/str_format.h"
#include "federated/rounds/participation.h"
#include "flowlang/plan/convert.h"
#include "flowlang/plan/human_number.h"
#include "flowlang/plan/round_bytes.h"

namespace flow::lang {
namespace {

// What the rounds are: "600 of the edges, 2 for one of the server".
std::string HowMany(int64_t rounds, int64_t edge_rounds) {
  if (edge_rounds == 1) return absl::StrFormat("%d", rounds);
  return absl::StrFormat("%d of the edges, %d for one of the server",
                         rounds * edge_rounds, edge_rounds);
}

// What a client that is asked sends to whom, of so many bytes down and up.
std::string WhatIsSent(const Federation& federation, double down, double up) {
  const std::string message = HumanNumber(up, "B");
  switch (federation.topology().kind_case()) {
    case Topology::kRing:
      return absl::StrFormat("whom one model of %s visits in turn", message);
    case Topology::kGossip:
      return absl::StrFormat(
          "who send %s to each of their neighbours%s", message,
          federation.topology().gossip().mixing_steps() == 1
              ? ""
              : absl::StrFormat(", %d times",
                                federation.topology().gossip().mixing_steps()));
    case Topology::kFullyConnected:
      return absl::StrFormat("who send %s to all others", message);
    default:
      return absl::StrFormat("who get %s and send %s", HumanNumber(down, "B"),
                             message);
  }
}

// Whether a part travels in some rounds alone, or to some clients.
bool IsSharedUnevenly(const Federation& federation) {
  for (const Module& module : federation.module()) {
    const bool is_shared =
        module.owner() == Module::GLOBAL || module.owner() == Module::EDGE;
    if (is_shared && (module.every() > 1 || module.client_size() > 0)) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::string RoundsLine(const Experiment& experiment, double shared) {
  if (!experiment.has_federation()) return "";
  const Federation& federation = experiment.federation();
  const int64_t edge_rounds =
      federation.topology().hierarchical().edge_rounds();
  const int64_t steps = StepsInRound(federation) / edge_rounds;
  const RoundBytes bytes = RoundBytesOf(federation, shared, 0);
  return absl::StrFormat(
      "rounds     %s, of %d step%s; each asks %d of %d clients, %s%s\n",
      HowMany(RoundsOf(experiment.train(), federation), edge_rounds), steps,
      steps == 1 ? "" : "s",
      federated::ClientsAsked(federation.participation().fraction(),
                              federation.clients()),
      federation.clients(), WhatIsSent(federation, bytes.down, bytes.up),
      IsSharedUnevenly(federation) ? ", in the mean" : "");
}

}  // namespace flow::lang
