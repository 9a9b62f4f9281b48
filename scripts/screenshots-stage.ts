/** What the pictures of `docs:screenshots` are made with: the program, its sentences, the camera. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load as parseYaml } from 'js-yaml'
import type { Page } from 'playwright-core'

const root = join(import.meta.dirname, '..')
const folder = join(root, 'docs', 'screenshots')

export const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 }
export const desktop = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 }

export type OpenPage = (locale: string, options: typeof phone) => Promise<Page>

export interface Program {
  url: string
  output(): string
  stop(): Promise<void>
}

/** The real program, in a process of its own. @throws Error when it ends before it is ready. */
export async function startProgram(environment: Record<string, string>): Promise<Program> {
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: root,
    env: {
      PATH: process.env.PATH ?? '',
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'warn',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const found = /Web chat\s+(http:\S+)\//.exec(output)?.[1]
      if (found) resolve(found)
    })
    child.once('exit', () => reject(new Error('The program ended before it was ready.')))
  })
  return {
    url,
    output: () => output,
    async stop() {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

export function sentence(language: string, key: string): string {
  const file = join(root, 'knowledge', 'messages', `${language}.yaml`)
  const { sentences } = parseYaml(readFileSync(file, 'utf8')) as {
    sentences: Record<string, string>
  }
  return sentences[key] ?? key
}

export async function write(page: Page, text: string): Promise<void> {
  await page.locator('#message').fill(text)
  await page.locator('#message').press('Enter')
}

export async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).last().click()
}

export async function shoot(page: Page, name: string): Promise<void> {
  // A button that was pressed has gone, and the next one would lie below the pointer.
  await page.mouse.move(0, 0)
  await page.waitForTimeout(300)
  await page.screenshot({ path: join(folder, `${name}.png`) })
}
