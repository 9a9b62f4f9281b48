import type { BrowserBundle } from '../../../http/index.ts'
import type { InterfaceLanguages } from './languages.ts'
import type { DeskLanguage } from './options.ts'
import type { PageSettings } from './wire.ts'

/** The one page of the desk, in the mediator's language. */
export function renderPage(
  language: DeskLanguage,
  all: DeskLanguage[],
  interfaceLanguages: InterfaceLanguages,
  bundle: BrowserBundle,
): string {
  const texts = interfaceLanguages.texts(language)
  const settings: PageSettings = {
    language: language.code,
    direction: language.direction,
    offered: interfaceLanguages.offered.map(({ code, name }) => ({ code, name })),
    languages: Object.fromEntries(
      all.map(({ code, name, direction }) => [code, { name, direction }]),
    ),
    texts,
  }
  return `<!doctype html>
<html lang="${escapeHtml(language.code)}" dir="${language.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#0f4a54">
<meta name="robots" content="noindex">
<title>${escapeHtml(texts['desk.title'] ?? '')}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${bundle.style.path}">
<script type="application/json" id="settings">${escapeJson(settings)}</script>
<script type="module" src="${bundle.script.path}"></script>
</head>
<body>
<div id="desk"><noscript><p class="needs-script">${escapeHtml(texts['desk.needs-script'] ?? '')}</p></noscript></div>
</body>
</html>
`
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return text.replace(/[&<>"]/g, (character) => entities[character]!)
}

/** JSON that can't end the script element around it. */
function escapeJson(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c')
}
