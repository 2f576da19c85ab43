// Speed of oneDNN's own convolutions, float32, on data as it likes them best: no caller's order of
// numbers has to be brought about.
//
//     onednn convolutions SECONDS ALGORITHM    prints a line a convolution and pass: see
//                                              convolutions.hpp; the algorithm is auto or direct
//
// As many threads as OMP_NUM_THREADS says.
#include "convolutions.hpp"

#include <cstring>
#include <oneapi/dnnl/dnnl.hpp>

namespace {

using dnnl::memory;

dnnl::algorithm algorithm = dnnl::algorithm::convolution_auto;

const dnnl::engine& engine()
{
    static const dnnl::engine cpu(dnnl::engine::kind::cpu, 0);
    return cpu;
}

// Version 3 left out what had only held a primitive's words together.
#if DNNL_VERSION_MAJOR >= 3
template <class Primitive, class... Words>
auto described(const Words&... words)
{
    return typename Primitive::primitive_desc(engine(), words...);
}
template <class Primitive, class... Words>
auto gradient(const dnnl::convolution_forward::primitive_desc& of, const Words&... words)
{
    return typename Primitive::primitive_desc(engine(), words..., of);
}
#else
template <class Primitive, class... Words>
auto described(const Words&... words)
{
    return typename Primitive::primitive_desc(typename Primitive::desc(words...), engine());
}
template <class Primitive, class... Words>
auto gradient(const dnnl::convolution_forward::primitive_desc& of, const Words&... words)
{
    return typename Primitive::primitive_desc(typename Primitive::desc(words...), engine(), of);
}
#endif

/// Memory of its own for each set, with numbers that are no denormals.
std::vector<memory> filled(const memory::desc& layout, long sets)
{
    std::vector<float> numbers(layout.get_size() / sizeof(float));
    for (std::size_t i = 0; i < numbers.size(); ++i)
        numbers[i] = 0.01F * static_cast<float>(i * 7919 % 101) - 0.5F;
    std::vector<memory> all;
    for (long k = 0; k < sets; ++k) {
        all.emplace_back(layout, engine());
        std::memcpy(all.back().get_data_handle(), numbers.data(), layout.get_size());
    }
    return all;
}

class Side {
  public:
    Side(const bench::Convolution& one, long sets) : one_(one), sets_(sets) {}

    void run(bench::Pass pass, long set)
    {
        if (pass != ready_) set_up(pass);
        const auto k = static_cast<std::size_t>(set);
        arguments_[from_.name] = from_.sets[k];
        arguments_[to_.name] = to_.sets[to_.sets.size() == 1 ? 0 : k];
        arguments_[third_.name] = third_.sets[third_.sets.size() == 1 ? 0 : k];
        work_.execute(stream_, arguments_);
        stream_.wait();
    }

  private:
    struct Argument {
        int name = 0;
        std::vector<memory> sets;
    };

    void set_up(bench::Pass pass)
    {
        const auto any = [](const memory::dims& sizes) {
            return memory::desc(sizes, memory::data_type::f32, memory::format_tag::any);
        };
        const auto x = any({one_.batch, one_.in, one_.side, one_.side}),
                   W = any({one_.out, one_.in, one_.kernel, one_.kernel}),
                   y = any({one_.batch, one_.out, one_.out_side(), one_.out_side()});
        const memory::dims stride{one_.stride, one_.stride}, padding{one_.padding, one_.padding};
        from_ = to_ = third_ = {}; // before there is more
        arguments_.clear();
        const auto forward = described<dnnl::convolution_forward>(
            dnnl::prop_kind::forward_training, algorithm, x, W, y, stride, padding, padding);
        if (pass == bench::forward) {
            work_ = dnnl::convolution_forward(forward);
            from_ = {DNNL_ARG_SRC, filled(forward.src_desc(), sets_)};
            third_ = {DNNL_ARG_WEIGHTS, filled(forward.weights_desc(), 1)};
            to_ = {DNNL_ARG_DST, filled(forward.dst_desc(), sets_)};
        } else if (pass == bench::input_gradient) {
            const auto dx = gradient<dnnl::convolution_backward_data>(forward, algorithm, x, W, y,
                                                                      stride, padding, padding);
            work_ = dnnl::convolution_backward_data(dx);
            from_ = {DNNL_ARG_DIFF_DST, filled(dx.diff_dst_desc(), sets_)};
            third_ = {DNNL_ARG_WEIGHTS, filled(dx.weights_desc(), 1)};
            to_ = {DNNL_ARG_DIFF_SRC, filled(dx.diff_src_desc(), sets_)};
        } else {
            const auto dW = gradient<dnnl::convolution_backward_weights>(
                forward, algorithm, x, W, y, stride, padding, padding);
            work_ = dnnl::convolution_backward_weights(dW);
            from_ = {DNNL_ARG_SRC, filled(dW.src_desc(), sets_)};
            third_ = {DNNL_ARG_DIFF_DST, filled(dW.diff_dst_desc(), sets_)};
            to_ = {DNNL_ARG_DIFF_WEIGHTS, filled(dW.diff_weights_desc(), 1)};
        }
        ready_ = pass;
    }

    const bench::Convolution& one_;
    long sets_;
    int ready_ = -1;
    dnnl::stream stream_{engine()};
    dnnl::primitive work_;
    Argument from_, to_, third_;
    std::unordered_map<int, memory> arguments_;
};

} // namespace

int main(int argc, char** argv)
{
    if (argc != 4 || std::string(argv[1]) != "convolutions") {
        std::fprintf(stderr, "usage: %s convolutions SECONDS auto|direct\n", argv[0]);
        return 2;
    }
    if (std::string(argv[3]) == "direct") algorithm = dnnl::algorithm::convolution_direct;
    bench::print_convolutions<Side>(std::atof(argv[2]));
}
