/** The image is built from what .dockerignore lets in and the Dockerfile copies; what the build reads beside src must be there. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const within = (folder: string) => (path: string) => path === folder || path.startsWith(`${folder}/`);

/** Pictures that the pages import, and the icons that vite.config.ts puts beside them. */
const pictures = (): string[] => {
  const named = globSync('src/**/*.{ts,tsx,html,css}', { cwd: root })
    .filter((path) => !/\.test\.tsx?$/.test(path))
    .flatMap((path) =>
      [...read(path).matchAll(/(?:\.\.\/)+(resources\/[\w@./-]+)/g)].map(([, file]) => file),
    );
  const emitted = [...read('vite.config.ts').matchAll(/from: '([\w./-]+)'/g)].map(
    ([, file]) => `resources/${file}`,
  );
  return [...new Set([...named, ...emitted])].filter((path) => path !== undefined);
};

/** Sources of COPY of the build's own stage: other stages copy from it, or what every stage has. */
const copied = (): string[] => {
  const [build = ''] = read('Dockerfile').split(/^FROM .* AS packages$/m);
  return [...build.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, sources = '']) => sources.split(' '));
};

const letIn = read('.dockerignore')
  .split('\n')
  .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));

describe('the image', () => {
  it('copies every picture that its build reads', () => {
    const needed = pictures();
    expect(needed).toContain('resources/icons/mark.svg');
    expect(needed).toContain('resources/icons/512x512.png');
    expect(needed.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    expect(needed.filter((path) => !copied().some((source) => within(source)(path)))).toEqual([]);
  });

  it('copies only what .dockerignore lets in', () => {
    expect(copied()).toContain('src');
    expect(copied().filter((source) => !letIn.some((folder) => within(folder)(source)))).toEqual([]);
  });
});
