#include "flowlang/plan/chain_stages.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "flowlang/plan/convert.h"
#include "flowlang/plan/message_text.h"
#include "local_flow/step_sizes.h"

namespace flow::lang {
namespace {

using Inputs = std::vector<std::string>;

// The blocks of a chain, the free one included.
int64_t NumBlocks(const LocalFlow& local_flow) {
  const StepSizes& steps = local_flow.steps();
  switch (steps.kind_case()) {
    case StepSizes::kGeometric:
      return steps.geometric().count() + 1;
    case StepSizes::kExplicit:
      return steps.explicit_().size_size() + 1;
    case StepSizes::kCosine:
      return steps.cosine().count() + 1;
    case StepSizes::kLinear:
      return steps.linear().count() + 1;
    case StepSizes::kFromData:
      return steps.from_data().count() + 1;
    case StepSizes::KIND_NOT_SET:
      break;
  }
  return 1;
}

class ChainAdder {
 public:
  ChainAdder(const TrainingParts& parts, StageList* stages)
      : parts_(parts),
        method_(parts.experiment().method().local_flow()),
        stages_(stages) {
    trained_.lowered = parts_.lowered();
    // others may not be known before the run
    if (parts_.lowered()) {
      sizes_ = local_flow::StepSizes(ToOptions(method_.steps()));
    }
  }

  TrainedStages Add() {
    AddBlocks();
    return std::move(trained_);
  }

 private:
  void AddBlocks() {
    const int64_t blocks = NumBlocks(method_);
    const std::string push = SettingLine("push", method_.push());
    const auto work = [&](int64_t n, auto of_block) -> StageWork {
      if (!parts_.lowered()) return PlannedStage();
      return (this->*of_block)(BlockOf(n), n);
    };
    for (int64_t n = 1; n <= blocks; ++n) {
      const std::string which =
          absl::StrCat("block      ", n, " of ", blocks, StepText(n), "\n");
      const std::string train = absl::StrCat("train_block_", n);
      const std::string settings =
          n == 1 ? parts_.Shown() : "as train_block_1\n";
      Inputs before;
      if (n > 1) before.push_back(absl::StrCat("push_block_", n - 1));
      Inputs inputs = before;
      if (n > 1 && method_.warm_start()) {
        inputs.push_back(absl::StrCat("train_block_", n - 1));
      }
      stages_->Add(train, "train_velocity", std::move(inputs),
                   {which + settings, which + parts_.Hashed()},
                   work(n, &ChainAdder::BlockTraining));
      // what generates begins with the last
      trained_.flow.insert(trained_.flow.begin(), train);
      if (n == blocks && !method_.has_distill()) return;
      before.push_back(train);
      stages_->Add(absl::StrCat("push_block_", n), "push_forward",
                   std::move(before), {which + push, which + push},
                   work(n, &ChainAdder::BlockPush));
    }
    AddGroups(method_.distill(), blocks);
  }

  // What follows the number of a block.
  std::string StepText(int64_t n) const {
    if (n == NumBlocks(method_)) return ", free: to the source";
    if (!parts_.lowered()) return "";
    return absl::StrFormat(", a step of %.4g", sizes_[n - 1]);
  }

  // The last block, the free one, keeps nothing.
  local_flow::Diffusion DiffusionOfBlock(int64_t n) const {
    if (n > static_cast<int64_t>(sizes_.size())) return {};
    return local_flow::DiffusionOf(sizes_[n - 1]);
  }

  ChainBlock BlockOf(int64_t n) const {
    return {{DiffusionOfBlock(n), ToOptions(method_.coupling())}, Pool()};
  }

  // A finite target may have less than the default.
  int64_t Pool() const {
    return std::min(method_.pool(),
                    parts_.facts().target_points.value_or(method_.pool()));
  }

  StageWork BlockTraining(ChainBlock block, int64_t n) const {
    TrainVelocityStage work = parts_.OnLines(parts_.experiment().train());
    work.path = ToOptions(parts_.experiment().path());
    work.block = std::move(block);
    work.warm_start = n > 1 && method_.warm_start();
    return work;
  }

  StageWork BlockPush(ChainBlock block, int64_t n) const {
    const Experiment& e = parts_.experiment();
    return PushBlockStage{EndsOf(e), ToOptions(e.path()),
                          NetworkOf(e, parts_.facts().dim),
                          ToOptions(method_.push()), std::move(block)};
  }

  // A one-step map for each group of blocks, from the pool behind it to the
  // pool before it.
  void AddGroups(const Distillation& distill, int64_t blocks) {
    int64_t group = 1;
    for (int64_t first = 1; first <= blocks;
         first += distill.blocks_per_group(), ++group) {
      const int64_t last =
          std::min(blocks, first + distill.blocks_per_group() - 1);
      Inputs inputs;
      if (first > 1) inputs.push_back(absl::StrCat("push_block_", first - 1));
      inputs.push_back(absl::StrCat("push_block_", last));
      const std::string name = absl::StrCat("distill_group_", group);
      const std::string settings =
          absl::StrCat("blocks     ", first, " to ", last, "\n",
                       SettingLine("distill", distill));
      stages_->Add(name, "distill", std::move(inputs), {settings, settings},
                   GroupWork(distill));
      // what generates begins with the last
      trained_.distilled.insert(trained_.distilled.begin(), name);
    }
  }

  StageWork GroupWork(const Distillation& distill) const {
    if (!parts_.lowered()) return PlannedStage();
    TrainVelocityStage work = OneStep(parts_.OnLines(distill.train()));
    work.pool_of_group = Pool();
    return work;
  }

  const TrainingParts& parts_;
  const LocalFlow& method_;
  StageList* stages_;
  std::vector<double> sizes_;  // where a trainer does it
  TrainedStages trained_;
};

}  // namespace

TrainedStages AddChain(const TrainingParts& parts, StageList* stages) {
  return ChainAdder(parts, stages).Add();
}

}  // namespace flow::lang
