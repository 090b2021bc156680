/** npm run build: everything under dist/, when a source has changed. */
import { ensureBuild, ensurePackages } from './setup.mjs';

ensurePackages();
ensureBuild();
