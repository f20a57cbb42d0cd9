#include "field_matching/field_lines.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/from_blob.h"
#include "core/tensor/random_tensor.h"
#include "field_matching/coulomb_field.h"
#include "field_matching/plate_laws_testing.h"
#include "gtest/gtest.h"

namespace flow::field_matching {
namespace {

using core::LineStart;
using core::LineStop;

// N(0, 1) to two modes at -4 and 4.
const std::vector<NormalOnLine> kSource = {{1, 0, 1}};
const std::vector<NormalOnLine> kTarget = {{0.5, -4, 0.7}, {0.5, 4, 0.7}};

double NormalCdf(double x) { return std::erfc(-x / std::numbers::sqrt2) / 2; }

double CdfOf(const std::vector<NormalOnLine>& law, double x) {
  double sum = 0;
  for (const NormalOnLine& c : law) {
    sum += c.weight * NormalCdf((x - c.mean) / c.std);
  }
  return sum;
}

double DensityOf(const std::vector<NormalOnLine>& law, double x) {
  double sum = 0;
  for (const NormalOnLine& c : law) {
    const double u = (x - c.mean) / c.std;
    sum += c.weight * std::exp(-u * u / 2) /
           (c.std * std::sqrt(2 * std::numbers::pi));
  }
  return sum;
}

// int f(s) law(s) ds by the midpoint rule over all its mass.
double MeanOver(const std::vector<NormalOnLine>& law,
                const std::function<double(double)>& f) {
  constexpr int kCells = 4000;
  constexpr double kReach = 14;
  double sum = 0;
  for (int i = 0; i < kCells; ++i) {
    const double s = kReach * (2 * (i + 0.5) / kCells - 1);
    sum += f(s) * DensityOf(law, s) * 2 * kReach / kCells;
  }
  return sum;
}

// That of the law smeared by a Cauchy law of this scale.
double SmearedCdf(const std::vector<NormalOnLine>& law, double scale,
                  double x) {
  return MeanOver(law, [&](double s) {
    return 0.5 + std::atan((x - s) / scale) / std::numbers::pi;
  });
}

// The x with cdf(x) = p.
double Quantile(const std::function<double(double)>& cdf, double p) {
  double low = -1e5, high = 1e5;
  for (int i = 0; i < 80; ++i) {
    const double middle = (low + high) / 2;
    (cdf(middle) < p ? low : high) = middle;
  }
  return (low + high) / 2;
}

std::vector<double> ValuesOf(const at::Tensor& x) {
  const at::Tensor flat = x.to(at::kDouble).contiguous();
  return {flat.data_ptr<double>(), flat.data_ptr<double>() + flat.numel()};
}

// A column of the law's quantiles at (i + 1/2) / n.
at::Tensor Quantiles(const std::vector<NormalOnLine>& law, int64_t n) {
  std::vector<double> x;
  for (int64_t i = 0; i < n; ++i) {
    x.push_back(
        Quantile([&](double at) { return CdfOf(law, at); }, (i + 0.5) / n));
  }
  return at::from_blob(x.data(), {n, 1}, at::kDouble).clone();
}

// The largest distance of an empirical distribution function from the law's.
double Distance(std::vector<double> x, const std::vector<NormalOnLine>& law) {
  std::sort(x.begin(), x.end());
  double largest = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    const double cdf = CdfOf(law, x[i]);
    largest = std::max(
        {largest, cdf - i / (1.0 * x.size()), (i + 1.0) / x.size() - cdf});
  }
  return largest;
}

TEST(PlateLawsTest, FaddeevaAtKnownPoints) {
  // w(i y) = exp(y^2) erfc(y), and Re w(x) = exp(-x^2)
  for (const double y : {0.0, 0.3, 1.0, 3.0}) {
    EXPECT_NEAR(Faddeeva({0, y}).real(), std::exp(y * y) * std::erfc(y), 1e-12);
    EXPECT_NEAR(Faddeeva({y, 0}).real(), std::exp(-y * y), 1e-12);
  }
}

// Against the sum over a thousand quantiles, half a gap off the plates.
TEST(PlateLawsTest, IsTheFieldOfItsCharges) {
  const double gap = 6;
  const PlateLaws exact(kSource, kTarget, gap);
  const CoulombField sum(Quantiles(kSource, 1000), Quantiles(kTarget, 1000),
                         gap);
  const at::Tensor x = core::NormalTensor(1, 9, 1).to(at::kDouble) * 3;
  const at::Tensor z =
      (core::UniformTensor(2, 9).to(at::kDouble) * 3).floor() * gap - 3;
  const FieldValue a = exact.At(x, z), b = sum.At(x, z);
  EXPECT_LT((a.direction_be - b.direction_be).abs().max().item<double>(), 1e-3);
  EXPECT_LT((a.log_length_b - b.log_length_b).abs().max().item<double>(), 1e-3);
}

// In the plane the lines within the gap keep their order, and as much flux lies
// to the left of a line at its end as at its beginning: (P + C * Q) / 2 goes to
// (Q + C * P) / 2, quantile to quantile. Steps leave about 1e-4 each.
TEST(FieldLinesTest, ThroughTheGapKeepTheFluxBesideThem) {
  for (const double gap : {1.0, 6.0}) {
    const PlateLaws field(kSource, kTarget, gap);
    const at::Tensor x = Quantiles(kSource, 20);
    const FieldLines lines = TraceLines(field, gap,
                                        {.start = LineStart::kForward,
                                         .stop = LineStop::kFirstHit,
                                         .tolerance = 1e-6},
                                        x, {.seed = 1});
    EXPECT_TRUE(lines.arrived_n.all().item<bool>());
    const std::vector<double> from = ValuesOf(x), to = ValuesOf(lines.x_nd);
    for (size_t i = 0; i < from.size(); ++i) {
      const double before =
          (CdfOf(kSource, from[i]) + SmearedCdf(kTarget, gap, from[i])) / 2;
      const double after =
          (CdfOf(kTarget, to[i]) + SmearedCdf(kSource, gap, to[i])) / 2;
      EXPECT_NEAR(before, after, 1e-4) << gap << " " << from[i];
    }
  }
}

// A field that counts the points that it is asked at.
class Counted : public Field {
 public:
  explicit Counted(const Field& field) : field_(field) {}
  FieldValue At(const at::Tensor& x_bd, const at::Tensor& z_b) const override {
    points += x_bd.size(0);
    return field_.At(x_bd, z_b);
  }
  mutable int64_t points = 0;

