#include "flowlang/plan/chain_stages.h"

#include <algorithm>
#include <numeric>
#include <optional>
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

constexpr char kDraw[] = "draw_pool";
constexpr char kMeasure[] = "measure_sizes";
constexpr char kAllBlocks[] = "train_blocks";

// Sums over so many points take seconds.
constexpr int64_t kMeasuredPoints = 20000;

class ChainAdder {
 public:
  ChainAdder(const TrainingParts& parts, StageList* stages)
      : parts_(parts),
        method_(parts.experiment().method().local_flow()),
        blocks_(NumBlocks(method_)),
        stages_(stages) {
    trained_.lowered = parts_.lowered();
    if (!IsMeasured()) {
      sizes_ = local_flow::StepSizes(ToOptions(method_.steps()));
    }
  }

  TrainedStages Add() {
    AddPool();
    if (IsMeasured()) AddMeasurement();
    if (method_.networks() == LocalFlow::SHARED) {
      AddShared();
    } else {
      AddBlocks();
    }
    return std::move(trained_);
  }

 private:
  bool IsMeasured() const { return method_.steps().has_from_data(); }

  // Ahead of the inputs of every stage that asks for the size of a step.
  Inputs SizeInputs() const {
    return IsMeasured() ? Inputs{kMeasure} : Inputs();
  }

  // What `make` makes, where a trainer does it.
  template <typename Make>
  StageWork Lowered(const Make& make) const {
    if (!parts_.lowered()) return PlannedStage();
    return make();
  }

  void AddPool() {
    const auto describe = [&](const Experiment& e) {
      const PoolOptions pool = Pool();
      return absl::StrCat(SettingLine("target", e.target()), "pool       ",
                          pool.points, " points as ",
                          pool.half ? "float16" : "float32", "\n");
    };
    stages_->Add(
        kDraw, "draw_pool", {},
        {describe(parts_.shown()), describe(parts_.hashed())}, Lowered([&] {
          return DrawPoolStage{EndsOf(parts_.experiment()), Pool(), Clients()};
        }));
  }

  void AddMeasurement() {
    const int64_t points = std::min(Pool().points, kMeasuredPoints);
    const std::string settings = absl::StrCat(
        SettingLine("steps", method_.steps()), "points     ", points, "\n");
    const FromDataSteps& steps = method_.steps().from_data();
    stages_->Add(kMeasure, "measure_sizes", {kDraw}, {settings, settings},
                 Lowered([&] {
                   return MeasureSizesStage{Pool(), steps.count(),
                                            steps.total(), points};
                 }));
  }

  // One network for all blocks.
  void AddShared() {
    std::string settings = "blocks     all at once\n";
    for (int64_t n = 1; n <= blocks_; ++n) settings += BlockLine(n);
    const auto work = [&] {
      TrainVelocityStage training = Training();
      for (int64_t n = 1; n <= blocks_; ++n) {
        training.blocks.push_back(BlockOf(n));
      }
      return training;
    };
    Inputs inputs = SizeInputs();
    inputs.push_back(kDraw);
    stages_->Add(kAllBlocks, "train_velocity", std::move(inputs),
                 {settings + parts_.Shown(), settings + parts_.Hashed()},
                 Lowered(work));
    trained_.flow = {kAllBlocks};
    trained_.classes_are_blocks = true;
  }

  void AddBlocks() {
    const std::string push = SettingLine("push", method_.push());
    const auto work = [&](int64_t n, auto of_block) {
      return Lowered([&] { return (this->*of_block)(BlockOf(n), n); });
    };
    for (int64_t n = 1; n <= blocks_; ++n) {
      const std::string which = BlockLine(n);
      const std::string train = absl::StrCat("train_block_", n);
      const std::string settings =
          n == 1 ? parts_.Shown() : "as train_block_1\n";
      Inputs before = SizeInputs();
      before.push_back(PoolBefore(n));
      Inputs inputs = before;
      if (n > 1 && method_.warm_start()) {
        inputs.push_back(absl::StrCat("train_block_", n - 1));
      }
      stages_->Add(train, "train_velocity", std::move(inputs),
                   {which + settings, which + parts_.Hashed()},
                   work(n, &ChainAdder::BlockTraining));
      // what generates begins with the last
      trained_.flow.insert(trained_.flow.begin(), train);
      if (n == blocks_ && !method_.has_distill()) return;
      before.push_back(train);
      stages_->Add(absl::StrCat("push_block_", n), "push_forward",
                   std::move(before), {which + push, which + push},
                   work(n, &ChainAdder::BlockPush));
    }
    AddGroups(method_.distill());
  }

