#include "flowlang/plan/estimate.h"

#include "core/nn/network_options.h"
#include "flowlang/plan/convert.h"
#include "flowlang/plan/defaults.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

Experiment Filled(const std::string& text) {
  Experiment experiment;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &experiment));
  FillDefaults(&experiment);
  return experiment;
}

TEST(EstimateTest, CountsTheParametersOfTheNetwork) {
  for (const char* text :
       {"model { mlp { hidden: [64, 32] } }",
        "model { mlp { hidden: 8 time_embedding { sinusoidal { dim: 16 } } } "
        "}",
        "model { icnn { hidden: [7, 5, 3] } }"}) {
    const Experiment e = Filled(text);
    EXPECT_EQ(EstimateCost(e, 2)->parameters,
              core::NumParameters(ToOptions(e.model(), 2, {})));
  }
}

// 3 * 10 + 10 of 62 numbers in the first layer, and two biases in the last.
TEST(EstimateTest, CountsWhatClientsShare) {
  const auto shared = [](const std::string& federation) {
    return EstimateCost(Filled("model { mlp { hidden: 10 } } federation { "
                               "clients: 4 aggregation { fed_avg {} } " +
                               federation + " }"),
                        2)
        ->shared;
  };
  EXPECT_EQ(shared(""), 62);
  EXPECT_EQ(shared("module { parameters: 'layers.0' owner: LOCAL } "
                   "module { parameters: 'layers.1.bias' every: 4 }"),
            20 + 0.5);
  EXPECT_EQ(shared("module { parameters: 'layers.0' owner: FROZEN }"), 22);
  // by three of the four
  EXPECT_EQ(
      shared("module { parameters: 'layers.0' every: 2 client: [0, 2, 3] }"),
      22 + 40 * 3 / 8.0);
  // which the checks refuse
  EXPECT_EQ(shared("module { parameters: 'nothing' owner: LOCAL }"), 62);
}

// 3 -> 10 -> 2: products 3 * 10 + 10 * 2 = 50, parameters 50 + 12.
TEST(EstimateTest, CountsAStepByHand) {
  const Experiment e = Filled(
      "model { mlp { hidden: 10 } } train { batch: 100 optimizer { sgd {} } } "
      "coupling { minibatch_ot { exact {} batch: 300 } } "
      "evaluate { samples: 1000 } evaluate { samples: 10 }");
  const Estimate estimate = *EstimateCost(e, 2);
  EXPECT_EQ(estimate.parameters, 62);
  EXPECT_EQ(estimate.step_flops, 6 * 50 * 100);
  EXPECT_EQ(estimate.training_bytes,
            4 * (62 * 2 + 100 * (2 * 12 + 4 * 2) + 300 * 300));
  EXPECT_EQ(estimate.protocol_bytes, 3 * 4 * 1000 * 2);
}

TEST(EstimateTest, WhatClientsKeepIsCounted) {
  const auto bytes_of = [](const std::string& federation) {
    return EstimateCost(
               Filled(
                   "model { mlp { hidden: 10 } } train { optimizer { sgd {} "
                   "} } federation { clients: 50 aggregation { fed_avg {} } " +
                   federation + " }"),
               2)
        ->training_bytes;
  };
  const double star = bytes_of("");
  EXPECT_EQ(bytes_of("topology { ring {} }"), star);
  EXPECT_EQ(bytes_of("topology { gossip { complete {} } }"),
            star + 4 * 62 * 2 * 50);
  EXPECT_EQ(bytes_of("compression { top_k {} }"), star + 4 * 62 * 50);
  // the first layer's 3 * 10 + 10 numbers
  EXPECT_EQ(bytes_of("module { parameters: 'layers.0' owner: LOCAL }"),
            star + 4 * 40 * 50);
  EXPECT_EQ(bytes_of("module { parameters: 'layers.0' owner: LOCAL "
                     "client: [7, 4] }"),
            star + 4 * 40 * 2);
  EXPECT_EQ(bytes_of("module { parameters: 'layers.0' client: 7 }"), star);
  EXPECT_EQ(bytes_of("module { parameters: 'layers.0' owner: FROZEN }"), star);
}

// A Jacobian of 1000 units by 50 dimensions for each of 4096 rows, three of
// them in double.
TEST(EstimateTest, JacobiansOfAPotentialTakeMemory) {
  const Experiment e =
      Filled("model { icnn { hidden: 1000 } } train { batch: 4096 }");
  EXPECT_GT(EstimateCost(e, 50)->training_bytes, 3 * 8.0 * 1000 * 50 * 4096);
}

// Both networks, there and back in 5 steps each way beside once at the path.
TEST(EstimateTest, TwoVelocitiesAndTheirRoundTripAreCounted) {
  const std::string model = "model { mlp { hidden: 10 } } ";
  const Estimate one = *EstimateCost(Filled(model), 2);
  const Estimate two = *EstimateCost(
      Filled(model +
             "method { flow_matching { dual { cycle: 1 cycle_steps: 5 } } }"),
      2);
  EXPECT_EQ(two.parameters, 2 * one.parameters);
  EXPECT_EQ(two.step_flops, 2 * 11 * one.step_flops);
}

