/** The real program with a fault put in: one word in a message ends the whole process. */
import { startApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'

const app = await startApp(readConfig(process.env), {
  services: {
    detectCrisis(text) {
      if (text.includes('Todeswort')) process.kill(process.pid, 'SIGKILL')
      return undefined
    },
  },
})
process.stdout.write(`${app.report.join('\n')}\n`)
