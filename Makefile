# Descente: every command a person types. `make` alone prints help.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --jobs=$(shell nproc)
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c

BUILD := build
CXX := g++
VERSION := 1.0

PACKAGES := make g++ libarmadillo-dev libopenblas-openmp-dev libboost-program-options-dev \
    libboost-serialization-dev libboost-iostreams-dev libboost-system-dev \
    libboost-filesystem-dev libboost-test-dev gnuplot-nox libgnuplot-iostream-dev libfmt-dev \
    nlohmann-json3-dev zlib1g-dev libpng-dev libturbojpeg0-dev dataset-fashion-mnist \
    fonts-dejavu-core curl ca-certificates python3
CHECK_PACKAGES := clang-format clang-tidy doxygen
BENCH_PACKAGES := libtorch-dev

# Evaluated when used, so that `make setup lab05` finds what setup has just installed.
BLAS_FOLDER = /usr/lib/$(shell $(CXX) -print-multiarch)/openblas-openmp
DEFINES := -DARMA_DONT_USE_WRAPPER -DARMA_DONT_USE_ARPACK -DARMA_DONT_USE_SUPERLU \
    -DARMA_DONT_USE_HDF5 -DARMA_WARN_LEVEL=0 -DARMA_DONT_USE_OPENMP -DDESCENTE_VERSION='"$(VERSION)"'
WARNINGS := -Wall -Wextra -Wshadow -Wconversion
# Nobody asks errno about a square root: without it, loops over sqrt become vector instructions.
CXXFLAGS := -std=c++20 -march=native -fno-math-errno -fopenmp $(WARNINGS) $(DEFINES) -Imodules
LIBRARIES = -L$(BLAS_FOLDER) -Wl,-rpath,$(BLAS_FOLDER) -lopenblas -lboost_program_options \
    -lboost_serialization -lboost_iostreams -lboost_filesystem -lboost_system -lfmt -lz -lpng -lturbojpeg -fopenmp

# Two builds: release (float, what the labs use) and checked (double, with sanitizers).
# Test code itself only calls the library: it is compiled without optimisation and without
# sanitizers, which takes a third of the time. The library's objects are linked first, so that of
# what both contain (templates) the checked one is used.
release_FLAGS := -O3
release_TEST_FLAGS := -O0
checked_FLAGS := -O1 -g1 -DDESCENTE_DOUBLE -fsanitize=address,undefined -fno-sanitize-recover=undefined
checked_TEST_FLAGS := -O0 -DDESCENTE_DOUBLE

CORE  := $(wildcard modules/*/*.cpp)
LABS  := $(sort $(patsubst labs/%.cpp,%,$(wildcard labs/lab[0-9][0-9]_*.cpp)))
NAMES := $(foreach lab,$(LABS),$(firstword $(subst _, ,$(lab))))
TESTS := $(filter-out tests/bench/%,$(wildcard tests/*.cpp tests/*/*.cpp))
# Objects wait for the installation when both were asked for.
AFTER_SETUP := $(filter setup setup-bench,$(MAKECMDGOALS))

.PHONY: help setup setup-bench doctor labs $(NAMES) figures test test-float test-double test-programs \
    smoke bench check format tidy docs clean

help: ## this list
	@echo "Descente: watch neural networks learn. Start with: make setup lab05 && ./lab05"
	@echo
	@grep -hE '^[a-zA-Z-]+[a-zA-Z -]*:.*## ' Makefile | sed -E 's/:.*## /\t/' | \
	    awk -F '\t' '{printf "  make %-12s %s\n", $$1, $$2}'
	@echo "  make test-labNN   the tests of the mathematics behind one lab"
	@echo
	@for file in $(wildcard labs/lab*.cpp); do \
	    sed -nE '1s,^// Lab ([0-9]+) · (.*),  make lab\1   \2,p' $$file; done

setup: ## install what is needed (Debian or Ubuntu packages, by name)
	@.ci/install $(PACKAGES)

setup-bench: ## install libtorch, the yardstick of make bench
	@.ci/install $(BENCH_PACKAGES)

# ---- the core and the labs ----

# One build (release or checked) of every .cpp, with Armadillo precompiled.
define BUILD_RULES
$(BUILD)/$(1)/pch/armadillo: | $(AFTER_SETUP)
	@mkdir -p $$(@D)
	@echo '#include <armadillo>' > $$@.new && mv $$@.new $$@
$(BUILD)/$(1)/pch/armadillo.gch: $(BUILD)/$(1)/pch/armadillo Makefile
	@echo "  precompiling Armadillo ($(1))"
	@$(CXX) $(CXXFLAGS) $($(1)_FLAGS) -x c++-header $$< -o $$@
$(BUILD)/$(1)/pch/test: | $(AFTER_SETUP)
	@mkdir -p $$(@D)
	@printf '#include <armadillo>\n#include <boost/test/unit_test.hpp>\n' > $$@.new && mv $$@.new $$@
