import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAudioCut, type CutPiece } from './cut-audio';

const cut = (body: string, sizes: readonly number[] = [body.length]) => {
  const bytes = Buffer.from(body);
  const audioCut = createAudioCut();
  const pieces: CutPiece[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? 1);
    pieces.push(...audioCut.push(bytes.subarray(at, at + size)));
    at += size;
  }
  pieces.push(...audioCut.end());
  const of = (kind: string): Buffer =>
    Buffer.concat(pieces.filter((piece) => piece.kind === kind).map((piece) => piece.bytes));
  return { rest: of('rest').toString(), audio: of('audio') };
};

describe('createAudioCut', () => {
  it('gives back the recording and the rest, wherever the body is cut', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 }),
        fc.constantFrom('', ' ', '\n  '),
        fc.jsonValue({ maxDepth: 2 }),
        (mp3, sizes, space, more) => {
          const base64 = Buffer.from(mp3).toString('base64');
          const body = (audio: string) =>
            `{"more":${JSON.stringify(more)},"full_audio"${space}:${space}"${audio}","conversation_id":"ü"}`;
          const { rest, audio } = cut(body(base64), sizes);
          expect(rest).toBe(body(''));
          expect(audio.equals(Buffer.from(mp3))).toBe(true);
        },
      ),
    );
  });

  it('leaves any other JSON as it is', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }),
        (value, sizes) => {
          const body = JSON.stringify(value);
          expect(cut(body, sizes)).toEqual({ rest: body, audio: Buffer.alloc(0) });
        },
      ),
    );
  });

  it.each([
    ['said in the conversation', JSON.stringify({ message: 'a "full_audio":"QUJD" b', a: 'x' })],
    ['as a value', '{"a":"full_audio","b":"QUJD"}'],
    ['without a recording', '{"full_audio":null,"b":1}'],
    ['at the very end', '{"a":"full_audio"'],
  ])('is not fooled by the words %s', (_, body) => {
    expect(cut(body, [3])).toEqual({ rest: body, audio: Buffer.alloc(0) });
  });

  it('takes escaped slashes', () => {
    const mp3 = Buffer.from([0xff, 0xff, 0xfe, 0xff]);
    const escaped = mp3.toString('base64').replaceAll('/', '\\/');
    expect(escaped).toContain('\\/');
    expect(cut(`{"full_audio":"${escaped}"}`, [2]).audio).toEqual(mp3);
  });
});
