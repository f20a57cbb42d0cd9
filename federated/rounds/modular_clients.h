#ifndef FEDERATED_ROUNDS_MODULAR_CLIENTS_H_
#define FEDERATED_ROUNDS_MODULAR_CLIENTS_H_

/// Clients who share parts of the network by rules of their own (modules):
/// what each keeps for itself from round to round.
///
/// A client i begins a round with the weights that it is sent, but in each
/// module m with its own values w_{i,m} where it has some. With lambda_i its
/// share among the clients that answer, a round r makes of what its local
/// steps make of them, T_i(w_i):
///
///     local            w_{i,m} <- T_i(w_i)_m
///     edge             w_{i,m} <- sum_{j in g(i)} lambda_j T_j(w_j)_m
///     edge and global, where n does not divide r + 1, n that of `every`: as
///                      local
///     global           the server's, by its rule; w_{i,m} is gone
///
/// A client that has trained an edge's part and has not sent it yet keeps it
/// when its group shares the part without it, and sends it when it answers in a
/// round that does; all others of the group, those who are not asked included,
/// have the new one. So it is with a global part, but that a client gets the
/// server's when it is asked.
///
/// What the server is told of a part that it does not get is what it sent, so
/// that a weighted mean leaves it as it is, to the bit: the terms are added in
/// double, and their sum is rounded to float.

#include <cstdint>
#include <memory>
#include <vector>

#include "federated/rounds/clients.h"
#include "federated/rounds/federation_options.h"
#include "federated/rounds/module_ranges.h"

namespace flow::federated {

/// Keeps a row for each client, as long as the modules that are not always
/// everybody's. Not thread-safe.
class ModularClients : public Clients {
 public:
  /// `clients` answer with their weights, and hold frozen modules still
  /// themselves. Clients have `initial` until they have trained. Errors: those
  /// of FindModuleRanges.
  static absl::StatusOr<std::unique_ptr<ModularClients>> Create(
      const FederationOptions& federation, const core::Parameters& initial,
      std::unique_ptr<Clients> clients);

  absl::StatusOr<ClientAnswers> Do(const RoundTask& round,
                                   absl::Span<const ClientTask> tasks) override;

  int64_t NumbersDown(int64_t client, int64_t all) const override;
  int64_t NumbersUp(int64_t all) const override;
  int64_t NumbersOfEdge(int64_t rounds, int64_t all) const override;

  /// The parts that clients have for themselves, of `flat_p` [P], as [K].
  at::Tensor OwnParts(const at::Tensor& flat_p) const;
  void SetOwnParts(const at::Tensor& own_k, const at::Tensor& flat_p) const;
  /// The mean of what all clients have, by their weights, [K], where the server
  /// has `server_k`.
  at::Tensor MeanOfOwn(const at::Tensor& server_k);

  /// The rows of the clients and whether they have trained a module since it
  /// was shared, and the state of `clients`.
  std::vector<core::NamedTensor> State() const override;
  absl::Status Restore(const std::vector<core::NamedTensor>& state) override;

 private:
  // A stretch of a module in the flat weights and in the rows.
  struct Part {
    ModuleRange at;
    int64_t row_begin = 0;

    at::Tensor OfFlat(const at::Tensor& flat_p) const;
    at::Tensor OfRow(const at::Tensor& row_k) const;
  };

  ModularClients(const FederationOptions& federation,
                 const std::vector<ModuleRange>& ranges,
                 const at::Tensor& initial_p, std::unique_ptr<Clients> clients);

  bool IsShared(const Part& part, int64_t round) const;
  bool IsGlobal(const Part& part) const;
  bool HasUnsent(const Part& part, int64_t client) const;
  // What the client begins with.
  at::Tensor WeightsOf(const ClientTask& task) const;
  // Every group's mean of a part that its clients share in this round.
  void ShareInGroups(const Part& part, const ClientAnswers& answers);
  // Takes what the client keeps, and puts what it was sent in its place.
  void TakeIn(const Part& part, const ClientTask& task,
              const ClientAnswer& answer);

  std::vector<ModuleOptions> modules_;
  int64_t frozen_ = 0;       // numbers
  std::vector<Part> parts_;  // of what clients have for themselves
  int64_t group_size_;
  std::unique_ptr<Clients> clients_;
  at::Tensor rows_ck_;    // where unsent, or of an owner but kGlobal
  at::Tensor unsent_cm_;  // int64, 1 where trained since it was shared, else 0
  at::Tensor unsent_before_cm_;  // as the round that was done last began
  int64_t round_ = 0;            // that was done last
};

}  // namespace flow::federated

#endif  // FEDERATED_ROUNDS_MODULAR_CLIENTS_H_
