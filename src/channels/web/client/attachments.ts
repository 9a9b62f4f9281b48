import { html, nothing, type TemplateResult } from 'lit-html'
import type { WebAttachment } from '../protocol.ts'
import type { Words } from './words.ts'

export function attachmentTemplate(attachment: WebAttachment, words: Words): TemplateResult {
  const { shown, url, alternative } = attachment
  switch (shown) {
    case 'image':
      return html`<figure class="attachment">
        <a href=${url} target="_blank" rel="noopener"><img src=${url} loading="lazy"
            alt=${alternative || words.text('attachment.photo')} /><span class="visually-hidden"
            lang=${words.language}> (${words.text('web.newWindow')})</span></a>
      </figure>`
    case 'sound':
      return html`<figure class="attachment">
        <audio controls preload="none" src=${url}
          aria-label=${words.text('attachment.voice')}></audio>
        ${captionTemplate(alternative)}
      </figure>`
    case 'file':
      return html`<div class="attachment">${fileTemplate(attachment, words)}
        ${alternative ? html`<p dir="auto">${alternative}</p>` : nothing}</div>`
    default:
      throw shown satisfies never
  }
}

function fileTemplate({ url, name, size }: WebAttachment, words: Words): TemplateResult {
  return html`<a class="file" href=${url} download=${name}><bdi>${name}</bdi>
    <bdi class="size">${words.size(size)}</bdi></a>`
}

function captionTemplate(alternative: string) {
  return alternative ? html`<figcaption dir="auto">${alternative}</figcaption>` : nothing
}
