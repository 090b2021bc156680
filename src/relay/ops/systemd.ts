/**
 * Tells systemd how the relay is (sd_notify), for a unit of Type=notify. By `systemd-notify`, which every systemd brings along:
 * Node has no unix datagram sockets.
 */
import { spawn } from 'node:child_process';
import type { Logger } from '../../shared/logger';

export const tellSystemd = (
  state: 'READY=1' | 'STOPPING=1',
  env: Readonly<Record<string, string | undefined>>,
  logger: Logger,
): void => {
  if (!env.NOTIFY_SOCKET) return;
  const { PATH, NOTIFY_SOCKET } = env;
  // With these two alone: the secrets of the environment are none of its business.
  spawn('systemd-notify', [state], { env: { PATH, NOTIFY_SOCKET }, stdio: 'ignore' })
    .on('error', (error) =>
      logger.warn('systemd could not be told how the relay is, because systemd-notify does not run.', {
        error,
      }),
    )
    .unref();
};
