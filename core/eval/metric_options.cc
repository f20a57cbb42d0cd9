#include "core/eval/metric_options.h"

#include <type_traits>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace flow::core {
namespace {

// One overload for each arm: an arm without a name does not compile.
absl::string_view Name(const W2Options&) { return "w2"; }
absl::string_view Name(const W1Options&) { return "w1"; }
absl::string_view Name(const SlicedW2Options&) { return "sliced_w2"; }
absl::string_view Name(const MmdOptions&) { return "mmd"; }
absl::string_view Name(const EnergyDistanceOptions&) {
  return "energy_distance";
}
absl::string_view Name(const PathEnergyOptions&) { return "path_energy"; }
absl::string_view Name(const NpeOptions&) { return "npe"; }
absl::string_view Name(const SignedNpeOptions&) { return "signed_npe"; }
absl::string_view Name(const StraightnessOptions&) { return "straightness"; }
absl::string_view Name(const NfeOptions&) { return "nfe"; }
absl::string_view Name(const NllOptions& options) {
  return options.paper_mixed ? "nll_paper_mixed" : "nll";
}
absl::string_view Name(const BitsPerDimOptions&) { return "bits_per_dim"; }
absl::string_view Name(const KidOptions&) { return "kid"; }
absl::string_view Name(const PrecisionOptions&) { return "precision"; }
absl::string_view Name(const RecallOptions&) { return "recall"; }
absl::string_view Name(const VelocityErrorOptions&) { return "velocity_error"; }
absl::string_view Name(const TransportCostOptions&) { return "transport_cost"; }
absl::string_view Name(const MarginalErrorOptions&) { return "marginal_error"; }
absl::string_view Name(const RoundTripErrorOptions&) {
  return "round_trip_error";
}
absl::string_view Name(const CurvatureOptions&) { return "curvature"; }
absl::string_view Name(const WorstClientW2Options&) {
  return "worst_client_w2";
}
absl::string_view Name(const FidOptions&) { return "fid"; }
absl::string_view Name(const FidInfinityOptions&) { return "fid_infinity"; }
absl::string_view Name(const InceptionScoreOptions&) {
  return "inception_score";
}
std::string Name(const OfFeaturesOptions& options) {
  return absl::StrCat(
      std::visit([](const auto& arm) { return Name(arm); }, options.metric),
      "_of_features");
}

template <typename T, typename... Arms>
constexpr bool IsArm(const std::variant<Arms...>*) {
  return (std::is_same_v<T, Arms> || ...);
}

}  // namespace

std::string MetricName(const MetricOptions& options) {
  return std::visit([](const auto& arm) { return std::string(Name(arm)); },
                    options);
}

bool NeedsModel(const MetricOptions& options) {
  return std::holds_alternative<NllOptions>(options) ||
         std::holds_alternative<BitsPerDimOptions>(options) ||
         std::holds_alternative<VelocityErrorOptions>(options) ||
         std::holds_alternative<MarginalErrorOptions>(options) ||
         std::holds_alternative<RoundTripErrorOptions>(options) ||
         std::holds_alternative<CurvatureOptions>(options);
}

bool NeedsFeatures(const MetricOptions& options) {
  return std::holds_alternative<OfFeaturesOptions>(options) ||
         std::holds_alternative<FidOptions>(options) ||
         std::holds_alternative<FidInfinityOptions>(options) ||
         std::holds_alternative<InceptionScoreOptions>(options);
}

std::optional<MetricOptions> OnFeatures(const MetricOptions& options) {
  return std::visit(
      []<typename T>(const T& arm) -> std::optional<MetricOptions> {
        constexpr const CloudMetricOptions* kCloud = nullptr;
        if constexpr (IsArm<T>(kCloud)) {
          return OfFeaturesOptions{arm};
        } else {
          return std::nullopt;
        }
      },
      options);
}

}  // namespace flow::core
