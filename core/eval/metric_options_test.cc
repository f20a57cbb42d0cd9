#include "core/eval/metric_options.h"

#include "gtest/gtest.h"

namespace flow::core {
namespace {

TEST(MetricOptionsTest, NamesAreThoseOfTheResultFiles) {
  EXPECT_EQ(MetricName(W2Options()), "w2");
  EXPECT_EQ(MetricName(NllOptions{.paper_mixed = true}), "nll_paper_mixed");
  EXPECT_EQ(MetricName(W1Options()), "w1");
  EXPECT_EQ(MetricName(SlicedW2Options()), "sliced_w2");
  EXPECT_EQ(MetricName(MmdOptions()), "mmd");
  EXPECT_EQ(MetricName(EnergyDistanceOptions()), "energy_distance");
  EXPECT_EQ(MetricName(PathEnergyOptions()), "path_energy");
  EXPECT_EQ(MetricName(NpeOptions()), "npe");
  EXPECT_EQ(MetricName(SignedNpeOptions()), "signed_npe");
  EXPECT_EQ(MetricName(StraightnessOptions()), "straightness");
  EXPECT_EQ(MetricName(NfeOptions()), "nfe");
  EXPECT_EQ(MetricName(NllOptions()), "nll");
  EXPECT_EQ(MetricName(BitsPerDimOptions()), "bits_per_dim");
  EXPECT_EQ(MetricName(KidOptions()), "kid");
  EXPECT_EQ(MetricName(PrecisionOptions()), "precision");
  EXPECT_EQ(MetricName(RecallOptions()), "recall");
  EXPECT_EQ(MetricName(VelocityErrorOptions()), "velocity_error");
  EXPECT_EQ(MetricName(TransportCostOptions()), "transport_cost");
  EXPECT_EQ(MetricName(MarginalErrorOptions()), "marginal_error");
  EXPECT_EQ(MetricName(RoundTripErrorOptions()), "round_trip_error");
  EXPECT_EQ(MetricName(CurvatureOptions()), "curvature");
  EXPECT_EQ(MetricName(FidOptions()), "fid");
  EXPECT_EQ(MetricName(FidInfinityOptions()), "fid_infinity");
  EXPECT_EQ(MetricName(InceptionScoreOptions()), "inception_score");
}

TEST(MetricOptionsTest, SomeAskTheModel) {
  EXPECT_TRUE(NeedsModel(NllOptions()));
  EXPECT_TRUE(NeedsModel(BitsPerDimOptions()));
  EXPECT_TRUE(NeedsModel(VelocityErrorOptions()));
  EXPECT_TRUE(NeedsModel(MarginalErrorOptions()));
  EXPECT_TRUE(NeedsModel(RoundTripErrorOptions()));
  EXPECT_TRUE(NeedsModel(CurvatureOptions()));
  EXPECT_FALSE(NeedsModel(TransportCostOptions()));
  EXPECT_FALSE(NeedsModel(W2Options()));
}

TEST(MetricOptionsTest, SomeAreOfFeaturesAndSomeCanBe) {
  EXPECT_TRUE(NeedsFeatures(FidOptions()));
  EXPECT_TRUE(NeedsFeatures(FidInfinityOptions()));
  EXPECT_TRUE(NeedsFeatures(InceptionScoreOptions()));
  EXPECT_FALSE(NeedsFeatures(KidOptions()));
  const auto kid = OnFeatures(KidOptions());
  ASSERT_TRUE(kid.has_value());
  EXPECT_TRUE(NeedsFeatures(*kid));
  EXPECT_EQ(MetricName(*kid), "kid_of_features");
  EXPECT_FALSE(OnFeatures(*kid).has_value());
  EXPECT_FALSE(OnFeatures(FidOptions()).has_value());
  EXPECT_FALSE(OnFeatures(NllOptions()).has_value());
}

}  // namespace
}  // namespace flow::core
