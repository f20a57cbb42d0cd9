#include "federated/partition/pathological_partition.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "federated/partition/class_rows.h"
#include "federated/partition/shuffle.h"

namespace flow::federated {
namespace {

absl::Status CheckPathological(const Pathological& options, int64_t clients,
                               int64_t classes) {
  const int64_t each = options.classes_per_client;
  if (each < 1 || each > classes) {
    return absl::InvalidArgumentError(absl::StrCat(
        "'classes_per_client' must be from 1 to the number of classes, ",
        classes, "; got ", each));
  }
  const int64_t least = (classes + each - 1) / each;
  if (clients < least) {
    return absl::InvalidArgumentError(absl::StrCat(
        clients, " clients of ", each, " classes each leave some of the ",
        classes, " classes to nobody; there must be at least ", least,
        " clients, or more classes_per_client"));
  }
  return absl::OkStatus();
}

// A shuffled deck of all classes whose end is dealt first; those in `held` come
// last.
std::vector<int64_t> NewDeck(int64_t classes, absl::Span<const int64_t> held,
                             RowRandom& random) {
  std::vector<int64_t> deck(classes);
  std::iota(deck.begin(), deck.end(), 0);
  Shuffle(absl::MakeSpan(deck), random);
  std::vector<bool> is_held(classes, false);
  for (const int64_t one : held) is_held[one] = true;
  std::stable_partition(deck.begin(), deck.end(),
                        [&](int64_t one) { return is_held[one]; });
  return deck;
}

// The clients of each class, ascending.
std::vector<std::vector<int64_t>> DealClasses(int64_t clients, int64_t each,
                                              int64_t classes, Seed seed) {
  RowRandom random(seed, 0);
  std::vector<std::vector<int64_t>> clients_of_class(classes);
  std::vector<int64_t> deck, hand;
  for (int64_t client = 0; client < clients; ++client) {
    hand.clear();
    for (int64_t k = 0; k < each; ++k) {
      if (deck.empty()) deck = NewDeck(classes, hand, random);
      hand.push_back(deck.back());
      deck.pop_back();
      clients_of_class[hand.back()].push_back(client);
    }
  }
  return clients_of_class;
}

absl::Status DivideClass(const ClassRows& one,
                         absl::Span<const int64_t> clients, Seed seed,
                         absl::Span<int64_t> client_of_row) {
  const int64_t n = one.rows.size(), parts = clients.size();
  if (n < parts) {
    return absl::InvalidArgumentError(
        absl::StrCat("class ", one.label, " must have a row for each of the ",
                     parts, " clients that are to have it; it has ", n,
                     ": there are too many clients or classes_per_client"));
  }
  const std::vector<int64_t> rows = ShuffledRows(one, seed);
  for (int64_t part = 0; part < parts; ++part) {
    for (int64_t at = EvenCut(part, parts, n); at < EvenCut(part + 1, parts, n);
         ++at) {
      client_of_row[rows[at]] = clients[part];
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Partition> PartitionPathologically(
    const Pathological& options, int64_t clients,
    absl::Span<const int64_t> labels, Seed seed) {
  FLOW_RETURN_IF_ERROR(CheckClients(clients, labels.size()));
  FLOW_ASSIGN_OR_RETURN(const std::vector<ClassRows> classes,
                        RowsByClass(labels));
  FLOW_RETURN_IF_ERROR(CheckPathological(options, clients, classes.size()));
  const std::vector<std::vector<int64_t>> clients_of_class =
      DealClasses(clients, options.classes_per_client, classes.size(),
                  DeriveSeed(seed, "deal"));
  std::vector<int64_t> client_of_row(labels.size());
  for (int64_t k = 0; k < classes.size(); ++k) {
    FLOW_RETURN_IF_ERROR(DivideClass(classes[k], clients_of_class[k],
                                     DeriveSeed(seed, "order"),
                                     absl::MakeSpan(client_of_row)));
  }
  return RowsByClient(client_of_row, clients);
}

}  // namespace flow::federated
