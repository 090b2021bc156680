/** The two containers that Windows and macOS want icons in: nothing but PNGs with a table before them. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every size that is drawn, in px. Up to 32 px from the drawing with fewer and thicker lines. */
export const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
export const drawingOf = (size) => (size <= 32 ? 'mark-small' : 'mark');
export const trayStates = ['idle', 'missed', 'ringing', 'talking', 'paused', 'link-down'];
export const icoSizes = [16, 24, 32, 48, 64, 128, 256];
/** Apple's type codes of PNG entries; the last four are the doubled ones for dense screens. */
export const icnsTypes = {
  icp4: 16,
  icp5: 32,
  ic07: 128,
  ic08: 256,
  ic09: 512,
  ic10: 1024,
  ic11: 32,
  ic12: 64,
  ic13: 256,
  ic14: 512,
};

/** @param {Map<number, Buffer>} pngs by size */
export const icoOf = (pngs) => {
  const head = Buffer.alloc(6 + 16 * icoSizes.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(icoSizes.length, 4);
  let offset = head.length;
  icoSizes.forEach((size, index) => {
    const at = 6 + 16 * index;
    const { length } = pngs.get(size);
    // One byte holds no 256: the format writes it as 0.
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += length;
  });
  return Buffer.concat([head, ...icoSizes.map((size) => pngs.get(size))]);
};

/** @param {Map<number, Buffer>} pngs by size */
export const icnsOf = (pngs) => {
  const entry = (type, data) => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32BE(data.length + 8, 4);
    return Buffer.concat([head, data]);
  };
  return entry(
    'icns',
    Buffer.concat(Object.entries(icnsTypes).map(([type, size]) => entry(type, pngs.get(size)))),
  );
};

/** Hashes of the drawings, kept beside what was drawn from them: a drawing that was changed alone shows in a test. */
export const drawings = (resources) =>
  Object.fromEntries(
    [
      ...['mark', 'mark-small'].map((name) => `icons/${name}.svg`),
      ...trayStates.map((name) => `tray/${name}.svg`),
    ].map((path) => [
      path,
      createHash('sha256')
        .update(readFileSync(join(resources, path)))
        .digest('hex'),
    ]),
  );
