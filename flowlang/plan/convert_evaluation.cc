#include "core/base/check.h"
#include "flowlang/plan/convert.h"

namespace flow::lang {

core::SamplerOptions ToOptions(const Sampler& sampler) {
  switch (sampler.kind_case()) {
    case Sampler::kEuler:
      return core::EulerOptions{sampler.euler().steps()};
    case Sampler::kMidpoint:
      return core::MidpointOptions{sampler.midpoint().steps()};
    case Sampler::kHeun:
      return core::HeunOptions{sampler.heun().steps()};
    case Sampler::kRk4:
      return core::Rk4Options{sampler.rk4().steps()};
    case Sampler::kDopri5:
      return core::Dopri5Options{sampler.dopri5().rtol(),
                                 sampler.dopri5().atol(),
                                 sampler.dopri5().max_steps()};
    default:
      break;
  }
  FLOW_CHECK(false) << "the checks require a sampler";
  return {};
}

core::MetricOptions ToOptions(const Metric& metric) {
  switch (metric.kind_case()) {
    case Metric::kW2:
      return core::W2Options{};
    case Metric::kW1:
      return core::W1Options{};
    case Metric::kSlicedW2:
      return core::SlicedW2Options{metric.sliced_w2().projections()};
    case Metric::kMmd:
      return core::MmdOptions{
          {metric.mmd().bandwidth().begin(), metric.mmd().bandwidth().end()}};
    case Metric::kEnergyDistance:
      return core::EnergyDistanceOptions{};
    case Metric::kPathEnergy:
      return core::PathEnergyOptions{};
    case Metric::kNpe:
      return core::NpeOptions{};
    case Metric::kSignedNpe:
      return core::SignedNpeOptions{};
    case Metric::kStraightness:
      return core::StraightnessOptions{};
    case Metric::kNfe:
      return core::NfeOptions{};
    default:
      break;
  }
  FLOW_CHECK(false) << "the checks require a metric";
  return {};
}

}  // namespace flow::lang
