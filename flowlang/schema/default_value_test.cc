#include "flowlang/schema/default_value.h"

#include <gtest/gtest.h>

#include <cmath>

#include "flowlang/schema/experiment.pb.h"

namespace flow::lang {
namespace {

using google::protobuf::FieldDescriptor;

const FieldDescriptor& FieldOf(const google::protobuf::Message& message,
                               const char* name) {
  return *message.GetDescriptor()->FindFieldByName(name);
}

TEST(DefaultValueTest, IsSetWhateverTheType) {
  Training train;
  SetToDefault(FieldOf(train, "batch"), &train);
  EXPECT_TRUE(train.has_batch());
  EXPECT_EQ(train.batch(), 256);
  Sgd sgd;
  sgd.set_nesterov(true);
  sgd.set_learning_rate(1);
  for (const char* name : {"nesterov", "learning_rate"}) {
    SetToDefault(FieldOf(sgd, name), &sgd);
  }
  EXPECT_FALSE(sgd.nesterov());
  EXPECT_EQ(sgd.learning_rate(), 1e-2);
  Mlp mlp;
  mlp.set_activation(Mlp::RELU);
  SetToDefault(FieldOf(mlp, "activation"), &mlp);
  EXPECT_EQ(mlp.activation(), Mlp::SILU);
}

TEST(DefaultValueTest, IsHeldWhetherWrittenOrNot) {
  Training train;
  EXPECT_TRUE(HoldsDefault(train, FieldOf(train, "batch")));
  train.set_batch(256);
  EXPECT_TRUE(HoldsDefault(train, FieldOf(train, "batch")));
  train.set_batch(255);
  EXPECT_FALSE(HoldsDefault(train, FieldOf(train, "batch")));
}

TEST(DefaultValueTest, TheNextNumberIsAnother) {
  Sgd sgd;
  sgd.set_learning_rate(std::nextafter(1e-2, 1));
  EXPECT_FALSE(HoldsDefault(sgd, FieldOf(sgd, "learning_rate")));
}

TEST(DefaultValueTest, WhatHasNoDefaultHoldsNone) {
  Training train;
  EXPECT_FALSE(HoldsDefault(train, FieldOf(train, "max_gradient_norm")));
  EXPECT_FALSE(HoldsDefault(train, FieldOf(train, "ema")));
}

TEST(DefaultValueTest, IsFoundAtAPath) {
  Experiment experiment;
  experiment.mutable_train()->set_batch(255);
  experiment.add_evaluate()->set_samples(7);
  experiment.add_evaluate();
  const auto holds = [&](const char* path) {
    return HoldsDefaultAt(experiment, path);
  };
  EXPECT_FALSE(holds("train.batch"));
  EXPECT_TRUE(holds("train.steps"));
  EXPECT_FALSE(holds("evaluate[0].samples"));
  EXPECT_TRUE(holds("evaluate[1].samples"));
  for (const char* nowhere : {"evaluate[2].samples", "evaluate.samples",
                              "train.nothing", "train.batch.size"}) {
    EXPECT_FALSE(holds(nowhere)) << nowhere;
  }
}

TEST(DefaultValueTest, AMessageHoldsThoseOfItsParts) {
  Experiment experiment;
  LocalFlow& method = *experiment.mutable_method()->mutable_local_flow();
  const auto holds = [&] {
    return HoldsDefaultAt(experiment, "method.local_flow.push");
  };
  method.mutable_push()->mutable_dopri5()->set_rtol(1e-5);
  EXPECT_TRUE(holds());
  method.mutable_push()->mutable_dopri5()->set_rtol(1e-6);
  EXPECT_FALSE(holds());
  method.mutable_push()->mutable_euler();
  EXPECT_FALSE(holds()) << "another choice";
}

}  // namespace
}  // namespace flow::lang
