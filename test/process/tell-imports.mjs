/** Says on standard error which packages a program loads whose name holds PACKAGES_OF. */
import { registerHooks } from 'node:module'

const wanted = process.env.PACKAGES_OF ?? 'nothing'

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier.includes(wanted)) process.stderr.write(`loaded ${specifier}\n`)
    return nextResolve(specifier, context)
  },
})
