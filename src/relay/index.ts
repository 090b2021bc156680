/** The relay's process: arguments, configuration, signals, exit codes (0 stopped, 1 settings are wrong, 2 a fault). */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { version } from '../../package.json';
import { AppError } from '../shared/errors';
import { createRelay } from './app';
import { loadConfig } from './config/load';
import { createLogger } from './ops/logger';

const help = `CTI Relay ${version}

  npm run relay [-- options]

  --config <path>   a config.json (default: CONFIG, else ./config.json where there is one)
  --version         print the version
  --help            this text

Settings come from the environment, from .env and from config.json; .env.example and config.example.json show all.
Needed: AMI_HOST, AMI_USERNAME, AMI_SECRET.`;

const options = {
  config: { type: 'string' },
  version: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

const readArguments = () => {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    throw new AppError('config', `${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
};

const main = async (): Promise<void> => {
  const args = readArguments();
  if (args.help || args.version) {
    console.log(args.help ? help : version);
    return;
  }
  const { config, warnings } = loadConfig({
    env: process.env,
    cwd: process.cwd(),
    configPath: args.config ?? null,
  });
  const logger = createLogger({ ...config.log, console: true });
  for (const warning of warnings) logger.warn(warning);

  const rendererDir = fileURLToPath(new URL('../renderer', import.meta.url));
  const relay = await createRelay(config, { logger, rendererDir });
  await relay.start();

  let stopping = false;
  const stop = (code: number): void => {
    if (stopping) return;
    stopping = true;
    logger.info('The relay stops.');
    relay
      .stop()
      .catch((error: unknown) => logger.error('Stopping failed.', { error }))
      .then(() => logger.close())
      .then(
        () => process.exit(code),
        () => process.exit(2),
      );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(0));
  const onFault = (error: unknown): void => {
    logger.error('A fault in the relay; it stops, so that it can be started clean.', { error });
    stop(2);
  };
  process.on('uncaughtException', onFault);
  process.on('unhandledRejection', onFault);
};

main().catch((error: unknown) => {
  if (error instanceof AppError && error.code === 'config') {
    console.error(error.message);
    process.exit(1);
  }
  console.error('The relay could not start because of a fault in it:', error);
  process.exit(2);
});
