import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Real phones, windows, browsers and processes that are killed: in CI tried again, and said at the end of the run (scripts/second-try.mjs). */
const retry = process.env.CI === 'true' ? 2 : 0;

export default defineConfig({
  plugins: [react()],
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['src/**/*.test.{ts,tsx}'], testTimeout: 20_000 },
      },
      {
        extends: true,
        test: { name: 'contract', include: ['tests/contract/**/*.test.ts'], testTimeout: 20_000 },
      },
      {
        extends: true,
        test: { name: 'integration', include: ['tests/integration/**/*.test.ts'], testTimeout: 60_000 },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          retry,
          include: ['tests/faults/**/*.test.ts'],
          // Nothing is judged by its time; a machine that does other things besides needs more of it.
          testTimeout: 300_000,
          hookTimeout: 60_000,
          // Each keeps both cores busy.
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'asterisk',
          retry,
          include: ['tests/asterisk/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          retry,
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
