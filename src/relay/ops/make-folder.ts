import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * `mkdir -p`. Not Node's own `recursive`: seen on Node 24, it loops for ever where the system answers ENOENT for a
 * folder whose parent exists (/proc, some network mounts), so the relay would hang instead of naming the folder.
 */
export const makeFolder = (path: string): void => {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path && !existsSync(parent)) makeFolder(parent);
  mkdirSync(path);
};
