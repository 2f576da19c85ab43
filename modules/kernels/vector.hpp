// One register full of numbers, as wide as this CPU has them, for kernels that keep their sums in
// registers. The types are GCC's vector extension: + and * work on all lanes at once, so a kernel
// reads like arithmetic and needs no instruction names.
#pragma once

#include "base/real.hpp"

#include <algorithm>
#include <memory>

namespace descente {

#if defined(__AVX512F__)
constexpr Index vector_bytes = 64;
constexpr int accumulators = 24; ///< registers for sums, of 32
#elif defined(__AVX__)
constexpr Index vector_bytes = 32;
constexpr int accumulators = 12; // of 16
#else
constexpr Index vector_bytes = 16;
constexpr int accumulators = 12;
#endif

constexpr Index lanes = vector_bytes / sizeof(Real); ///< numbers in a register

typedef Real Vector __attribute__((vector_size(vector_bytes), may_alias));
typedef Real LooseVector
    __attribute__((vector_size(vector_bytes), may_alias, aligned(alignof(Real))));

inline Vector load(const Real* from) { return *reinterpret_cast<const LooseVector*>(from); }
inline void store(Real* to, Vector value) { *reinterpret_cast<LooseVector*>(to) = value; }

/// Samples that a tile goes through while its sums stay in registers: how many, and how many
/// numbers the next is away.
struct Samples {
    Index count, next_x, next_dy;
};

/// Room for `size` numbers on a register's boundary: not initialised, or filled with `value`.
class AlignedBuffer {
  public:
    AlignedBuffer() = default;
    explicit AlignedBuffer(Index size) : registers_(new Register[size / lanes + 1]) {}
    AlignedBuffer(Index size, Real value) : AlignedBuffer(size)
    {
        std::fill_n(data(), size, value);
    }
    Real* data() { return reinterpret_cast<Real*>(registers_.get()); }
    const Real* data() const { return reinterpret_cast<const Real*>(registers_.get()); }

  private:
    struct alignas(vector_bytes) Register {
        Real numbers[lanes];
    };
    std::unique_ptr<Register[]> registers_;
};

} // namespace descente
