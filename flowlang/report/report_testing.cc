#include "flowlang/report/report_testing.h"

#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/random.h"
#include "core/io/image_grid.h"
#include "core/io/png.h"
#include "flowlang/compare/expectation.h"
#include "flowlang/compare/verdict.h"

namespace flow::lang {
namespace {

constexpr int kPoints = 1500;
constexpr int kSeeds = 5;

// Two half circles with noise.
PointSet Moons(Seed seed, double noise, int64_t rows) {
  PointSet points{rows, 2, {}};
  for (int64_t i = 0; i < rows; ++i) {
    RowRandom random(seed, i);
    const double angle = std::numbers::pi * random.Uniform();
    const bool upper = i % 2 == 0;
    const double x = upper ? std::cos(angle) : 1 - std::cos(angle);
    const double y = upper ? std::sin(angle) : 0.5 - std::sin(angle);
    points.values.push_back(x + noise * random.Normal());
    points.values.push_back(y + noise * random.Normal());
  }
  return points;
}

PointSet Gaussian(Seed seed, int64_t rows, int64_t dim) {
  PointSet points{rows, dim, {}};
  for (int64_t i = 0; i < rows * dim; ++i) {
    points.values.push_back(RowRandom(seed, i).Normal());
  }
  return points;
}

// Straight lines from source to generated, bent by `bend`, straight from plate
// to plate.
TrajectorySet Lines(const SampleSet& set, double bend, int64_t count) {
  TrajectorySet lines{count, 2};
  for (int s = 0; s <= 20; ++s) {
    const double t = s / 20.0;
    lines.time.push_back(t);
    for (int64_t i = 0; i < 2 * lines.lines; ++i) {
      lines.values.push_back((1 - t) * set.source.values[i] +
                             t * set.generated.values[i] +
                             bend * std::sin(std::numbers::pi * t));
    }
    lines.height.insert(lines.height.end(), lines.lines, t);
  }
  return lines;
}

SampleSet MakeMoonSamples(Seed seed, double noise, const SampleCaps& caps) {
  SampleSet set;
  set.protocol = "euler100";
  set.drawn = 10000;
  set.source = Gaussian(DeriveSeed(seed, "source"), caps.points, 2);
  set.generated = Moons(DeriveSeed(seed, "generated"), noise, caps.points);
  set.target = Moons(DeriveSeed(seed, "target"), 0.05, caps.points);
  set.trajectories = Lines(set, 5 * noise, caps.lines);
  return set;
}

// 8 x 8 images: a blurred ring and noise.
PointSet Rings(Seed seed, double noise) {
  PointSet points{40, 64, {}};
  for (int64_t i = 0; i < points.rows * points.dim; ++i) {
    const double x = i % 8 - 3.5, y = i / 8 % 8 - 3.5;
    const double radius = std::hypot(x, y);
    points.values.push_back(2 * std::exp(-std::pow(radius - 2.3, 2)) - 1 +
                            noise * RowRandom(seed, i).Normal() / 8);
  }
  return points;
}

SamplePicture PictureOf(const std::string& name, const PointSet& points) {
  std::vector<int64_t> index(points.rows);
  std::iota(index.begin(), index.end(), 0);
  return {name, core::SerializePng(
                    core::ImageGrid({1, 8, points.values}, index, 10))};
}

SampleSet MakeImageSamples(Seed seed, double noise) {
  SampleSet set;
  set.protocol = "digits";
  set.drawn = 40;
  set.generated = Rings(DeriveSeed(seed, "generated"), noise);
  set.target = Rings(DeriveSeed(seed, "target"), 0.5);
  set.pictures = {PictureOf("generated", set.generated),
                  PictureOf("target", set.target)};
  return set;
}

SampleSet MakeLineSamples(Seed seed) {
  SampleSet set;
  set.protocol = "one dimension";
  set.drawn = kPoints;
  set.generated = Gaussian(DeriveSeed(seed, "generated"), kPoints, 1);
  set.target = Gaussian(DeriveSeed(seed, "target"), kPoints, 1);
  return set;
}

RunMetric MakeMetric(const std::string& name, const std::string& protocol,
                     double value, std::optional<double> floor, double nfe) {
  RunMetric metric;
  metric.name = name;
  metric.protocol = protocol;
  metric.value = value;
  metric.std_error = 0.05 * value;
  metric.n = kPoints;
  metric.floor = floor;
  metric.nfe = nfe;
  metric.lower_is_better = name != "recall";
  if (name == "recall") metric.features = "made_up (0123abcd), 32 features";
  return metric;
}

void AddMetrics(double quality, Seed seed, RunRecord& record) {
  RowRandom random(seed, 0);
  for (const int steps : {10, 100}) {
    const std::string protocol = absl::StrCat("euler", steps);
    const auto score = [&](double level) {
      return level * (1 + 0.1 * random.Normal()) * (1 + 2.0 / steps);
    };
    record.metrics.push_back(
        MakeMetric("w2", protocol, score(0.3 * quality), 0.14, steps));
    record.metrics.push_back(
        MakeMetric("npe", protocol, score(0.2 * quality), std::nullopt, steps));
    record.metrics.push_back(
        MakeMetric("sliced_w2", protocol, score(0.1 * quality), 0.06, steps));
    record.metrics.push_back(
        MakeMetric("recall", protocol, 1 - score(0.1 * quality), 0.98, steps));
  }
}

LossCurve MakeCurve(const std::string& stage, double level, Seed seed) {
  LossCurve curve{stage, {}, {}};
  for (int i = 0; i < 150; ++i) {
    curve.step.push_back(20 * i);
    curve.loss.push_back(level * (1 + 3 * std::exp(-i / 12.0)) *
                         (1 + 0.06 * RowRandom(seed, i).Normal()));
  }
  return curve;
}

ReportedRun MakeRun(const std::string& label, double quality, int seed) {
  ReportedRun run;
  RunRecord& record = run.record;
  const Seed root = DeriveSeed(seed, absl::string_view(label));
  record.path = absl::StrCat("out/couplings/", label, "/seed-", seed);
  record.experiment = "couplings_on_moons";
  record.label = label;
  record.plan_hash = absl::StrCat("3fb20c", root);
  record.seed = seed;
  record.status = "finished";
  record.stages = {{"velocity",
                    "train_velocity",
                    9 + quality + 0.2 * seed,
                    3000,
                    320.0,
                    {{"coupling cost", 30 + quality + 0.1 * seed}}},
                   {"reflow_1",
                    "train_velocity",
                    1,
                    300,
                    320.0,
                    {{"coupling cost", 5 + quality + 0.1 * seed}}},
                   {"sample", "sample", 1.2, 100, std::nullopt, {}},
                   {"evaluate", "evaluate", 0.8, 0, std::nullopt, {}}};
  record.environment = {{"commit", "b335248"},
                        {"threads", 2},
                        {"device", "cpu"},
                        {"torch", "2.11.0"}};
  AddMetrics(quality, DeriveSeed(root, "metrics"), record);
  run.plan =
      absl::StrCat("# resolved\nname: \"couplings_on_moons\"\nseed: ", seed,
                   "\ntarget { moons { noise: 0.05 } }\n");
  run.losses = {MakeCurve("velocity", quality, DeriveSeed(root, "loss")),
                MakeCurve("distill", 0.1, DeriveSeed(root, "distill"))};
  run.samples = {MakeMoonSamples(root, 0.06 * quality, {kPoints, 100}),
                 MakeImageSamples(root, 2 * quality), MakeLineSamples(root)};
  return run;
}

// The runs from `begin` to before `end` by themselves, the last label beside
// what a paper says of it.
ReportSection Section(const std::string& name,
                      const std::vector<ReportedRun>& runs, size_t begin,
                      size_t end) {
  ReportSection section;
  section.compared.name = name;
  for (size_t i = begin; i < end; ++i) {
    section.compared.runs.push_back(runs[i].record);
    section.runs.push_back(i);
  }
  const Reference paper = {.metric = "w2",
                           .protocol = "euler100",
                           .of = section.compared.runs.back().label,
                           .value = 0.28,
                           .deviation = 0.03,
                           .source = "a paper, table 2",
                           .tag = "paper"};
  auto comparison = Compare(section.compared.runs, {.references = {paper}});
  FLOW_CHECK(comparison.ok()) << comparison.status().ToString();
  section.compared.comparison = *std::move(comparison);
  return section;
}

std::vector<Expectation> MakeExpectations(const std::string& better,
                                          const std::string& than) {
  Expectation straighter, quality, unknowable;
  straighter.metric = "npe";
  quality.metric = unknowable.metric = "w2";
  straighter.protocol = quality.protocol = unknowable.protocol = "euler100";
  straighter.better = better;
  straighter.than = than;
  quality.of = better;
  quality.below = 0.2;
  unknowable.of = than;
  unknowable.below = 0.5;
  return {straighter, quality, unknowable};
}

}  // namespace

ReportData MakeReportData() {
  const std::string worse = "I-CFM </script><b>", better = "OT-CFM & co";
  ReportData data;
  data.title = "Couplings on <moons>";
  for (const auto& [label, quality] :
       {std::pair(worse, 1.6), std::pair(better, 1.0)}) {
    for (int seed = 1; seed <= kSeeds; ++seed) {
      data.runs.push_back(MakeRun(label, quality, seed));
    }
  }
  // w2 of euler100: the first of the second four
  data.runs[2].record.metrics[4].value =
      std::numeric_limits<double>::quiet_NaN();
  data.sections.push_back(Section("couplings", data.runs, 0, 2 * kSeeds));
  ComparedRuns& compared = data.sections[0].compared;
  auto verdicts = EvaluateExpectations(MakeExpectations(better, worse),
                                       compared.comparison);
  FLOW_CHECK(verdicts.ok()) << verdicts.status().ToString();
  compared.verdicts = *std::move(verdicts);
  data.sections.push_back(Section("OT alone", data.runs, kSeeds, 2 * kSeeds));
  return data;
}

ReportData MakeBareReportData() {
  ReportData data;
  data.title = "bare";
  data.runs.resize(1);
  data.runs[0].record.label = "A";
  data.sections.push_back(Section("", data.runs, 0, 1));
  return data;
}

ReportData MakeLargeReportData(int runs) {
  ReportData data;
  data.title = "large";
  const SampleCaps caps = CapsFor(runs);
  for (int i = 0; i < runs; ++i) {
    ReportedRun run = MakeRun(absl::StrCat("method ", i / 10), 1, 1 + i % 10);
    run.samples = {MakeMoonSamples(DeriveSeed(i, "samples"), 0.1, caps)};
    data.runs.push_back(std::move(run));
  }
  data.sections.push_back(Section("large", data.runs, 0, runs));
  return data;
}

}  // namespace flow::lang
