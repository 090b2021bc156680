import { errorSaid } from '../error-reasons';
import { AppError } from '../errors';
import type { Logger } from '../logger';
import { contract, type CallChannel, type Handlers, type Reply } from './contract';

const isCallChannel = (channel: string): channel is CallChannel =>
  Object.hasOwn(contract, channel) && contract[channel as keyof typeof contract].kind === 'call';

const failure = (code: string, message: string): Reply<never> => ({ ok: false, error: { code, message } });

/**
 * The one way into the handlers, for Electron's ipcMain and the web companion alike: parse, handle, parse, and always
 * answer with a `Reply`. What a handler throws on purpose (AppError) reaches the window; a bug is logged and hidden.
 */
export const createDispatch =
  (handlers: Handlers, log: Logger) =>
  async (channel: string, input: unknown): Promise<Reply<unknown>> => {
    if (!isCallChannel(channel)) return failure('bad_request', 'This window asked for something unknown.');
    const parsed = contract[channel].input.safeParse(input);
    if (!parsed.success) {
      log.warn('a window sent input that is not in the contract', { channel });
      const [issue] = parsed.error.issues;
      return failure('bad_request', issue?.message ?? 'This input is not valid.');
    }
    try {
      // The schema of this very channel has parsed it; TypeScript can not follow that through the union.
      const handle = handlers[channel] as (value: unknown) => unknown;
      return { ok: true, value: contract[channel].output.parse(await handle(parsed.data)) };
    } catch (error) {
      if (error instanceof AppError) return { ok: false, error: errorSaid(error) };
      log.error('a handler failed', { channel, error: error instanceof Error ? error.message : 'unknown' });
      return failure('internal', 'Something went wrong here. It is in the log; please try again.');
    }
  };
