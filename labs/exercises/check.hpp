// Exercises: what a check compares, and how it says what is wrong.
//
// A check runs the student's operation at random sizes, and holds each result against the right one
// and against what each usual mistake would give. The mistake that explains all of them is named,
// in a sentence or two; the answer is not told.
#pragma once

#include "autodiff/ops.hpp"
#include "base/rng.hpp"
#include "base/text.hpp"

#include <functional>
#include <string>
#include <vector>

namespace descente {

/// An exercise is called as its file. `.ci/exercise` reads from the source what stands above the
/// hole, and which lab then runs a right answer.
struct Exercise {
    Text title;
    Text task;             ///< a few sentences
    const char* formula;   ///< of the slide
    Text looked_at;        ///< by the check, which claims no more than this
    const char* lab;       ///< number, and options of a short run: "13 --figures minibatch"
    const char* uses = ""; ///< what the original needs of its file, by name
};

/// What a usual mistake would give, and how it is told.
struct Mistake {
    Text sentence;
    Matrix gives; ///< empty where it cannot be made: of what is no square, a transpose
};

/// One result, at all sizes tried.
class Result {
  public:
    explicit Result(Text name) : name_(std::move(name)) {} ///< "y", "the gradient of W"

    /// At one size; each time the same mistakes in the same order. `fault` says what is wrong where
    /// no mistake explains it; without it, where it differs is told.
    void trial(const Matrix& got, const Matrix& right, const std::vector<Mistake>& mistakes,
               const Text& fault = {});
    bool right() const { return fault_.empty(); }
    bool named() const; ///< one usual mistake explains all that is wrong
    Text sentence() const;

  private:
    struct Suspect {
        Text sentence;
        bool explains_all = true, explains_one = false;
        bool guilty() const { return explains_all && explains_one; }
    };
    Text name_, fault_;
    std::vector<Suspect> suspects_;
};

/// What a check has found.
class Report {
  public:
    /// Sizes and numbers from the same seed each time. What the student's code throws ends them.
    void trials(int count, const std::function<void(Rng& rng, int number)>& trial);
    void wrong(const Text& sentence) { sentences_.push_back(sentence); }
    /// Adds a sentence: of the first result that is wrong, of those that are explained if any; else
    /// what was thrown.
    void tell(const std::vector<const Result*>& results);
    bool right() const { return sentences_.empty(); }
    const std::vector<Text>& sentences() const { return sentences_; }

  private:
    std::vector<Text> sentences_;
    Text thrown_;
};

/// An operation with a pull-back: its value, then the gradient of each input, which is added to
/// what is there already, and held against finite differences.
class Operation {
  public:
    using Call = std::function<Var(const std::vector<Var>& inputs)>;

    Operation(Call answer, Call reference, const std::vector<std::string>& inputs);
    /// With values like these; the usual mistakes of the result, and of the gradient of each input
    /// in matrices that an upstream gradient of `dy` gives.
    using GradientMistakes = std::function<std::vector<std::vector<Mistake>>(const Matrix& dy)>;
    void trial(Rng& rng, const std::vector<Var>& inputs, const std::vector<Mistake>& of_value,
               const GradientMistakes& of_gradients = {});
    void tell(Report& report) const;

  private:
    Call answer_, reference_;
    std::vector<std::string> names_;
    Result value_;
    std::vector<Result> gradients_;
    bool recorded_ = true;
    std::string changed_; // an input that was not left as it is
};

/// Writes to the open descriptor `argv[1]`, in the language `argv[2]`: "right" or "wrong", then the
/// sentences.
int run_check(char** argv, const Exercise& exercise, const std::function<void(Report&)>& check);

} // namespace descente
