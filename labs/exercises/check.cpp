#include "labs/exercises/check.hpp"

#include "autodiff/gradcheck.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <unistd.h>

namespace descente {

namespace {

bool same(const Matrix& a, const Matrix& b) // NaN is NaN
{
    if (arma::size(a) != arma::size(b)) return false;
    for (Index i = 0; i < a.n_elem; ++i)
        if (!(std::abs(a[i] - b[i]) <= 1e-7 * std::max<Real>(1, std::abs(b[i]))) && a[i] != b[i] &&
            !(std::isnan(a[i]) && std::isnan(b[i])))
            return false;
    return true;
}

Text where_it_differs(const Text& name, const Matrix& got, const Matrix& right)
{
    if (arma::size(got) != arma::size(right))
        return tr("{}: of {}×{} numbers, where {}×{} are expected.", name, got.n_rows, got.n_cols,
                  right.n_rows, right.n_cols);
    if (!got.is_finite()) return tr("{}: a number is infinite, or none at all (NaN).", name);
    Index first = 0;
    while (same(Matrix{got[first]}, Matrix{right[first]})) ++first;
    return tr("{}: wrong, first in row {}, column {} (of {}×{}); it is none of the usual mistakes.",
              name, first % got.n_rows + 1, first / got.n_rows + 1, got.n_rows, got.n_cols);
}

std::vector<Var> leaves(const std::vector<Var>& like)
{
    std::vector<Var> made;
    for (const Var& one : like) made.push_back(parameter(one.value(), one.shape()));
    return made;
}

// The mistakes that any gradient can have. N is the batch; dy a gradient of the right size for an
// upstream gradient of ones.
std::vector<Mistake> usual_mistakes(const Matrix& before, const Matrix& right, const Matrix& ones,
                                    Index batch)
{
    const auto N = static_cast<Real>(batch);
    const Matrix none;
    return {
        {tr("nothing flows into it: add_grad is missing."), before},
        {tr("the gradient that is there already is overwritten. A value can be used twice: add to "
            "its gradient, with add_grad."),
         right},
        {tr("twice as large as it should be: a factor 2."), before + 2 * right},
        {tr("half of what it should be: a factor ½."), before + right / 2},
        {tr("it has the wrong sign."), before - right},
        {tr("{} times too large, the size of the minibatch: a sum where a mean is taken.", "|Ω|"),
         batch > 1 ? Matrix(before + N * right) : none},
        {tr("{} times too small, the size of the minibatch: a mean where a sum is taken.", "|Ω|"),
         batch > 1 ? Matrix(before + right / N) : none},
        {tr("it is transposed."),
         right.n_rows == right.n_cols && right.n_rows > 1 ? Matrix(before + right.t()) : none},
        {tr("the upstream gradient dy is not used: the chain rule multiplies by it."),
         before + ones}};
}

} // namespace

// ---- Result ----

void Result::trial(const Matrix& got, const Matrix& right, const std::vector<Mistake>& mistakes,
                   const Text& fault)
{
    const bool wrong = !same(got, right);
    if (wrong && fault_.empty())
        fault_ = fault.empty() ? where_it_differs(name_, got, right) : fault;
    suspects_.resize(mistakes.size());
    for (std::size_t i = 0; i < mistakes.size(); ++i) {
        if (mistakes[i].gives.is_empty()) continue;
        const bool explains = same(got, mistakes[i].gives);
        suspects_[i].sentence = mistakes[i].sentence;
        suspects_[i].explains_all &= explains;
        suspects_[i].explains_one |= explains && wrong;
    }
}

bool Result::named() const { return std::ranges::any_of(suspects_, &Suspect::guilty); }

Text Result::sentence() const
{
    const auto first = std::ranges::find_if(suspects_, &Suspect::guilty);
    return first == suspects_.end() ? fault_ : tr("{}: {}", name_, first->sentence);
}

// ---- Report ----

void Report::trials(int count, const std::function<void(Rng& rng, int number)>& trial)
{
    const Rng seed(4711);
    try {
        for (int number = 0; number < count; ++number) {
            Rng rng = seed.fork(std::uint64_t(number));
            trial(rng, number);
        }
    } catch (const std::bad_alloc&) {
        thrown_ = tr("too much memory");
    } catch (const std::exception& error) {
        thrown_ = verbatim(error.what());
    } catch (...) {
        thrown_ = tr("it is no std::exception");
    }
}

void Report::tell(const std::vector<const Result*>& results)
{
    auto first = std::ranges::find_if(results, &Result::named);
    if (first == results.end() && !thrown_.empty())
        return wrong(tr("Your code stops with an exception: {}", thrown_));
    if (first == results.end()) first = std::ranges::find_if_not(results, &Result::right);
    if (first != results.end()) wrong((*first)->sentence());
}

// ---- Operation ----

Operation::Operation(Call answer, Call reference, const std::vector<std::string>& inputs)
    : answer_(std::move(answer)),
      reference_(std::move(reference)),
      names_(inputs),
      value_(tr("the value"))
{
    for (const std::string& input : inputs)
        gradients_.emplace_back(tr("the gradient of {}", input));
}

void Operation::trial(Rng& rng, const std::vector<Var>& inputs,
                      const std::vector<Mistake>& of_value, const GradientMistakes& of_gradients)
{
    std::vector<Var> ours = leaves(inputs), theirs = leaves(inputs), with_ones = leaves(inputs);
    const Var y = answer_(ours), right = reference_(theirs);
    value_.trial(y.value(), right.value(), of_value);
    for (std::size_t i = 0; i < inputs.size(); ++i)
        if (!same(ours[i].value(), inputs[i].value())) changed_ = names_[i];
    if (!value_.right() || !changed_.empty()) return;
    recorded_ = recorded_ && y.needs_grad();
    if (!recorded_) return;

    const Matrix dy = rng.uniform_matrix(y.rows(), y.cols(), 0.5, 2);
    backward(sum(constant(dy) % right));
    backward(sum(reference_(with_ones)));
    std::vector<Matrix> before;
    for (Var& leaf : ours) {
        before.push_back(rng.normal_matrix(leaf.rows(), leaf.cols()));
        leaf.grad() = before.back();
    }
    backward(sum(constant(dy) % y));
    const auto special = of_gradients ? of_gradients(dy) : std::vector<std::vector<Mistake>>{};
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const Matrix g = theirs[i].grad();
        std::vector<Mistake> mistakes =
            usual_mistakes(before[i], g, with_ones[i].grad(), inputs[0].cols());
        if (i < special.size())
            for (const Mistake& mistake : special[i])
                mistakes.push_back({mistake.sentence, mistake.gives.is_empty()
                                                          ? mistake.gives
                                                          : Matrix(before[i] + mistake.gives)});
        const Matrix got = ours[i].grad();
        Text fault;
        if (arma::size(got) == arma::size(g) && !same(got, before[i] + g)) {
            const auto cost = [&](const arma::mat& changed) {
                const NoGrad evaluation;
                std::vector<Var> probe = leaves(inputs);
                probe[i].value() = arma::conv_to<Matrix>::from(changed);
                return sum(constant(dy) % answer_(probe)).scalar();
            };
            const arma::mat numeric =
                numeric_gradient(cost, arma::conv_to<arma::mat>::from(inputs[i].value()));
            const arma::mat code = arma::conv_to<arma::mat>::from(got - before[i]);
            const Index worst = arma::index_max(arma::vectorise(arma::abs(code - numeric)));
            fault =
                tr("the gradient of {} is not that of what you compute: in row {}, column {} (of "
                   "{}×{}) your code gives {:.4Lg}, finite differences {:.4Lg}.",
                   names_[i], worst % g.n_rows + 1, worst / g.n_rows + 1, g.n_rows, g.n_cols,
                   code[worst], numeric[worst]);
        }
        gradients_[i].trial(got, before[i] + g, mistakes, fault);
    }
}

void Operation::tell(Report& report) const
{
    std::vector<const Result*> results{&value_};
    for (const Result& gradient : gradients_) results.push_back(&gradient);
    if (!changed_.empty())
        report.wrong(tr("{} itself is changed: work on a copy of its value.", changed_));
    if (!recorded_)
        report.wrong(
            tr("The result is not entered into the graph, so that no gradient flows: return "
               "what record(…) gives."));
    report.tell(results);
}

int run_check(char** argv, const Exercise& exercise, const std::function<void(Report&)>& check)
{
    Report report;
    check(report);
    const Language language(argv[2]);
    std::string said = report.right() ? "right\n" : "wrong\n";
    for (const Text& sentence : report.sentences()) said += sentence.in(language) + '\n';
    if (report.right()) said += exercise.looked_at.in(language) + '\n';
    // (Opened anew, as /dev/fd/3, a pipe asks who its owner is; in the sandbox it is another.)
    const auto size = static_cast<ssize_t>(said.size());
    return ::write(std::atoi(argv[1]), said.data(), said.size()) == size ? 0 : 1;
}

} // namespace descente
