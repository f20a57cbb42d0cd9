#include "flowlang/plan/defaults.h"

#include <gtest/gtest.h>

#include <string>

#include "flowlang/plan/build_plan.h"
#include "google/protobuf/text_format.h"

namespace flow::lang {
namespace {

using google::protobuf::TextFormat;

constexpr char kShort[] =
    "name: 'a' source { gaussian { dim: 2 } } target { two_moons {} } "
    "model { mlp { hidden: [8] } } "
    "evaluate { name: 'p' metric { sliced_w2 {} } } ";

// kShort under `text`, with its defaults.
Experiment Filled(const std::string& text = "") {
  Experiment experiment, top;
  EXPECT_TRUE(TextFormat::ParseFromString(kShort, &experiment));
  EXPECT_TRUE(TextFormat::ParseFromString(text, &top));
  experiment.MergeFrom(top);
  FillDefaults(&experiment);
  return experiment;
}

std::string HashOf(const std::string& text) {
  return BuildPlan(Filled(text), {2, "", "", {}}).hash;
}

TEST(DefaultsTest, ChoosesThePartsThatAreLeftOut) {
  const Experiment e = Filled();
  EXPECT_TRUE(e.path().has_linear());
  EXPECT_TRUE(e.coupling().has_independent());
  EXPECT_TRUE(e.model().mlp().time_embedding().has_concatenated());
  EXPECT_TRUE(e.model().mlp().point_embedding().has_plain());
  EXPECT_TRUE(e.train().optimizer().has_adam());
  EXPECT_TRUE(e.train().schedule().has_constant());
  EXPECT_TRUE(e.evaluate(0).sampler().has_dopri5());
}

TEST(DefaultsTest, WritesTheSchemasNumbersOut) {
  const Experiment e = Filled();
  EXPECT_TRUE(e.has_seed());
  EXPECT_TRUE(e.train().has_steps());
  EXPECT_EQ(e.train().optimizer().adam().learning_rate(), 1e-3);
  EXPECT_TRUE(e.evaluate(0).metric(0).sliced_w2().has_projections());
}

TEST(DefaultsTest, LeavesWhatHasNoDefaultUnset) {
  const Experiment e = Filled();
  EXPECT_FALSE(e.train().has_ema());
  EXPECT_FALSE(e.train().has_max_gradient_norm());
  EXPECT_FALSE(e.source().gaussian().has_points());
}

// 2 F(1), with F(1) = int g^2: sigma^2 for a constant g, 4/3 of it for
// g = 2 sigma (1 - t).
TEST(DefaultsTest, ABridgeHasAnEntropicCoupling) {
  const auto regularization = [](const std::string& noise) {
    return Filled("path { brownian_bridge { sigma: 3 noise: " + noise +
                  " } } coupling { minibatch_ot { sinkhorn {} } }")
        .coupling()
        .minibatch_ot()
        .sinkhorn()
        .regularization();
  };
  EXPECT_DOUBLE_EQ(regularization("CONSTANT"), 18);
  EXPECT_DOUBLE_EQ(regularization("LINEAR_DECREASING"), 24);
}

TEST(DefaultsTest, KeepsWhatIsWritten) {
  const Experiment e =
      Filled("coupling { minibatch_ot { exact {} } } train { batch: 7 }");
  EXPECT_TRUE(e.coupling().has_minibatch_ot());
  EXPECT_FALSE(e.coupling().has_independent());
  EXPECT_EQ(e.train().batch(), 7);
}

TEST(ResolvedTest, ParsesBackAndResolvesToItself) {
  const ExperimentPlan plan = BuildPlan(Filled("seed: 9"), {2, "", "", {}});
  Experiment again;
  ASSERT_TRUE(TextFormat::ParseFromString(plan.resolved, &again));
  FillDefaults(&again);
  const ExperimentPlan plan_again = BuildPlan(again, {2, "", "", {}});
  EXPECT_EQ(plan_again.resolved, plan.resolved);
  EXPECT_EQ(plan_again.hash, plan.hash);
}

TEST(PlanHashTest, IsEqualWhetherADefaultIsWrittenOrNot) {
  EXPECT_EQ(HashOf(""), HashOf("train { batch: 256 } path { linear {} }"));
}

TEST(PlanHashTest, ChangesWithEverySettingThatChangesAResult) {
  for (const char* text :
       {"train { batch: 255 }", "path { linear { sigma: 0.1 } }",
        "target { two_moons { noise: 0.1 } }", "evaluate { name: 'q' }",
        "model { mlp { activation: RELU } }", "name: 'b'"}) {
    EXPECT_NE(HashOf(""), HashOf(text)) << text;
  }
}

TEST(PlanHashTest, DoesNotDependOnWhatChangesNoResult) {
  for (const char* text : {"seed: 99", "train { checkpoint_every: 7 }",
                           "train { log_every: 7 }"}) {
    EXPECT_EQ(HashOf(""), HashOf(text)) << text;
  }
}

TEST(PlanHashTest, FollowsTheContentOfAFileAndNotItsPlace) {
  const auto hash = [](const std::string& path, const std::string& content) {
    const std::string text = "target { array_file { path: '" + path + "' } }";
    return BuildPlan(Filled(text), {2, "", content, {}}).hash;
  };
  EXPECT_EQ(hash("a.csv", "1"), hash("b.csv", "1"));
  EXPECT_NE(hash("a.csv", "1"), hash("a.csv", "2"));
}

TEST(StageHashTest, ASamplerChangesItsOwnStagesAlone) {
  const auto stages = [](const std::string& text) {
    return BuildPlan(Filled(text), {2, "", "", {}}).stages;
  };
  Experiment euler = Filled();
  euler.mutable_evaluate(0)->mutable_sampler()->mutable_euler()->set_steps(5);
  const auto before = stages(""),
             after = BuildPlan(euler, {2, "", "", {}}).stages;
  EXPECT_EQ(before[0].hash, after[0].hash) << "training";
  EXPECT_NE(before[1].hash, after[1].hash) << "sampling";
  EXPECT_NE(before[2].hash, after[2].hash) << "what is measured on it";
}

TEST(StageHashTest, FeaturesChangeWhatIsMeasuredAlone) {
  const auto stages = [](const std::string& file, const std::string& content) {
    Experiment experiment = Filled();
    TorchScriptNetwork* network = experiment.mutable_evaluate(0)
                                      ->mutable_features()
                                      ->mutable_torch_script();
    network->set_file(file);
    DataFacts facts = {2, "", "", {}};
    facts.features_content = {content};
    return BuildPlan(experiment, facts).stages;
  };
  const auto before = stages("a.pt", "1"), moved = stages("b.pt", "1"),
             changed = stages("a.pt", "2");
  EXPECT_EQ(before[2].hash, moved[2].hash) << "by its content, not its place";
  EXPECT_EQ(before[0].hash, changed[0].hash) << "training";
  EXPECT_EQ(before[1].hash, changed[1].hash) << "sampling";
  EXPECT_NE(before[2].hash, changed[2].hash) << "what is measured";
}

}  // namespace
}  // namespace flow::lang
