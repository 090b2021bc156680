/** electron-builder's afterPack: what Electron brings for its own start without an app has no place in ours. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';

export default ({ appOutDir, packager }) => {
  const resources = packager.getResourcesDir(appOutDir);
  rmSync(join(resources, 'default_app.asar'), { force: true });
  rmSync(join(appOutDir, 'version'), { force: true });
};
