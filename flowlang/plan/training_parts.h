#ifndef FLOWLANG_PLAN_TRAINING_PARTS_H_
#define FLOWLANG_PLAN_TRAINING_PARTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "flowlang/plan/plan.h"
#include "flowlang/schema/experiment.pb.h"

namespace flow::lang {

/// The facts about the data that a plan rests on, beside its text.
struct DataFacts {
  int64_t dim = 0;
  std::string source_content, target_content;  // hashes of files; else empty
  std::optional<int64_t> target_points;        // of a finite target
  std::string partition_content;               // hash of its file; else empty
  std::string weights_content;                 // as that, of fine_tuning
  std::vector<std::string> features_content;   // as that, of each protocol
};

/// What sampling stands on.
struct TrainedStages {
  std::vector<std::string> flow;       // the stages whose networks are followed
  std::vector<std::string> distilled;  // the stages of one-step maps
  bool lowered = false;                // whether a trainer does it
  // the flow is a chain of one network, whose classes are the blocks
  bool classes_are_blocks = false;
};

/// What the trainings of an experiment have in common, whatever its method.
class TrainingParts {
 public:
  /// `known` is the experiment as hashes know it. Keeps references to
  /// `experiment` and `facts`.
  TrainingParts(const Experiment& experiment, const Experiment& known,
                const DataFacts& facts);

  const Experiment& experiment() const { return experiment_; }
  const DataFacts& facts() const { return facts_; }

  /// Whether trainers obey everything but the protocols.
  bool lowered() const { return lowered_; }

  /// The experiment, as a person and as hashes see it, without what only later
  /// stages read: another distillation does not train the flow anew.
  const Experiment& shown() const { return shown_; }
  const Experiment& hashed() const { return hashed_; }

  /// What a training rests on and what follows from it, for a person; and what
  /// of it changes results.
  std::string Shown() const;
  std::string Hashed() const;

  /// A training on the lines of independent pairs, in one place.
  TrainVelocityStage OnLines(const Training& train) const;

  /// The same over the clients of the experiment's federation; as it is where
  /// there is none.
  TrainVelocityStage OverClients(TrainVelocityStage work) const;

 private:
  const Experiment& experiment_;
  const DataFacts& facts_;
  const Experiment shown_, hashed_;
  bool lowered_;
};

/// The training as one of a one-step map: x + v(x, 0), so that no other time is
/// trained.
TrainVelocityStage OneStep(TrainVelocityStage work);

}  // namespace flow::lang

#endif  // FLOWLANG_PLAN_TRAINING_PARTS_H_
