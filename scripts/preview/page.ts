/** The page that shows an entry: one part a language, in it Telegram, Teams and the web side by side. */
import { html, type SafeHtml } from '../../src/channels/web/html.ts'
import { type BrowserBundle, bundleBrowserCode } from '../../src/http/index.ts'
import type { KnowledgeProblem } from '../../src/knowledge/load.ts'
import type { Entry, Language, TranslationStatus } from '../../src/knowledge/schema.ts'
import type { DrawnView } from './drawn-view.ts'
import type { LanguageView, SideView, TelegramView } from './views.ts'

export interface PreviewPage {
  entry: Entry
  views: LanguageView[]
  /** Languages that the entry is still to be written in. */
  missing: Language[]
  /** What can't be read; the rest is shown. */
  problems: KnowledgeProblem[]
}

const webStyles = ['base', 'conversation'].map(
  (name) => new URL(`../../src/channels/web/client/${name}.css`, import.meta.url),
)

/** Bundles the page's own code and the style of the web chat; once, for every page. */
export async function createPreviewRenderer(): Promise<(page: PreviewPage) => string> {
  const entry = new URL('client.ts', import.meta.url)
  const [own, web] = await Promise.all([
    bundleBrowserCode({ entry, styles: [new URL('style.css', import.meta.url)], name: 'preview' }),
    bundleBrowserCode({ entry, styles: webStyles, name: 'web' }),
  ])
  return (page) => renderPage(page, own, web.style.content)
}

const statusWords: Record<TranslationStatus, string> = {
  current: 'current',
  unreviewed: 'no native reader yet',
  machine: 'machine-made',
  outdated: 'outdated: the German text changed since',
  missing: 'missing',
}

function renderPage(page: PreviewPage, own: BrowserBundle, webStyle: string): string {
  const { entry, views, missing, problems } = page
  const { id, risk, sources } = entry.meta
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${id} – preview</title>
<style>${raw(own.style.content)}</style>
</head>
<body>
<header>
<h1>${id}</h1>
<p>${risk} risk · ${sources.length} sources · reload this page after a change</p>
<nav aria-label="Languages">${views.map(
    ({ language }) =>
      html`<a href="#${language.code}" lang="${language.code}">${language.name}</a> `,
  )}</nav>
${missing.length > 0 ? html`<p>Still to be written: ${missing.map(({ name }) => name).join(', ')}</p>` : ''}
${problems.map(({ file, problem }) => html`<p class="problem"><b>${file}</b> ${problem}</p>`)}
</header>
<main>${views.map(languagePart)}</main>
<script id="web-style" type="text/plain">${raw(webStyle)}</script>
<script>${raw(own.script.content.replaceAll('</script', '<\\/script'))}</script>
</body>
</html>`.markup
}

function languagePart({ language, status, title, sides }: LanguageView): SafeHtml {
  const { code, name, direction } = language
  return html`<section id="${code}">
<h2>${name} <small>${code} · ${direction} · ${statusWords[status]}</small></h2>
<p class="title" lang="${code}" dir="${direction}">${title}</p>
${sides.map((side) => sidePart(side, language))}
</section>
`
}

function sidePart({ what, telegram, drawn }: SideView, { code, direction }: Language): SafeHtml {
  return html`<h3>${what.charAt(0).toUpperCase() + what.slice(1)}</h3>
<div class="channels">
<div><h4>Telegram</h4><div class="telegram" lang="${code}">${telegram.map(telegramPart)}</div></div>
<div><h4>Teams</h4><div class="teams" lang="${code}" dir="${direction}"></div></div>
<div><h4>Web</h4><iframe class="web" title="Web chat, ${code}"></iframe></div>
${dataPart(drawn)}
</div>`
}

/** Telegram's own markup; it lays out each line by its first letter, and so does the style sheet. */
function telegramPart({ parts, buttons }: TelegramView): SafeHtml {
  return html`${parts.map(
    ({ html: markup, text }) =>
      html`<div class="bubble">${raw(markup)}<p class="count">${text.length} of 4,096</p></div>`,
  )}${buttons.map(
    (row) =>
      html`<div class="row">${row.map((label) => html`<span dir="auto">${label}</span>`)}</div>`,
  )}`
}

function dataPart(view: DrawnView): SafeHtml {
  const json = JSON.stringify(view).replaceAll('<', '\\u003c')
  return html`<script type="application/json">${raw(json)}</script>`
}

function raw(markup: string): SafeHtml {
  return { markup }
}
