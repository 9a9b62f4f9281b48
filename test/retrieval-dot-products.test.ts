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
        const count = rows.length / vector.length
        const matrix = createMatrix(count, vector.length)
        for (let row = 0; row < count; row++) {
          const values = rows.slice(row * vector.length, (row + 1) * vector.length)
          matrix.setRow(row, Float32Array.from(values))
          for (const [column, value] of matrix.row(row).entries()) {
            expect(value).toBeCloseTo(values[column]!, 2)
          }
        }
        const products = new Float32Array(count)
        matrix.multiply(Float32Array.from(vector), products)
        for (const [row, product] of products.entries()) {
          const expected = sum(vector.map((value, i) => value * matrix.row(row)[i]!))
          // The vector is rounded to 8,191 steps either way.
          const slack = (vector.length * 1.1) / 8191 / 2
          expect(Math.abs(product - expected)).toBeLessThanOrEqual(slack + 1e-5)
          expect(matrix.product(Float32Array.from(vector), row)).toBeCloseTo(expected, 4)
        }
      }),
    )
  })

  it('are written for the rows asked for and no others', () => {
    const matrix = createMatrix(4, 3)
    for (let row = 0; row < 4; row++) matrix.setRow(row, Float32Array.of(row, 0, 1))
    const products = new Float32Array(4).fill(-1)
    matrix.multiply(Float32Array.of(1, 5, 0), products, 1, 3)
    expect([...products].map(Math.round)).toEqual([-1, 1, 2, -1])
    expect(matrix.dot(2, 3)).toBeCloseTo(7, 1)
  })

  it('do not overflow with numbers as large as they come', () => {
    const matrix = createMatrix(1, 2048)
    const ones = new Float32Array(2048).fill(1)
    matrix.setRow(0, ones)
    const products = new Float32Array(1)
    matrix.multiply(ones, products)
    expect(products[0]).toBeCloseTo(2048, 0)
  })

  it('are none for a matrix without rows', () => {
    const products = new Float32Array(0)
    createMatrix(0, 4).multiply(new Float32Array(4), products)
    expect(products).toHaveLength(0)
  })
})

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
