/**
 * Draws every icon from the SVGs in resources/icons and resources/tray: `node scripts/icons.mjs [chromium]`. Only needed after one
 * of them has changed; what it writes is committed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { drawingOf, drawings, icnsOf, icoOf, sizes, trayStates } from './icon-files.mjs';

const resources = join(dirname(fileURLToPath(import.meta.url)), '..', 'resources');

const browser = await chromium.launch({
  executablePath: process.argv[2] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage();
const draw = async (drawing, size, file) => {
  const svg = readFileSync(join(resources, `${drawing}.svg`), 'utf8');
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>html,body{margin:0;background:none}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
  );
  return page.screenshot({ path: join(resources, file), omitBackground: true });
};

const pngs = new Map();
for (const size of sizes)
  pngs.set(size, await draw(`icons/${drawingOf(size)}`, size, `icons/${size}x${size}.png`));
writeFileSync(join(resources, 'icons', 'icon.ico'), icoOf(pngs));
writeFileSync(join(resources, 'icons', 'icon.icns'), icnsOf(pngs));
for (const state of trayStates) {
  await draw(`tray/${state}`, 16, `tray/${state}.png`);
  await draw(`tray/${state}`, 32, `tray/${state}@2x.png`);
}
writeFileSync(
  join(resources, 'icons', 'drawn-from.json'),
  `${JSON.stringify(drawings(resources), null, 2)}\n`,
);
await browser.close();
