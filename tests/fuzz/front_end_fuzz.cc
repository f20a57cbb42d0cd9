// libFuzzer's entry; see README.md for how it is run.

#include <cstddef>
#include <cstdint>

#include "tests/fuzz/front_end_input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  flow::lang::CheckFrontEnd({reinterpret_cast<const char*>(data), size},
                            /*sarif=*/false);
  return 0;
}
