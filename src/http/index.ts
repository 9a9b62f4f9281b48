/** What the web chat and the mediators' desk share: one server, its defences, its live updates. */
export {
  type BrowserAsset,
  type BrowserBundle,
  bundleBrowserCode,
  serveBundle,
} from './browser-bundle.ts'
export { type QrCode, qrCode } from './qr-code.ts'
export { requireSameOrigin } from './same-origin.ts'
export { isShown, sendAttachment } from './send-attachment.ts'
export { createHttpServer, type HttpServerOptions } from './server.ts'
export { type EventStream, openEventStream } from './server-sent-events.ts'
