#include "flowlang/manual/topics.h"

#include <set>
#include <utility>

#include "core/base/check.h"
#include "flowlang/schema/documented_schema.h"

namespace flow::lang {
namespace {

using google::protobuf::Descriptor;

const std::vector<Topic>& Topics() {
  static const auto* const topics = new std::vector<Topic>{
      {"experiment", "The experiment", "what a file holds at the top level",
       R"(The settings at the top level of a file. `name`, `source`, `target` and `model`
must be there. Without `evaluate` a run trains and measures nothing.)",
       R"(name: "smallest"
source { gaussian { dim: 2 } }
target { two_moons {} }
model { mlp { hidden: [64, 64, 64] } }
)",
       "flow.Experiment"},
      {"source", "Source and target",
       "the laws at both ends of the flow: toy data, files, images",
       R"(Both ends of the flow are a distribution. The source is usually a Gaussian; its
dimension must be that of the target. Points of the target may have labels, which
a network takes by its `condition`.)",
       R"(source { gaussian { dim: 2 } }
target { two_moons { noise: 0.05 scale: 2 shift: [-1, 0] } }
)",
       "flow.Distribution"},
      {"path", "Probability paths",
       "where a pair of points is between t = 0 and t = 1",
       R"(In formulas x0 is the source point, x1 the target point and z standard normal
noise.)",
       "path { linear { sigma: 0.1 } }\n", "flow.ProbabilityPath"},
      {"coupling", "Couplings",
       "which source point goes with which target point",
       R"(In formulas x0 is the source point and x1 the target point. A better coupling
makes straighter flows, which need fewer steps.)",
       "coupling { minibatch_ot { exact {} } }\n", "flow.Coupling"},
      {"model", "Networks", "the network and what it predicts",
       R"(The network takes a point, the time and, with a `condition`, a label.)",
       R"(model {
  mlp {
    hidden: [128, 128]
    activation: SELU
    time_embedding { sinusoidal { dim: 32 } }
  }
}
)",
       "flow.Model"},
      {"train", "Training the network",
       "steps, batches, optimizers, schedules, averages",
       R"(What is left out has a default: 10000 steps of Adam with batches of 256.)",
       R"(train {
  steps: 20000
  batch: 512
  optimizer { adamw { learning_rate: 1e-3 weight_decay: 1e-5 } }
  schedule { warmup_cosine { warmup: 500 } }
  ema { decay: 0.999 }
}
)",
       "flow.Training"},
      {"fine_tuning", "Fine-tuning",
       "weights to begin with, and what is trained of them",
       R"(Weights that a run, or another program, has left: all of them are trained, or
changes of low rank, or a narrower network in their place, or nothing.)",
       R"(fine_tuning {
  weights: "trained.safetensors"
  low_rank { rank: 4 parameters: ["layers.0", "layers.1"] }
}
)",
       "flow.FineTuning"},
      {"method", "Methods",
       "flow matching, local flow matching, field matching",
       R"(What is learnt. Left out, it is one flow by plain flow matching.)",
       R"(method {
  local_flow {
    steps { geometric { first: 0.1 ratio: 1.5 count: 4 } }
    distill { blocks_per_group: 5 }
  }
}
)",
       "flow.Method"},
      {"federation", "Federations",
       "clients who share no data: who has what, who talks to whom",
       R"(The target's points belong to clients; what travels is gradients or weights.)",
       R"(target { two_moons { points: 10000 } }
federation {
  clients: 2
  partition { dirichlet { alpha: 0.3 } }
  aggregation { fed_avg {} }
  local { steps: 5 optimizer { sgd { learning_rate: 0.05 } } }
}
train { rounds: 200 }
)",
       "flow.Federation"},
      {"evaluate", "Protocols",
       "how many points are generated and how they are judged",
       R"(An experiment may have several protocols. Each follows the flow anew and measures
its metrics on the same points.)",
       R"(evaluate {
  name: "euler100"
  sampler { euler { steps: 100 } }
  samples: 10000
  metric { w2 {} }
  metric { npe {} }
}
)",
       "flow.Evaluation"},
      {"evaluate.sampler", "Samplers",
       "how the flow is followed: fixed steps, adaptive steps, noise",
       R"(A sampler belongs to a protocol, and to the methods that follow a flow in order
to go on training.)",
       R"(evaluate {
  name: "adaptive"
  sampler { dopri5 { rtol: 1e-6 } }
  metric { nfe {} }
}
)",
       "flow.Sampler"},
      {"evaluate.metric", "Metrics",
       "what is measured on the points that were generated",
       R"(In formulas W2 is the 2-Wasserstein distance, v the velocity and D the dimension.)",
       R"(evaluate {
  name: "distances"
  metric { w2 {} }
  metric { sliced_w2 { projections: 512 } }
}
)",
       "flow.Metric"},
      {"suite", "Suites",
       "several experiments over seeds, and claims about their results",
       R"(A suite is a file of its own, whose head says `flow.Suite`. `flow run` runs every
member with every seed, prints the comparison beside what others published, and fails
when a claim is not met.)",
       R"(name: "couplings"
member { label: "I-CFM" file: "moons_icfm.textproto" }
member { label: "OT-CFM" file: "moons_otcfm.textproto" }
seeds: [1, 2, 3]
expect {
  metric: "npe"
  protocol: "euler100"
  better: "OT-CFM"
  than: "I-CFM"
  by_factor: 2
}
reference {
  metric: "w2"
  protocol: "euler100"
  of: "OT-CFM"
  value: 0.13
  deviation: 0.016
  source: "arXiv:2307.03672, table 2"
}
)",
       "flow.Suite"},
  };
  return *topics;
}

const Descriptor& Root(const char* name) {
  const Descriptor* type = DocumentedSchema().FindMessageTypeByName(name);
  FLOW_CHECK(type != nullptr) << name;
  return *type;
}

void Collect(const Descriptor& type, std::set<const Descriptor*>* told,
             std::vector<const Descriptor*>* types) {
  types->push_back(&type);
  for (int i = 0; i < type.field_count(); ++i) {
    const Descriptor* inner = type.field(i)->message_type();
    if (inner != nullptr && told->insert(inner).second) {
      Collect(*inner, told, types);
    }
  }
}

}  // namespace

absl::Span<const Topic> AllTopics() { return Topics(); }

std::vector<Chapter> AllChapters() {
  std::set<const Descriptor*> told;  // where topics begin, from the start
  for (const Topic& topic : Topics()) {
    told.insert(&Root(topic.root));
  }
  std::vector<Chapter> chapters;
  for (const Topic& topic : Topics()) {
    Chapter chapter{&topic, {}};
    Collect(Root(topic.root), &told, &chapter.types);
    chapters.push_back(std::move(chapter));
  }
  return chapters;
}

}  // namespace flow::lang
