import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/search-index.ts'],
    testTimeout: 90_000,
    hookTimeout: 120_000,
    // Two cores: one file of real processes and browsers beside one other.
    maxWorkers: 2,
  },
})
