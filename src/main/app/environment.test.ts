import { describe, expect, it } from 'vitest';
import { readEnvironment } from './environment';

describe('readEnvironment', () => {
  it('is empty on an ordinary computer', () => {
    expect(readEnvironment({ PATH: '/bin', CTI_TOKEN: '' })).toEqual({
      connection: null,
      crm: null,
      policyFile: null,
      userData: null,
      devServer: null,
      debug: false,
    });
  });

  it('connects only with both address and token', () => {
    expect(readEnvironment({ CTI_RELAY_URL: 'http://relay:3000/' }).connection).toBeNull();
    expect(readEnvironment({ CTI_RELAY_URL: 'http://relay:3000/', CTI_TOKEN: 't' }).connection).toEqual({
      relayUrl: 'http://relay:3000',
      token: 't',
    });
  });

  it('names the variable that is wrong and keeps the token to itself', () => {
    const read = () => readEnvironment({ CTI_RELAY_URL: 'relay:3000', CTI_TOKEN: 'very-secret' });
    expect(read).toThrow(/CTI_RELAY_URL/);
    expect(read).not.toThrow(/very-secret/);
  });
});
