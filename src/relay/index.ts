/** The relay's program: which commands there are. What each does stands in cli/. */
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { version } from '../../package.json';
import { systemClock } from '../shared/clock';
import { createRelay } from './app';
import { readPhoneIndexOf, suiteCrmOf } from './app/crm-side';
import { dispatch } from './cli/dispatch';
import { createAdminCommand } from './cli/admin';
import { createAgentsCommand } from './cli/agents';
import { createAuditCommand } from './cli/audit';
import { createCheckConfigCommand } from './cli/check-config';
import { createBackupCommand, createRestoreCommand } from './cli/backup';
import { createCallLogCommand } from './cli/call-log';
import { createDoctorCommand } from './cli/doctor';
import { createIndexCommand } from './cli/crm-index';
import { createInitCommand } from './cli/init';
import { createPrompt } from './cli/init/prompt';
import { createExplainNumberCommand } from './cli/explain-number';
import { createKeysCommand } from './cli/keys';
import { createLogLevelCommand } from './cli/log-level';
import { createForgetCommand } from './cli/forget';
import { createSendTestWebhookCommand } from './cli/send-test-webhook';
import { createStartCommand } from './cli/start';
import type { Config } from './config/config';
import { lookAtRedis } from './store/redis/server';
import { backupDatabase, restoreDatabase } from './store/sqlite/backup';

const createTerminalPrompt = () => createPrompt(process.stdin, process.stdout);
const createCrm = (config: Config) => suiteCrmOf(config, systemClock);
const rendererDir = fileURLToPath(new URL('../renderer', import.meta.url));

const code = await dispatch(
  process.argv.slice(2),
  [
    createStartCommand((config, deps) => createRelay(config, { ...deps, rendererDir })),
    createInitCommand({
      createCrm,
      createPrompt: createTerminalPrompt,
      lookAtRedis,
      clock: systemClock,
    }),
    createCheckConfigCommand(),
    createAgentsCommand(),
    createBackupCommand(backupDatabase, systemClock),
    createRestoreCommand(restoreDatabase, systemClock),
    createExplainNumberCommand(createCrm, readPhoneIndexOf),
    createSendTestWebhookCommand(systemClock),
    createCallLogCommand(),
    createDoctorCommand(createCrm, lookAtRedis),
    createIndexCommand({ createCrm, openIndex: readPhoneIndexOf }),
    createForgetCommand(),
    createKeysCommand(systemClock),
    createAdminCommand({ createPrompt: createTerminalPrompt, readInput: () => text(process.stdin) }),
    createAuditCommand(),
    createLogLevelCommand(),
  ],
  {
    version,
    terminal: {
      env: process.env,
      cwd: process.cwd(),
      print: (line) => console.log(line),
      complain: (line) => console.error(line),
    },
  },
);
if (code !== null) process.exit(code);
