/**
 * Takes the recording out of a body while it streams in: the base64 text of `"full_audio"` goes one way, decoded, and all
 * the rest the other, as it came. So an audio of any size is never held in memory, and what is left is small JSON.
 *
 * A key can not be mistaken: inside a JSON string its quotes would be written `\"`.
 */
const key = Buffer.from('"full_audio"');
const quote = 0x22;
const colon = 0x3a;
const isSpace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);

export interface CutPiece {
  kind: 'rest' | 'audio';
  bytes: Buffer;
}

export const createAudioCut = () => {
  let state: 'before' | 'colon' | 'value' | 'audio' | 'after' = 'before';
  /** Before: what may be the beginning of the key. In the audio: base64 characters short of a group of four. */
  let carry: Buffer = Buffer.alloc(0);

  const audio = (bytes: Buffer, isLast: boolean): CutPiece => {
    // Some writers escape the slash of base64, none of the other characters.
    const text = Buffer.concat([carry, bytes]).toString('latin1').replaceAll('\\', '');
    const whole = isLast ? text.length : text.length - (text.length % 4);
    carry = Buffer.from(text.slice(whole), 'latin1');
    return { kind: 'audio', bytes: Buffer.from(text.slice(0, whole), 'base64') };
  };

  /** One step; @returns what of the chunk is left */
  const step = (chunk: Buffer, out: CutPiece[]): Buffer => {
    if (state === 'after') {
      out.push({ kind: 'rest', bytes: chunk });
      return chunk.subarray(chunk.length);
    }
    if (state === 'before') {
      const bytes = Buffer.concat([carry, chunk]);
      const at = bytes.indexOf(key);
      if (at < 0) {
        const keep = Math.max(0, bytes.length - key.length + 1);
        out.push({ kind: 'rest', bytes: bytes.subarray(0, keep) });
        carry = bytes.subarray(keep);
        return chunk.subarray(chunk.length);
      }
      carry = Buffer.alloc(0);
      state = 'colon';
      out.push({ kind: 'rest', bytes: bytes.subarray(0, at + key.length) });
      return bytes.subarray(at + key.length);
    }
    if (state === 'audio') {
      const end = chunk.indexOf(quote);
      if (end < 0) {
        out.push(audio(chunk, false));
        return chunk.subarray(chunk.length);
      }
      out.push(audio(chunk.subarray(0, end), true));
      state = 'after';
      return chunk.subarray(end);
    }
    const [byte = 0] = chunk;
    if (state === 'colon' && byte === colon) state = 'value';
    else if (state === 'value' && byte === quote) state = 'audio';
    // No text stands there (null, or the words were a value): what follows is searched on.
    else if (!isSpace(byte)) state = 'before';
    if (state === 'before') return chunk;
    out.push({ kind: 'rest', bytes: chunk.subarray(0, 1) });
    return chunk.subarray(1);
  };

  return {
    push: (chunk: Buffer): CutPiece[] => {
      const out: CutPiece[] = [];
      for (let left = chunk; left.length > 0;) left = step(left, out);
      return out.filter(({ bytes }) => bytes.length > 0);
    },
    /** After the last chunk. */
    end: (): CutPiece[] => (state === 'before' && carry.length > 0 ? [{ kind: 'rest', bytes: carry }] : []),
  };
};
