/** The relay's process: settings, signals, exit codes (0 stopped, 1 settings are wrong, 2 a fault). */
import { loadConfig } from '../config/load';
import { secretsOf } from '../config/secrets';
import { createLogger, type RelayLogger } from '../ops/logger';
import { tellSystemd } from '../ops/systemd';
import type { Config } from '../config/config';
import type { Logger } from '../../shared/logger';
import type { Setting } from '../../shared/protocol/settings';
import { readArguments, type Command } from './command';

const help = `npm run relay [-- start] [--config <path>]

Starts the relay. It runs until Ctrl-C, SIGINT, SIGTERM or SIGHUP.

  --config <path>   a config.json (default: CONFIG, else ./config.json where there is one)

Settings come from the environment, from .env and from config.json; .env.example and config.example.json show all.
Needed: AMI_HOST, AMI_USERNAME, AMI_SECRET, or pbxs in config.json.`;

interface Relay {
  start(): Promise<string>;
  stop(): Promise<void>;
}

/** A stop that hangs (a stuck peer, a stuck disk) must not keep the machine from starting the relay again. */
const stopDeadlineMs = 20_000;

export const createStartCommand = (
  createRelay: (
    config: Config,
    deps: {
      logger: Logger;
      setLogLevel: RelayLogger['setLevel'];
      recentLogs: RelayLogger['recent'];
      settings: Setting[];
    },
  ) => Promise<Relay>,
): Command => ({
  name: 'start',
  summary: 'start the relay',
  help,
  run: async (args, terminal) => {
    const { values } = readArguments(args, {
      options: { config: { type: 'string' } },
      allowPositionals: false,
      help,
    });
    const { config, warnings, notes, settings } = loadConfig({
      env: terminal.env,
      cwd: terminal.cwd,
      configPath: values.config ?? null,
    });
    const logger = createLogger({ ...config.log, console: true, secrets: secretsOf(config) });
    for (const warning of warnings) logger.warn(warning);
    for (const note of notes) logger.info(note);
    const { recent: recentLogs, setLevel: setLogLevel } = logger;
    const relay = await createRelay(config, { logger, setLogLevel, recentLogs, settings });
    await relay.start();
    tellSystemd('READY=1', terminal.env, logger);

    let stopping = false;
    const stop = (code: number): void => {
      if (stopping) return;
      stopping = true;
      logger.info('The relay stops.');
      tellSystemd('STOPPING=1', terminal.env, logger);
      setTimeout(() => process.exit(2), stopDeadlineMs).unref();
      relay
        .stop()
        .catch((error: unknown) => logger.error('Stopping failed.', { error }))
        .then(() => logger.close())
        .then(
          () => process.exit(code),
          () => process.exit(2),
        );
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(0));
    const onFault = (error: unknown): void => {
      // One fault ends the relay; those that its end brings with it add nothing.
      if (stopping) return;
      logger.error('A fault in the relay; it stops, so that it can be started clean.', { error });
      stop(2);
    };
    process.on('uncaughtException', onFault);
    process.on('unhandledRejection', onFault);
    return null;
  },
});
