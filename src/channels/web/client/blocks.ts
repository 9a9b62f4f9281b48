import { html, nothing, type TemplateResult } from 'lit-html'
import type { WebBlock, WebInline } from '../protocol.ts'
import type { Words } from './words.ts'

export function blockTemplate(block: WebBlock, words: Words): TemplateResult {
  switch (block.kind) {
    case 'heading':
      return html`<h2>${block.text}</h2>`
    case 'paragraph':
      return html`<p>${inlineTemplates(block.content, words)}</p>`
    case 'list': {
      const items = block.items.map((item) => html`<li>${inlineTemplates(item, words)}</li>`)
      return block.ordered ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`
    }
    case 'quote':
      return html`<blockquote>
        ${block.author ? html`<p class="author">${block.author}</p>` : nothing}
        <p class="written" dir="auto">${block.text}</p>
      </blockquote>`
    case 'sources':
      return html`<div class="sources">
        <p>${block.label}</p>
        <ul>
          ${block.items.map(
            ({ title, url, checked }) =>
              html`<li>${url ? linkTemplate(title, url, words) : html`<bdi>${title}</bdi>`} <bdi class="checked">${checked}</bdi></li>`,
          )}
        </ul>
      </div>`
    case 'note':
      return html`<p class="note">${block.text}</p>`
    case 'qr-code':
      return html`<svg class="qr-code" role="img" aria-label=${block.label}
        viewBox="0 0 ${block.size} ${block.size}"><path d=${block.path}></path></svg>`
    default:
      throw block satisfies never
  }
}

function inlineTemplates(content: WebInline[], words: Words) {
  return content.map(({ text, strong, href }) => {
    const shown = href ? linkTemplate(text, href, words) : text
    return strong ? html`<strong>${shown}</strong>` : shown
  })
}

function linkTemplate(text: string, href: string, words: Words): TemplateResult {
  if (href.startsWith('tel:')) return html`<a class="phone" dir="ltr" href=${href}>${text}</a>`
  if (href.startsWith('mailto:')) return html`<a dir="ltr" href=${href}>${text}</a>`
  return html`<a dir="auto" href=${href} target="_blank" rel="noopener noreferrer">${text}<span
      class="visually-hidden" lang=${words.language}> (${words.text('web.newWindow')})</span></a>`
}
