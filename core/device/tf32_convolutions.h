#ifndef CORE_DEVICE_TF32_CONVOLUTIONS_H_
#define CORE_DEVICE_TF32_CONVOLUTIONS_H_

namespace flow::core {

/// While it lives, GPUs may compute the convolutions of float32 with ten binary
/// digits (TF32), or may not, in all threads; afterwards as before. LibTorch
/// lets them unless it is told otherwise. Scopes are to end in the reverse
/// order of their beginning, and none may begin or end while another thread
/// asks for convolutions.
class Tf32Convolutions {
 public:
  explicit Tf32Convolutions(bool allowed);
  ~Tf32Convolutions();
  Tf32Convolutions(const Tf32Convolutions&) = delete;
  Tf32Convolutions& operator=(const Tf32Convolutions&) = delete;

 private:
  bool before_;
};

}  // namespace flow::core

#endif  // CORE_DEVICE_TF32_CONVOLUTIONS_H_