$(BUILD)/$(1)/pch/test.gch: $(BUILD)/$(1)/pch/test Makefile
	@echo "  precompiling Boost.Test ($(1))"
	@$(CXX) $(CXXFLAGS) $($(1)_TEST_FLAGS) -DBOOST_TEST_DYN_LINK -x c++-header $$< -o $$@
$(BUILD)/$(1)/tests/%.o: tests/%.cpp $(BUILD)/$(1)/pch/test.gch
	@mkdir -p $$(@D)
	@echo "  compiling $$< ($(1))"
	@$(CXX) $(CXXFLAGS) $($(1)_TEST_FLAGS) -DBOOST_TEST_DYN_LINK -Itests -include $(BUILD)/$(1)/pch/test -MMD -MP -c $$< -o $$@
$(BUILD)/$(1)/%.o: %.cpp $(BUILD)/$(1)/pch/armadillo.gch
	@mkdir -p $$(@D)
	@echo "  compiling $$< ($(1))"
	@$(CXX) $(CXXFLAGS) $($(1)_FLAGS) -include $(BUILD)/$(1)/pch/armadillo -MMD -MP -c $$< -o $$@
$(BUILD)/$(1)/libdescente.a: $(CORE:%.cpp=$(BUILD)/$(1)/%.o)
	@rm -f $$@ && ar rcs $$@ $$^
$(BUILD)/$(1)/tests/run: $(CORE:%.cpp=$(BUILD)/$(1)/%.o) $(TESTS:%.cpp=$(BUILD)/$(1)/%.o)
	@echo "  linking the tests ($(1))"
	@$(CXX) $($(1)_FLAGS) $$^ -o $$@ $$(LIBRARIES) -lboost_unit_test_framework
-include $$(wildcard $(BUILD)/$(1)/*/*.d $(BUILD)/$(1)/*/*/*.d)
endef
$(foreach build,release checked,$(eval $(call BUILD_RULES,$(build))))

define LAB_RULES
$(firstword $(subst _, ,$(1))): $(BUILD)/release/labs/$(1).o $(BUILD)/release/libdescente.a
	@echo "  linking $$@"
	@$(CXX) $(release_FLAGS) $$^ -o $$@ $$(LIBRARIES)
endef
$(foreach lab,$(LABS),$(eval $(call LAB_RULES,$(lab))))

labs: $(NAMES) ## build every lab

figures: labs ## run every lab; figures in plots/
	@for lab in $(NAMES); do ./$$lab || exit $$?; done

doctor: ## what this machine has, and what to do about it
	@.ci/doctor $(CXX) $(BLAS_FOLDER)

# ---- tests ----

test: test-float test-double test-programs ## everything: float, double with sanitizers, programs

test-float: $(BUILD)/release/tests/run
	@tests/run float $<

test-double: $(BUILD)/checked/tests/run
	@tests/run double $<

test-lab%: $(BUILD)/release/tests/run
	@tests/run lab$* $< --run_test=@lab$*

test-programs: labs
	@tests/programs

smoke: labs ## run every lab with --quick and check what it leaves
	@tests/smoke $(NAMES)

# The peer is built only where libtorch is installed (make setup-bench).
HAVE_TORCH = $(wildcard /usr/include/torch/csrc/api/include/torch/torch.h)
bench: $(BUILD)/bench/ours $(if $(HAVE_TORCH),$(BUILD)/bench/peer) ## speed against libtorch; OPTION=--profile, --growth
	@tests/bench/run $(BUILD)/bench $(BLAS_FOLDER) $(OPTION)

$(BUILD)/bench/ours: tests/bench/ours.cpp tests/bench/workloads.hpp tests/bench/figures.hpp $(BUILD)/release/libdescente.a
	@mkdir -p $(@D)
	@echo "  compiling $<"
	@$(CXX) $(CXXFLAGS) $(release_FLAGS) -include $(BUILD)/release/pch/armadillo $< \
	    $(BUILD)/release/libdescente.a -o $@ $(LIBRARIES)

$(BUILD)/bench/peer: tests/bench/peer.cpp tests/bench/workloads.hpp
	@mkdir -p $(@D)
	@echo "  compiling $< (libtorch)"
	@$(CXX) -std=c++17 -O2 -fopenmp -isystem /usr/include/torch/csrc/api/include $< -o $@ \
	    -ltorch -ltorch_cpu -lc10

# ---- looking after the code ----

check: ## rules of the house: formatting, includes, test twins, syllabus
	@.ci/rules

format: ## format the code
	@clang-format -i $$(git ls-files '*.cpp' '*.hpp')

tidy: ## clang-tidy
	@.ci/tidy $(filter-out -fopenmp $(WARNINGS),$(CXXFLAGS))

docs: ## reference pages from the comments, in build/docs (Doxygen)
	@.ci/docs $(BUILD)

clean: ## remove what was built; figures and data stay
	@rm -rf $(BUILD) $(wildcard lab[0-9][0-9])
