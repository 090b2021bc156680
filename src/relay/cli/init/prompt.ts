/** Questions on a terminal, or to a script that pipes its answers in: one line each, secrets unseen. */
import { createInterface } from 'node:readline';
import { Writable, type Readable } from 'node:stream';
import { AppError } from '../../../shared/errors';

export interface Prompt {
  /** @returns the line, trimmed. Throws `AppError('config')` when nobody answers any more. */
  readonly line: (question: string) => Promise<string>;
  /** The same; what is typed is not shown. */
  readonly secret: (question: string) => Promise<string>;
  close(): void;
}

/** A pipe may bring all lines at once, so they wait here for their questions. */
export const createPrompt = (input: Readable & { isTTY?: boolean }, output: Writable): Prompt => {
  let isHidden = false;
  const shown = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (!isHidden) output.write(chunk);
      done();
    },
  });
  const terminal = input.isTTY ?? false;
  const readline = createInterface({ input, output: shown, terminal, historySize: 0 });
  const lines: string[] = [];
  let waiting: { take(line: string): void; giveUp(): void } | null = null;
  let closed = false;
  readline.on('line', (line) => {
    if (waiting) waiting.take(line);
    else lines.push(line);
  });
  readline.on('close', () => {
    closed = true;
    waiting?.giveUp();
  });

  const next = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const giveUp = (): void =>
        reject(new AppError('config', 'The answers ended before the questions did. Nothing was written.'));
      const line = lines.shift();
      if (line !== undefined) resolve(line.trim());
      else if (closed) giveUp();
      else
        waiting = {
          take: (taken) => {
            waiting = null;
            resolve(taken.trim());
          },
          giveUp,
        };
    });

  return {
    line: async (question) => {
      // By readline itself, so that the question is still there after a backspace.
      readline.setPrompt(question);
      if (!closed) readline.prompt();
      return next();
    },
    secret: async (question) => {
      output.write(question);
      isHidden = true;
      try {
        return await next();
      } finally {
        isHidden = false;
        output.write('\n');
      }
    },
    close: () => readline.close(),
  };
};
