#ifndef FEDERATED_EXCHANGE_ADD_MASK_H_
#define FEDERATED_EXCHANGE_ADD_MASK_H_

#include <cstdint>

#include "absl/types/span.h"
#include "core/base/random.h"

namespace flow::federated {

enum class MaskSign { kPlus, kMinus };

/// words_p <- words_p + m_p or words_p - m_p, modulo 2^64, with m the stretched
/// seed: m_{2i} and m_{2i+1} are the first two Uint64 of RowRandom(seed, i).
/// The low k bits of m_p are uniform for every k, so the same mask serves sums
/// modulo 2^k.
///
/// A block of Philox gives two words; as many blocks are computed side by side
/// as the processor has lanes. The same bits on every machine, on the calling
/// thread. Thread-safe.
void AddMask(Seed seed, MaskSign sign, absl::Span<uint64_t> words);

}  // namespace flow::federated

#endif  // FEDERATED_EXCHANGE_ADD_MASK_H_
