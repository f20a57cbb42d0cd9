#include "federated/exchange/secure_sum.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "federated/exchange/fixed_point.h"
#include "federated/exchange/secure_client.h"
#include "federated/exchange/secure_server.h"

namespace flow::federated {
namespace {

// A client as it goes through the stages; `holder` is its place among all.
struct Participant {
  ClientValue sent;
  SecureStage last;
  SecureClient client;

  bool answers(SecureStage stage) const { return last >= stage; }
};

std::vector<Participant> InOrder(absl::Span<const ClientValue> sent,
                                 const std::map<int64_t, SecureStage>& last,
                                 Seed seed) {
  std::vector<Participant> all;
  size_t named = 0;
  for (const ClientValue& c : InOrderOfClients(sent)) {
    const auto it = last.find(c.client);
    named += it != last.end();
    all.push_back({c, it == last.end() ? SecureStage::kUnmask : it->second,
                   SecureClient(c.client, seed)});
  }
  FLOW_CHECK(named == last.size())
      << last.size() - named << " of those who leave take no part";
  return all;
}

int64_t Answers(const std::vector<Participant>& all, SecureStage stage) {
  return std::count_if(all.begin(), all.end(),
                       [&](const Participant& p) { return p.answers(stage); });
}

absl::Status CheckAnswers(const std::vector<Participant>& all,
                          int64_t threshold) {
  constexpr std::pair<SecureStage, const char*> kStages[] = {
      {SecureStage::kShares, "shared its secrets"},
      {SecureStage::kMasked, "sent its masked numbers"},
      {SecureStage::kUnmask, "helped to take the masks off"}};
  for (const auto& [stage, deed] : kStages) {
    const int64_t answers = Answers(all, stage);
    if (answers >= threshold) continue;
    return absl::UnavailableError(absl::StrCat(
        "the secure sum needs ", threshold, " of ", all.size(),
        " clients in each stage; the number that ", deed, " is ", answers));
  }
  return absl::OkStatus();
}

// Stages 1 to 4 up to the unmasking, as the server sees them.
struct Transcript {
  std::vector<PublicKey> sharers;
  std::vector<bool> came;       // of each sharer
  std::vector<uint64_t> words;  // the sum of what came
  std::vector<RevealedShares> revealed;
};

// received[h][i]: what holder h has of sharer i
using Received = std::vector<std::vector<SecretShares>>;

Received ShareSecrets(const std::vector<Participant>& all, int64_t threshold,
                      Transcript* seen) {
  const int64_t clients = all.size();
  Received received(clients);
  for (const Participant& p : all) {
    if (!p.answers(SecureStage::kShares)) continue;
    seen->sharers.push_back(p.client.public_key());
    seen->came.push_back(p.answers(SecureStage::kMasked));
    const auto shares = p.client.Share(threshold, clients);
    for (int64_t h = 0; h < clients; ++h) received[h].push_back(shares[h]);
  }
  return received;
}

// Fills what the members of U3 make of the result.
absl::Status SendMasked(const SecureSumOptions& options, int64_t sum_bits,
                        const std::vector<Participant>& all, Transcript* seen,
                        SecureSumResult* result) {
  // what a client sends of each word
  const uint64_t low_bits = ~uint64_t{0} >> (64 - sum_bits);
  seen->words.assign(all[0].sent.value.numel(), 0);
  for (const Participant& p : all) {
    if (!p.answers(SecureStage::kMasked)) continue;
    absl::StatusOr<FixedPoint> q =
        ToFixedPoint(options, p.sent.weight, p.sent.value);
    FLOW_RETURN_IF_ERROR(q.status())
        << "while client " << p.sent.client << " rounds what it sends";
    p.client.Mask(seen->sharers, absl::MakeSpan(q->words));
    for (size_t i = 0; i < q->words.size(); ++i) {
      seen->words[i] += q->words[i] & low_bits;
    }
    result->clipped += q->clipped;
    result->weight += p.sent.weight;
    result->summed.push_back(p.sent.client);
  }
  return absl::OkStatus();
}

void RevealSecrets(const std::vector<Participant>& all,
                   const Received& received, Transcript* seen) {
  for (size_t h = 0; h < all.size(); ++h) {
    if (!all[h].answers(SecureStage::kUnmask)) continue;
    seen->revealed.push_back(Reveal(h, received[h], seen->came));
  }
}

std::vector<ClientTraffic> TrafficOf(const std::vector<Participant>& all,
                                     int64_t sum_bits) {
  const SecureRound round = {
      static_cast<int64_t>(all.size()), Answers(all, SecureStage::kShares),
      Answers(all, SecureStage::kMasked), all[0].sent.value.numel(), sum_bits};
  std::vector<ClientTraffic> traffic;
  for (const Participant& p : all) {
    traffic.push_back({p.sent.client, SecureTrafficOf(round, p.last)});
  }
  return traffic;
}

}  // namespace

absl::StatusOr<SecureSumResult> SecureSum(
    const SecureSumOptions& options, absl::Span<const ClientValue> sent,
    const std::map<int64_t, SecureStage>& last, Seed seed) {
  const std::vector<Participant> all = InOrder(sent, last, seed);
  const int64_t clients = all.size();
  if (clients < 2) {
    return absl::FailedPreconditionError(
        "a secure sum needs two clients or more: a sum over one is its value");
  }
  const int64_t threshold = SecureSumThreshold(options, clients);
  const int64_t sum_bits = SecureSumBits(options, clients);
  FLOW_RETURN_IF_ERROR(CheckAnswers(all, threshold));

  Transcript seen;
  SecureSumResult result = {};
  const Received received = ShareSecrets(all, threshold, &seen);
  FLOW_RETURN_IF_ERROR(SendMasked(options, sum_bits, all, &seen, &result));
  RevealSecrets(all, received, &seen);
  RemoveMasks(seen.sharers, seen.came, seen.revealed, threshold,
              absl::MakeSpan(seen.words));

  result.sum = FromFixedPoint(options, sum_bits, seen.words,
                              all[0].sent.value.scalar_type());
  result.traffic = TrafficOf(all, sum_bits);
  return result;
}

}  // namespace flow::federated
