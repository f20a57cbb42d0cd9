#ifndef FEDERATED_ROUNDS_CLIENTS_H_
#define FEDERATED_ROUNDS_CLIENTS_H_

/// The clients of a federation as its server sees them, wherever they are: in
/// this process (local_clients.h) or in others.

#include <cstdint>
#include <optional>
#include <vector>

#include "ATen/core/Tensor.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/nn/network.h"
#include "federated/aggregation/client_value.h"
#include "federated/aggregation/scaffold_client.h"

namespace flow::federated {

/// What a client is sent in a round.
struct ClientTask {
  int64_t client = 0;
  at::Tensor weights;  // w, float32 [P]; not changed
  // Of SCAFFOLD: c, and c_i, which is not changed; undefined under other rules.
  ControlVariates controls;
};

/// What the tasks of a round have in common.
struct RoundTask {
  int64_t round = 0;       // 0 is the first
  double rate_factor = 1;  // multiplies the clients' learning rate
};

/// What a client sends.
struct ClientAnswer {
  int64_t client = 0;
  // [P]: its gradient under FedSgd; else its weights after local steps, or
  // their change where the server sees means of changes alone.
  at::Tensor value;
  double loss = 0;            // the mean over its steps
  at::Tensor control_change;  // c_i+ - c_i, [P]; SCAFFOLD alone
};

/// In the order of the tasks; none from a client that has gone.
using ClientAnswers = std::vector<std::optional<ClientAnswer>>;

/// The same for a server that looks at the mean of the values alone.
struct MeanAnswers {
  ClientAnswers answers;  // values that are not held are undefined
  // [P], by the clients' weights (weighted_mean.h); undefined if all have gone
  at::Tensor mean_p;
};

/// Not thread-safe.
class Clients {
 public:
  /// How much each client counts, >= 0. FLOW_CHECKs that there is one.
  explicit Clients(std::vector<double> weights);
  virtual ~Clients() = default;

  int64_t size() const { return std::ssize(weights_); }
  const std::vector<double>& weights() const { return weights_; }
  /// Of all clients together.
  double total_weight() const { return total_weight_; }

  /// Does the tasks, in any order. The answers' memory is good until the next
  /// call. The error of a task that fails; a client that has gone for good is
  /// no error.
  virtual absl::StatusOr<ClientAnswers> Do(
      const RoundTask& round, absl::Span<const ClientTask> tasks) = 0;

  /// The same for tasks by rising number of the client where not all that is
  /// answered need be held at a time.
  virtual absl::StatusOr<MeanAnswers> DoForMean(
      const RoundTask& round, absl::Span<const ClientTask> tasks);

  /// Given the mean [P] of what clients have answered, an edge's after a round
  /// or the server's after those since it joined last: puts the means over
  /// those who have sent them in the place of parts that not all who answer
  /// send. What nobody has sent stays, and so do the others.
  virtual void SetPartsOfGroup(int64_t group, const at::Tensor& mean_p) const {}
  virtual void SetPartsOfServer(const at::Tensor& mean_p) const {}

  /// How many of a model's `all` numbers a client was sent in the round that
  /// was done last, and how many it sends if it answers; how many an edge, by
  /// the number of its group, and the server send each other after so many
  /// `rounds`, of which that was the last. Fewer than all where clients have
  /// parts for themselves.
  virtual int64_t NumbersDown(int64_t client, int64_t all) const { return all; }
  virtual int64_t NumbersUp(int64_t client, int64_t all) const { return all; }
  virtual int64_t NumbersOfEdge(int64_t group, int64_t rounds,
                                int64_t all) const {
    return all;
  }

  /// What clients keep from round to round, as in core::UpdateRule.
  virtual std::vector<core::NamedTensor> State() const = 0;
  virtual absl::Status Restore(const std::vector<core::NamedTensor>& state) = 0;

 private:
  std::vector<double> weights_;
  double total_weight_ = 0;
};

/// What has been answered, as what is joined by `weights` of all clients.
std::vector<ClientValue> ValuesOf(const ClientAnswers& answers,
                                  const std::vector<double>& weights);

/// The mean loss of clients by their weights.
double MeanLoss(const std::vector<ClientAnswer>& answers,
                const std::vector<double>& weights);

}  // namespace flow::federated

#endif  // FEDERATED_ROUNDS_CLIENTS_H_
