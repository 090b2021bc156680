import { describe, expect, it } from 'vitest';
import { callRecordId, uuidv5 } from './call-record-id';

describe('uuidv5', () => {
  it('gives the value of RFC 9562 appendix A.4', () => {
    expect(uuidv5('www.example.com', '6ba7b810-9dad-11d1-80b4-00c04fd430c8')).toBe(
      '2ed6657d-e927-568b-95e1-2665a8aea6a2',
    );
  });
});

describe('callRecordId', () => {
  it('never changes for a call, because records in the field carry it', () => {
    expect(callRecordId('pbx:1732350000.1')).toBe(callRecordId('pbx:1732350000.1'));
    expect(callRecordId('pbx:1732350000.1')).toMatchInlineSnapshot(`"9220c6c2-5579-5407-a5a1-ae860b02ceb6"`);
  });

  it('differs from call to call', () => {
    const ids = new Set(Array.from({ length: 1000 }, (_, n) => callRecordId(`pbx:${n}`)));
    expect(ids.size).toBe(1000);
  });
});
