/**
 * Loaded into a relay's own process (`node --import`): its wall clock can be set, as an administrator or NTP sets one. Timers and
 * `performance.now` go on evenly, as they do then. Plain JavaScript, because Node loads it as it is.
 */
const RealDate = Date;
const realNow = Date.now;
let aheadMs = 0;

Date.now = () => realNow() + aheadMs;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [realNow() + aheadMs] : args, newTarget),
  apply: () => new RealDate(realNow() + aheadMs).toString(),
});

process.on('message', (message) => {
  aheadMs = message.aheadMs;
  process.send({ pings: 0 });
});
