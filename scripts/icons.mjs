/** Draws the app's mark and the tray images and writes them as SVG and PNG: `node scripts/icons.mjs [chromium]`. Only needed after a change. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';

const resources = join(dirname(fileURLToPath(import.meta.url)), '..', 'resources');

/** A speech arc over a record card. */
const mark = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">
  <defs><linearGradient id="ground" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#6a74f0"/><stop offset="1" stop-color="#3d3fb8"/></linearGradient></defs>
  <rect x="24" y="24" width="464" height="464" rx="108" fill="url(#ground)"/>
  <path d="M122 168 A190 190 0 0 1 390 168" fill="none" stroke="#fff" stroke-width="38" stroke-linecap="round"/>
  <path d="M178 222 A112 112 0 0 1 334 222" fill="none" stroke="#fff" stroke-opacity=".55" stroke-width="26" stroke-linecap="round"/>
  <rect x="88" y="264" width="336" height="156" rx="36" fill="#fff"/>
  <circle cx="164" cy="342" r="38" fill="#4c50cf"/>
  <rect x="222" y="310" width="152" height="24" rx="12" fill="#4c50cf"/>
  <rect x="222" y="354" width="100" height="22" rx="11" fill="#a9adf2"/>
</svg>
`;

const card = '<rect x="6" y="17" width="20" height="9" rx="2.5" fill="#fff"/>';
const arc =
  '<path d="M6.5 11.5 A13.5 13.5 0 0 1 25.5 11.5" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/>';
const tray = (ground, glyph) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="1" y="1" width="30" height="30" rx="8" fill="${ground}"/>${glyph}</svg>\n`;

/** The form differs as well as the colour, for those who can not tell the colours apart. */
const states = {
  idle: tray('#5156d6', arc + card),
  ringing: tray(
    '#c96a00',
    `${arc}<path d="M11.5 14 A7 7 0 0 1 20.5 14" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/>${card}`,
  ),
  talking: tray(
    '#12833f',
    '<path d="M6 10a4 4 0 0 1 4-4h12a4 4 0 0 1 4 4v7a4 4 0 0 1-4 4h-6.5L10 26v-5a4 4 0 0 1-4-4z" fill="#fff"/>',
  ),
  paused: tray(
    '#6b7280',
    '<rect x="9" y="8" width="5" height="16" rx="1.5" fill="#fff"/><rect x="18" y="8" width="5" height="16" rx="1.5" fill="#fff"/>',
  ),
  'link-down': tray(
    '#c62f2f',
    `${arc}${card}<path d="M6.5 26.5 25.5 6" stroke="#c62f2f" stroke-width="7"/><path d="M6.5 26.5 25.5 6" stroke="#fff" stroke-width="2.8" stroke-linecap="round"/>`,
  ),
};

const browser = await chromium.launch({
  executablePath: process.argv[2] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage();
const draw = async (svg, size, file) => {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>html,body{margin:0;background:none}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
  );
  await page.screenshot({ path: join(resources, file), omitBackground: true });
};

for (const folder of ['icons', 'tray']) mkdirSync(join(resources, folder), { recursive: true });
writeFileSync(join(resources, 'icons', 'mark.svg'), mark);
for (const size of [16, 32, 48, 64, 128, 256, 512, 1024]) await draw(mark, size, `icons/${size}x${size}.png`);
for (const [state, svg] of Object.entries(states)) {
  writeFileSync(join(resources, 'tray', `${state}.svg`), svg);
  await draw(svg, 16, `tray/${state}.png`);
  await draw(svg, 32, `tray/${state}@2x.png`);
}
await browser.close();
