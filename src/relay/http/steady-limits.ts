/**
 * Counts requests for the rate limits in windows of the time that passes. The plugin's own store asks the wall clock: one that is
 * set back by hours makes one window of those hours, and at its limit everybody behind an address is refused until they are over.
 */
import type { FastifyRateLimitStore, FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import type { Clock } from '../../shared/clock';

/** Addresses and keys that are remembered; the one seen longest ago goes. */
const maxKeys = 5_000;

/** @returns a class, because the plugin makes its stores with `new` */
export const steadyLimits = (clock: Pick<Clock, 'elapsed'>): FastifyRateLimitStoreCtor =>
  class SteadyLimits implements FastifyRateLimitStore {
    /** Each with its end by `elapsed`. */
    readonly #windows = new Map<string, { current: number; until: number }>();

    incr(...[key, done, timeWindow]: Parameters<FastifyRateLimitStore['incr']>): void {
      const now = clock.elapsed();
      const known = this.#windows.get(key);
      const window =
        known && now < known.until
          ? { ...known, current: known.current + 1 }
          : { current: 1, until: now + timeWindow };
      this.#windows.delete(key);
      this.#windows.set(key, window);
      const oldest = this.#windows.keys().next();
      if (this.#windows.size > maxKeys && !oldest.done) this.#windows.delete(oldest.value);
      done(null, { current: window.current, ttl: Math.max(0, window.until - now) });
    }

    child(): FastifyRateLimitStore {
      return new SteadyLimits();
    }
  };