 private:
  const Field& field_;
};

TEST(FieldLinesTest, TellWhatTheyTook) {
  const double gap = 3;
  const PlateLaws laws(kSource, kTarget, gap);
  const at::Tensor x = Quantiles(kSource, 200);
  for (const LineStart start : {LineStart::kForward, LineStart::kBothSides}) {
    for (const LineStop stop :
         {LineStop::kFlux, LineStop::kBothSides, LineStop::kFirstHit}) {
      const Counted field(laws);
      const FieldLines lines = TraceLines(
          field, gap, {.start = start, .stop = stop, .max_length = 1e9}, x,
          {.seed = 1});
      EXPECT_EQ(lines.evaluations_n.sum().item<int64_t>(), field.points);
      const at::Tensor straight =
          ((lines.x_nd - x).square().sum(1) + gap * gap).sqrt();
      EXPECT_TRUE((lines.length_n > straight * (1 - 1e-5)).all().item<bool>());
      EXPECT_TRUE(
          (lines.farthest_n >= lines.x_nd.norm(2, 1).maximum(x.norm(2, 1)))
              .all()
              .item<bool>());
      EXPECT_TRUE((lines.farthest_n <= lines.length_n + x.norm(2, 1))
                      .all()
                      .item<bool>());
    }
  }
}

// Lines that are traced apart are those that are traced together, and what is
// recorded of a line leads from its beginning to its end, by steps that are no
// longer than asked for.
TEST(FieldLinesTest, AreTheirOwnAndRecorded) {
  const double gap = 3, step = 0.2;
  const PlateLaws field(kSource, kTarget, gap);
  const at::Tensor x = Quantiles(kSource, 30);
  const core::FieldLineOptions options = {.step = step, .offset = 1e-3};
  const FieldLines all =
      TraceLines(field, gap, options, x, {.seed = 1, .record = true});
  const FieldLines last =
      TraceLines(field, gap, options, x.narrow(0, 20, 10), {1, 20});
  EXPECT_TRUE(last.x_nd.equal(all.x_nd.narrow(0, 20, 10)));
  EXPECT_FALSE(last.point_pe.defined());
  for (int64_t i = 0; i < 30; ++i) {
    const at::Tensor rows = (all.line_p == i).nonzero().squeeze(1);
    const at::Tensor points = all.point_pe.index_select(0, rows);
    const at::Tensor lengths = all.at_length_p.index_select(0, rows);
    EXPECT_EQ(points[0][0].item<double>(), x[i][0].item<double>());
    EXPECT_EQ(points[-1][0].item<double>(), all.x_nd[i][0].item<double>());
    EXPECT_EQ(lengths[-1].item<double>(), all.length_n[i].item<double>());
    const at::Tensor steps = lengths.diff();
    EXPECT_GE(steps.min().item<double>(), 0);
    const at::Tensor z = points.select(1, 1).slice(0, 0, -1);
    EXPECT_TRUE(
        (steps <=
         step * (1 + 1e-9) + 1e9 * ((z < -gap) | (z > 2 * gap)).to(at::kDouble))
            .all()
            .item<bool>());
  }
}

// P E_z(0+) / (E_z(0+) - E_z(0-)) over the plate where E_z(0-) < 0, and P
// elsewhere: what is known of the toy for four gaps. Draws of 4000 lines differ
// from it by 0.04 with a probability of 5e-7.
TEST(FieldLinesTest, SetOutByTheFlux) {
  const double known[] = {0.577, 0.607, 0.596, 0.563};
  const double gaps[] = {1, 3, 6, 12};
  for (int i = 0; i < 4; ++i) {
    const PlateLaws field(kSource, kTarget, gaps[i]);
    const double forward = MeanOver(kSource, [&](double x) {
      const double above = field.AtPoint(x, 1e-9).imag();
      const double below = field.AtPoint(x, -1e-9).imag();
      return below < 0 ? above / (above - below) : 1;
    });
    EXPECT_NEAR(forward, known[i], 0.012) << gaps[i];
    if (i != 2) continue;
    const FieldLines lines = TraceLines(field, gaps[i], {.max_length = 1e-3},
                                        Quantiles(kSource, 4000), {.seed = 3});
    EXPECT_NEAR(lines.forward_n.to(at::kDouble).mean().item<double>(), forward,
                0.04);
  }
}

class ToyTest : public testing::TestWithParam<double> {
 protected:
  static constexpr int64_t kLines = 2000;

