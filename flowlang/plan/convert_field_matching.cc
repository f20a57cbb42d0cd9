#include <cmath>

#include "core/base/check.h"
#include "flowlang/plan/convert.h"

namespace flow::lang {
namespace {

using field_matching::Given;
using field_matching::PairFieldOptions;

// The path that a field's lines are the trajectories of.
core::PathOptions PathOf(const PairField& field, double gap,
                         const ProbabilityPath& path) {
  switch (field.kind_case()) {
    case PairField::kGaussianTube: {
      const GaussianTubeField& tube = field.gaussian_tube();
      const bool is_sine = tube.profile() == GaussianTubeField::SINE;
      return core::TubePathOptions{tube.width(), is_sine ? 0.5 : tube.ends()};
    }
    case PairField::kString: {
      const StringField& string = field.string();
      return core::TubePathOptions{
          string.width(), string.has_bend() ? string.bend() / gap : 0.5};
    }
    case PairField::kPoisson:
      return core::RayPathOptions{1, gap};
    case PairField::kPoissonPlus: {
      const auto n = static_cast<double>(field.poisson_plus().augmented_dim());
      return core::RayPathOptions{n, gap / std::sqrt(n)};
    }
    case PairField::kFromPath:
      return ToOptions(path);
    default:
      break;
  }
  FLOW_CHECK(false) << "the checks require a field of pairs";
  return {};
}

Given ToOptions(flow::Given given) {
  return given == TARGET ? Given::kTarget : Given::kPair;
}

decltype(field_matching::FieldOptions::coverage) ToOptions(
    const Coverage& coverage) {
  switch (coverage.kind_case()) {
    case Coverage::kTube:
      return field_matching::TubeOptions{coverage.tube().width()};
    case Coverage::kSlab:
      return field_matching::SlabOptions{coverage.slab().margin()};
    case Coverage::kPowerLaw: {
      const PowerLawCoverage& law = coverage.power_law();
      return field_matching::PowerLawOptions{law.sigma(), law.tau(),
                                             law.steps()};
    }
    default:
      return field_matching::FromPairsOptions{};
  }
}

}  // namespace

bool IsPoisson(const PairField& field) {
  return field.has_poisson() || field.has_poisson_plus();
}

bool IsOnPaths(const Coverage& coverage) {
  return coverage.kind_case() == Coverage::KIND_NOT_SET ||
         coverage.has_from_pairs();
}

field_matching::FieldOptions FieldOf(const Experiment& experiment) {
  const FieldMatching& method = experiment.method().field_matching();
  const PairField& field = method.field();
  field_matching::FieldOptions options = {
      .gap = method.plate_gap(),
      .regressed = method.regress() == FieldMatching::VELOCITY
                       ? field_matching::Regressed::kVelocity
                       : field_matching::Regressed::kUnitField,
      .length_weights = method.length_weights(),
      .coverage = ToOptions(method.coverage()),
      .density_weights = method.density_weights()};
  const int64_t charges =
      method.has_charges() ? method.charges() : experiment.train().batch();
  if (field.has_electrostatic()) {
    options.field = field_matching::ElectrostaticOptions{charges};
    return options;
  }
  options.field = PairFieldOptions{
      PathOf(field, options.gap, experiment.path()),
      IsPoisson(field) ? Given::kTarget : ToOptions(method.given()),
      IsPoisson(field) ? charges : method.pairs_per_query()};
  return options;
}

bool HasEstimator(const FlowMatching& method) {
  return method.pairs_per_query() > 1 || method.given() == TARGET ||
         !IsOnPaths(method.coverage());
}

std::optional<field_matching::FieldOptions> EstimatorOf(
    const Experiment& experiment) {
  const FlowMatching& method = experiment.method().flow_matching();
  if (!HasEstimator(method)) return std::nullopt;
  return field_matching::FieldOptions{
      .field =
          PairFieldOptions{ToOptions(experiment.path()),
                           ToOptions(method.given()), method.pairs_per_query()},
      .regressed = field_matching::Regressed::kVelocity,
      .coverage = ToOptions(method.coverage()),
      .density_weights = method.density_weights()};
}

}  // namespace flow::lang
