/** What can be said of the packages without building one; tests/e2e/packaged.test.ts builds them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  drawingOf,
  drawings,
  icnsOf,
  icnsTypes,
  icoOf,
  icoSizes,
  sizes,
  trayStates,
} from '../../scripts/icon-files.mjs';
import { readBuilderConfig } from '../support/builder-config';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string): Buffer => readFileSync(join(root, path));
/** Width and height stand at the same place in every PNG. */
const sizeOf = (png: Buffer): number[] => [png.readUInt32BE(16), png.readUInt32BE(20)];

describe('electron-builder.yml', () => {
  it('is valid, and the files that it names are there', async () => {
    const config = await readBuilderConfig();
    for (const path of [config.win.icon, config.mac.icon, config.mac.entitlements, config.nsis.include])
      expect(existsSync(join(root, path)), path).toBe(true);
    expect(config.msi.upgradeCode).toBe('{6F0B9F0E-7C55-4B0B-9C40-3F5B6E0C5B1A}');
    expect(config.protocols.flatMap(({ schemes }) => schemes)).toEqual(['tel', 'callto', 'cti-companion']);
    // Without CTI_UPDATE_URL no package asks anywhere: this name never leads to a host (RFC 2606).
    expect(new URL(config.publish.url).hostname).toMatch(/\.invalid$/);
  });

  it('states every fuse that Electron has', async () => {
    const scheme = z
      .object({
        definitions: z.object({
          FuseOptionsV1: z.object({ properties: z.record(z.string(), z.unknown()) }),
        }),
      })
      .parse(JSON.parse(read('node_modules/app-builder-lib/scheme.json').toString('utf8')));
    const known = Object.keys(scheme.definitions.FuseOptionsV1.properties);
    const { electronFuses } = await readBuilderConfig();
    expect(Object.keys(electronFuses).sort()).toEqual(
      known.filter((name) => name !== 'resetAdHocDarwinSignature').sort(),
    );
  });
});

describe('the icons', () => {
  const pngs = new Map(sizes.map((size) => [size, read(`resources/icons/${size}x${size}.png`)]));

  it('are drawn from the SVGs as they are now (else: node scripts/icons.mjs)', () => {
    const drawnFrom: unknown = JSON.parse(read('resources/icons/drawn-from.json').toString('utf8'));
    expect(drawings(join(root, 'resources'))).toEqual(drawnFrom);
  });

  it('come in every size, the small ones from the drawing with fewer lines', () => {
    for (const [size, png] of pngs) expect(sizeOf(png)).toEqual([size, size]);
    expect([16, 32, 48, 1024].map(drawingOf)).toEqual(['mark-small', 'mark-small', 'mark', 'mark']);
    for (const state of trayStates) {
      expect(sizeOf(read(`resources/tray/${state}.png`))).toEqual([16, 16]);
      expect(sizeOf(read(`resources/tray/${state}@2x.png`))).toEqual([32, 32]);
    }
  });

  it('are the very same in the .ico and the .icns', () => {
    expect(read('resources/icons/icon.ico').equals(icoOf(pngs))).toBe(true);
    expect(read('resources/icons/icon.icns').equals(icnsOf(pngs))).toBe(true);
    expect(Math.max(...icoSizes)).toBe(256);
    expect(Math.max(...Object.values(icnsTypes))).toBe(1024);
  });
});
