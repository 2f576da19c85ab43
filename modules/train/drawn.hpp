// Data that every run draws for itself.
//
// A spread over seeds is that of what seeds change. When all runs share one draw of the data, the
// spread leaves out what another draw would have changed, which is often the larger part of it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace descente {

template <class Data>
class Drawn {
  public:
    explicit Drawn(std::function<Data(std::uint64_t run)> draw)
        : shared_(std::make_shared<Shared>(std::move(draw)))
    {
    }

    /// What this run draws, the same each time. Methods of one seed share it while any of them
    /// trains.
    std::shared_ptr<const Data> of_run(std::uint64_t run) const
    {
        const std::lock_guard lock(shared_->mutex);
        std::shared_ptr<const Data> data = shared_->drawn[run].lock();
        if (!data) data = std::make_shared<const Data>(shared_->draw(run));
        shared_->drawn[run] = data;
        shared_->last = data;
        return data;
    }

  private:
    struct Shared {
        explicit Shared(std::function<Data(std::uint64_t run)> how) : draw(std::move(how)) {}
        const std::function<Data(std::uint64_t run)> draw;
        std::mutex mutex;
        std::map<std::uint64_t, std::weak_ptr<const Data>> drawn;
        std::shared_ptr<const Data> last; // so that the next method of this seed finds it
    };
    std::shared_ptr<Shared> shared_;
};

/// What a run is given of an argument of its trainer: its own draw, or the argument as it is.
template <class Argument>
const Argument& given_to(std::uint64_t, const Argument& argument)
{
    return argument;
}

/// Holds a draw while its run trains.
template <class Data>
struct OneDraw {
    std::shared_ptr<const Data> data;
    operator const Data&() const { return *data; } // NOLINT: it is given as what it holds
};

template <class Data>
OneDraw<Data> given_to(std::uint64_t run, const Drawn<Data>& data)
{
    return {data.of_run(run)};
}

} // namespace descente
