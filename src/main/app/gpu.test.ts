import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createMemoryLog } from '../../../tests/support/log';
import { tempFolder } from '../../../tests/support/temp-folder';
import { graphicsAreBroken, watchGraphics } from './gpu';

const watched = (folder: string) => {
  const app = new EventEmitter();
  const log = createMemoryLog();
  watchGraphics(app, { folder, version: '1.0.0', log });
  return {
    log,
    gone: (type: string, reason: string) => void app.emit('child-process-gone', {}, { type, reason }),
  };
};

it('the second crash of the graphics turns them off from the next start on, for this version', () => {
  const folder = tempFolder('gpu');
  const { gone } = watched(folder);
  gone('Utility', 'crashed');
  gone('GPU', 'crashed');
  gone('GPU', 'killed');
  gone('GPU', 'clean-exit');
  expect(graphicsAreBroken(folder, '1.0.0')).toBe(false);
  gone('GPU', 'launch-failed');
  expect(graphicsAreBroken(folder, '1.0.0')).toBe(true);
  expect(graphicsAreBroken(folder, '1.0.1')).toBe(false);
});

it('a folder that takes no file costs nothing but a line in the log', () => {
  const { gone, log } = watched(join(tempFolder('gpu'), 'not-there'));
  gone('GPU', 'crashed');
  gone('GPU', 'crashed');
  expect(log.text()).toContain('could not be kept');
});
