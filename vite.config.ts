import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite';
import { z } from 'zod';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Hot reload needs inline scripts and styles, so while developing the pages' own policy stays out. */
const policyOnlyInBuilds: Plugin = {
  name: 'policy-only-in-builds',
  apply: 'serve',
  transformIndexHtml: (html) => html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ''),
};

/** Loaded from the own disk, or once from the relay: nothing is won by splitting. The warning would greet every newcomer. */
const oneFileKb = 5_000;

const { version, description } = z
  .object({ version: z.string(), description: z.string() })
  .parse(JSON.parse(readFileSync(at('package.json'), 'utf8')));

/**
 * What makes the companion an app that a browser can install: a manifest and icons, under names that stay. No service worker:
 * without the relay there is nothing to show.
 */
const icons = {
  'app-256.png': { from: 'icons/256x256.png', sizes: '256x256', type: 'image/png', purpose: 'any' },
  'app-512.png': { from: 'icons/512x512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
  'app-maskable.svg': {
    from: 'icons/mark-maskable.svg',
    sizes: 'any',
    type: 'image/svg+xml',
    purpose: 'maskable',
  },
};
const webApp: Plugin = {
  name: 'web-app',
  apply: 'build',
  applyToEnvironment: ({ name }) => name === 'client',
  transformIndexHtml: (_html, { filename }) =>
    filename.endsWith('companion.html')
      ? [{ tag: 'link', attrs: { rel: 'manifest', href: './manifest.webmanifest' }, injectTo: 'head' }]
      : [],
  generateBundle() {
    const manifest = {
      id: './',
      name: 'CTI Companion',
      short_name: 'Companion',
      description,
      start_url: './',
      scope: './',
      display: 'standalone',
      background_color: '#ffffff',
      theme_color: '#4c50cf',
      launch_handler: { client_mode: 'focus-existing' },
      icons: Object.entries(icons).map(([src, { sizes, type, purpose }]) => ({ src, sizes, type, purpose })),
    };
    const emit = (fileName: string, source: string | Uint8Array) =>
      this.emitFile({ type: 'asset', fileName, source });
    emit('manifest.webmanifest', JSON.stringify(manifest, null, 2));
    for (const [fileName, { from }] of Object.entries(icons))
      emit(fileName, readFileSync(at(`resources/${from}`)));
  },
};

/** A Node program: own source is bundled; `bundled` says whether its packages are too. */
const nodeProgram = (
  name: string,
  entries: Record<string, string>,
  options: { bundled: boolean; format?: 'es' | 'cjs' },
): EnvironmentOptions => ({
  consumer: 'server',
  resolve: options.bundled
    ? {
        noExternal: true,
        external: ['electron', 'keytar'],
        conditions: ['node', 'module', 'import', 'default'],
      }
    : { noExternal: [] },
  build: {
    outDir: at(`dist/${name}`),
    emptyOutDir: true,
    chunkSizeWarningLimit: oneFileKb,
    minify: false,
    sourcemap: true,
    target: 'node20',
    rolldownOptions: {
      platform: 'node',
      input: Object.fromEntries(Object.entries(entries).map(([key, path]) => [key, at(path)])),
      external: ['electron', 'keytar'],
      output: {
        format: options.format ?? 'es',
        entryFileNames: options.format === 'cjs' ? '[name].cjs' : '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
      },
    },
  },
});

const product: Record<string, EnvironmentOptions> = {
  client: {
    build: {
      outDir: at('dist/renderer'),
      emptyOutDir: true,
      // The pages' policy takes files, not data: addresses.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: oneFileKb,
      target: 'chrome130',
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: {
          companion: at('src/renderer/companion.html'),
          popup: at('src/renderer/popup.html'),
          admin: at('src/renderer/admin.html'),
        },
      },
    },
  },
  // Bundled whole: the packaged app ships no node_modules but keytar.
  main: nodeProgram('main', { index: 'src/main/index.ts' }, { bundled: true }),
  // A sandboxed preload can only be CommonJS in one file.
  preload: nodeProgram('preload', { index: 'src/preload/index.ts' }, { bundled: true, format: 'cjs' }),
  relay: nodeProgram('relay', { index: 'src/relay/index.ts' }, { bundled: false }),
  simulators: nodeProgram('simulators', { demo: 'src/simulators/demo.ts' }, { bundled: false }),
};

const benchOnly = process.env['CTI_BUILD'] === 'bench';
const bench = {
  bench: nodeProgram(
    'bench',
    {
      tracker: 'tests/bench/tracker.ts',
      'ami-throughput': 'tests/bench/ami-throughput.ts',
      'pop-latency': 'tests/bench/pop-latency.ts',
      scale: 'tests/bench/scale.ts',
      'ring-all': 'tests/bench/ring-all.ts',
      store: 'tests/bench/store.ts',
      desktops: 'tests/bench/desktops.ts',
      'elevenlabs-webhook': 'tests/bench/elevenlabs-webhook.ts',
      'elevenlabs-initiation': 'tests/bench/elevenlabs-initiation.ts',
      enrichment: 'tests/bench/enrichment.ts',
      drain: 'tests/bench/drain.ts',
      'several-relays': 'tests/bench/several-relays.ts',
      'phone-index': 'tests/bench/phone-index.ts',
      'history-search': 'tests/bench/history-search.ts',
      'electron-pop': 'tests/bench/electron-pop.ts',
      desktop: 'tests/bench/desktop.ts',
    },
    { bundled: false },
  ),
};

export default defineConfig({
  root: at('src/renderer'),
  // Relative, because the same files are loaded from disk by Electron and under /companion by the relay.
  base: './',
  publicDir: false,
  plugins: [react(), policyOnlyInBuilds, webApp],
  define: { 'import.meta.env.CTI_VERSION': JSON.stringify(version) },
  // Vite always has a `client`; a bench build leaves it alone.
  builder: benchOnly
    ? {
        buildApp: async (builder) => {
          const programs = builder.environments['bench'];
          if (programs) await builder.build(programs);
        },
      }
    : {},
  server: { port: 5199, strictPort: true },
  // `npm run bench` asks for its own programs; they are no part of the product.
  environments: benchOnly ? bench : product,
});
