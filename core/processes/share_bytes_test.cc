#include "core/processes/share_bytes.h"

#include <string>

#include "core/base/status_testing.h"
#include "core/processes/process_group_testing.h"

namespace flow::core {
namespace {

// With a zero within, longer and shorter than what the others have.
TEST(ShareBytesTest, AllHaveWhatRankZeroHas) {
  const std::string bytes("a\0b", 3);
  InEachProcess(3, [&](ProcessGroup& group) {
    const std::string own =
        group.rank() == 0 ? bytes : std::string(5 * (group.rank() - 1), 'x');
    EXPECT_THAT(ShareBytes(own, &group), IsOkAndHolds(bytes));
    EXPECT_THAT(ShareNumber(7 - group.rank(), &group), IsOkAndHolds(7));
    // nothing at all
    EXPECT_THAT(ShareBytes(std::string(group.rank(), 'x'), &group),
                IsOkAndHolds(""));
  });
}

}  // namespace
}  // namespace flow::core