  FieldLines Trace(LineStart start, LineStop stop) const {
    return TraceLines(PlateLaws(kSource, kTarget, GetParam()), GetParam(),
                      {.start = start, .stop = stop, .max_length = 1e9},
                      Quantiles(kSource, kLines), {.seed = 5});
  }
};

INSTANTIATE_TEST_SUITE_P(Gaps, ToyTest, testing::Values(1.0, 6.0));

// However narrow the gap: two thousand draws of the target's law are farther
// from it than 0.06 with a probability of 2 exp(-2 n 0.06^2) = 1e-6.
TEST_P(ToyTest, ByTheFluxTheyArriveByTheTargetsLaw) {
  const FieldLines lines = Trace(LineStart::kBothSides, LineStop::kFlux);
  EXPECT_TRUE(lines.arrived_n.all().item<bool>());
  EXPECT_LT(Distance(ValuesOf(lines.x_nd), kTarget), 0.06);
}

// The rules that leave something out arrive elsewhere.
TEST_P(ToyTest, ByOtherRulesTheyDoNot) {
  EXPECT_GT(Distance(ValuesOf(Trace(LineStart::kForward, LineStop::kFlux).x_nd),
                     kTarget),
            0.06);
  EXPECT_GT(
      Distance(ValuesOf(Trace(LineStart::kForward, LineStop::kFirstHit).x_nd),
               kTarget),
      0.06);
}

// Where the target is thinner than what the source sends, E_z(gap+) > 0. There
// no line ends whose field must point at the plate from both sides, and the
// target's share does by the flux: five standard errors of 2000 lines.
TEST_P(ToyTest, BothSidesLeaveTheThinPartsOfTheTargetEmpty) {
  const double gap = GetParam();
  const PlateLaws field(kSource, kTarget, gap);
  const auto is_thin = [&](double x) {
    return field.AtPoint(x, gap * (1 + 1e-6)).imag() > 0 ? 1.0 : 0.0;
  };
  const auto share = [&](LineStop stop) {
    double sum = 0;
    for (const double x : ValuesOf(Trace(LineStart::kBothSides, stop).x_nd)) {
      sum += is_thin(x) / kLines;
    }
    return sum;
  };
  const double expected = MeanOver(kTarget, is_thin);
  EXPECT_GT(expected, 0.01);
  EXPECT_NEAR(share(LineStop::kFlux), expected,
              5 * std::sqrt(expected / kLines));
  EXPECT_LT(share(LineStop::kBothSides), 0.002);
}

// What each rule costs in Wasserstein-1 to the target, known from 3000 lines of
// another program, whose draws leave an error of up to 0.11: lines that set out
// forward alone and end at the first plate that they meet, or by the rule of
// both sides, and the share of these that first pass through the plate. That
// program dropped one line in twenty, the longest, which it says makes the
// rule's cost too large: it is a bound here. Started by the flux as well, lines
// from quantiles are as near to the target as 3000 draws that are spread as
// evenly: 0.02, measured, and twice that by the rule of both sides.
TEST(FieldLinesTest, EveryPartOfTheRuleMatters) {
  constexpr int64_t kLines = 3000;
  struct Known {
    double gap, rule, first_hit, passing;
  };
  const std::vector<double> target = ValuesOf(Quantiles(kTarget, kLines));
  for (const Known& known : {Known{1, 0.436, 2.29, 0.73},
                             {3, 0.606, 1.47, 0.45},
                             {6, 0.458, 0.96, 0.26},
                             {12, 0.411, 0.60, 0.15}}) {
    SCOPED_TRACE(known.gap);
    const PlateLaws field(kSource, kTarget, known.gap);
    const auto trace = [&](LineStart start, LineStop stop) {
      std::vector<double> x =
          ValuesOf(TraceLines(field, known.gap,
                              {.start = start, .stop = stop, .max_length = 1e9},
                              Quantiles(kSource, kLines), {.seed = 5})
                       .x_nd);
      std::sort(x.begin(), x.end());
      return x;
    };
    const auto w1 = [&](const std::vector<double>& x) {
      double sum = 0;
      for (int64_t i = 0; i < kLines; ++i) sum += std::abs(x[i] - target[i]);
      return sum / kLines;
    };
    const std::vector<double> first =
        trace(LineStart::kForward, LineStop::kFirstHit);
    EXPECT_NEAR(w1(first), known.first_hit, 0.11);
    double passing = 0;
    for (const double x : first) {
      const double beyond = known.gap * (1 + 1e-6);
      passing += field.AtPoint(x, beyond).imag() > 0 ? 1.0 / kLines : 0;
    }
    EXPECT_NEAR(passing, known.passing, 0.03);
    const double rule = w1(trace(LineStart::kForward, LineStop::kBothSides));
    EXPECT_GT(rule, 0.25);
    EXPECT_LT(rule, known.rule);
    EXPECT_LT(w1(trace(LineStart::kBothSides, LineStop::kBothSides)), 0.06);
    EXPECT_LT(w1(trace(LineStart::kBothSides, LineStop::kFlux)), 0.03);
  }
}

}  // namespace
}  // namespace flow::field_matching
