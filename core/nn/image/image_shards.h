#ifndef CORE_NN_IMAGE_IMAGE_SHARDS_H_
#define CORE_NN_IMAGE_IMAGE_SHARDS_H_

#include <cstdint>

namespace flow::core {

/// Images of a batch whose gradient is computed in one piece
/// (Network::ShardRows): one is worth many rows of numbers. No torch.
inline constexpr int64_t kImageShardRows = 16;

}  // namespace flow::core

#endif  // CORE_NN_IMAGE_IMAGE_SHARDS_H_
