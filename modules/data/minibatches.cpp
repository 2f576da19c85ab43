#include "data/minibatches.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <sstream>

namespace descente {

namespace {

constexpr const char* mark = "minibatches-1"; // what a stored state starts with

} // namespace

Minibatches::Minibatches(const Dataset& data, Index batch_size, const Rng& rng)
    : data_(&data), batch_size_(batch_size), rng_(rng.fork(0))
{
    if (batch_size == 0 || batch_size > data.size())
        throw UsageError(tr("a minibatch of {} cannot be drawn from {}; choose a size from 1 to {}",
                            batch_size, plural("{} sample", "{} samples", data.size()),
                            data.size()));
}

Index Minibatches::per_epoch() const { return updates_per_epoch(data_->size(), batch_size_); }

// The order depends on the generator, which stays as it was, and on the number of the epoch: so a
// restored run finds the same order without storing it.
void Minibatches::start_epoch()
{
    order_ = rng_.fork(static_cast<std::uint64_t>(epoch_)).permutation(data_->size());
}

const Batch& Minibatches::next()
{
    if (epoch_ < 0 || position_ == data_->size()) {
        ++epoch_;
        position_ = 0;
        start_epoch();
    }
    const Index count = std::min(batch_size_, data_->size() - position_);
    batch_.indices = order_.subvec(position_, position_ + count - 1);
    batch_.x = data_->x.cols(batch_.indices);
    batch_.labels = data_->labels.elem(batch_.indices);
    position_ += count;
    samples_seen_ += count;
    return batch_;
}

std::string Minibatches::state() const
{
    std::ostringstream text;
    text << mark << ' ' << data_->size() << ' ' << batch_size_ << ' ' << epoch_ << ' ' << position_
         << ' ' << samples_seen_ << '\n'
         << rng_.state();
    return text.str();
}

void Minibatches::restore(const std::string& state)
{
    std::istringstream text(state);
    std::string read_mark, rng_state;
    Index samples = 0, batch_size = 0, position = 0, samples_seen = 0;
    long epoch = 0;
    text >> read_mark >> samples >> batch_size >> epoch >> position >> samples_seen;
    const bool complete = !text.fail() && text.get() == '\n' && std::getline(text, rng_state);
    if (!complete || read_mark != mark)
        throw DataError(tr("the minibatches stored in this checkpoint are not ours; start afresh"));
    if (samples != data_->size() || batch_size != batch_size_)
        throw DataError(tr("this checkpoint was made with N = {} in minibatches of {}, not N = {} "
                           "in minibatches of {}; use the same data and sizes",
                           samples, batch_size, data_->size(), batch_size_));
    const bool on_boundary = position == samples || position % batch_size == 0;
    if (epoch < -1 || position > samples || !on_boundary || (epoch < 0) != (position == 0))
        throw DataError(
            tr("the minibatches stored in this checkpoint make no sense; start afresh"));

    rng_.restore(rng_state);
    epoch_ = epoch;
    position_ = position;
    samples_seen_ = samples_seen;
    if (epoch_ >= 0) start_epoch();
}

} // namespace descente
