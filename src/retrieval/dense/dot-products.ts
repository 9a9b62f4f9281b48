/**
 * Dot products of one vector with every row of a matrix. A row is kept as whole numbers from -127 to
 * 127 and one factor, a quarter of the memory; cosines are off by less than a thousandth. Eight
 * numbers are multiplied at a time by WebAssembly's SIMD, which V8 does not do for a loop over a
 * typed array.
 */

export interface Matrix {
  readonly rows: number
  /** Keeps the vector as row i, rounded. */
  setRow(number: number, vector: Float32Array): void
  /** Row i as it was kept; a copy. */
  row(number: number): Float32Array
  /** Writes the dot product of `vector` and row i into `products[i]`, for rows `from` to before `to`. */
  multiply(vector: Float32Array, products: Float32Array, from?: number, to?: number): void
  /** Dot product of the vector and one row. */
  product(vector: Float32Array, row: number): number
  /** Dot product of two rows. */
  dot(one: number, other: number): number
}

/** The slice of WebAssembly that is used; Node's types leave it to those of browsers. */
const { Instance, Memory, Module } = (
  globalThis as unknown as {
    WebAssembly: {
      Instance: new (module: object, imports: object) => { exports: unknown }
      Memory: new (size: { initial: number }) => { buffer: ArrayBuffer }
      Module: new (bytes: Uint8Array) => object
    }
  }
).WebAssembly

/** Columns a step; rows are padded with zeros to a multiple of it. */
const step = 16
const pageSize = 65_536
/** Largest number in a row, and in the vector that it meets: no sum of 2,048 products overflows. */
const largestOfRow = 127
const largestOfVector = 8191

/** A matrix of zeros. */
export function createMatrix(rows: number, dimensions: number): Matrix {
  const width = Math.ceil(dimensions / step) * step
  // The vector comes first, in two bytes a number, then the rows in one, then the products in four.
  const rowsAt = width * 2
  const productsAt = rowsAt + width * rows
  const memory = new Memory({ initial: Math.ceil((productsAt + rows * 4) / pageSize) || 1 })
  const { multiply } = new Instance(compiled(), { js: { memory } }).exports as {
    multiply(query: number, row: number, end: number, width: number, products: number): void
  }
  const query = new Int16Array(memory.buffer, 0, dimensions)
  const results = new Int32Array(memory.buffer, productsAt, rows)
  const factors = new Float32Array(rows)
  const numbersOf = (row: number) => new Int8Array(memory.buffer, rowsAt + row * width, dimensions)
  const rowAt = (row: number) => rowsAt + row * width

  return {
    rows,
    setRow(number, vector) {
      factors[number] = quantise(vector, largestOfRow, numbersOf(number))
    },
    row(number) {
      return Float32Array.from(numbersOf(number), (value) => value * factors[number]!)
    },
    multiply(vector, products, from = 0, to = rows) {
      if (to <= from) return
      const factor = quantise(vector, largestOfVector, query)
      multiply(0, rowAt(from), rowAt(to), width, productsAt + from * 4)
      for (let row = from; row < to; row++) products[row] = results[row]! * factors[row]! * factor
    },
    product(vector, row) {
      const values = numbersOf(row)
      let sum = 0
      for (let i = 0; i < dimensions; i++) sum += vector[i]! * values[i]!
      return sum * factors[row]!
    },
    dot(one, other) {
      const [left, right] = [numbersOf(one), numbersOf(other)]
      let sum = 0
      for (let i = 0; i < dimensions; i++) sum += left[i]! * right[i]!
      return sum * factors[one]! * factors[other]!
    },
  }
}

/** Writes whole numbers up to `largest` into `target`; the factor turns them back. */
function quantise(vector: Float32Array, largest: number, target: Int8Array | Int16Array): number {
  let top = 0
  for (let i = 0; i < vector.length; i++) top = Math.max(top, Math.abs(vector[i]!))
  const scale = top === 0 ? 0 : largest / top
  for (let i = 0; i < vector.length; i++) target[i] = Math.round(vector[i]! * scale)
  return scale === 0 ? 0 : 1 / scale
}

let module: object | undefined

function compiled(): object {
  module ??= new Module(Uint8Array.from(assemble()))
  return module
}

/**
 * The module's bytes (https://webassembly.github.io/spec/core/binary/), every number below 128 so
 * that it is one byte:
 *
 *     (import "js" "memory" (memory 1))
 *     (func (export "multiply") (param $query $row $end $width $product i32)
 *       (local $column i32) (local $a $b v128)
 *       (loop $rows
 *         $column = 0; $a = $b = zeros
 *         (loop $columns
 *           $a += $query[$column] * $row[$column] for eight columns, $b for the next eight
 *           $column += 16; repeat while $column < $width)
 *         $a += $b; store the sum of its lanes at $product
 *         $product += 4; $row += $width; repeat while $row < $end))
 */
function assemble(): number[] {
  const [query, row, end, width, product, column, ...sums] = [0, 1, 2, 3, 4, 5, 6, 7] as const
  const [i32, v128, empty] = [0x7f, 0x7b, 0x40]
  const get = (local: number) => [0x20, local]
  const set = (local: number) => [0x21, local]
  const tee = (local: number) => [0x22, local]
  const constant = (value: number) => [0x41, value]
  const [add, lessThan, repeat, finish] = [[0x6a], [0x49], [0x0d, 0], [0x0b]]
  const loop = (...body: number[][]) => [0x03, empty, ...body.flat(), ...repeat, ...finish]
  const loadEight = (offset: number) => [0xfd, 0x00, 4, offset]
  const loadEightWidened = (offset: number) => [0xfd, 0x01, 3, offset]
  const [addFours, multiplyEights] = [
    [0xfd, 0xae, 0x01],
    [0xfd, 0xba, 0x01],
  ]
  const zeros = [0xfd, 0x0c, ...Array<number>(16).fill(0)]
  const lane = (number: number) => [0xfd, 0x1b, number]
  const store = [0x36, 2, 0]

  const accumulate = sums.flatMap((sum, index) => [
    ...[...get(sum), ...get(query), ...get(column), ...add, ...get(column), ...add],
    ...[...loadEight(index * 16), ...get(row), ...get(column), ...add],
    ...[...loadEightWidened(index * 8), ...multiplyEights, ...addFours, ...set(sum)],
  ])
  const [first, second] = sums
  const body = loop(
    [...constant(0), ...set(column), ...sums.flatMap((sum) => [...zeros, ...set(sum)])],
    loop(accumulate, [
      ...get(column),
      ...constant(step),
      ...add,
      ...tee(column),
      ...get(width),
      ...lessThan,
    ]),
    [...get(first), ...get(second), ...addFours, ...set(first)],
    [...get(product), ...get(first), ...lane(0)],
    [1, 2, 3].flatMap((number) => [...get(first), ...lane(number), ...add]),
    store,
    [...get(product), ...constant(4), ...add, ...set(product)],
    [...get(row), ...get(width), ...add, ...tee(row), ...get(end), ...lessThan],
  )

  const text = (value: string) => [value.length, ...Buffer.from(value)]
  const long = (value: number) => [(value & 0x7f) | 0x80, value >> 7]
  const section = (id: number, content: number[]) => [id, ...long(content.length), ...content]
  const code = [...[2, 1, i32, sums.length, v128], ...body, ...finish]
  return [
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 5, i32, i32, i32, i32, i32, 0]),
    ...section(2, [1, ...text('js'), ...text('memory'), 2, 0, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...text('multiply'), 0, 0]),
    ...section(10, [1, ...long(code.length), ...code]),
  ]
}
