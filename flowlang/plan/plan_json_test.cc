#include "flowlang/plan/plan_json.h"

#include <gtest/gtest.h>

namespace flow::lang {
namespace {

using Json = nlohmann::ordered_json;

ExperimentPlan SmallPlan() {
  ExperimentPlan plan{.name = "moons", .seed = 7, .dim = 2};
  plan.hash = "abc";
  plan.resolved = "name: \"moons\"\n";
  plan.stages = {{"train",
                  "train_velocity",
                  {},
                  "h1",
                  "model      mlp { hidden: 8 }\n",
                  TrainVelocityStage()},
                 {"evaluate",
                  "evaluate",
                  {"train"},
                  "h2",
                  "metric     w2 { }\nmetric     nfe { }\n",
                  PlannedStage()}};
  return plan;
}

TEST(PlanJsonTest, SaysWhatThePlanSays) {
  EXPECT_EQ(PlanJson(SmallPlan()), Json::parse(R"({
    "experiment": "moons", "hash": "abc", "seed": 7, "dimension": 2,
    "resolved": "name: \"moons\"\n",
    "stages": [
      {"name": "train", "kind": "train_velocity", "hash": "h1", "inputs": [],
       "runs": true, "settings": {"model": "mlp { hidden: 8 }"}},
      {"name": "evaluate", "kind": "evaluate", "hash": "h2",
       "inputs": ["train"], "runs": false,
       "settings": {"metric": ["w2 { }", "nfe { }"]}}]})"));
}

}  // namespace
}  // namespace flow::lang
