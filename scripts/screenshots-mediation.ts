/** The pictures of a mediation: a landlord in German, a tenant in Arabic, a mediator at the desk. */
import Fastify from 'fastify'
import type { Page } from 'playwright-core'
import { unmarkKept } from '../src/handoff/translation/keep-words.ts'
import { desktop, type OpenPage, press, sentence, shoot, write } from './screenshots-stage.ts'

const bigPhone = { viewport: { width: 412, height: 915 }, deviceScaleFactor: 2 }
const question = 'Meine Mieter stellen ihre Schuhe ins Treppenhaus, darf ich das verbieten?'
const said = {
  offer: 'Guten Tag, ich helfe Ihnen gern. Möchten Sie die Mieter zu einem Gespräch einladen?',
  fire: 'Im Brandfall muss der Fluchtweg frei sein. So steht es auch in der Hausordnung.',
  clean: 'أفهم ذلك. عندنا أطفال صغار، ونريد أن تبقى الشقة نظيفة.',
  thanks: 'Danke Ihnen beiden. Wäre in der Wohnung Platz für ein Schuhregal?',
  shelf: 'Ich kann ein kleines Regal bezahlen.',
}

/** Written by hand: what a service would answer on that day is another matter. */
const written: Record<string, string> = {
  [said.fire]:
    'في حال نشوب حريق يجب أن يبقى طريق الهروب خالياً. وهذا مكتوب أيضاً في الـ Hausordnung.',
  [said.clean]: 'Das verstehe ich. Wir haben kleine Kinder, und die Wohnung soll sauber bleiben.',
  [said.thanks]: 'شكراً لكما. هل يوجد في الشقة مكان لرف أحذية؟',
  [said.shelf]: 'يمكنني أن أدفع ثمن رف صغير.',
}

/** Answers in the place of a LibreTranslate server, with the translations above and no others. */
export async function startWrittenTranslator(): Promise<{
  url: string
  stop: () => Promise<void>
}> {
  const server = Fastify()
  server.post<{ Body: { q: string } }>('/translate', (request, reply) => {
    const translatedText = written[unmarkKept(request.body.q)]
    if (translatedText) return { translatedText }
    return reply.code(400).send({ error: `Nobody has translated: ${request.body.q}` })
  })
  const url = await server.listen({ port: 0, host: '127.0.0.1' })
  return { url, stop: () => server.close() }
}

/** `desk` is signed in. */
export async function playMediation(open: OpenPage, url: string, desk: Page): Promise<void> {
  const landlord = await open('de-DE', desktop)
  await landlord.goto(url)
  await write(landlord, question)
  await press(landlord, sentence('de', 'button.askPerson'))
  await landlord.getByText(sentence('de', 'handoff.previewAsk')).waitFor()
  await press(landlord, sentence('de', 'button.consentYes'))
  await landlord.getByText(sentence('de', 'handoff.opened')).waitFor()

  await desk.goto(`${url}/desk`)
  await desk.getByText(question).first().click()
  await pressAtDesk(desk, 'desk.claim')
  await writeAtDesk(desk, 'reply', said.offer)
  await press(landlord, sentence('de', 'button.inviteOtherSide'))
  const link = landlord.locator('a[href*="start=join_"]').last()
  const invitation = new URL((await link.getAttribute('href')) ?? '')

  const tenant = await open('ar', bigPhone)
  // The link names the port of the settings, 0 here, which is not the one that was found free.
  await tenant.goto(`${url}/${invitation.search}`)
  await tenant.getByText(sentence('ar', 'mediation.invitationAsk')).waitFor()
  await shoot(tenant, 'mediation-phone-ar-invitation')
  await press(tenant, sentence('ar', 'button.join'))
  await pressAtDesk(desk, 'desk.mediation.open-room')

  await press(landlord, sentence('de', 'button.writeToBoth'))
  await write(landlord, said.fire)
  await tenant.getByText(written[said.fire] ?? '').waitFor()
  await press(tenant, sentence('ar', 'button.writeToBoth'))
  await write(tenant, said.clean)
  await landlord.getByText(written[said.clean] ?? '').waitFor()
  await pressAtDesk(desk, 'desk.mediation.both')
  await writeAtDesk(desk, 'common', said.thanks)
  await tenant.getByText(written[said.thanks] ?? '').waitFor()
  await write(landlord, said.shelf)
  await tenant.getByText(written[said.shelf] ?? '').waitFor()
  // Both messages whole, with the line in each that says who reads what is written next.
  await tenant
    .locator('.line.person')
    .nth(-2)
    .evaluate((line) => {
      line.style.scrollMarginBlockStart = '1rem'
      line.scrollIntoView({ block: 'start' })
    })
  await shoot(tenant, 'mediation-phone-ar-room')
  await desk.locator('#conversation').getByText(said.shelf).waitFor()
  // Low enough for a laptop, high enough for what was said.
  await desk.setViewportSize({ width: 1280, height: 900 })
  await desk.locator('#conversation').evaluate((said) => said.scrollTo(0, said.scrollHeight))
  await shoot(desk, 'mediation-desk-de')
}

async function pressAtDesk(desk: Page, key: string): Promise<void> {
  await desk.getByRole('button', { name: sentence('de', key), exact: true }).click()
}

async function writeAtDesk(desk: Page, mode: 'reply' | 'common', text: string): Promise<void> {
  const modes = desk.locator('.foot .modes')
  await modes.getByRole('button', { name: sentence('de', `desk.compose.${mode}`) }).click()
  await desk.locator(`#${mode}`).fill(text)
  await pressAtDesk(desk, 'desk.reply.send')
}
