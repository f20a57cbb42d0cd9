#include <array>
#include <optional>

#include "core/base/check.h"
#include "flowlang/plan/convert.h"
#include "flowlang/schema/chosen_model.h"

namespace flow::lang {
namespace {

using datasets::DistributionOptions;

// The checks see to it that there are two numbers, or none.
template <typename M>
std::array<double, 2> ShiftOf(const M& message,
                              std::array<double, 2> left_out = {0, 0}) {
  if (message.shift_size() == 0) return left_out;
  return {message.shift(0), message.shift(1)};
}

template <typename M>
DistributionOptions WithPoints(const M& message, datasets::Law law) {
  DistributionOptions options{std::move(law), std::nullopt};
  if (message.has_points()) options.points = message.points();
  return options;
}

DistributionOptions Convert(const Gaussian& g) {
  return WithPoints(g,
                    datasets::GaussianOptions{
                        g.dim(), {g.mean().begin(), g.mean().end()}, g.std()});
}

DistributionOptions Convert(const GaussianMixture& mixture) {
  datasets::GaussianMixtureOptions options;
  for (const GaussianMixture::Component& c : mixture.component()) {
    options.components.push_back(
        {c.weight(), {c.mean().begin(), c.mean().end()}, c.std()});
  }
  return WithPoints(mixture, options);
}

DistributionOptions Convert(const StudentT& t) {
  datasets::StudentTOptions options = {t.dim(), t.degrees(), t.scale()};
  if (t.has_max_norm()) options.max_norm = t.max_norm();
  return WithPoints(t, options);
}

DistributionOptions Convert(const Circles& c) {
  return WithPoints(c, datasets::CirclesOptions{c.noise(), c.factor(),
                                                c.scale(), ShiftOf(c)});
}

// TwoMoons, SCurve and SwissRoll have the same settings.
template <typename Options, typename M>
DistributionOptions ConvertCurve(const M& m) {
  return WithPoints(m, Options{m.noise(), m.scale(), ShiftOf(m)});
}

DistributionOptions Convert(const NotebookMoons& m) {
  return WithPoints(m, datasets::NotebookMoonsOptions{m.noise(), m.scale(),
                                                      ShiftOf(m, {-1, -1})});
}

DistributionOptions Convert(const ImageDensity& image) {
  using Builtin = datasets::ImageDensityOptions::Builtin;
  datasets::ImageDensityOptions options;
  options.extent = image.extent();
  if (image.has_file()) {
    options.picture = image.file();
  } else {
    options.picture =
        image.builtin() == ImageDensity::ROSE ? Builtin::kRose : Builtin::kTree;
  }
  return WithPoints(image, options);
}

DistributionOptions Convert(const ArrayFile& file) {
  datasets::ArrayFileOptions options{file.path(), std::nullopt};
  if (file.has_label_column()) options.label_column = file.label_column();
  return {options, std::nullopt};
}

datasets::TabularOptions::Name Convert(Tabular::Name name) {
  using Name = datasets::TabularOptions::Name;
  switch (name) {
    case Tabular::POWER:
      return Name::kPower;
    case Tabular::GAS:
      return Name::kGas;
    case Tabular::HEPMASS:
      return Name::kHepmass;
    case Tabular::MINIBOONE:
      return Name::kMiniboone;
    case Tabular::BSDS300:
      return Name::kBsds300;
  }
  FLOW_CHECK(false) << "a data set that is not known";
  return Name::kPower;
}

DistributionOptions Convert(const Tabular& tabular) {
  datasets::TabularOptions options{.name = Convert(tabular.name())};
  if (tabular.has_stand_in()) return WithPoints(tabular.stand_in(), options);
  options.folder = tabular.folder();
  return {options, std::nullopt};
}

datasets::ImagesOptions::Format Convert(Images::Format format) {
  using Format = datasets::ImagesOptions::Format;
  switch (format) {
    case Images::FOLDER:
      return Format::kFolder;
    case Images::CIFAR10:
      return Format::kCifar10;
    case Images::IDX:
      return Format::kIdx;
    case Images::NPY:
      return Format::kNpy;
  }
  FLOW_CHECK(false) << "a format that is not known";
  return Format::kFolder;
}

DistributionOptions Convert(const Images& images) {
  using Split = datasets::ImagesOptions::Split;
  return {
      datasets::ImagesOptions{.folder = images.folder(),
                              .format = Convert(images.format()),
                              .channels = images.channels(),
                              .size = images.size(),
                              .flip = images.flip(),
                              .evaluated = images.evaluate_on() == Images::TRAIN
                                               ? Split::kTrain
                                               : Split::kTest},
      std::nullopt};
}

}  // namespace

DistributionOptions ToOptions(const Distribution& d) {
  switch (d.law_case()) {
    case Distribution::kGaussian:
      return Convert(d.gaussian());
    case Distribution::kStudentT:
      return Convert(d.student_t());
    case Distribution::kGaussianMixture:
      return Convert(d.gaussian_mixture());
    case Distribution::kEightGaussians:
      return WithPoints(d.eight_gaussians(), datasets::EightGaussiansOptions{
                                                 d.eight_gaussians().radius(),
                                                 d.eight_gaussians().std()});
    case Distribution::kTwoMoons:
      return ConvertCurve<datasets::TwoMoonsOptions>(d.two_moons());
    case Distribution::kNotebookMoons:
      return Convert(d.notebook_moons());
    case Distribution::kSCurve:
      return ConvertCurve<datasets::SCurveOptions>(d.s_curve());
    case Distribution::kSwissRoll:
      return ConvertCurve<datasets::SwissRollOptions>(d.swiss_roll());
    case Distribution::kCheckerboard:
      return WithPoints(d.checkerboard(), datasets::CheckerboardOptions{
                                              d.checkerboard().scale()});
    case Distribution::kCircles:
      return Convert(d.circles());
    case Distribution::kImageDensity:
      return Convert(d.image_density());
    case Distribution::kArrayFile:
      return Convert(d.array_file());
    case Distribution::kTabular:
      return Convert(d.tabular());
    case Distribution::kImages:
      return Convert(d.images());
    case Distribution::kDigits:
      return {datasets::DigitsOptions{}, std::nullopt};
    default:
      break;
  }
  FLOW_CHECK(false) << "the checks require a law";
  return {};
}

EndsOptions EndsOf(const Experiment& experiment) {
  EndsOptions ends = {ToOptions(experiment.source()),
                      ToOptions(experiment.target())};
  auto* file = std::get_if<datasets::ArrayFileOptions>(&ends.target.law);
  const Partition& partition = experiment.federation().partition();
  if (file != nullptr && partition.has_by_column()) {
    file->client_column = partition.by_column().column();
  }
  const FlowMatching& method = experiment.method().flow_matching();
  if (method.has_shallow_start()) {
    ends.shallow_start = {method.shallow_start().time(),
                          ConditionOrNone(experiment.model()).classes(),
                          ends.target};
  }
  return ends;
}

}  // namespace flow::lang
