import type { Kysely } from 'kysely'
import type { ModelCalls } from './model-calls.ts'
import type { Database } from './tables.ts'

export function modelCallQueries(database: Kysely<Database>): ModelCalls {
  return {
    async addModelCalls({ inputTokens, outputTokens, ...count }) {
      await database
        .insertInto('model_calls')
        .values({ ...count, input_tokens: inputTokens, output_tokens: outputTokens })
        .onConflict((conflict) =>
          conflict.columns(['month', 'use', 'result']).doUpdateSet((row) => ({
            calls: row('model_calls.calls', '+', count.calls),
            input_tokens: row('model_calls.input_tokens', '+', inputTokens),
            output_tokens: row('model_calls.output_tokens', '+', outputTokens),
            cost: row('model_calls.cost', '+', count.cost),
          })),
        )
        .execute()
    },

    async readModelCalls(month) {
      const rows = await database
        .selectFrom('model_calls')
        .selectAll()
        .where('month', '=', month)
        .orderBy('use')
        .orderBy('result')
        .execute()
      return rows.map(({ input_tokens: inputTokens, output_tokens: outputTokens, ...row }) => ({
        ...row,
        inputTokens,
        outputTokens,
      }))
    },
  }
}