  // What makes the pool of block n.
  static std::string PoolBefore(int64_t n) {
    return n == 1 ? kDraw : absl::StrCat("push_block_", n - 1);
  }

  // Which block it is, and how far it goes.
  std::string BlockLine(int64_t n) const {
    std::string step = ", free: to the source";
    if (n < blocks_) {
      step = IsMeasured() ? ", a step as measured"
                          : absl::StrFormat(", a step of %.4g", sizes_[n - 1]);
    }
    return absl::StrCat("block      ", n, " of ", blocks_, step, "\n");
  }

  ChainBlock BlockOf(int64_t n) const {
    ChainBlock block = {{{}, ToOptions(method_.coupling())}, Pool()};
    if (!IsMeasured()) {
      const double before =
          std::accumulate(sizes_.begin(), sizes_.begin() + (n - 1), 0.0);
      block.kept = local_flow::DiffusionOf(before).keep;
    }
    if (n == blocks_) return block;  // the free one, which keeps nothing
    if (IsMeasured()) {
      block.measured = n - 1;
    } else {
      block.options.diffusion = local_flow::DiffusionOf(sizes_[n - 1]);
    }
    return block;
  }

  PoolOptions Pool() const {
    return {method_.pool(), method_.pool_precision() == LocalFlow::FLOAT16,
            method_.pool_memory_mb()};
  }

  std::optional<federated::FederationOptions> Clients() const {
    const Experiment& e = parts_.experiment();
    if (!e.has_federation()) return std::nullopt;
    return ToOptions(e.federation());
  }

  TrainVelocityStage Training() const {
    TrainVelocityStage work = parts_.OnLines(parts_.experiment().train());
    work.path = ToOptions(parts_.experiment().path());
    return parts_.OverClients(std::move(work));
  }

  StageWork BlockTraining(ChainBlock block, int64_t n) const {
    TrainVelocityStage work = Training();
    work.blocks = {std::move(block)};
    work.warm_start = n > 1 && method_.warm_start();
    return work;
  }

  StageWork BlockPush(ChainBlock block, int64_t n) const {
    const Experiment& e = parts_.experiment();
    return PushBlockStage{ToOptions(e.path()), NetworkOf(e, parts_.facts().dim),
                          ToOptions(method_.push()), std::move(block)};
  }

  // A one-step map for each group of blocks, from the pool behind it to the
  // pool before it.
  void AddGroups(const Distillation& distill) {
    int64_t group = 1;
    for (int64_t first = 1; first <= blocks_;
         first += distill.blocks_per_group(), ++group) {
      const int64_t last =
          std::min(blocks_, first + distill.blocks_per_group() - 1);
      Inputs inputs = {PoolBefore(first), absl::StrCat("push_block_", last)};
      const std::string name = absl::StrCat("distill_group_", group);
      const std::string settings =
          absl::StrCat("blocks     ", first, " to ", last, "\n",
                       SettingLine("distill", distill));
      stages_->Add(name, "distill", std::move(inputs), {settings, settings},
                   Lowered([&] { return GroupWork(distill); }));
      // what generates begins with the last
      trained_.distilled.insert(trained_.distilled.begin(), name);
    }
  }

  TrainVelocityStage GroupWork(const Distillation& distill) const {
    TrainVelocityStage work = OneStep(parts_.OnLines(distill.train()));
    work.pool_of_group = Pool();
    return parts_.OverClients(std::move(work));
  }

  const TrainingParts& parts_;
  const LocalFlow& method_;
  const int64_t blocks_;
  StageList* stages_;
  std::vector<double> sizes_;  // where they are known beforehand
  TrainedStages trained_;
};

}  // namespace

TrainedStages AddChain(const TrainingParts& parts, StageList* stages) {
  return ChainAdder(parts, stages).Add();
}

}  // namespace flow::lang
