import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joined, noteBlock, placeNote } from './note-block';

const plain = (text: string): string => text;
const block = (text: string, disposition: string | null = null, author = 'Anna Berger') =>
  noteBlock({ author, text, disposition }, plain);
/** The description after the note was written into it. */
const merge = (description: string, written: string | null, note = block('Wants the invoice')): string => {
  const place = placeNote(description, note, written);
  return place === null ? description : joined(place, note.text);
};
const relay = 'Queue: Dispatch\nOutcome: answered\nCall id: pbx:1.0';
const old = 'Note by Anna Berger:\nWants something';
const now = 'Note by Anna Berger:\nWants the invoice';

describe('a note', () => {
  it('names who wrote it, and how the call ended', () => {
    expect(block(' Wants the invoice\n', 'Call back').text).toBe(`${now}\nDisposition: Call back`);
    expect(block('', 'Call back').text).toBe('Note by Anna Berger:\nDisposition: Call back');
    expect(block('  ').text).toBe('');
  });

  it.each([
    ['comes below what stands there', relay, null, `${relay}\n\n${now}`],
    ['is all of an empty description', '', null, now],
    [
      'replaces the former one where it stands',
      `${relay}\n\n${old}\n\nMore`,
      old,
      `${relay}\n\n${now}\n\nMore`,
    ],
    ['is not written twice', `${now}\n\nMore`, null, `${now}\n\nMore`],
    ['comes below a former one that was edited in the CRM', `${old} else`, old, `${old} else\n\n${now}`],
    ['stays as it was edited in the CRM', `${now} twice`, now, `${now} twice`],
    ['comes back where somebody overwrote it', relay, now, `${relay}\n\n${now}`],
    ['gets shorter', `${now}\nat once\n\nMore`, `${now}\nat once`, `${now}\n\nMore`],
    ['is not mistaken for the beginning of a longer line', `${now}s`, null, `${now}s\n\n${now}`],
  ])('%s', (_, before, written, after) => {
    expect(merge(before, written)).toBe(after);
  });

  it.each([
    ['between others', `${relay}\n\n${old}\n\nMore`, `${relay}\n\nMore`],
    ['at the end', `${relay}\n\n${old}`, relay],
    ['alone', old, ''],
    ['edited in the CRM', `${old} else`, `${old} else`],
  ])('that was emptied goes: %s', (_, before, after) => {
    expect(merge(before, old, block(''))).toBe(after);
  });

  it('leaves every other line, whatever is written in whatever order', () => {
    const line = fc.stringMatching(/^[a-z :\n]{0,12}$/);
    const change = fc.record({ author: fc.constantFrom('Anna', 'Ben'), text: line });
    fc.assert(
      fc.property(fc.array(line), fc.array(change), (others, changes) => {
        let description = '';
        const written = new Map<string, string>();
        const added: string[] = [];
        for (const [n, { author, text }] of changes.entries()) {
          const note = block(text, null, author);
          description = merge(description, written.get(author) ?? null, note);
          if (note.text === '') written.delete(author);
          else written.set(author, note.text);
          const other = `Line ${n}: ${others[n] ?? ''}`.replaceAll('\n', ' ').trim();
          description = description === '' ? other : `${description}\n\n${other}`;
          added.push(other);
        }
        const lines = description.split('\n');
        for (const other of added) expect(lines).toContain(other);
        for (const note of written.values()) expect(description.split(note)).toHaveLength(2);
      }),
    );
  });
});
