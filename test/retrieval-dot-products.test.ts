import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMatrix } from '../src/retrieval/dense/dot-products.ts'

const numbers = fc.float({ min: -1, max: 1, noNaN: true })

describe('the dot products of a vector with a matrix', () => {
  it('are those of the textbook, for any number of rows and columns', () => {
    const matrices = fc
      .tuple(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 0, max: 9 }))
      .chain(([dimensions, rows]) =>
        fc.tuple(
          fc.array(numbers, { minLength: dimensions, maxLength: dimensions }),
          fc.array(numbers, { minLength: dimensions * rows, maxLength: dimensions * rows }),
        ),
      )
    fc.assert(
      fc.property(matrices, ([vector, rows]) => {
        const matrix = createMatrix(Float32Array.from(rows), vector.length)
        const products = new Float32Array(rows.length / vector.length)
        matrix.multiply(Float32Array.from(vector), products)
        for (const [number, product] of products.entries()) {
          const row = matrix.row(number)
          expect([...row]).toEqual(
            [...Float32Array.from(rows)].slice(
              number * vector.length,
              (number + 1) * vector.length,
            ),
          )
          const expected = vector.reduce((sum, value, index) => sum + value * row[index]!, 0)
          expect(product).toBeCloseTo(expected, 4)
        }
      }),
    )
  })

  it('are none for a matrix without rows', () => {
    const products = new Float32Array(0)
    createMatrix(new Float32Array(0), 4).multiply(new Float32Array(4), products)
    expect(products).toHaveLength(0)
  })
})
