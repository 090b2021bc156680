import { appLinks } from './app-links';
import { caller } from './caller';
import { calls } from './calls';
import { connection } from './connection';
import { errors } from './errors';
import { history } from './history';
import { links } from './links';
import { notes } from './notes';
import { phone } from './phone';
import { quiet } from './quiet';
import { recording } from './recording';
import { settings } from './settings';
import { setup } from './setup';
import { window } from './window';
import { upkeep } from './upkeep';
import { web } from './web';

export const es = {
  ...calls,
  ...caller,
  ...history,
  ...notes,
  ...links,
  ...setup,
  ...settings,
  ...quiet,
  ...phone,
  ...recording,
  ...connection,
  ...appLinks,
  ...errors,
  ...window,
  ...upkeep,
  ...web,
};
