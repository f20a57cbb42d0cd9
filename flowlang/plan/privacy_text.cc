#include "flowlang/plan/privacy_text.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "federated/privacy/rdp_accountant.h"

namespace flow::lang {
namespace {

using federated::GaussianMechanism;

int64_t Rounds(const Training& train) {
  return train.has_rounds() ? train.rounds() : train.steps();
}

std::string Line(const GaussianMechanism& mechanism, double delta,
                 const char* of_what) {
  const auto epsilon = federated::Epsilon(mechanism, delta);
  // the rules of the fields are those of the accountant
  if (!epsilon.ok()) return "";
  return absl::StrFormat(
      "privacy    epsilon %.3g at delta %g for %s: %d sums, each over a random "
      "share of %.3g\n",
      epsilon->epsilon, delta, of_what, mechanism.steps,
      mechanism.sampling_rate);
}

}  // namespace

std::string PrivacyLine(const Experiment& experiment,
                        std::optional<int64_t> points) {
  const Federation& federation = experiment.federation();
  const double fraction = federation.participation().fraction();
  const int64_t rounds = Rounds(experiment.train());
  if (federation.privacy().has_client_level()) {
    const ClientLevelPrivacy& level = federation.privacy().client_level();
    return Line({fraction, level.noise_multiplier(), rounds}, level.delta(),
                "a client");
  }
  if (!federation.privacy().has_record_level()) return "";
  if (!points) {
    return "privacy    epsilon unknown for a record: the target has no number "
           "of points\n";
  }
  // every step of a client draws a batch out of its share of the points
  const RecordLevelPrivacy& level = federation.privacy().record_level();
  const double batch = static_cast<double>(experiment.train().batch());
  const double share = batch * federation.clients() / *points;
  const int64_t steps =
      rounds * std::max<int64_t>(1, federation.local().steps());
  return Line({std::min(1.0, share), level.noise_multiplier(), steps},
              level.delta(), "a record");
}

}  // namespace flow::lang
