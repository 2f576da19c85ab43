#include "kernels/tiled_product.hpp"

#include "kernels/filter_blocks.hpp"

namespace descente {

namespace {

// For V registers that begin at w and y, `row` numbers from row to row; `tiles` times I rows of y.
template <int I, int V, bool by_rows>
void multiply_tiles(const Real* x, Index next, Index depth, const Real* w, Real* y, Index row,
                    bool add, Index tiles)
{
    constexpr int width = static_cast<int>(lanes);
    const Index down = by_rows ? next : 1, across = by_rows ? 1 : next;
    for (; tiles > 0; --tiles, x += I * down, y += I * row) {
        Vector sum[I][V] = {};
        if (add)
            for (int i = 0; i < I; ++i)
                for (int v = 0; v < V; ++v)
                    sum[i][v] = load(y + static_cast<Index>(i) * row + v * width);
        const auto add_products = [&](Index k) {
            Vector weights[V];
            for (int v = 0; v < V; ++v) weights[v] = load(w + k * row + v * width);
#pragma GCC unroll 24
            for (int i = 0; i < I; ++i) {
                const Real number = x[static_cast<Index>(i) * down + k * across];
#pragma GCC unroll 2
                for (int v = 0; v < V; ++v) sum[i][v] += number * weights[v];
            }
        };
        Index k = 0;
        for (; k + 2 <= depth; k += 2) { // one by one, the CPU would wait for addresses
            add_products(k);
            add_products(k + 1);
        }
        if (k < depth) add_products(k);
        for (int i = 0; i < I; ++i)
            for (int v = 0; v < V; ++v)
                store(y + static_cast<Index>(i) * row + v * width, sum[i][v]);
    }
}

} // namespace

void tiled_product(const Factor& x, Index rows, Index depth, const Real* w, Real* y, Registers of,
                   bool add)
{
    for (Index v = of.first; v < of.last; v += 2)
        with_size<2>(std::min<Index>(2, of.last - v), [&]<int V>() {
            // Tiles as even as possible: some have a row more than the others.
            const Index pieces = pieces_of(rows, most_places(V)), size = rows / pieces;
            Index first = 0;
            for (const auto& each :
                 {std::pair{size + 1, rows % pieces}, std::pair{size, pieces - rows % pieces}}) {
                const Index count = each.first, tiles = each.second; // clang++ 14: no binding below
                if (tiles == 0) continue;
                with_size<most_places(V)>(count, [&]<int I>() {
                    const auto run =
                        x.by_rows ? multiply_tiles<I, V, true> : multiply_tiles<I, V, false>;
                    run(x.numbers + first * (x.by_rows ? x.next : 1), x.next, depth, w + v * lanes,
                        y + first * of.row + v * lanes, of.row, add, tiles);
                });
                first += count * tiles;
            }
        });
}

} // namespace descente
