import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { createPrompt } from './prompt';

const terminal = (isTTY: boolean) => {
  const input = Object.assign(new PassThrough(), { isTTY });
  const output = new PassThrough();
  let shown = '';
  output.on('data', (chunk: Buffer) => (shown += chunk.toString()));
  return { input, prompt: createPrompt(input, output), shown: () => shown };
};

it('shows no key of a secret on a terminal, and shows those of other answers', async () => {
  const { input, prompt, shown } = terminal(true);
  const secret = prompt.secret('Secret: ');
  input.write('hunter2');
  input.write('\x7f2\r');
  expect(await secret).toBe('hunter2');
  const line = prompt.line('Host: ');
  input.write('pbx.example.com\r');
  expect(await line).toBe('pbx.example.com');
  expect(shown()).toMatch(/^Secret: \n[^]*Host: [^]*pbx\.example\.com/);
  expect(shown()).not.toMatch(/hunter|2/);
  prompt.close();
});

it('keeps what a pipe brings early for its questions, and says when nobody answers', async () => {
  const { input, prompt } = terminal(false);
  input.end('one\ntwo\n');
  expect([await prompt.line('1: '), await prompt.secret('2: ')]).toEqual(['one', 'two']);
  await expect(prompt.line('3: ')).rejects.toThrow('The answers ended before the questions did');
  prompt.close();
});
