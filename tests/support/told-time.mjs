/**
 * Loaded into a relay's own process (`node --import`): time moves only when the parent says so, and each timer of the
 * program runs at its own moment. Sockets and their deadlines stay real. Plain JavaScript, because Node loads it as it is.
 *
 * `{ to }` turns the hands and is answered when all that fell due has run; `{ bytes }` is answered once so many bytes of the
 * PBX's events were read. An answer says how often the PBX was asked for a sign of life: time must not go on before it came.
 */
import { Socket } from 'node:net';

let nowMs = Number(process.env.TOLD_TIME_MS);
const startMs = nowMs;
let made = 0;
/** In the order in which they fall due. */
const tasks = [];

Date.now = () => nowMs;
performance.now = () => nowMs - startMs;
globalThis.setTimeout = (task, delayMs = 0, ...args) => {
  const handle = { id: (made += 1), dueMs: nowMs + delayMs, ref: () => handle, unref: () => handle };
  handle.run = () => task(...args);
  const at = tasks.findIndex(({ dueMs }) => dueMs > handle.dueMs);
  tasks.splice(at < 0 ? tasks.length : at, 0, handle);
  return handle;
};
globalThis.clearTimeout = (handle) => {
  const at = tasks.indexOf(handle);
  if (at >= 0) tasks.splice(at, 1);
};

const turn = () => new Promise((resolve) => setImmediate(resolve));
const turnTo = async (toMs) => {
  while (tasks.length > 0 && tasks[0].dueMs <= toMs) {
    const task = tasks.shift();
    nowMs = Math.max(nowMs, task.dueMs);
    task.run();
    await turn();
  }
  nowMs = toMs;
};

/** The connection that asked for the PBX's events. */
let events = null;
let pings = 0;
const { write } = Socket.prototype;
Socket.prototype.write = function (chunk, ...rest) {
  if (typeof chunk === 'string' && /^Events: *call/im.test(chunk)) events = this;
  if (typeof chunk === 'string' && /^Action: *Ping/im.test(chunk)) pings += 1;
  return write.call(this, chunk, ...rest);
};

process.on('message', async ({ to, bytes }) => {
  if (to !== undefined) await turnTo(to);
  if (bytes !== undefined) while ((events?.bytesRead ?? 0) < bytes) await turn();
  process.send({ pings });
});
