#ifndef FEDERATED_ROUNDS_MODULAR_CLIENTS_H_
#define FEDERATED_ROUNDS_MODULAR_CLIENTS_H_

/// Clients who share parts of the network by rules of their own (modules):
/// what each keeps for itself from round to round.
///
/// A client i begins a round with the weights that it is sent, but in each
/// module m with its own values w_{i,m} where it has some. With lambda_i its
/// share among the clients of m that answer, a round r makes of what its local
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
/// A module may name its clients. To the others it is frozen: they begin each
/// round with its first values, do not send it and are not sent it. What edges
/// and the server have of it is the mean over its clients that have sent it
/// (group_means.h), whoever else answers; where none has, it stays.
///
/// What the server is told of a part that it does not get is what it sent, so
/// that a weighted mean leaves it as it is, to the bit: the terms are added in
/// double, and their sum is rounded to float.

#include <cstdint>
#include <memory>
#include <vector>

#include "federated/rounds/clients.h"
#include "federated/rounds/federation_options.h"
#include "federated/rounds/group_means.h"
#include "federated/rounds/module_ranges.h"

namespace flow::federated {

/// Keeps a row for each client of a module that its clients have for
/// themselves. Not thread-safe.
class ModularClients : public Clients {
 public:
  /// `clients` answer with their weights, and hold still themselves what is
  /// frozen to them. They have `initial` until they have trained. Errors: those
  /// of FindModuleRanges. FLOW_CHECKs that the clients of modules are there, by
  /// rising number.
  static absl::StatusOr<std::unique_ptr<ModularClients>> Create(
      const FederationOptions& federation, const core::Parameters& initial,
      std::unique_ptr<Clients> clients);

  absl::StatusOr<ClientAnswers> Do(const RoundTask& round,
                                   absl::Span<const ClientTask> tasks) override;

  void SetPartsOfGroup(int64_t group, const at::Tensor& mean_p) const override;
  void SetPartsOfServer(const at::Tensor& mean_p) const override;

  int64_t NumbersDown(int64_t client, int64_t all) const override;
  int64_t NumbersUp(int64_t client, int64_t all) const override;
  int64_t NumbersOfEdge(int64_t group, int64_t rounds,
                        int64_t all) const override;

  /// The parts that clients have for themselves, of `flat_p` [P], as [K].
  at::Tensor OwnParts(const at::Tensor& flat_p) const;
  void SetOwnParts(const at::Tensor& own_k, const at::Tensor& flat_p) const;
  /// The mean of what the clients of each part have, by their weights, [K],
  /// where the server has `server_k`; that, where all their weights are zero.
  at::Tensor MeanOfOwn(const at::Tensor& server_k) const;

  /// The rows of the clients, part by part, and whether they have trained a
  /// module since it was shared, and the state of `clients`.
  std::vector<core::NamedTensor> State() const override;
  absl::Status Restore(const std::vector<core::NamedTensor>& state) override;

 private:
  // A stretch of a module in the flat weights.
  struct Part {
    ModuleRange at;
    std::vector<int64_t> members;  // who train it, by rising number
    at::Tensor first;              // [S], what the others have
    GroupMeans means;              // of what has been sent
    bool is_kept = false;          // whether its members have it for themselves
    int64_t own_begin = 0;         // then, in [K]
    at::Tensor rows;               // and what they have, [members, S]

    at::Tensor OfFlat(const at::Tensor& flat_p) const;
    at::Tensor OfOwn(const at::Tensor& own_k) const;
    at::Tensor RowOf(int64_t member) const;
  };

  ModularClients(const FederationOptions& federation,
                 const std::vector<ModuleRange>& ranges,
                 const at::Tensor& initial_p, std::unique_ptr<Clients> clients);
  Part MakePart(const ModuleRange& at, const at::Tensor& initial_p) const;
  void MakeRows();

  bool IsTrained(const Part& part, int64_t client) const;
  bool IsOfGroup(const Part& part, int64_t group) const;  // of one of its
  bool IsShared(const Part& part, int64_t round) const;
  bool IsGlobal(const Part& part) const;
  bool HasUnsent(const Part& part, int64_t client) const;
  // What the client begins with.
  at::Tensor WeightsOf(const ClientTask& task) const;
  // Adds to the means what those who train the part send in this round.
  void Join(const ClientAnswers& answers, Part* part) const;
  // Takes what the client keeps, and puts what it was sent in its place.
  void TakeIn(const Part& part, const ClientTask& task,
              const ClientAnswer& answer);
  // Gives every group its mean of a part that it has shared in this round.
  void ShareInGroups(const Part& part);

  std::vector<ModuleOptions> modules_;
  HierarchicalOptions hierarchy_;
  bool is_flat_;          // FederationOptions::IsFlat
  int64_t frozen_ = 0;    // numbers
  int64_t own_size_ = 0;  // K
  // Of what clients have for themselves, and of what some of them train.
  std::vector<Part> parts_;
  std::unique_ptr<Clients> clients_;
  at::Tensor rows_;       // of all parts; where unsent, or of an owner but
                          // kGlobal
  at::Tensor unsent_cm_;  // int64, 1 where trained since it was shared, else 0
  at::Tensor unsent_before_cm_;  // as the round that was done last began
  int64_t round_ = 0;            // that was done last
};

}  // namespace flow::federated

#endif  // FEDERATED_ROUNDS_MODULAR_CLIENTS_H_
