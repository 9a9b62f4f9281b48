/**
 * Loaded before a program that listens on every interface and cannot be told otherwise: whatever it
 * asks for, it listens on loopback.
 */
const { Server } = require('node:net')

const listen = Server.prototype.listen

Server.prototype.listen = function listenOnLoopback(...given) {
  const [first] = given
  const callback = given.findLast((one) => typeof one === 'function')
  const isPort = typeof first === 'number' || /^\d+$/.test(String(first))
  const options = isPort ? { port: Number(first) } : first
  if (typeof options !== 'object' || options === null || options.path !== undefined) {
    return listen.apply(this, given)
  }
  return listen.call(this, { ...options, host: '127.0.0.1' }, callback)
}