TEST(EstimateTest, CostsOfAnAccelerationAreCounted) {
  const std::string model = "model { mlp { hidden: 10 } } ";
  const double plain = EstimateCost(Filled(model), 2)->training_bytes;
  const double coupled =
      EstimateCost(Filled(model + "method { flow_matching { acceleration { "
                                  "coupling { sinkhorn {} batch: 3000 } } } }"),
                   2)
          ->training_bytes;
  EXPECT_EQ(coupled - plain, 2 * 4.0 * 3000 * 3000);
  const double flow_takes_more =
      EstimateCost(
          Filled(model + "coupling { minibatch_ot { exact {} batch: 5000 } } "
                         "method { flow_matching { acceleration {} } }"),
          2)
          ->training_bytes;
  EXPECT_EQ(flow_takes_more - plain, 4.0 * 5000 * 5000);
}

TEST(EstimateTest, AdamAndAnAverageKeepThreeNumbersAWeight) {
  const char* model = "model { mlp { hidden: 10 } }";
  const double plain =
      EstimateCost(
          Filled(std::string(model) + "train { optimizer { sgd {} } }"), 2)
          ->training_bytes;
  const double kept =
      EstimateCost(Filled(std::string(model) + "train { ema {} }"), 2)
          ->training_bytes;
  EXPECT_EQ(kept - plain, 3 * 4 * 62);
}

// Three inputs, eight hidden units and two outputs. The base as it was and as
// it is lies beside an adapter of 21 numbers with its gradient and two moments.
TEST(EstimateTest, CountsWhatIsTrained) {
  const std::string model = "model { mlp { hidden: [8] } } ";
  const auto whole = EstimateCost(Filled(model), 2);
  EXPECT_EQ(whole->trained, whole->parameters);
  const auto low_rank =
      EstimateCost(Filled(model + "fine_tuning { low_rank { rank: 1 } }"), 2);
  EXPECT_EQ(low_rank->parameters, 50);
  EXPECT_EQ(low_rank->trained, (3 + 8) + (8 + 2));
  EXPECT_EQ(low_rank->training_bytes - whole->training_bytes,
            4 * (2 * 50 + 4 * (21 - 50)));
  const auto proxy =
      EstimateCost(Filled(model + "fine_tuning { proxy { keep: 0.5 } }"), 2);
  EXPECT_EQ(proxy->trained, 3 * 4 + 4 + 4 * 2 + 2);
}

// One resolution of two channels, of 64 pixels each of which costs 9 * 2 for
// the first convolution, 9 * 4 * 2 for each of three residual blocks, 9 * 6 * 2
// + 4 * 2 for the two on the way up, 4 * 4 + 2 * 2 * 64 for the attention and 9
// * 2 for the last convolution; and each residual block 8 * 2 for the time.
TEST(EstimateTest, CountsAUNetByHand) {
  const Experiment e = Filled(
      "target { digits {} } model { unet { channels: 2 multiplier: 1 "
      "blocks: 1 head_channels: 2 } } train { batch: 40 optimizer { sgd "
      "{} } }");
  const Estimate estimate = *EstimateCost(e, 64);
  EXPECT_EQ(estimate.step_flops, 6 * 40 * (64 * 756 + 5 * 16));
  // weights, the gradients of three shards, what 16 images leave in the network
  // and 40 in the batch
  const auto parameters = static_cast<double>(estimate.parameters);
  EXPECT_EQ(estimate.training_bytes,
            4 * (parameters * (1 + 3) + 16 * 86 * 64 + 40 * 4 * 64));
  // there a gradient, and what all images leave
  EXPECT_EQ(estimate.device_bytes,
            4 * (parameters * (1 + 1) + 40 * 86 * 64 + 40 * 4 * 64));
  Experiment half = e;
  half.mutable_train()->set_precision(Training::BFLOAT16);
  EXPECT_EQ(EstimateCost(half, 64)->device_bytes,
            estimate.device_bytes - 2 * 40 * 86 * 64);
  const Experiment federated = Filled(
      "target { digits {} } model { unet { channels: 2 multiplier: 1 "
      "blocks: 1 head_channels: 2 } } federation { clients: 2 aggregation { "
      "fed_avg {} } }");
  EXPECT_EQ(EstimateCost(federated, 64)->device_bytes, 0);
}

// A transformer of one block and one token of four numbers.
TEST(EstimateTest, CountsATransformerByHand) {
  const Experiment e = Filled(
      "target { digits {} } model { dit { patch: 8 width: 4 depth: 1 "
      "heads: 1 } } train { batch: 1 }");
  EXPECT_EQ(EstimateCost(e, 64)->step_flops,
            6 * (12 * 16 + 2 * 4 + 6 * 16 + 64 * 2 * 4 + 4 * (256 + 4)));
}

TEST(EstimateTest, ReadsWell) {
  Estimate estimate = {.parameters = 4610,
                       .trained = 4610,
                       .step_flops = 7.08e6,
                       .training_bytes = 1.25e6,
                       .protocol_bytes = 480e3};
  EXPECT_EQ(EstimateLine(estimate),
            "cost       parameters 4610; a step 7.08 MFLOP; memory 1.25 MB "
            "training, 480 kB points\n");
  estimate.device_bytes = 5.6e9;
  EXPECT_THAT(EstimateLine(estimate),
              testing::HasSubstr("1.25 MB training (5.6 GB on a GPU), 480 kB"));
  estimate.trained = 96;
  EXPECT_THAT(EstimateLine(estimate),
              testing::HasSubstr("parameters 4610, trained 96; a step"));
}

}  // namespace
}  // namespace flow::lang
