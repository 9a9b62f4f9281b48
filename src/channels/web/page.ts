import type { BrowserBundle } from '../../http/index.ts'
import type { Action } from '../../message.ts'
import { encodeAction } from '../../message.ts'
import { html, type SafeHtml } from './html.ts'
import { flag, globe, lock, paperPlane } from './icons.ts'
import type { WebInterface } from './protocol.ts'
import type { WebLanguage, WebTextKey } from './texts.ts'

export interface PageOptions {
  interface: WebInterface
  languages: WebLanguage[]
  bundle: BrowserBundle
  /** The browser has written before: the page asks for what was said. */
  returning: boolean
}

/**
 * The page as it stands before its script runs: readable, with the emergency numbers and a working
 * choice of languages. The script changes the words inside `data-text` when the language changes.
 */
export function renderPage(options: PageOptions): string {
  const { language, direction, texts } = options.interface
  const word = (key: WebTextKey) => texts[key] ?? ''
  const { script, style } = options.bundle

  return html`<!doctype html>
<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#0f4a54">
<meta name="robots" content="noindex">
<title>${word('web.title')}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${style.path}">
<script type="module" src="${script.path}"></script>
</head>
<body data-page="${JSON.stringify(options.interface)}" data-returning="${String(options.returning)}">
<a class="skip" href="#message" data-text="web.skip">${word('web.skip')}</a>
<header>
  <div class="bar">
    ${flag}
    <div class="name">
      <h1>Lotse</h1>
      <p data-text="web.tagline">${word('web.tagline')}</p>
    </div>
    ${languagePicker(options.languages, language, word('web.language'))}
  </div>
</header>
<main>
  <section class="welcome" id="welcome">
    <h2 data-text="web.welcome.title">${word('web.welcome.title')}</h2>
    <p data-text="web.welcome.text">${word('web.welcome.text')}</p>
    <p class="privacy">${lock}<span data-text="web.privacy">${word('web.privacy')}</span></p>
    <noscript><p class="warning">${word('web.noScript')}</p></noscript>
    <h3 data-text="web.examples">${word('web.examples')}</h3>
    <ul class="examples">
      ${examples.map(
        (
          key,
        ) => html`<li><button type="button" data-example data-text="${key}">${word(key)}</button></li>
      `,
      )}
    </ul>
  </section>
  <div id="log" role="log" aria-live="polite" aria-label="${word('web.log')}" data-label="web.log"></div>
  <div id="draft" aria-hidden="true" inert></div>
  <p class="typing" id="typing" role="status"></p>
  <p class="connection" id="connection" role="status"></p>
</main>
<footer>
  <form id="composer">
    <div class="field">
      <label class="visually-hidden" for="message" data-text="web.message">${word('web.message')}</label>
      <textarea id="message" rows="1" dir="auto" autocomplete="off" enterkeyhint="send"
        aria-describedby="counter" placeholder="${word('web.placeholder')}"
        data-placeholder="web.placeholder"></textarea>
      <button type="submit" aria-label="${word('web.send')}" data-label="web.send">${paperPlane}</button>
    </div>
    <p class="counter" id="counter"></p>
  </form>
  <div class="under">
  <div class="tools">
    ${tool({ kind: 'ask-person' }, 'web.askPerson')}
    ${tool({ kind: 'forget', confirmed: false }, 'web.forget')}
  </div>
  <p class="emergency">
    <span data-text="web.emergency">${word('web.emergency')}</span>
    <a href="tel:112"><b dir="ltr">112</b> <span data-text="web.fireAndRescue">${word('web.fireAndRescue')}</span></a>
    <a href="tel:110"><b dir="ltr">110</b> <span data-text="web.police">${word('web.police')}</span></a>
  </p>
  </div>
</footer>
</body>
</html>`.markup

  function tool(action: Action, key: WebTextKey): SafeHtml {
    const encoded = encodeAction(action)
    return html`<button type="button" data-action="${encoded}" data-text="${key}">${word(key)}</button>`
  }
}

const examples = [
  'web.example.1',
  'web.example.2',
  'web.example.3',
  'web.example.4',
] as const satisfies WebTextKey[]

/** Links, so that it works before and without the script. */
function languagePicker(languages: WebLanguage[], current: string, label: string): SafeHtml {
  const name = languages.find(({ code }) => code === current)?.name ?? current
  return html`<details class="languages" id="languages">
      <summary>
        ${globe}<span class="visually-hidden" data-text="web.language">${label}</span>
        <span id="current-language">${name}</span>
      </summary>
      <ul>
        ${languages.map((language) => languageLink(language, language.code === current))}
      </ul>
    </details>`
}

function languageLink({ code, name, direction }: WebLanguage, isCurrent: boolean): SafeHtml {
  const action = encodeAction({ kind: 'set-language', language: code })
  const current = isCurrent ? html`aria-current="true"` : ''
  return html`<li><a href="/?language=${code}" lang="${code}" hreflang="${code}" dir="${direction}"
          data-language="${code}" data-action="${action}" ${current}>${name}</a></li>
        `
}
