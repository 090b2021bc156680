import { AppError } from '../../shared/errors';

interface Listener {
  listen(at: { host: string; port: number }): Promise<string>;
}

/** @returns where it listens, e.g. `http://127.0.0.1:3000`. Throws `AppError('config')` that says what to change. */
export const listenAt = async (http: Listener, host: string, port: number): Promise<string> => {
  try {
    return await http.listen({ host, port });
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? cause.code : null;
    const message =
      reason === 'EADDRINUSE'
        ? `Port ${port} on ${host} is taken by another program. Stop it, or set PORT to another port.`
        : `The relay can not listen on ${host}:${port} (${String(reason)}). Check HOST and PORT.`;
    throw new AppError('config', message, { cause });
  }
};
