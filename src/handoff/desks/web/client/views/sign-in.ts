import { html, nothing, type TemplateResult } from 'lit-html'
import { isReset, joinToken } from '../router.ts'
import { join, reset, signIn } from '../session.ts'
import { state, update } from '../state.ts'
import { text } from '../text.ts'
import { brandMark, languageMenu } from './header.ts'

export function signInView(): TemplateResult {
  return gate(html`
    <h1>${text('desk.sign-in')}</h1>
    <p class="muted">${text('desk.sign-in.intro')}</p>
    <form @submit=${submitSignIn}>
      ${nameField(nothing)} ${passphraseField('current-password', nothing)} ${problemView()}
      <button class="button primary wide" ?disabled=${state.working === 'sign-in'}>
        ${text('desk.sign-in')}
      </button>
    </form>
  `)
}

export function joinView(): TemplateResult {
  if (!joinToken())
    return gate(html`<h1>${text('desk.join')}</h1><p>${text('desk.join.no-token')}</p>`)
  if (isReset()) return resetView()
  return gate(html`
    <h1>${text('desk.join')}</h1>
    <p class="muted">${text('desk.join.intro')}</p>
    <form @submit=${submitJoin}>
      ${nameField(text('desk.join.name-hint'))}
      ${passphraseField('new-password', text('desk.passphrase.hint'))} ${agreementField()}
      ${problemView()}
      <button class="button primary wide" ?disabled=${state.working === 'join'}>
        ${text('desk.join')}
      </button>
    </form>
  `)
}

/** What an organisation agrees to, before its account is made. */
function agreementField(): TemplateResult | typeof nothing {
  if (!state.joining) return nothing
  const values = { organisation: state.joining.name }
  return html`
    <p>${text('desk.join.organisation', values)}</p>
    <label class="check">
      <input type="checkbox" id="agrees" name="agrees" required />${text('desk.join.agree', values)}
    </label>
  `
}

/** For an account that has a name. */
function resetView(): TemplateResult {
  return gate(html`
    <h1>${text('desk.reset')}</h1>
    <p class="muted">${text('desk.reset.intro')}</p>
    <form @submit=${submitReset}>
      ${passphraseField('new-password', text('desk.passphrase.hint'))} ${problemView()}
      <button class="button primary wide" ?disabled=${state.working === 'reset'}>
        ${text('desk.settings.save')}
      </button>
    </form>
  `)
}

function gate(content: TemplateResult): TemplateResult {
  return html`
    <main class="gate">
      <section class="card">
        <div class="gate-head">
          <p class="brand">${brandMark()}<span>${text('desk.title')}</span></p>
          ${languageMenu()}
        </div>
        ${content}
      </section>
      <p class="muted tagline">${text('desk.tagline')}</p>
    </main>
  `
}

function nameField(hint: string | typeof nothing): TemplateResult {
  return html`
    <div class="field">
      <label for="name">${text('desk.name')}</label>
      <input
        id="name"
        name="name"
        dir="auto"
        autocomplete="username"
        autocapitalize="words"
        maxlength="60"
        required
        aria-describedby=${hint === nothing ? nothing : 'name-hint'}
      />
      ${hint === nothing ? nothing : html`<p id="name-hint" class="hint">${hint}</p>`}
    </div>
  `
}

function passphraseField(autocomplete: string, hint: string | typeof nothing): TemplateResult {
  const shortest = autocomplete === 'new-password' ? 12 : 1
  return html`
    <div class="field">
      <label for="passphrase">${text('desk.passphrase')}</label>
      <div class="with-button">
        <input
          id="passphrase"
          name="passphrase"
          type="password"
          dir="auto"
          autocomplete=${autocomplete}
          minlength=${shortest}
          maxlength="200"
          required
          aria-describedby=${hint === nothing ? nothing : 'passphrase-hint'}
        />
        <button type="button" class="button quiet" @click=${togglePassphrase}>
          ${text('desk.passphrase.show')}
        </button>
      </div>
      ${hint === nothing ? nothing : html`<p id="passphrase-hint" class="hint">${hint}</p>`}
    </div>
  `
}

function togglePassphrase(event: Event): void {
  const button = event.currentTarget as HTMLButtonElement
  const field = document.getElementById('passphrase') as HTMLInputElement
  const hidden = field.type === 'password'
  field.type = hidden ? 'text' : 'password'
  button.textContent = text(hidden ? 'desk.passphrase.hide' : 'desk.passphrase.show')
}

function problemView(): TemplateResult {
  return html`<p class="problem" role="alert">${state.problem ?? nothing}</p>`
}

function submitSignIn(event: SubmitEvent): Promise<void> {
  return submit(event, 'sign-in', ({ name, passphrase }) => signIn(name, passphrase))
}

async function submitJoin(event: SubmitEvent): Promise<void> {
  const joined = ({ name, passphrase, agrees }: Fields) =>
    join(joinToken(), name, passphrase, agrees)
  await submit(event, 'join', joined)
  if (!state.problem) location.replace('/desk')
}

async function submitReset(event: SubmitEvent): Promise<void> {
  await submit(event, 'reset', ({ passphrase }) => reset(joinToken(), passphrase))
  if (!state.problem) location.replace('/desk')
}

interface Fields {
  name: string
  passphrase: string
  agrees: boolean
}

async function submit(
  event: SubmitEvent,
  working: string,
  send: (fields: Fields) => Promise<string | undefined>,
): Promise<void> {
  event.preventDefault()
  const data = new FormData(event.target as HTMLFormElement)
  update({ working, problem: undefined })
  const problem = await send({
    name: String(data.get('name')),
    passphrase: String(data.get('passphrase')),
    agrees: data.has('agrees'),
  })
  update({ working: undefined, problem })
}
