/**
 * A body of one JSON value a line, of which nothing else gets through: Ollama's client writes a line
 * that it can't read to the console, and what a model says to somebody does not belong there.
 */
export function wholeLines(response: Response): Response {
  const decoder = new TextDecoder()
  const encoder = new TextEncoder()
  let rest = ''
  const lines = new TransformStream<Uint8Array, Uint8Array>({
    transform(bytes, controller) {
      const parts = (rest + decoder.decode(bytes, { stream: true })).split('\n')
      rest = parts.pop() ?? ''
      for (const line of parts) {
        JSON.parse(line || 'null')
        controller.enqueue(encoder.encode(`${line}\n`))
      }
    },
    flush() {
      // Every line ends with its break, so this one ended too early.
      if (rest.trim() !== '') throw new Error('The answer ends within a line.')
    },
  })
  return new Response(response.body?.pipeThrough(lines) ?? null, response)
}
